"""Updates are taken in: each once, whoever brings it, and so many of one chat that the others do not wait."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, case, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from bot.inbox.limits import TOLD_BEFORE, Limiter
from bot.inbox.seal import Seal
from bot.inbox.updates import Lane, NewUpdate, Outcome
from bot.models import Allowance, InboxRow
from retrieval.library.database import is_sqlite, write_transaction

# Seconds by which the turn of a chat's next update is later than that of the one before, where both wait. Whoever asks
# one thing goes before the second thing that somebody else asked within this time.
TURN_SECONDS = 60.0

# Seconds that a write waits for another process that writes: what waits longer is handled without.
PATIENCE = 2.0


@dataclass(slots=True)
class _Queue:
    """What of a chat waits."""

    last_turn: float = 0.0
    questions: int = 0
    is_refused: bool = False  # its reader is about to be told that the rest is left out


class Intake:
    """Takes in the updates of one bot.

    Every call blocks. `clock` gives Unix time. Without a `limiter` a chat may ask as much as it likes.
    """

    def __init__(
        self,
        engine: Engine,
        bot_id: int,
        seal: Seal,
        clock: Callable[[], float] = time.time,
        limiter: Limiter | None = None,
    ) -> None:
        self._limiter = limiter
        self._engine = engine
        self._bot_id = bot_id
        self._seal = seal
        self._clock = clock

    def take(self, updates: Sequence[NewUpdate], handled: Collection[int] = ()) -> None:
        """Keep updates, in one transaction: when this returns, none of them can be lost.

        One that was taken before changes nothing. `handled` are ids that were dealt with while nothing could be kept.
        `StoreError` where nothing can be, and then none is.
        """
        now = self._clock()
        with write_transaction(self._engine, patience=PATIENCE) as session:
            ids = [update.update_id for update in updates] + list(handled)
            known = set(session.scalars(select(col(InboxRow.update_id)).where(self._is_one_of(ids))))
            fresh = {update.update_id: update for update in updates if update.update_id not in known}
            queues = self._queues(session, {update.chat_id for update in fresh.values()})
            allowances = self._allowances(session, fresh.values(), now)
            rows = [
                self._row(update, queues.setdefault(update.chat_id, _Queue()), allowances.get(update.chat_id), now)
                for _, update in sorted(fresh.items())
            ]
            self._insert(session, [*rows, *(_done(id_) for id_ in handled if id_ not in known)], now)

    def _allowances(self, session: Session, updates: Collection[NewUpdate], now: float) -> dict[int, Allowance]:
        asking = {update.chat_id for update in updates if update.lane is Lane.SEARCH}
        return self._limiter.opened(session, asking, now) if self._limiter and asking else {}

    def _row(self, update: NewUpdate, queue: _Queue, allowance: Allowance | None, now: float) -> dict[str, Any]:
        """The columns of an update, which then waits in the queue of its chat, if its chat may ask that much."""
        sealed = self._seal.seal(update.body)
        if update.is_question and queue.questions >= update.most_waiting > 0:
            is_told = queue.is_refused or (allowance is not None and allowance.told)
            return _done(update.update_id, Outcome.LEFT_OUT) if is_told else _left_out(update, sealed, queue, now)
        again_at = None
        if self._limiter is not None and update.lane is Lane.SEARCH:
            again_at = self._limiter.draw(allowance, update.asker, now)
        if again_at is None:
            return _waiting(update, sealed, queue, now)
        if not update.is_press and (again_at == TOLD_BEFORE or queue.is_refused):
            return _done(update.update_id, Outcome.LEFT_OUT)
        return _left_out(update, sealed, queue, now) | {"ask_again_at": again_at}

    def _is_one_of(self, ids: Collection[int]) -> Any:
        return (col(InboxRow.bot_id) == self._bot_id) & col(InboxRow.update_id).in_(list(ids))

    def _queues(self, session: Session, chats: Collection[int]) -> dict[int, _Queue]:
        query = (
            select(
                col(InboxRow.chat_id),
                func.max(col(InboxRow.turn)),
                func.sum(case((col(InboxRow.is_question), 1), else_=0)),
                func.sum(case((col(InboxRow.left_out), 1), else_=0)),
            )
            .where(col(InboxRow.bot_id) == self._bot_id, col(InboxRow.done_at).is_(None))
            .where(col(InboxRow.chat_id).in_(list(chats)))
            .group_by(col(InboxRow.chat_id))
        )
        return {chat: _Queue(turn, asked, bool(refused)) for chat, turn, asked, refused in session.execute(query)}

    def _insert(self, session: Session, rows: Iterable[dict[str, Any]], now: float) -> None:
        build = sqlite.insert if is_sqlite(self._engine) else postgresql.insert
        all_rows = [{"bot_id": self._bot_id, "taken_at": datetime.fromtimestamp(now, UTC), **row} for row in rows]
        if all_rows:
            session.execute(build(InboxRow).on_conflict_do_nothing(), all_rows)


def _waiting(update: NewUpdate, sealed: str, queue: _Queue, now: float) -> dict[str, Any]:
    """The columns of an update, which then waits in the queue of its chat."""
    queue.last_turn = max(now, queue.last_turn + TURN_SECONDS) if queue.last_turn else now
    queue.questions += update.is_question
    return _blank() | {
        "update_id": update.update_id,
        "chat_id": update.chat_id,
        "body": sealed,
        "lane": update.lane.value,
        "is_question": update.is_question,
        "turn": queue.last_turn,
    }


def _left_out(update: NewUpdate, sealed: str, queue: _Queue, now: float) -> dict[str, Any]:
    """The columns of one of too many, of which its reader is told."""
    queue.is_refused = True
    is_told = {"lane": Lane.QUICK.value, "is_question": False, "left_out": True}
    return _waiting(replace(update, is_question=False), sealed, queue, now) | is_told


def _done(update_id: int, outcome: Outcome = Outcome.DONE) -> dict[str, Any]:
    """The columns of an update of which nothing is kept but that it came."""
    return _blank() | {"update_id": update_id, "outcome": outcome.value, "done_at": datetime.now(UTC)}


def _blank() -> dict[str, Any]:
    return {
        "chat_id": None, "body": None, "lane": "quick", "is_question": False, "left_out": False, "turn": 0.0,
        "ask_again_at": None,
        "free_at": 0.0, "worker": None, "attempts": 0, "sent": None, "in_flight": False, "uncertain": 0, "told": False,
        "outcome": None, "done_at": None,
    }  # fmt: skip
