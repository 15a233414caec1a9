"""What is noted of a delivery once Telegram has taken its message, as values.

Whoever makes the message decides on them before it is sent. `bot.outbox.settling` writes them afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.models import Delivery
from retrieval.library.answered.altered import ToldOf

Columns: TypeAlias = Mapping[str, object]  # of `Delivery`, with their new values


@dataclass(frozen=True, slots=True)
class Settlement:
    """What came of a delivery.

    Each kind names the columns that change, and leaves all others as they are.
    """

    delivery: Delivery

    def columns(self, message_id: int | None) -> Columns:
        """The columns that change.

        `message_id` is the message that Telegram took, None where none was sent.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class NothingLeft(Settlement):
    """Nothing is to be told."""

    def columns(self, _message_id: int | None) -> Columns:
        """It is not due any more."""
        return {"due_at": None}


@dataclass(frozen=True, slots=True)
class Dropped(Settlement):
    """There was nothing to tell, so that the delivery itself is forgotten."""

    def columns(self, _message_id: int | None) -> Columns:
        """None: there is no row any more."""
        return {}


@dataclass(frozen=True, slots=True)
class PutOff(Settlement):
    """It is told later: the chat was muted, or its quiet hours began, after it was planned."""

    due_at: datetime

    def columns(self, _message_id: int | None) -> Columns:
        """When it may be told.

        It then goes out with what waited as well.
        """
        return {"due_at": self.due_at, "waited": True}


@dataclass(frozen=True, slots=True)
class IncidentShown(Settlement):
    """A message shows an incident as of a revision.

    `answer_id` is the receipt of what it quotes. Where the incident has been revised meanwhile, the delivery is due
    again at `settled_at`.
    """

    revision: int
    answer_id: str
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class FirstTold(IncidentShown):
    """The chat was told of the incident for the first time."""

    killed: int | None  # the highest number that it was told

    def columns(self, message_id: int | None) -> Columns:
        """Its message, and what that says."""
        sent = {"message_id": message_id, "sent_at": self.settled_at}
        return {"attempts": 0, "due_at": None, "killed": self.killed, **sent}


@dataclass(frozen=True, slots=True)
class BroughtUp(IncidentShown):
    """The message about the incident reads as it is now.

    A higher toll is due to be said at `due_at`.
    """

    due_at: datetime | None = None

    def columns(self, message_id: int | None) -> Columns:
        """When something is left to say.

        The toll counts as told when that is said.
        """
        return {"attempts": 0, "due_at": self.due_at, "message_id": message_id}


@dataclass(frozen=True, slots=True)
class BroughtUpSilently(IncidentShown):
    """The message reads as it is now, and a correction has made the sound."""

    killed: int | None

    def columns(self, message_id: int | None) -> Columns:
        """The toll counts as told, and the next one makes a sound again."""
        return {"attempts": 0, "due_at": None, "message_id": message_id, "killed": self.killed, "hushed": False}


@dataclass(frozen=True, slots=True)
class ToldInReply(IncidentShown):
    """What is new of the incident was said in a reply, and will be from now on."""

    killed: int | None

    def columns(self, _message_id: int | None) -> Columns:
        """The toll that the reply said.

        The message stays the one that is replied to.
        """
        return {"attempts": 0, "due_at": None, "killed": self.killed, "fixed": True}


@dataclass(frozen=True, slots=True)
class TollTold(Settlement):
    """A higher toll was said in a reply."""

    killed: int | None

    def columns(self, _message_id: int | None) -> Columns:
        """The toll that the chat knows now."""
        return {"attempts": 0, "due_at": None, "killed": self.killed}


@dataclass(frozen=True, slots=True)
class CorrectionTold(Settlement):
    """A chat was told what it did not know of an article."""

    told: ToldOf
    sent_at: datetime

    def columns(self, message_id: int | None) -> Columns:
        """Its message."""
        return {"attempts": 0, "due_at": None, "message_id": message_id, "sent_at": self.sent_at}


@dataclass(frozen=True, slots=True)
class AnswerTold(Settlement):
    """A standing question was answered, so that its watch ends and the next question may go on with the answer."""

    answer_id: str
    sent_at: datetime

    def columns(self, message_id: int | None) -> Columns:
        """Its message.

        No watch is behind it any more.
        """
        return {"due_at": None, "message_id": message_id, "sent_at": self.sent_at, "watch_id": None}


@dataclass(frozen=True, slots=True)
class AnswerContinued(Settlement):
    """A further message shows more of the answer."""

    answer_id: str

    def columns(self, _message_id: int | None) -> Columns:
        """None: the first message has settled the delivery."""
        return {}
