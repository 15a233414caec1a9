"""What handlers read from an update, and what they answer to a press."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest

from bot.context import Context, phrases_of
from bot.inbox.handling import current
from bot.transport.persistence import persistently

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class ChatThread:
    """The chat and forum topic in which somebody acts."""

    chat_id: int
    thread_id: int | None


def thread_of(update: Update) -> ChatThread:
    """The chat and forum topic in which an update happens."""
    chat, message = update.effective_chat, update.effective_message
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return ChatThread(chat.id if chat else 0, thread)


def language_of(update: Update) -> str | None:
    """The language in which a chat is spoken to from now on."""
    return update.effective_user.language_code if update.effective_user else None


def after_command(message: Message) -> str:
    """The words after a command."""
    parts = (message.text or "").split(maxsplit=1)
    return parts[1] if len(parts) > 1 else ""


async def acknowledge(query: CallbackQuery, sentence: str | None = None) -> None:
    """Tell Telegram that a press arrived.

    Once: a sentence shows only with the first word. One that is older than Telegram remembers needs none.
    """
    handling = current.get()
    if handling is not None and handling.is_acknowledged:
        return
    try:
        await persistently(lambda: query.answer(sentence))
    except BadRequest as error:
        if "too old" not in str(error) and "invalid" not in str(error):
            raise
    if handling is not None:
        handling.is_acknowledged = True


async def say_not_in_use(update: Update) -> None:
    """Tell who pressed a button that it does nothing any more."""
    if update.callback_query is not None:
        await acknowledge(update.callback_query, phrases_of(update).gettext("This button is no longer in use."))


async def say_not_kept(update: Update, context: Context) -> None:
    """Tell who pressed a button that the answer above it is no longer known, or not noted yet."""
    phrases = phrases_of(update)
    sentence = (
        phrases.gettext("The library is busy for a moment. Press again in a few seconds.")
        if context.services.dialogues.is_behind
        else phrases.gettext("This answer is no longer kept. Send the question again.")
    )
    if update.callback_query is not None:
        await acknowledge(update.callback_query, sentence)
