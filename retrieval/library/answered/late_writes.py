"""Writes for which nobody waits: made at once, or a little later where another process keeps the library busy."""

import threading
from collections import deque
from collections.abc import Callable

from sqlalchemy import Engine
from sqlmodel import Session

from retrieval.errors import StoreBusyError
from retrieval.library.database import write_transaction

# Seconds that an answer waits for what is noted of it.
PATIENCE = 0.5

# Writes that may wait; an import keeps the library busy for seconds, in which no more is asked.
MOST = 10_000

Write = Callable[[Session], None]


class LateWrites:
    """The writes of one library that may come late, in their order. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[Write] = deque(maxlen=MOST)
        self._writing = threading.Lock()

    def write(self, write: Write) -> None:
        """Make a write, or have it made once the library is free.

        `StoreFullError` where there is no room: then it is not made at all.
        """
        with self._writing:
            if not self._waiting:
                try:
                    self._make(write)
                    return
                except StoreBusyError:
                    pass
            self._waiting.append(write)

    @property
    def is_behind(self) -> bool:
        """Whether writes wait: what they note is not known yet."""
        return bool(self._waiting)

    def catch_up(self) -> None:
        """Make the writes that wait, as far as that is possible now."""
        with self._writing:
            while self._waiting:
                try:
                    self._make(self._waiting[0])
                except StoreBusyError:
                    return
                self._waiting.popleft()

    def _make(self, write: Write) -> None:
        with write_transaction(self._engine, patience=PATIENCE) as session:
            write(session)
