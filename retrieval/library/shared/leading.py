"""Who leads a task: of all processes that share a library, one at a time plans alerts, feeds the index and tidies.

On PostgreSQL the lead is a lease, a row that runs out by itself; on SQLite, which is one machine's, a lock on a file,
which its system ends with the process.

A session's advisory lock would not do on PostgreSQL: a process that hangs keeps its connection and so the lock, and
nobody is told anything any more. A lease passes on. It goes by the clock of the database alone, so that a machine whose
clock jumps gains nothing. Whoever wakes up after its lease finds another one's fence in the row, and then each of its
transactions fails before it writes (`retrieval.library.database.fenced`).
"""

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from filelock import FileLock, Timeout
from sqlalchemy import Engine, text
from sqlmodel import Session

from retrieval.errors import LostLeadError, StoreError
from retrieval.library.database import fenced, is_sqlite, store_errors

log = logging.getLogger(__name__)

# How long a lease holds without word from who has it, and how often it sends word, in seconds. The same as those of
# updates (`bot.inbox.work`): what a process that ended had begun goes on after this time.
LEASE_SECONDS = 20.0
BEAT_SECONDS = 5.0

# Seconds without a write after which a lead is no longer extended: the work hangs, though its process does not. No step
# takes so long; the longest is a call of Chroma's, which may take a minute.
SILENT_SECONDS = 300.0


@contextmanager
def leading(engine: Engine, task: str) -> Iterator[bool]:
    """Whether this process leads a task for the length of the block, of all that share the library.

    Nobody is waited for: where another one leads, the block is told so. What the block writes is written only while it
    leads; `LostLeadError` where another process has taken over meanwhile.
    """
    with (_file_held if is_sqlite(engine) else _lease_held)(engine, task) as is_ours:
        yield is_ours


@contextmanager
def _file_held(engine: Engine, task: str) -> Iterator[bool]:
    if not engine.url.database:
        yield True
        return
    lock = FileLock(f"{engine.url.database}.{task}")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


@contextmanager
def _lease_held(engine: Engine, task: str) -> Iterator[bool]:
    lease = Lease(engine, task)
    if not lease.take():
        yield False
        return
    try:
        with lease.extended(), fenced(lease.check):
            yield True
    finally:
        with suppress(StoreError):  # it runs out by itself
            lease.give_back()


class Lease:
    """The lead of one task on PostgreSQL, as one process has it.

    Every call blocks, and raises `StoreError` where the database does not answer.
    """

    def __init__(self, engine: Engine, task: str, silent_for: float = SILENT_SECONDS) -> None:
        self.task = task
        self._silent_for = silent_for
        self._engine = engine
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._fence = 0
        self._active_at = time.monotonic()

    def take(self) -> bool:
        """Take the lead, where nobody has it.

        A row that is locked at the moment belongs to somebody.
        """
        with store_errors(str(self._engine.url)), self._engine.begin() as connection:
            connection.execute(_ROW, {"task": self.task})
            row = connection.execute(_FREE, {"task": self.task}).first()
            if row is None:
                return False
            self._fence = row.fence + 1
            connection.execute(_TAKE, self._mine | {"seconds": LEASE_SECONDS})
        if row.holder:
            log.warning("%s has not been heard of for %d s; %s goes on here.", row.holder, LEASE_SECONDS, self.task)
        return True

    def extend(self) -> bool:
        """Say that this process still leads; false where it does not any more."""
        with store_errors(str(self._engine.url)), self._engine.begin() as connection:
            return bool(connection.execute(_EXTEND, self._mine | {"seconds": LEASE_SECONDS}).rowcount)

    def give_back(self) -> None:
        """Let another process lead at once."""
        with store_errors(str(self._engine.url)), self._engine.begin() as connection:
            connection.execute(_GIVE_BACK, self._mine)

    def check(self, session: Session) -> None:
        """Hold the lead until the session's transaction ends.

        `LostLeadError` where another process has it by now.
        """
        if session.execute(_HELD, self._mine).first() is None:
            raise LostLeadError(f"another process has taken {self.task} over: this one was held up for too long")
        self._active_at = time.monotonic()

    @contextmanager
    def extended(self) -> Iterator[None]:
        """Extend the lease for the length of the block, as long as its work writes now and then."""
        over = threading.Event()
        beat = threading.Thread(target=self._beat, args=(over,), name=f"lease of {self.task}", daemon=True)
        beat.start()
        try:
            yield
        finally:
            over.set()
            beat.join()

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(BEAT_SECONDS) and time.monotonic() - self._active_at < self._silent_for:
            with suppress(StoreError):  # whoever works finds out
                if not self.extend():
                    return

    @property
    def _mine(self) -> dict[str, object]:
        return {"task": self.task, "holder": self._holder, "fence": self._fence}


_UNTIL = "clock_timestamp() + make_interval(secs => :seconds)"
_IS_MINE = "task = :task AND holder = :holder AND fence = :fence"
_ROW = text("INSERT INTO leases (task, holder, fence, until) VALUES (:task, '', 0, 'epoch') ON CONFLICT DO NOTHING")
_FREE = text("SELECT holder, fence FROM leases WHERE task = :task AND until < clock_timestamp() FOR UPDATE SKIP LOCKED")
_TAKE = text(f"UPDATE leases SET holder = :holder, fence = :fence, until = {_UNTIL} WHERE task = :task")
_EXTEND = text(f"UPDATE leases SET until = {_UNTIL} WHERE {_IS_MINE}")
_GIVE_BACK = text(f"UPDATE leases SET holder = '', until = 'epoch' WHERE {_IS_MINE}")
_HELD = text(f"SELECT 1 FROM leases WHERE {_IS_MINE} FOR SHARE")
