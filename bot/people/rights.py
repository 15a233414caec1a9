"""Who may do what: rights hang on the numeric id of the person who acts, and on nothing that anybody can imitate."""

import asyncio
from functools import wraps

from telegram import Message, Update
from telegram.constants import ChatType

from bot.asking.greeting import unknown_command
from bot.context import BotState, Context
from bot.people.people import People, Role
from bot.transport.updates import Handler


def acting_person(update: Update) -> int | None:
    """The id of the person whose own act an update is.

    None where it is nobody's. A press of a button is its presser's, an inline query its typist's. A message is its
    writer's only when they wrote it just now, under their own name and by themselves: not when it was edited, written
    in the name of a group or a channel, sent by way of another bot, or forwarded by Telegram itself from a linked
    channel. What somebody forwards is their act of forwarding; a command in it is never carried out (`is_own_words`).
    """
    for pressed_or_typed in (update.callback_query, update.inline_query):
        if pressed_or_typed is not None:
            return pressed_or_typed.from_user.id
    message = update.message  # no edited message, no post of a channel
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.sender_chat is not None or message.via_bot is not None or message.is_automatic_forward:
        return None
    return message.from_user.id


def is_own_words(message: Message) -> bool:
    """Whether a message holds its sender's own words, and no forwarded ones."""
    return message.forward_origin is None


def given_role(state: BotState, user_id: int | None) -> Role | None:
    """The role that the settings, an owner or an invitation gave a person.

    None where none did. Blocking.
    """
    if user_id is None:
        return None
    return Role.OWNER if user_id in state.settings.admins else People(state.services.library.engine).role(user_id)


def role_of(state: BotState, user_id: int | None) -> Role | None:
    """The role of a person, a reader where they were given none.

    None for nobody. Blocking.
    """
    return None if user_id is None else given_role(state, user_id) or Role.READER


def is_newsroom(state: BotState, user_id: int) -> bool:
    """Whether somebody is an editor or an owner.

    Blocking.
    """
    return given_role(state, user_id) in (Role.OWNER, Role.EDITOR)


def is_editor(state: BotState, update: Update) -> bool:
    """Whether an update is the own act of an editor or an owner."""
    return role_of(state, acting_person(update)) in (Role.OWNER, Role.EDITOR)


def editors_only(handler: Handler) -> Handler:
    """A command that exists for editors only: to others it is one that does not exist, and says nothing of itself."""
    return _only(handler, Role.OWNER, Role.EDITOR)


def owners_only(handler: Handler) -> Handler:
    """The same for owners."""
    return _only(handler, Role.OWNER)


def _only(handler: Handler, *roles: Role) -> Handler:
    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        message = update.effective_message
        own = message is None or update.callback_query is not None or is_own_words(message)
        if own and await asyncio.to_thread(role_of, context.bot_data, acting_person(update)) in roles:
            await handler(update, context)
        else:
            await refuse(update, context)

    return guarded


async def refuse(update: Update, context: Context) -> None:
    """Answer as if there were no such command or button.

    In a group, as to any command of another bot, not at all.
    """
    if update.callback_query is not None:
        await update.callback_query.answer()
    elif update.effective_chat is not None and update.effective_chat.type == ChatType.PRIVATE:
        await unknown_command(update, context)
