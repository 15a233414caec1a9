"""When a handler fails: one calm sentence for the reader, and for the log what failed without their words."""

import logging
from contextlib import suppress

from telegram import Update
from telegram.error import Forbidden, TelegramError

from bot.context import Context, phrases_of
from bot.inbox.handling import HandedOverError, StoppingError, current
from bot.messages.layout.message import OutMessage
from bot.observing.logs import wordless
from bot.transport.failures import is_line_lost, patience_with
from bot.transport.sending import destination_of, send
from bot.transport.updates import acknowledge
from retrieval.errors import StoreError

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """The application's error handler."""
    error = context.error
    if error is None:
        return
    if isinstance(error, Forbidden):
        log.info("%s: Telegram says: %s", _which(update), error)  # blocked, or removed from the group
        return
    handling = current.get()
    if handling is not None:
        handling.has_failed(error, patience_with(error))
        if handling.is_to_repeat or isinstance(error, StoppingError | HandedOverError):
            log.warning("%s was interrupted: %s", _which(update), _reason(error))
            return
    context.bot_data.observer.failed(error)
    log.error("%s failed.\n%s", _which(update), wordless(error))
    if isinstance(update, Update) and not is_line_lost(error):
        with suppress(TelegramError):
            await _apologise(update, context)


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


def _which(update: object) -> str:
    """What failed, without saying whose it is."""
    return f"Update {update.update_id}" if isinstance(update, Update) else "Background work"
