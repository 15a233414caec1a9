"""Who has the say over what a chat is told, and where they act: a person in private, administrators in a group."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.context import Context, phrases_of
from bot.rights import acting_person
from bot.sending import reply

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

_MANAGERS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Place:
    """The chat and forum topic in which somebody acts."""

    chat_id: int
    thread_id: int | None


async def may_manage(update: Update, context: Context) -> bool:
    """Whether the person who acts has the say over what a chat watches: in a group its administrators have."""
    chat, person = update.effective_chat, acting_person(update)
    if chat is None or chat.type == ChatType.CHANNEL:
        return False
    if chat.type == ChatType.PRIVATE:
        return person == chat.id
    if _is_anonymous_administrator(update):
        return True
    if person is None:
        return False
    try:
        return (await context.bot.get_chat_member(chat.id, person)).status in _MANAGERS
    except TelegramError:
        return False


def for_managers(handler: Handler) -> Handler:
    """A command or button for a person in private and for the administrators of a group; others are told so."""

    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        if await may_manage(update, context):
            await handler(update, context)
            return
        sentence = phrases_of(update).gettext("In a group its administrators decide what is watched.")
        if update.callback_query is not None:
            await update.callback_query.answer(sentence)
        else:
            await reply(update, context, sentence)

    return guarded


async def acknowledge(query: CallbackQuery, sentence: str | None = None) -> None:
    """Tell Telegram that a press arrived; one that is older than Telegram remembers needs none."""
    try:
        await query.answer(sentence)
    except TelegramError as error:
        if "too old" not in str(error) and "invalid" not in str(error):
            raise


def place_of(update: Update) -> Place:
    """The chat and forum topic in which an update happens."""
    chat, message = update.effective_chat, update.effective_message
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Place(chat.id if chat else 0, thread)


def language_of(update: Update) -> str | None:
    """The language in which a chat is spoken to from now on."""
    return update.effective_user.language_code if update.effective_user else None


def _is_anonymous_administrator(update: Update) -> bool:
    """Administrators may write in the name of their group, and nobody else can."""
    message = update.message
    return message is not None and message.sender_chat is not None and message.sender_chat.id == message.chat.id
