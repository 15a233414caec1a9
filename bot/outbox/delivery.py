"""Deliveries as values: what one tells, one that is planned, and those that go out as one message."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.models import Delivery


class DeliveryKind(StrEnum):
    """What a delivery tells."""

    INCIDENT = "incident"
    CORRECTION = "correction"
    ANSWER = "answer"  # to a standing question


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """Something that a chat is to be told, and when.

    The columns of `Delivery` of the same names say more.
    """

    chat_id: int
    kind: DeliveryKind
    subject: int
    due_at: datetime | None
    made_at: datetime
    thread_id: int | None = None
    watch_id: int | None = None
    reply_to: int = 0
    waited: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """Deliveries of one chat that go out as one message, and the Unix time at which they may."""

    chat_id: int
    thread_id: int | None
    deliveries: tuple[Delivery, ...]
    slot: float

    @property
    def first(self) -> Delivery:
        """The only one, or the oldest."""
        return self.deliveries[0]
