"""Deliveries as a test plans, claims and looks at them."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, select, update

from bot.models import Delivery
from bot.outbox.claiming import Claims
from bot.outbox.delivery import DeliveryKind, Parcel, PlannedDelivery
from bot.outbox.outbox import Outbox
from retrieval.library.database import read_session, write_transaction

NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)
AMINA, AZAD, GROUP = 5_000_000_001, 5_000_000_008, -1_002_000_000_001


class Ticking:
    """Unix time as a test sets it."""

    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


def planned(chat_id: int = AMINA, subject: int = 1, **values: Any) -> PlannedDelivery:
    """That a chat is to be told of an incident, because of its watch 1."""
    return PlannedDelivery(
        **{"chat_id": chat_id, "kind": DeliveryKind.INCIDENT, "subject": subject, "watch_id": 1}
        | {"due_at": NOW, "made_at": NOW}
        | values
    )


def plan(outbox: Outbox, *deliveries: PlannedDelivery) -> None:
    """Plan deliveries in a transaction of their own."""
    with write_transaction(outbox.engine) as session:
        outbox.plan(session, deliveries)


def change(outbox: Outbox, parcel: Parcel, **values: Any) -> None:
    """Set columns of claimed deliveries, as if a message had gone out."""
    ids = [delivery.id for delivery in parcel.deliveries]
    with write_transaction(outbox.engine) as session:
        session.execute(update(Delivery).where(col(Delivery.id).in_(ids)).values(taken=False, **values))


def rows(outbox: Outbox) -> list[Delivery]:
    """All deliveries, oldest first."""
    with read_session(outbox.engine) as session:
        return list(session.exec(select(Delivery).order_by(col(Delivery.id))))


def claimed(claims: Claims, now: datetime = NOW, most: int = 100) -> list[tuple[int, list[int]]]:
    """The chats and incidents of what is claimed."""
    return [(parcel.chat_id, [one.subject for one in parcel.deliveries]) for parcel in claims.claim(now, most)]
