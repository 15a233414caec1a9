"""What is to be told to whom, as rows that are planned with what caused them.

Whoever sends claims them (`claiming`) and settles them afterwards (`settling`).

A row says that a chat is to be told of an incident, not what: that is read when it is sent, so that what has become
old news meanwhile is never sent. Planning twice plans once, and a claim that nobody settles runs out.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from bot.models import Delivery
from bot.outbox.delivery import DeliveryKind, Parcel, PlannedDelivery
from bot.outbox.readers import ensure_in
from retrieval.incidents.news import FRESH
from retrieval.library.database import is_sqlite, read_session, write_transaction

# Rows that are made at a time, so that ten thousand readers are not one list.
ROWS_A_STATEMENT = 1_000

# What a row holds where nobody says otherwise: an insert without the class `Delivery` knows nothing of its defaults.
_UNTOUCHED: dict[str, Any] = {
    name: field.default for name, field in Delivery.model_fields.items() if name != "id" and not field.is_required()
}


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """How many deliveries there are, by what is left to do."""

    due: int
    later: int
    failed: int
    uncertain: int


class Outbox:
    """The deliveries of one library, as they are planned and looked at.

    Every call blocks. `clock` gives Unix time: claims go by it, while what is due goes by the bot's own time, which may
    stand still.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self.engine = engine
        self._clock = clock

    # Planning

    def plan(self, session: Session, planned: Sequence[PlannedDelivery]) -> None:
        """Have chats told of something, in the session's transaction.

        Nothing where they are told of it already.
        """
        build = sqlite.insert if is_sqlite(self.engine) else postgresql.insert
        for start in range(0, len(planned), ROWS_A_STATEMENT):
            some = [_row(one) for one in planned[start : start + ROWS_A_STATEMENT]]
            statement = build(Delivery).on_conflict_do_nothing(
                index_elements=["chat_id", "kind", "subject", "reply_to"]
            )
            session.execute(statement, some)
            ensure_in(session, {row["chat_id"] for row in some})

    def plan_corrections(self, session: Session, planned: Sequence[PlannedDelivery]) -> None:
        """Have chats told of an alteration, in the session's transaction, again where one was told of it before.

        A message that shows the old words may have arrived after that. What a chat knows is not told to it.
        """
        self.plan(session, planned)
        for one in planned:
            told = _about(one.kind, one.subject) & (col(Delivery.chat_id) == one.chat_id)
            again = update(Delivery).where(told, col(Delivery.due_at).is_(None), col(Delivery.failed).is_(None))
            session.execute(again.values(due_at=one.due_at, thread_id=one.thread_id, attempts=0))

    def known_chats(self, session: Session, kind: DeliveryKind, subject: int) -> set[int]:
        """The chats that are told of something already."""
        return set(session.scalars(select(col(Delivery.chat_id)).where(_about(kind, subject))))

    def revise(self, session: Session, incident_id: int, revision: int, now: datetime) -> None:
        """Have the messages about an incident that show less than its revision brought up to it."""
        has_message = or_(col(Delivery.message_id).is_not(None), col(Delivery.taken))  # or will have one in a moment
        old = and_(has_message, col(Delivery.watch_id).is_not(None), col(Delivery.revision) < revision)
        about = _about(DeliveryKind.INCIDENT, incident_id)
        session.execute(update(Delivery).where(about, old).values(due_at=now, attempts=0))

    def hush(self, session: Session, messages: Iterable[tuple[int, int]]) -> None:
        """Let messages (chat and id) be brought up to date without a sound: a correction to them makes one."""
        for chat_id, message_id in messages:
            here = and_(col(Delivery.chat_id) == chat_id, col(Delivery.message_id) == message_id)
            session.execute(update(Delivery).where(here).values(hushed=True))

    def fresh(self, parcel: Parcel) -> list[Delivery]:
        """The deliveries of a parcel as they stand now.

        Without those of which nothing is due any more, that were forgotten, that moved with their group, or that
        somebody else has claimed since, because the claim ran out.
        """
        claims = {delivery.id: delivery.free_at for delivery in parcel.deliveries}
        here = (col(Delivery.id).in_(list(claims)), col(Delivery.chat_id) == parcel.chat_id)
        with read_session(self.engine) as session:
            due = select(Delivery).where(*here, col(Delivery.due_at).is_not(None)).order_by(col(Delivery.id))
            return [one for one in session.scalars(due) if one.free_at == claims[one.id]]

    def due_again(self, chat_id: int, due: Callable[[Delivery], datetime | None]) -> None:
        """Plan anew what a chat has not been told yet, after its clock or a watch has changed.

        None drops it.
        """
        with write_transaction(self.engine) as session:
            query = select(Delivery).where(
                col(Delivery.chat_id) == chat_id,
                col(Delivery.due_at).is_not(None),
                col(Delivery.message_id).is_(None),
                col(Delivery.free_at) <= self._clock(),
            )
            for delivery in session.scalars(query):
                moment = due(delivery)
                if moment is None:
                    session.delete(delivery)
                else:
                    delivery.due_at = moment
                    session.add(delivery)

    def unwatch(self, watch_ids: Collection[int]) -> None:
        """Tell nothing more because of watches that ended.

        What was told stays, so that corrections reach it.
        """
        because = col(Delivery.watch_id).in_(list(watch_ids))
        with write_transaction(self.engine) as session:
            session.execute(delete(Delivery).where(because, col(Delivery.message_id).is_(None)))
            session.execute(update(Delivery).where(because).values(watch_id=None, due_at=None))

    def drop_stale(self, session: Session, chat_id: int, now: datetime) -> None:
        """Leave out, in the session's transaction, what a chat that comes back should have been told days ago."""
        old = and_(col(Delivery.chat_id) == chat_id, col(Delivery.made_at) < now - FRESH, col(Delivery.due_at) <= now)
        session.execute(update(Delivery).where(old, col(Delivery.message_id).is_(None)).values(due_at=None))

    # What stands in it

    def is_delivery(self, chat_id: int, message_id: int) -> bool:
        """Whether a message was delivered by itself, and so is no panel that a button may write over."""
        with read_session(self.engine) as session:
            here = (col(Delivery.chat_id) == chat_id) & (col(Delivery.message_id) == message_id)
            return session.scalars(select(col(Delivery.id)).where(here)).first() is not None

    def shown_together(self, delivery: Delivery) -> list[Delivery]:
        """The deliveries that the message of this one tells of, itself among them, in their order."""
        with read_session(self.engine) as session:
            query = select(Delivery).where(
                col(Delivery.chat_id) == delivery.chat_id,
                col(Delivery.kind) == DeliveryKind.INCIDENT.value,
                col(Delivery.message_id) == delivery.message_id,
            )
            return list(session.scalars(query.order_by(col(Delivery.id))))

    def waiting(self, now: datetime) -> DeliveryCounts:
        """How much is due, waits for its time, was given up, and may have come twice."""
        due = col(Delivery.due_at)
        counts = select(
            func.count(case((due <= now, 1))),
            func.count(case((due > now, 1))),
            func.count(col(Delivery.failed)),
            func.coalesce(func.sum(col(Delivery.uncertain)), 0),
        )
        with read_session(self.engine) as session:
            return DeliveryCounts(*session.execute(counts).one())

    def forget_old(self, before: datetime) -> None:
        """Delete what was made before a moment and has nothing left to do."""
        with write_transaction(self.engine) as session:
            old = and_(col(Delivery.made_at) < before, col(Delivery.due_at).is_(None))
            session.execute(delete(Delivery).where(old))


def _row(planned: PlannedDelivery) -> dict[str, Any]:
    """A row of which nothing has become yet."""
    return _UNTOUCHED | {
        "chat_id": planned.chat_id,
        "thread_id": planned.thread_id,
        "kind": planned.kind.value,
        "subject": planned.subject,
        "watch_id": planned.watch_id,
        "reply_to": planned.reply_to,
        "due_at": planned.due_at,
        "waited": planned.waited,
        "made_at": planned.made_at,
    }


def _about(kind: DeliveryKind, subject: int) -> ColumnElement[bool]:
    return and_(col(Delivery.kind) == kind.value, col(Delivery.subject) == subject)
