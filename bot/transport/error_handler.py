"""When a handler fails: one calm sentence for the reader, and for the log what failed without their words."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import suppress

from telegram import Update
from telegram.error import Forbidden, TelegramError

from bot.context import Context, phrases_of
from bot.inbox.handling import HandedOverError, StoppingError, current
from bot.messages.layout.message import OutMessage
from bot.transport.failures import is_line_lost, patience_with
from bot.transport.sending import destination_of, send
from bot.transport.updates import acknowledge
from retrieval.errors import DatelineError, QuestionError, StoreError

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """The application's error handler."""
    error = context.error
    if error is None:
        return
    if isinstance(error, Forbidden):
        log.info("%s: Telegram says: %s", _whose(update), error)  # blocked, or removed from the group
        return
    handling = current.get()
    if handling is not None:
        handling.has_failed(error, patience_with(error))
        if handling.is_to_repeat or isinstance(error, StoppingError | HandedOverError):
            log.warning("%s was interrupted: %s", _whose(update), _reason(error))
            return
    log.error("%s failed.\n%s", _whose(update), wordless(error))
    if isinstance(update, Update) and not is_line_lost(error):
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
    handling = current.get()
    if update.callback_query and not (handling and handling.is_acknowledged):
        await acknowledge(update.callback_query, sentence)
    elif update.effective_message:
        await send(context.bot, destination_of(update.effective_message), [OutMessage(sentence)])


def _reason(error: BaseException) -> str:
    """Why an update is begun anew, in words that are not a reader's."""
    return str(error) if isinstance(error, TelegramError | StoreError) else type(error).__name__


def _whose(update: object) -> str:
    if not isinstance(update, Update):
        return "Background work"
    chat, user = update.effective_chat, update.effective_user
    return f"Update {update.update_id} (chat {chat.id if chat else None}, user {user.id if user else None})"
