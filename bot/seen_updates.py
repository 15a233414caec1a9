"""Updates that were handled already: Telegram repeats one that was not confirmed in time, also to another replica.

An update is noted before it is handled: one that a crash interrupts is not begun again, so that nothing happens twice.
"""

import asyncio
import logging
from collections import deque
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from bot.models import HandledUpdate
from retrieval.errors import StoreError
from retrieval.library.database import is_sqlite, write_transaction

log = logging.getLogger(__name__)

# Updates that are remembered in memory.
REMEMBERED = 1000

# Telegram keeps an update for 24 hours, and after a week without any may choose ids anew: a note must outlive the
# first and not the second (https://core.telegram.org/bots/api#update).
KEPT = timedelta(days=3)

# Seconds that an answer waits for its note while an import is writing.
PATIENCE = 3.0


class SeenUpdates:
    """The updates that this process has handled, the last thousand of them."""

    def __init__(self) -> None:
        self._ids: deque[int] = deque(maxlen=REMEMBERED)

    async def is_new(self, update_id: int) -> bool:
        """Note an update.

        False where it was noted before.
        """
        if update_id in self._ids:
            return False
        self._ids.append(update_id)
        return True

    def tidy(self) -> None:
        """Forget what Telegram no longer repeats.

        Blocks.
        """


class SharedSeenUpdates(SeenUpdates):
    """The same for every process on one library, and after a restart.

    Where it cannot be written, for this one.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._trouble = ""

    async def is_new(self, update_id: int) -> bool:
        """Note an update.

        False where it was noted before, by whichever process.
        """
        if not await super().is_new(update_id):
            return False
        try:
            is_new = await asyncio.wait_for(asyncio.to_thread(self._note, update_id), PATIENCE)
        except (StoreError, TimeoutError) as error:
            self._report(str(error) or "another process keeps it busy")
            return True
        self._trouble = ""
        return is_new

    def tidy(self) -> None:
        """Forget what Telegram no longer repeats.

        Blocks.
        """
        old = col(HandledUpdate.handled_at) < datetime.now(UTC) - KEPT
        try:
            with write_transaction(self._engine) as session:
                session.execute(delete(HandledUpdate).where(old))
        except StoreError as error:
            self._report(str(error))

    def _note(self, update_id: int) -> bool:
        """Of all who insert an id, one does."""
        build = sqlite.insert if is_sqlite(self._engine) else postgresql.insert
        row = build(HandledUpdate).values(update_id=update_id, handled_at=datetime.now(UTC)).on_conflict_do_nothing()
        with write_transaction(self._engine) as session:
            return session.execute(row.returning(col(HandledUpdate.update_id))).first() is not None

    def _report(self, trouble: str) -> None:
        """Say what stands in the way, once as long as it does."""
        if trouble != self._trouble:
            log.warning("An update that comes twice may be answered twice: %s", trouble)
        self._trouble = trouble
