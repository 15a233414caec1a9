"""What is to be told to whom, as rows: planned with what caused it, claimed by whoever sends, settled afterwards.

A row says that a chat is to be told of an incident, not what: that is read when it is sent, so that what has become
old news meanwhile is never sent. Planning twice plans once, and a claim that nobody settles runs out.
"""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from bot.models import ChatSettings, Delivery
from bot.outbox.claiming import Claims
from bot.outbox.delivery import Kind, Parcel
from bot.outbox.readers import ensure_in
from retrieval.library.database import is_sqlite, read_session, write_transaction
from retrieval.library.incident_models import IncidentRow

MOST_ATTEMPTS = 8
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 900.0  # seconds after a first failure, doubled each time
ROWS_A_STATEMENT = 1_000
STALE = timedelta(days=2)  # what could not be told within this time is no news any more


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much is on its way."""

    due: int
    later: int
    failed: int
    uncertain: int


class Outbox:
    """The deliveries of one library; blocking.

    `clock` gives Unix time: paces, pauses and claims go by it, while what is due goes by the bot's own time, which
    may stand still.
    """

    def __init__(self, engine: Engine, a_second: float, clock: Callable[[], float] = time.time) -> None:
        self.engine = engine
        self.a_second = a_second
        self._clock = clock

    # Planning

    def plan(self, session: Session, rows: Sequence[dict[str, Any]]) -> None:
        """Have chats told of something, in the session's transaction; nothing where they are told of it already."""
        build = sqlite.insert if is_sqlite(self.engine) else postgresql.insert
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            some = [_DEFAULTS | row for row in rows[start : start + ROWS_A_STATEMENT]]
            statement = build(Delivery).on_conflict_do_nothing(
                index_elements=["chat_id", "kind", "subject", "reply_to"]
            )
            session.execute(statement, some)
            ensure_in(session, {row["chat_id"] for row in some})

    def known_chats(self, session: Session, kind: Kind, subject: int) -> set[int]:
        """The chats that are told of something already."""
        return set(session.scalars(select(col(Delivery.chat_id)).where(_about(kind, subject))))

    def revise(self, session: Session, incident_id: int, revision: int, now: datetime) -> None:
        """Have the messages about an incident that show less than its revision brought up to it."""
        told = or_(col(Delivery.message_id).is_not(None), col(Delivery.taken))
        old = and_(told, col(Delivery.watch_id).is_not(None), col(Delivery.revision) < revision)
        about = _about(Kind.INCIDENT, incident_id)
        session.execute(update(Delivery).where(about, old).values(due_at=now, attempts=0))

    def hush(self, session: Session, messages: Iterable[tuple[int, int]]) -> None:
        """Let messages (chat and id) be brought up to date without a sound: a correction to them makes one."""
        for chat_id, message_id in messages:
            here = and_(col(Delivery.chat_id) == chat_id, col(Delivery.message_id) == message_id)
            session.execute(update(Delivery).where(here).values(hushed=True))

    def due_again(self, chat_id: int, due: Callable[[Delivery], datetime | None]) -> None:
        """Plan anew what a chat has not been told yet, after its clock or a watch has changed; None drops it."""
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
        """Tell nothing more because of watches that ended; what was told stays, so that corrections reach it."""
        because = col(Delivery.watch_id).in_(list(watch_ids))
        with write_transaction(self.engine) as session:
            session.execute(delete(Delivery).where(because, col(Delivery.message_id).is_(None)))
            session.execute(update(Delivery).where(because).values(watch_id=None, due_at=None))

    # Sending

    def claim(self, now: datetime, most: int, only: int | None = None) -> list[Parcel]:
        """Take on what is due (see `bot.outbox.claiming`)."""
        return Claims(self.engine, self.a_second, self._clock).claim(now, most, only)

    def is_sending(self, deliveries: Iterable[Delivery]) -> None:
        """Note that a message is about to be handed to Telegram, and where one was that nobody heard of again."""
        ids = [delivery.id for delivery in deliveries]
        with write_transaction(self.engine) as session:
            doubt = col(Delivery.uncertain) + case((col(Delivery.in_flight), 1), else_=0)
            session.execute(update(Delivery).where(col(Delivery.id).in_(ids)).values(in_flight=True, uncertain=doubt))

    def settle(self, delivery: Delivery, **values: Any) -> None:
        """Note what became of a delivery, which is then anybody's to take on."""
        self.settle_all([delivery], **values)

    def settle_all(
        self, deliveries: Iterable[Delivery], also: Callable[[Session], None] | None = None, **values: Any
    ) -> None:
        """Note what became of several, which is the same; what `also` writes is kept or lost with it."""
        ids = [delivery.id for delivery in deliveries]
        done = {"free_at": 0.0, "taken": False, "in_flight": False} | values
        with write_transaction(self.engine) as session:
            session.execute(update(Delivery).where(col(Delivery.id).in_(ids)).values(**done))
            if also is not None:
                also(session)

    def release(self, parcel: Parcel) -> None:
        """Let go of what was not told: it stays due."""
        self.settle_all(parcel.deliveries)

    def give_up(self, parcel: Parcel, why: str) -> None:
        """Try no more: Telegram will not take it, however often it is asked."""
        self.settle_all(parcel.deliveries, due_at=None, failed=why)

    def told(
        self,
        deliveries: Sequence[Delivery],
        revisions: Mapping[int, int],
        also: Callable[[Session], None],
        due_at: datetime | None,
        now: datetime,
        **values: Any,
    ) -> None:
        """Note that a message tells of incidents as of their `revisions`, by incident id.

        One that has been revised meanwhile is due again. Rows are written before the incidents are read: whoever
        plans a revision at the same moment either waits for this, or is seen.
        """
        with write_transaction(self.engine) as session:
            for delivery in deliveries:
                done = {"free_at": 0.0, "taken": False, "in_flight": False, "attempts": 0, "due_at": due_at} | values
                here = update(Delivery).where(col(Delivery.id) == delivery.id)
                session.execute(here.values(revision=revisions[delivery.subject], **done))
                revision = select(col(IncidentRow.revision)).where(col(IncidentRow.id) == delivery.subject)
                newest = session.scalar(revision)
                if newest is not None and newest > revisions[delivery.subject]:
                    session.execute(here.values(due_at=now))
            also(session)

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
                col(Delivery.kind) == Kind.INCIDENT.value,
                col(Delivery.message_id) == delivery.message_id,
            )
            return list(session.scalars(query.order_by(col(Delivery.id))))

    def remove(self, delivery: Delivery) -> None:
        """Forget a delivery of which there is nothing to tell."""
        with write_transaction(self.engine) as session:
            session.execute(delete(Delivery).where(col(Delivery.id) == delivery.id))

    def take_over(self) -> None:
        """Take on again what a process had taken on that is no more, where there is no other process but this one."""
        if is_sqlite(self.engine):
            with write_transaction(self.engine) as session:
                session.execute(update(Delivery).where(col(Delivery.taken)).values(free_at=0.0, taken=False))

    def put_off(self, parcel: Parcel, why: str, pause: float | None = None, *, uncertain: bool | None = False) -> None:
        """Try again later: after the pause that Telegram asked for, or ever later, until it is given up.

        `uncertain`: nobody knows whether the message arrived; None where it is not even known whether it was sent.
        """
        flight = {} if uncertain is None else {"in_flight": uncertain}
        for delivery in parcel.deliveries:
            attempts = delivery.attempts + (pause is None)
            wait = pause if pause is not None else min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
            values: dict[str, Any] = {"attempts": attempts, "taken": False, **flight}
            if attempts >= MOST_ATTEMPTS:
                values |= {"due_at": None, "failed": why}
            else:
                values |= {"free_at": self._clock() + wait}
            self._set(delivery, values)
        if pause is not None:
            self.hold(parcel.chat_id, pause)

    def _set(self, delivery: Delivery, values: dict[str, Any]) -> None:
        with write_transaction(self.engine) as session:
            session.execute(update(Delivery).where(col(Delivery.id) == delivery.id).values(**values))

    def hold(self, chat_id: int, seconds: float) -> None:
        """Send a chat nothing for so long: Telegram asked for it."""
        with write_transaction(self.engine) as session:
            until = self._clock() + seconds
            session.execute(update(ChatSettings).where(col(ChatSettings.chat_id) == chat_id).values(free_at=until))

    def drop_stale(self, session: Session, chat_id: int, now: datetime) -> None:
        """Leave out, in the session's transaction, what a chat that comes back should have been told days ago."""
        old = and_(col(Delivery.chat_id) == chat_id, col(Delivery.made_at) < now - STALE, col(Delivery.due_at) <= now)
        session.execute(update(Delivery).where(old, col(Delivery.message_id).is_(None)).values(due_at=None))

    def waiting(self, now: datetime) -> Waiting:
        """How much is due, waits for its time, was given up, and may have come twice."""
        due = col(Delivery.due_at)
        counts = select(
            func.count(case((due <= now, 1))),
            func.count(case((due > now, 1))),
            func.count(col(Delivery.failed)),
            func.coalesce(func.sum(col(Delivery.uncertain)), 0),
        )
        with read_session(self.engine) as session:
            return Waiting(*session.execute(counts).one())

    def forget_old(self, before: datetime) -> None:
        """Delete what was made before a moment and has nothing left to do."""
        with write_transaction(self.engine) as session:
            old = and_(col(Delivery.made_at) < before, col(Delivery.due_at).is_(None))
            session.execute(delete(Delivery).where(old))


_DEFAULTS: dict[str, Any] = {
    "thread_id": None, "watch_id": None, "reply_to": 0, "waited": False, "free_at": 0.0, "revision": 0,
    "hushed": False,
    "fixed": False, "attempts": 0, "taken": False, "in_flight": False, "uncertain": 0,
}  # fmt: skip


def _about(kind: Kind, subject: int) -> ColumnElement[bool]:
    return and_(col(Delivery.kind) == kind.value, col(Delivery.subject) == subject)
