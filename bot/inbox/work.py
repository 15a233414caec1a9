"""Who handles which update: claims that run out by themselves, in the order of each chat, and what came of them."""

import time
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, case, delete, func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.inbox.intake import PATIENCE
from bot.inbox.limits import forget_full
from bot.inbox.seal import Seal
from bot.inbox.updates import ClaimedUpdate, Lane, Outcome, SentMessage
from bot.models import InboxRow
from retrieval.errors import StoreError
from retrieval.library.database import is_sqlite, read_session, write_transaction
from retrieval.library.shared.leading import leading

# How long a claim holds without word from who has it. Each sends word every few seconds (`EXTEND_SECONDS`), so that
# what a process that ended had begun is begun again after this time by another.
LEASE_SECONDS = 20.0
EXTEND_SECONDS = 5.0

# Seconds after a start before an update is begun for the third time, and for the fourth and fifth. Killed at random a
# hundred times within six minutes, a bot that began all at once gave three of ten thousand innocent updates up.
SUSPECT_SECONDS = (2.0, 10.0, 30.0)

# Telegram keeps an update for 24 hours, and after a week without any may choose ids anew: a note must outlive the
# first and not the second (https://core.telegram.org/bots/api#update).
KEPT = timedelta(days=3)


class Work:
    """The updates of one bot that are to be handled, as one process sees them.

    Every call blocks. `clock` gives Unix time.
    """

    def __init__(self, engine: Engine, bot_id: int, seal: Seal, clock: Callable[[], float] = time.time) -> None:
        self.engine = engine
        self._bot_id = bot_id
        self._seal = seal
        self._clock = clock
        self._worker = uuid.uuid4().hex

    # Whose turn it is

    def claim(
        self, lane: Lane, most: int, besides: Collection[int] = (), done: Collection[int] = ()
    ) -> list[ClaimedUpdate]:
        """The oldest update of each chat of which none is being handled, those whose turn it is first; now ours.

        Of `besides` and `done` this process knows already; the second no longer hold up their chats. Where nothing can
        be written the updates are given out all the same, if no other process can have them: an answer must not wait
        for a disk.
        """
        query = self._heads(lane, most, besides, done)
        with read_session(self.engine) as session:  # an idle bot does not take the write lock to find nothing
            if session.scalars(query.limit(1)).first() is None:
                return []
        try:
            with write_transaction(self.engine, patience=PATIENCE) as session:
                rows = list(session.scalars(query.with_for_update(skip_locked=True, of=InboxRow)))
                self._lease(session, rows)
        except StoreError:
            if not is_sqlite(self.engine):
                raise
            with read_session(self.engine) as session:
                return [replace(self._claimed(row), is_noted=False) for row in session.scalars(query)]
        return [self._claimed(row) for row in rows]

    def extend(self, update_ids: Collection[int]) -> None:
        """Say that this process still handles updates."""
        with write_transaction(self.engine, patience=PATIENCE) as session:
            mine = self._mine(update_ids)
            session.execute(update(InboxRow).where(mine).values(free_at=self._clock() + LEASE_SECONDS))

    def release(self, update_ids: Collection[int]) -> None:
        """Let go of updates that were begun and not finished: the next one begins them anew."""
        with write_transaction(self.engine, patience=PATIENCE) as session:
            given_back = {"free_at": 0.0, "worker": None, "attempts": col(InboxRow.attempts) - 1}
            session.execute(update(InboxRow).where(self._mine(update_ids)).values(**given_back))

    @contextmanager
    def taken_over(self) -> Iterator[None]:
        """For the length of the block this process is the one that handles updates, on SQLite where no other is.

        Then the claims of one that is no more end at once, and need not run out. What was begun twice in vain waits a
        little longer: it may be what ends processes, and others come first.
        """
        if not is_sqlite(self.engine):
            yield
            return
        with leading(self.engine, "inbox") as is_alone:
            if is_alone:
                with suppress(StoreError), write_transaction(self.engine, patience=PATIENCE) as session:
                    session.execute(update(InboxRow).where(self._open()).values(free_at=self._suspect(), worker=None))
            yield

    # What came of it

    def hand_over(self, update_id: int, known: bool, answers: Sequence[str] = ()) -> bool:
        """Note that a message is about to be handed to Telegram, and where one was that nobody heard of again.

        `known`: what became of the one before is known. `answers`: the ids of those that messages of this update may
        show. False where the update is another process's by now.
        """
        doubt = 0 if known else case((col(InboxRow.in_flight), 1), else_=0)
        values = {"in_flight": True, "uncertain": col(InboxRow.uncertain) + doubt, "answers": list(answers) or None}
        with write_transaction(self.engine, patience=PATIENCE) as session:
            done = session.connection().execute(update(InboxRow).where(self._mine([update_id])).values(**values))
            return bool(done.rowcount)

    def note_sent(self, update_id: int, sent: Sequence[SentMessage]) -> None:
        """Note what Telegram took so far for an update: that is not sent again."""
        values = {"sent": [list(one) for one in sent], "in_flight": False}
        with write_transaction(self.engine, patience=PATIENCE) as session:
            session.execute(update(InboxRow).where(self._is([update_id])).values(**values))

    def finish(self, outcomes: dict[int, Outcome]) -> None:
        """Note that updates are dealt with.

        What they say, and in which chat, is deleted.
        """
        with write_transaction(self.engine, patience=PATIENCE) as session:
            for update_id, outcome in outcomes.items():
                session.execute(update(InboxRow).where(self._is([update_id])).values(**_ended(outcome)))

    def tell_who_waits(self, before: datetime) -> list[ClaimedUpdate]:
        """The first of each chat's questions that wait since a moment or longer and of which nobody was told so yet.

        They are taken to be told now.
        """
        late = self._open() & col(InboxRow.is_question) & ~col(InboxRow.told) & (col(InboxRow.taken_at) < before)
        other = aliased(InboxRow)
        was_told = (
            select(col(other.update_id))
            .where(col(other.bot_id) == self._bot_id, col(other.chat_id) == col(InboxRow.chat_id))
            .where(col(other.done_at).is_(None), col(other.told))
            .exists()
        )
        with read_session(self.engine) as session:
            if session.scalars(select(col(InboxRow.update_id)).where(late).limit(1)).first() is None:
                return []
        query = select(InboxRow).where(late, ~was_told).order_by(col(InboxRow.update_id))
        with write_transaction(self.engine, patience=PATIENCE) as session:
            rows = list(session.scalars(query.with_for_update(skip_locked=True, of=InboxRow)))
            session.execute(update(InboxRow).where(late).values(told=True))
        first = {row.chat_id: row for row in reversed(rows)}
        return [self._claimed(row) for row in first.values()]

    # Queries

    def _heads(self, lane: Lane, most: int, besides: Collection[int], done: Collection[int]) -> Select[InboxRow]:
        earlier = aliased(InboxRow)
        is_behind = (
            select(col(earlier.update_id))
            .where(col(earlier.bot_id) == self._bot_id, col(earlier.chat_id) == col(InboxRow.chat_id))
            .where(col(earlier.done_at).is_(None), col(earlier.update_id) < col(InboxRow.update_id))
            .where(col(earlier.update_id).not_in(list(done)))
            .exists()
        )
        return (
            select(InboxRow)
            .where(self._open(), col(InboxRow.lane) == lane.value, col(InboxRow.free_at) <= self._clock(), ~is_behind)
            .where(col(InboxRow.update_id).not_in([*besides, *done]))
            .order_by(col(InboxRow.turn), col(InboxRow.update_id))
            .limit(most)
        )

    def _suspect(self) -> ColumnElement[float]:
        """When an update may be begun that was begun before."""
        pauses = zip(count(2), SUSPECT_SECONDS, strict=False)
        begun = {attempts: self._clock() + seconds for attempts, seconds in pauses}
        return case(begun, value=col(InboxRow.attempts), else_=0.0)

    def _lease(self, session: Session, rows: Sequence[InboxRow]) -> None:
        for row in rows:
            row.attempts += 1
            row.worker, row.free_at = self._worker, self._clock() + LEASE_SECONDS
            session.add(row)

    def _claimed(self, row: InboxRow) -> ClaimedUpdate:
        return ClaimedUpdate(
            update_id=row.update_id,
            chat_id=row.chat_id or 0,
            body=self._seal.open(row.body),
            lane=Lane(row.lane),
            taken_at=row.taken_at,
            attempts=row.attempts,
            left_out=row.left_out,
            ask_again_at=row.ask_again_at,
            sent=tuple(SentMessage(chat, message) for chat, message in row.sent or ()),
            answers=tuple(row.answers or ()),
        )

    def _is(self, update_ids: Collection[int]) -> ColumnElement[bool]:
        return (col(InboxRow.bot_id) == self._bot_id) & col(InboxRow.update_id).in_(list(update_ids))

    def _mine(self, update_ids: Collection[int]) -> ColumnElement[bool]:
        return self._is(update_ids) & (col(InboxRow.worker) == self._worker)

    def _open(self) -> ColumnElement[bool]:
        return (col(InboxRow.bot_id) == self._bot_id) & col(InboxRow.done_at).is_(None)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What of the inbox an owner should know."""

    waiting: int  # updates that are not dealt with
    uncertain: int  # answers of the last days that may have come twice
    given_up: int  # updates of the last days by which the bot ended each time


def backlog(engine: Engine) -> Backlog:
    """How the inbox is.

    Blocks.
    """
    counts = select(
        func.sum(case((col(InboxRow.done_at).is_(None), 1), else_=0)),
        func.sum(col(InboxRow.uncertain)),
        func.sum(case((col(InboxRow.outcome) == Outcome.GIVEN_UP.value, 1), else_=0)),
    )
    with read_session(engine) as session:
        waiting, uncertain, given_up = session.execute(counts).one()
    return Backlog(waiting or 0, uncertain or 0, given_up or 0)


def forget_old(engine: Engine, now: datetime) -> None:
    """Forget which updates came, where Telegram no longer repeats them, and who asked how much, after a day.

    Blocks.
    """
    with write_transaction(engine) as session:
        session.execute(delete(InboxRow).where(col(InboxRow.done_at) < now - KEPT))
        forget_full(session, now.timestamp())


def _ended(outcome: Outcome) -> dict[str, Any]:
    """The columns of an update that is dealt with."""
    return {
        "outcome": outcome.value, "done_at": datetime.now(UTC), "body": None, "chat_id": None, "sent": None,
        "answers": None,
        "in_flight": False, "worker": None,
    }  # fmt: skip
