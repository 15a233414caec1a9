"""Updates are taken in: each once, whoever brings it, and so many of one chat that the others do not wait."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, case, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from bot.inbox.seal import Seal
from bot.inbox.updates import NewUpdate, Outcome
from bot.models import InboxRow
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

    Every call blocks. `clock` gives Unix time.
    """

    def __init__(self, engine: Engine, bot_id: int, seal: Seal, clock: Callable[[], float] = time.time) -> None:
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
            rows = [
                _row(update, self._seal.seal(update.body), queues.setdefault(update.chat_id, _Queue()), now)
                for _, update in sorted(fresh.items())
            ]
            self._insert(session, [*rows, *(_done(id_) for id_ in handled if id_ not in known)], now)

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


def _row(update: NewUpdate, sealed: str, queue: _Queue, now: float) -> dict[str, Any]:
    """The columns of an update, which then waits in the queue of its chat."""
    too_many = update.is_question and queue.questions >= update.most_waiting > 0
    if too_many and queue.is_refused:
        return _done(update.update_id, Outcome.LEFT_OUT)
    turn = max(now, queue.last_turn + TURN_SECONDS) if queue.last_turn else now
    queue.last_turn, queue.is_refused = turn, queue.is_refused or too_many
    queue.questions += update.is_question and not too_many
    return _blank() | {
        "update_id": update.update_id,
        "chat_id": update.chat_id,
        "body": sealed,
        "lane": "quick" if too_many else update.lane.value,
        "is_question": update.is_question and not too_many,
        "left_out": too_many,
        "turn": turn,
    }


def _done(update_id: int, outcome: Outcome = Outcome.DONE) -> dict[str, Any]:
    """The columns of an update of which nothing is kept but that it came."""
    return _blank() | {"update_id": update_id, "outcome": outcome.value, "done_at": datetime.now(UTC)}


def _blank() -> dict[str, Any]:
    return {
        "chat_id": None, "body": None, "lane": "quick", "is_question": False, "left_out": False, "turn": 0.0,
        "free_at": 0.0, "worker": None, "attempts": 0, "sent": None, "in_flight": False, "uncertain": 0, "told": False,
        "outcome": None, "done_at": None,
    }  # fmt: skip
