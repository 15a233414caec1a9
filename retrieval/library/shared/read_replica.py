"""A read replica of PostgreSQL: questions are looked up there, as long as it holds all that the primary holds.

Before a question is looked up, the primary says how far its log is, and the replica is given a moment to get there. So
what an editor has just added and what a reader was just shown is found, whichever process wrote it. Where the replica
is late or away, the primary answers.
"""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine, text

from retrieval.errors import StoreError
from retrieval.library.database import reading_from, store_errors

log = logging.getLogger(__name__)

# Seconds that a question waits for the replica; in one house it takes some milliseconds.
PATIENCE = 0.3

# Between two looks whether it is there yet.
LOOK_SECONDS = 0.01

# Seconds for which a replica that was late or away is not asked again.
REST_SECONDS = 5.0

Result = TypeVar("Result")


class ReadReplica:
    """A second database from which one library may be read. It blocks, and is safe to use from several threads."""

    def __init__(self, primary: Engine, replica: Engine) -> None:
        self._primary = primary
        self._replica = replica
        self._rests_until = 0.0
        self._trouble = ""

    def read(self, call: Callable[[], Result]) -> Result:
        """What `call` returns, which reads the library and changes nothing.

        It reads from the replica where that is up to date, else, or where that fails, from the primary.
        """
        if self._is_up_to_date():
            try:
                with reading_from(self._primary, self._replica):
                    return call()
            except StoreError as error:  # it went away, or had to end the reading to go on
                self._rest(str(error))
        return call()

    def _is_up_to_date(self) -> bool:
        if time.monotonic() < self._rests_until:
            return False
        written = self._written()
        try:
            caught_up = self._reaches(written)
        except StoreError as error:
            self._rest(str(error))
            return False
        if not caught_up:
            self._rest(f"it is more than {PATIENCE} s behind")
        elif self._trouble:
            log.warning("The read replica is up to date again.")
            self._trouble = ""
        return caught_up

    def _written(self) -> str:
        with store_errors(str(self._primary.url)), self._primary.connect() as connection:
            return str(connection.execute(_WRITTEN).scalar_one())

    def _reaches(self, position: str) -> bool:
        deadline = time.monotonic() + PATIENCE
        with store_errors(str(self._replica.url)), self._replica.connect() as connection:
            autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
            while not autocommit.execute(_REACHED, {"position": position}).scalar_one():
                if time.monotonic() > deadline:
                    return False
                time.sleep(LOOK_SECONDS)
        return True

    def _rest(self, trouble: str) -> None:
        if not self._trouble:
            log.warning("The primary answers in place of the read replica: %s", trouble)
        self._trouble = trouble
        self._rests_until = time.monotonic() + REST_SECONDS


# The insert position, not the written one: with `synchronous_commit = off` a commit is seen before it is written.
_WRITTEN = text("SELECT pg_current_wal_insert_lsn()::text")

# A server that is no standby is the primary itself, by another name or role.
_REACHED = text("SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= CAST(:position AS pg_lsn)")
