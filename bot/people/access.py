"""Who gets answers: everybody, who was invited, or the editors alone. One gate stands before all other handlers."""

import asyncio

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, filters

from bot.context import BotState, Context, phrases_of
from bot.people.people import Role
from bot.people.rights import acting_person, given_role
from bot.settings import Access
from bot.transport.sending import reply


async def gate(update: Update, context: Context) -> None:
    """Let an update pass to the handlers, or end it here."""
    if not is_nobodys_wish(update) and not await _is_let_in(update, context):
        raise ApplicationHandlerStop


def is_nobodys_wish(update: Update) -> bool:
    """Whether an update tells what happened to a chat or stands in a channel: no person's wish."""
    happened = (update.my_chat_member, update.chat_member, update.channel_post, update.edited_channel_post)
    return any(happened) or bool(filters.StatusUpdate.ALL.check_update(update))


def has_access(state: BotState, user_id: int | None) -> bool:
    """Whether a person gets answers.

    Nobody does only where everybody does. Blocking.
    """
    match state.settings.access:
        case Access.OPEN:
            return True
        case Access.INVITED:
            return given_role(state, user_id) is not None
        case Access.CLOSED:
            return given_role(state, user_id) in (Role.OWNER, Role.EDITOR)


async def _is_let_in(update: Update, context: Context) -> bool:
    """Whether an update is the act of somebody with access.

    Whoever has none is turned away.
    """
    try:
        if await asyncio.to_thread(has_access, context.bot_data, acting_person(update) or _who_edits(update)):
            return True
        await _turn_away(update, context)
    except Exception as error:  # after a handler that fails the application goes on with the next: a gate must not
        in_private = update.effective_chat is not None and update.effective_chat.type == ChatType.PRIVATE
        await context.application.process_error(update if in_private else None, error)
    return False


def _who_edits(update: Update) -> int | None:
    """Who corrects a question of theirs: that gives no rights, but an answer to who gets answers."""
    message = update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot or message.sender_chat is not None:
        return None
    return message.from_user.id


async def _turn_away(update: Update, context: Context) -> None:
    """One sentence to who writes to the bot itself, and the least that a press or an inline query needs."""
    message = update.message
    if update.callback_query is not None:
        await update.callback_query.answer()
    elif update.inline_query is not None:
        await update.inline_query.answer([], cache_time=0, is_personal=True)
    elif message is not None and message.chat.type == ChatType.PRIVATE:
        sentence = phrases_of(update).gettext("This bot answers only people to whom its newsroom has given access.")
        await reply(update, context, sentence)
