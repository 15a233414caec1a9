"""What becomes of deliveries that were claimed: settled, put off, given up, or let go of."""

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, select, update
from sqlmodel import Session, col

from bot.models import ChatSettings, Delivery
from bot.outbox.delivery import Parcel
from bot.outbox.settlements import AnswerContinued, AnswerTold, CorrectionTold, Dropped, IncidentShown, Settlement
from retrieval.library.answered.altered import note_told
from retrieval.library.answered.shown import show
from retrieval.library.database import write_transaction
from retrieval.library.incident_models import IncidentRow
from retrieval.watches.watches import end_in

# With pauses that double from the first on, eight failures are four minutes: longer than Telegram is away for a
# restart. What fails then is no accident.
MOST_ATTEMPTS = 8

# Seconds after the first failure, and at most: each pause is twice as long as the one before.
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 900.0

# What a claim has set, as it is where nobody has one.
_UNCLAIMED: Mapping[str, Any] = {"free_at": 0.0, "taken": False, "in_flight": False}


class Settling:
    """Writes what became of the deliveries of one library.

    Every call blocks. `clock` gives Unix time, by which pauses go.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self.engine = engine
        self._clock = clock

    def settle(self, settlements: Iterable[Settlement], message_id: int | None = None) -> None:
        """Note what came of deliveries, which are then anybody's to claim.

        `message_id` is what Telegram took. Each is written in one transaction with what belongs to it. One for all
        would lock the rows of several incidents, as planning does in another order, and the two could wait for each
        other.
        """
        for settlement in settlements:
            with write_transaction(self.engine) as session:
                _write(session, settlement, message_id)

    def release(self, parcel: Parcel) -> None:
        """Let go of what was not told: it stays due.

        What somebody else has claimed meanwhile is theirs.
        """
        with write_transaction(self.engine) as session:
            for delivery in parcel.deliveries:
                mine = (col(Delivery.id) == delivery.id) & (col(Delivery.free_at) == delivery.free_at)
                session.execute(update(Delivery).where(mine).values(**_UNCLAIMED))

    def leave_thread(self, parcel: Parcel) -> None:
        """Let go of what was not told, for its forum topic is gone: it is told outside of it."""
        self._let_go(parcel.deliveries, thread_id=None)

    def reply_instead(self, deliveries: Iterable[Delivery], now: datetime) -> None:
        """Have what is new said in a reply, at once: the message cannot be edited any more."""
        self._let_go(deliveries, fixed=True, due_at=now)

    def give_up(self, parcel: Parcel, why: str) -> None:
        """Try no more: Telegram will not take it, however often it is asked."""
        self._let_go(parcel.deliveries, due_at=None, failed=why)

    def put_off(self, parcel: Parcel, why: str, pause: float | None = None, *, uncertain: bool | None = False) -> None:
        """Try again later: after the pause that Telegram asked for, or ever later, until it is given up.

        `uncertain`: nobody knows whether the message arrived; None where it is not even known whether it was sent.
        """
        for delivery in parcel.deliveries:
            columns = self._put_off(delivery, why, pause)
            if uncertain is not None:
                columns["in_flight"] = uncertain
            with write_transaction(self.engine) as session:
                _update(session, delivery, columns)
        if pause is not None:
            self.hold(parcel.chat_id, pause)

    def hold(self, chat_id: int, seconds: float) -> None:
        """Send a chat nothing for so long: Telegram asked for it."""
        with write_transaction(self.engine) as session:
            until = self._clock() + seconds
            session.execute(update(ChatSettings).where(col(ChatSettings.chat_id) == chat_id).values(free_at=until))

    def _put_off(self, delivery: Delivery, why: str, pause: float | None) -> dict[str, Any]:
        """The columns that change where a delivery is put off.

        A pause that was asked for is no failure.
        """
        attempts = delivery.attempts + (pause is None)
        wait = pause if pause is not None else min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
        tried: dict[str, Any] = {"attempts": attempts, "taken": False}
        if attempts >= MOST_ATTEMPTS:
            return tried | {"due_at": None, "failed": why}
        return tried | {"free_at": self._clock() + wait}

    def _let_go(self, deliveries: Iterable[Delivery], **columns: Any) -> None:
        ids = [delivery.id for delivery in deliveries]
        with write_transaction(self.engine) as session:
            session.execute(update(Delivery).where(col(Delivery.id).in_(ids)).values(**_UNCLAIMED, **columns))


def _write(session: Session, settlement: Settlement, message_id: int | None) -> None:
    delivery, columns = settlement.delivery, {**_UNCLAIMED, **settlement.columns(message_id)}
    match settlement:
        case Dropped():
            session.execute(delete(Delivery).where(col(Delivery.id) == delivery.id))
        case AnswerContinued():
            _show(session, delivery, message_id, settlement.answer_id, in_dialogue=True)
        case AnswerTold():
            # Watches before deliveries, as whoever deletes or moves a chat locks them.
            _show(session, delivery, message_id, settlement.answer_id, in_dialogue=True)
            end_in(session, [delivery.subject])
            _update(session, delivery, columns)
        case CorrectionTold():
            note_told(session, delivery.chat_id, settlement.told)
            _update(session, delivery, columns)
        case IncidentShown():
            _update(session, delivery, {**columns, "revision": settlement.revision})
            _keep_due(session, settlement)
            _show(session, delivery, message_id, settlement.answer_id, in_dialogue=False)
        case _:
            _update(session, delivery, columns)


def _keep_due(session: Session, shown: IncidentShown) -> None:
    """Have a delivery told again whose incident was revised since its message was made.

    Its row is written before the incident is read: whoever plans a revision at the same moment either waits for this
    transaction, or is seen by it.
    """
    delivery = shown.delivery
    newest = session.scalar(select(col(IncidentRow.revision)).where(col(IncidentRow.id) == delivery.subject))
    if newest is not None and newest > shown.revision:
        _update(session, delivery, {"due_at": shown.settled_at})


def _show(session: Session, delivery: Delivery, message_id: int | None, answer_id: str, *, in_dialogue: bool) -> None:
    if message_id is not None:
        show(session, delivery.chat_id, delivery.thread_id, message_id, answer_id, in_dialogue=in_dialogue)


def _update(session: Session, delivery: Delivery, columns: Mapping[str, Any]) -> None:
    session.execute(update(Delivery).where(col(Delivery.id) == delivery.id).values(**columns))
