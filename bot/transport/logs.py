"""Logging that never shows the bot's token, and shows nothing of what readers wrote."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
HIDDEN = "<token>"
# At INFO httpx logs every address, the token in it; at DEBUG telegram logs every update, the words in it.
TALKATIVE = ("httpx", "httpcore", "telegram", "tornado", "alembic", "sentence_transformers")


@contextmanager
def logging_without(secret: str) -> Iterator[None]:
    """Log to standard error for the length of the block, with the secret taken out of every record.

    The records are cleaned where they are made, so that no handler, whoever adds it, sees the secret.
    """
    logging.basicConfig(level=logging.INFO, format=FORMAT)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    make = logging.getLogRecordFactory()
    logging.setLogRecordFactory(_cleaning(make, secret))
    try:
        yield
    finally:
        logging.setLogRecordFactory(make)


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
