"""What a delivery tells, and deliveries that go out as one message."""

from dataclasses import dataclass
from enum import StrEnum

from bot.models import Delivery


class Kind(StrEnum):
    """What a delivery tells."""

    INCIDENT = "incident"
    CORRECTION = "correction"
    ANSWER = "answer"  # to a standing question


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
