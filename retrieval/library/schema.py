"""The library's schema: brought to this version's revision by one process at a time, and refused where it is newer."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text

from retrieval.errors import StoreVersionError

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"

# Any number that no other program on the same PostgreSQL database is likely to lock.
MIGRATION_LOCK = 0x6461_7465

_WAITS = "Another process brings the library at %s to a new schema; this one waits until it is done."


def migrate(engine: Engine, shown: str) -> None:
    """Bring the library to this version's revision; `shown` is its address in messages.

    Raises `StoreVersionError` where a newer Dateline wrote it. A process that waits for another one says so.
    """
    if revision_of(engine) == head():
        return
    with _changing(engine, shown) as connection:
        found = _revision(connection)
        if found is not None and found not in known_revisions():
            raise StoreVersionError(
                f"the library at {shown} was written by another version of Dateline "
                f"(revision {found}); use that version, or another DATELINE_DATA_DIR"
            )
        if found != head():
            upgrade(connection)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the library to a revision, in the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def revision_of(engine: Engine) -> str | None:
    """The revision of the library as it stands, None where it is empty."""
    with engine.connect() as connection:
        return _revision(connection)


def head() -> str:
    """The revision that this version writes."""
    return known_revisions()[0]


@cache
def known_revisions() -> tuple[str, ...]:
    """The revisions that this version can open, the newest first.

    They are read once: what is installed over this version while it runs does not change what its code writes.
    """
    return tuple(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _changing(engine: Engine, shown: str) -> Iterator[Connection]:
    """A transaction in which no other process changes the schema."""
    if engine.dialect.name == "sqlite":
        with _file_held(engine.url.database, shown), engine.begin() as connection:
            yield connection
        return
    with engine.begin() as connection:
        _lock(connection, shown)
        yield connection


def _lock(connection: Connection, shown: str) -> None:
    """Lock the schema for the length of the transaction.

    The lock belongs to the transaction that migrates: the server ends both where the process hangs.
    """
    key = {"key": MIGRATION_LOCK}
    if not connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), key).scalar():
        log.warning(_WAITS, shown)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), key)


@contextmanager
def _file_held(database: str | None, shown: str) -> Iterator[None]:
    if not database or database == ":memory:":
        yield
        return
    lock = FileLock(f"{database}.migrating")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        log.warning(_WAITS, shown)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
