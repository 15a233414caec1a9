"""One clock for all machines that share a library: that of its database.

Claims, paces and pauses of several machines are compared with each other. By a machine's own clock, one that is a
minute ahead would take over what others are at, and hold up what all of them send.
"""

import threading
import time

from sqlalchemy import Engine, text

from retrieval.errors import StoreError
from retrieval.library.database import is_sqlite, store_errors

# Seconds between two looks at the database's clock; two clocks drift apart by milliseconds meanwhile.
LOOK_SECONDS = 60.0


class SharedClock:
    """Unix time as all processes of one library have it. Safe to use from several threads.

    Between two looks it goes on by what has passed on this machine, which no change of its clock touches. A look that
    fails changes nothing. On SQLite it is the clock of the machine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._ahead: float | None = None  # of this machine's monotonic clock
        self._looked_at = 0.0
        self._looking = threading.Lock()

    def __call__(self) -> float:
        """The seconds since 1970."""
        if is_sqlite(self._engine):
            return time.time()
        if self._ahead is None or time.monotonic() - self._looked_at > LOOK_SECONDS:
            with self._looking:
                self._look()
        return time.monotonic() + self._since_start()

    def _look(self) -> None:
        if self._ahead is not None and time.monotonic() - self._looked_at <= LOOK_SECONDS:
            return  # another thread has looked
        try:
            with store_errors(str(self._engine.url)), self._engine.connect() as connection:
                before = time.monotonic()
                now = float(connection.execute(_NOW).scalar_one())
        except StoreError:
            return
        self._looked_at = time.monotonic()
        self._ahead = now - (before + self._looked_at) / 2

    def _since_start(self) -> float:
        return time.time() - time.monotonic() if self._ahead is None else self._ahead


_NOW = text("SELECT extract(epoch FROM clock_timestamp())::float8")
