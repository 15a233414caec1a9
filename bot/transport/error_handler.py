"""When a handler fails: one calm sentence for the reader, and for the log what failed without their words."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import suppress

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.context import Context, phrases_of
from bot.messages.layout.message import OutMessage
from bot.transport.sending import destination_of, send
from retrieval.errors import DatelineError, QuestionError

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """The application's error handler."""
    error = context.error
    if error is None:
        return
    if isinstance(error, Forbidden):
        log.info("%s: Telegram says: %s", _whose(update), error)  # blocked, or removed from the group
        return
    log.error("%s failed.\n%s", _whose(update), wordless(error))
    if isinstance(update, Update) and not _is_lost_line(error):
        with suppress(TelegramError):
            await _apologise(update, context)


def wordless(error: BaseException) -> str:
    """The traceback with its causes, without messages that may hold a reader's words.

    What Telegram or Dateline itself says is kept, except about a question.
    """
    return "\n".join(_lines(error))


def _lines(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _lines(cause)
        yield "which led to:"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    kept = isinstance(error, TelegramError | DatelineError) and not isinstance(error, QuestionError)
    yield f"{type(error).__module__}.{type(error).__qualname__}" + (f": {error}" if kept else "")


async def _apologise(update: Update, context: Context) -> None:
    phrases = phrases_of(update)
    sentence = phrases.gettext("This did not work, and it has been noted. Please try again in a while.")
    if update.callback_query:
        await update.callback_query.answer(sentence)
    elif update.effective_message:
        await send(context.bot, destination_of(update.effective_message), [OutMessage(sentence)])


def _is_lost_line(error: BaseException) -> bool:
    """Whether Telegram could not be reached, so that an apology would not reach it either."""
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def _whose(update: object) -> str:
    if not isinstance(update, Update):
        return "Background work"
    chat, user = update.effective_chat, update.effective_user
    return f"Update {update.update_id} (chat {chat.id if chat else None}, user {user.id if user else None})"
