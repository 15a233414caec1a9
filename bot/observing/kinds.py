"""The closed sets by which what happens is counted: nothing that a reader writes can become a label."""

from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.inbox.updates import Body, Outcome
from retrieval.errors import (
    BackupError,
    IndexUnavailableError,
    ModelMismatchError,
    QuestionError,
    SettingsError,
    SourceError,
    StoreBusyError,
    StoreError,
    StoreFullError,
)


class UpdateKind(StrEnum):
    """What Telegram says has happened (https://core.telegram.org/bots/api#update), as far as the bot asks for it."""

    MESSAGE = "message"
    EDITED_MESSAGE = "edited_message"
    PRESS = "callback_query"
    CHANNEL_POST = "channel_post"
    EDITED_CHANNEL_POST = "edited_channel_post"
    MEMBERSHIP = "my_chat_member"
    OTHER = "other"


class UpdateResult(StrEnum):
    """What became of an update that was begun."""

    DONE = "done"
    FAILED = "failed"
    STALE = "stale"
    LEFT_OUT = "left_out"
    GIVEN_UP = "given_up"
    UNREADABLE = "unreadable"
    INTERRUPTED = "interrupted"  # it is begun anew, here or by another process


class QuestionResult(StrEnum):
    """How a question ended: as `retrieval.answers.Outcome` has it, or with an error."""

    ANSWERED = "answered"
    NOTHING_FOUND = "nothing_found"
    NOT_COVERED = "not_covered"
    UNCLEAR = "unclear"
    FAILED = "failed"


class Call(StrEnum):
    """What the bot asks of Telegram, as far as readers see something of it."""

    SEND = "sendMessage"
    EDIT = "editMessageText"
    DOCUMENT = "sendDocument"
    ACKNOWLEDGE = "answerCallbackQuery"
    OTHER = "other"


class CallResult(StrEnum):
    """What Telegram made of a call."""

    TAKEN = "taken"
    FLOOD = "flood"  # it asks for a pause
    FORBIDDEN = "forbidden"  # blocked, or removed from the group
    MOVED = "moved"  # the group has another id by now
    REFUSED = "refused"  # something is wrong with what was sent
    TIMED_OUT = "timed_out"  # it may have arrived
    NOT_REACHED = "not_reached"
    FAILED = "failed"


class ErrorKind(StrEnum):
    """Where an error comes from that ended something."""

    STORE = "store"
    STORE_FULL = "store_full"
    STORE_BUSY = "store_busy"
    MODEL = "model"
    INDEX = "index"
    SOURCE = "source"
    BACKUP = "backup"
    QUESTION = "question"
    SETTINGS = "settings"
    TELEGRAM = "telegram"
    INTERNAL = "internal"  # no part of the bot foresaw it


# The first that fits says it: what is special stands before what is general.
_ERRORS: tuple[tuple[type[BaseException], ErrorKind], ...] = (
    (StoreFullError, ErrorKind.STORE_FULL),
    (StoreBusyError, ErrorKind.STORE_BUSY),
    (ModelMismatchError, ErrorKind.MODEL),
    (StoreError, ErrorKind.STORE),
    (IndexUnavailableError, ErrorKind.INDEX),
    (SourceError, ErrorKind.SOURCE),
    (BackupError, ErrorKind.BACKUP),
    (QuestionError, ErrorKind.QUESTION),
    (SettingsError, ErrorKind.SETTINGS),
    (TelegramError, ErrorKind.TELEGRAM),
)
_CALLS: tuple[tuple[type[BaseException], CallResult], ...] = (
    (RetryAfter, CallResult.FLOOD),
    (Forbidden, CallResult.FORBIDDEN),
    (ChatMigrated, CallResult.MOVED),
    (BadRequest, CallResult.REFUSED),
    (TimedOut, CallResult.TIMED_OUT),
    (NetworkError, CallResult.NOT_REACHED),
)


def kind_of_update(body: Body) -> UpdateKind:
    """The kind of an update as Telegram's JSON has it."""
    return next((kind for kind in UpdateKind if kind.value in body), UpdateKind.OTHER)


def result_of_update(outcome: Outcome | None) -> UpdateResult:
    """What became of an update; None where it is not dealt with."""
    return UpdateResult.INTERRUPTED if outcome is None else UpdateResult[outcome.name]


def kind_of_error(error: BaseException) -> ErrorKind:
    """Where an error comes from."""
    return next((kind for type_, kind in _ERRORS if isinstance(error, type_)), ErrorKind.INTERNAL)


def kind_of_call(endpoint: str) -> Call:
    """The kind of a call of the Bot API."""
    return Call(endpoint) if endpoint in set(Call) else Call.OTHER


def result_of_call(error: BaseException) -> CallResult:
    """What Telegram made of a call that failed."""
    return next((result for type_, result in _CALLS if isinstance(error, type_)), CallResult.FAILED)
