"""Which processes do durable work at the moment, so that what a dead one was at goes on elsewhere.

The durable engine recovers what an executor of the same name was at when it starts again. A container that is replaced
never starts again under its name. So each process has a name of its own and a lease as long as it lives
(`retrieval.library.shared.leading`), and what stands under a name without a lease is begun anew.
"""

import math
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Engine, text

from retrieval.errors import StoreError
from retrieval.library.database import is_sqlite, store_errors
from retrieval.library.shared.leading import Lease

# On SQLite, where there is one machine: what a process was at goes on at the next start, whatever the machine's name.
ONLY_ONE = "dateline"

_NAME = "executor "


class Executors:
    """The processes that do durable work on one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.own_name = ONLY_ONE if is_sqlite(engine) else uuid.uuid4().hex

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Have the others know for the length of the block that this process works."""
        if is_sqlite(self._engine):
            yield
            return
        lease = Lease(self._engine, _NAME + self.own_name, silent_for=math.inf)
        lease.take()
        try:
            with lease.extended():
                yield
        finally:
            with suppress(StoreError):  # it runs out by itself
                lease.give_back()

    def gone(self, names: Collection[str]) -> list[str]:
        """Those of the names under which no process works any more.

        What is known of them is deleted.
        """
        if is_sqlite(self._engine):
            return []
        with store_errors(str(self._engine.url)), self._engine.begin() as connection:
            connection.execute(_FORGET)
            alive = {task.removeprefix(_NAME) for task in connection.execute(_ALIVE).scalars()}
        return sorted(set(names) - alive)


_ALIVE = text("SELECT task FROM leases WHERE task LIKE 'executor %'")
_FORGET = text("DELETE FROM leases WHERE task LIKE 'executor %' AND until < clock_timestamp()")
