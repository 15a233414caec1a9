"""Logging that never shows the bot's token, and shows nothing of what readers wrote."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.messages.layout.harmless import harmless

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
HIDDEN = "<token>"
# At INFO httpx logs every address, the token in it; at DEBUG telegram logs every update, the words in it.
TALKATIVE = ("httpx", "httpcore", "telegram", "tornado", "alembic", "sentence_transformers")


@contextmanager
def logging_without(secret: str) -> Iterator[None]:
    """Log to standard error for the length of the block, with the secret taken out of every record.

    The records are cleaned where they are made, so that no handler, whoever adds it, sees the secret.
    """
    log_harmlessly(logging.INFO, FORMAT)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    make = logging.getLogRecordFactory()
    logging.setLogRecordFactory(_cleaning(make, secret))
    try:
        yield
    finally:
        logging.setLogRecordFactory(make)


class HarmlessFormatter(logging.Formatter):
    """Formats records, whoever wrote the words in them, so that none passes for another one or moves a cursor."""

    def format(self, record: logging.LogRecord) -> str:
        """The record; what does not fit on its line is indented below it."""
        return harmless(super().format(record)).replace("\n", "\n    ")


def log_harmlessly(level: int, form: str) -> None:
    """Log to standard error from a level on, where nobody has said yet where logs go."""
    handler = logging.StreamHandler()
    handler.setFormatter(HarmlessFormatter(form))
    logging.basicConfig(level=level, handlers=[handler])


def _cleaning(make: Callable[..., logging.LogRecord], secret: str) -> Callable[..., logging.LogRecord]:
    def make_clean(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        message = _message(record)
        if secret in message:
            record.msg, record.args = message.replace(secret, HIDDEN), ()
        if record.exc_info and record.exc_info[1] is not None:
            trace = "".join(traceback.format_exception(record.exc_info[1])).rstrip()
            record.exc_text = trace.replace(secret, HIDDEN)  # formatters take this instead of making their own
        return record

    return make_clean


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # its arguments do not fit: `logging` itself reports that
        return f"{record.msg} {record.args}"
