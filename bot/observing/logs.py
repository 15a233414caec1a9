"""The log: in text or JSON, never with the bot's token, and with nothing of what readers wrote."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from telegram.error import TelegramError

from bot.messages.layout.harmless import harmless
from bot.settings import LogFormat, LogLevel
from retrieval.errors import DatelineError, QuestionError

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
HIDDEN = "<token>"

# Whose lines are logged at the level that is set. Of every other library only warnings are: at INFO httpx logs every
# address, the token in it, at DEBUG telegram logs every update and SQLAlchemy every statement, the words in them.
OURS = ("bot", "ingest", "retrieval")


@contextmanager
def logging_without(
    *secrets: str,
    level: LogLevel = LogLevel.INFO,
    form: LogFormat = LogFormat.TEXT,
    seen: logging.Handler | None = None,
) -> Iterator[None]:
    """Log to standard error for the length of the block, with the secrets taken out of every record.

    The records are cleaned where they are made, so that no handler, whoever adds it, sees a secret or the words in an
    exception. `seen` is handed every record too.
    """
    root, make = logging.getLogger(), logging.getLogRecordFactory()
    handlers = [_handler(form), *([seen] if seen else [])]
    before = {name: logging.getLogger(name).level for name in ("", *OURS)}
    logging.setLogRecordFactory(_cleaning(make, secrets))
    logging.captureWarnings(True)
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.value.upper())
    for handler in handlers:
        handler.addFilter(_worth_a_line(logging.getLevelNamesMapping()[level.value.upper()]))
        root.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            root.removeHandler(handler)
        for name, known in before.items():
            logging.getLogger(name).setLevel(known)
        logging.captureWarnings(False)
        logging.setLogRecordFactory(make)


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


def _handler(form: LogFormat) -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(_json_formatter() if form is LogFormat.JSON else HarmlessFormatter(TEXT))
    return handler


def _json_formatter() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    names = {"levelname": "level", "name": "logger", "exc_info": "error"}
    return JsonFormatter("{levelname}{name}{message}", style="{", timestamp="time", rename_fields=names)


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in OURS


def _worth_a_line(level: int) -> Callable[[logging.LogRecord], bool]:
    """Whether a record is ours, or a warning, and of that level: a library may have set a level of its own."""
    return lambda record: record.levelno >= (level if _is_ours(record.name) else max(level, logging.WARNING))


def _cleaning(make: Callable[..., logging.LogRecord], secrets: tuple[str, ...]) -> Callable[..., logging.LogRecord]:
    def hidden(text: str) -> str:
        for secret in filter(None, secrets):
            text = text.replace(secret, HIDDEN)
        return text

    def make_clean(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        message = _message(record)
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.exc_text, record.exc_info = hidden(wordless(error)), None  # what formatters would make of it
        if error is not None and not _is_ours(record.name):
            message = message.partition("\n")[0]  # asyncio goes on with the error, as it is, in its words
        if message != _message(record) or hidden(message) != message:
            record.msg, record.args = hidden(message), ()
        return record

    return make_clean


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # its arguments do not fit: `logging` itself reports that
        return f"{record.msg} {record.args}"
