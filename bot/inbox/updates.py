"""Updates as values: one that is taken in, and one that is somebody's to handle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

Body: TypeAlias = Mapping[str, Any]  # an update as Telegram's JSON has it


class Lane(StrEnum):
    """What an update waits for, so that nothing quick stands behind something slow."""

    QUICK = "quick"  # commands, buttons of settings, what happens to a chat
    SEARCH = "search"  # what has to be looked up


class Outcome(StrEnum):
    """What became of an update."""

    DONE = "done"
    FAILED = "failed"  # its handler failed, and whoever waited was told so
    STALE = "stale"  # a press that nobody waits for any more
    LEFT_OUT = "left out"  # one of too many at once
    GIVEN_UP = "given up"  # the bot ended each time that it was handled
    UNREADABLE = "unreadable"  # shaped as Telegram shapes none


class SentMessage(NamedTuple):
    """A message of ours as Telegram took it."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class NewUpdate:
    """An update as it comes in."""

    update_id: int
    chat_id: int  # in which it happens: what is of one chat is handled in its order
    body: Body
    lane: Lane = Lane.QUICK
    is_question: bool = False  # somebody waits for an answer, and so many at once are too many
    most_waiting: int = 0  # of questions that its chat may have waiting
    is_press: bool = False
    asker: int | None = None  # whose own act it is


@dataclass(frozen=True, slots=True)
class ClaimedUpdate:
    """An update that is this process's to handle."""

    update_id: int
    chat_id: int
    body: Body
    lane: Lane
    taken_at: datetime
    attempts: int = 1  # times that it was begun, this one included
    is_noted: bool = True  # that it is claimed; not where nothing can be written, and no other process could claim it
    left_out: bool = False  # it is one of too many: say so instead of answering
    ask_again_at: float | None = None  # as `InboxRow` has it
    sent: tuple[SentMessage, ...] = ()  # what was sent for it before the process that sent it ended
    answers: tuple[str, ...] = ()  # the ids of the answers that it may have sent
