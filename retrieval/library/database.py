"""Open the library's database, SQLite or PostgreSQL, at the revision this version of Dateline writes."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from retrieval.errors import StoreBusyError, StoreError, StoreFullError, StoreVersionError

MIGRATIONS = Path(__file__).parent / "migrations"

# How long a writer waits for another one before it gives up, in seconds: longer than the largest batch takes.
SQLITE_BUSY_SECONDS = 60

# How long a PostgreSQL server may take to answer before it counts as away.
CONNECT_SECONDS = 10

# What SQLite takes to begin with: one step of its shared memory file, in bytes.
SQLITE_NEEDS = 32_768

# Marks the connections of write transactions, and says how many seconds they wait for another writer.
_WRITES = "dateline_writes"
_PATIENCE = "dateline_patience"

# Any number that no other program on the same PostgreSQL database is likely to lock.
MIGRATION_LOCK = 0x6461_7465


def open_database(url: str) -> Engine:
    """An engine on the database at `url`, migrated to this version's revision.

    Raises `StoreVersionError` when a newer Dateline wrote it, `StoreError` when it cannot be opened.
    """
    engine = _engine(url)
    with ExitStack() as opened:
        opened.callback(engine.dispose)
        with store_errors(url):
            _migrate(engine)
        opened.pop_all()
    return engine


def has_current_schema(engine: Engine) -> bool:
    """Whether the library has the schema that this version of Dateline writes.

    `StoreError` where the database does not answer.
    """
    with store_errors(str(engine.url)):
        return _revision(engine) == _head()


@contextmanager
def write_transaction(engine: Engine, patience: float | None = None) -> Iterator[Session]:
    """A session that commits at the end, or leaves no trace.

    What the database refuses becomes `StoreError`. On SQLite it waits for another writer so many seconds, where
    `patience` is given, and then raises `StoreBusyError`.
    """
    writing = engine.execution_options(**{_WRITES: True, _PATIENCE: patience})
    with store_errors(str(engine.url)), Session(writing, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the library throughout and changes nothing."""
    with store_errors(str(engine.url)), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def store_errors(url: str) -> Iterator[None]:
    """Turn what a database driver raises into a `StoreError` that a person can act on."""
    try:
        yield
    except OperationalError as error:
        raise _explain(url, error) from error
    except DBAPIError as error:
        reason = _first_line(error)
        if "malformed" in reason or "not a database" in reason:
            reason += "; restore it from a backup, or set another DATELINE_DATA_DIR"
        raise StoreError(f"the library at {_shown(url)} is not usable: {reason}") from error


@contextmanager
def alone(engine: Engine, name: str) -> Iterator[bool]:
    """Whether this process has a task to itself for the length of the block, of all that share the library.

    Nobody is waited for: where another has it, the block is told so.
    """
    if is_sqlite(engine):
        lock = FileLock(f"{engine.url.database}.{name}") if engine.url.database else None
        with _held(lock) as held:
            yield held
        return
    key = {"key": int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)}
    with store_errors(str(engine.url)), engine.connect() as connection:
        held = bool(connection.execute(text("SELECT pg_try_advisory_lock(:key)"), key).scalar())
        try:
            yield held
        finally:
            if held:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


@contextmanager
def _held(lock: FileLock | None) -> Iterator[bool]:
    if lock is None:
        yield True
        return
    try:
        lock.acquire(blocking=False)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def is_sqlite(engine: Engine | Connection) -> bool:
    """Whether the embedded default is in use."""
    return engine.dialect.name == "sqlite"


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        patience = {"connect_timeout": CONNECT_SECONDS}
        return create_engine(parsed, pool_pre_ping=True, pool_size=8, max_overflow=8, connect_args=patience)
    if parsed.database and parsed.database != ":memory:":
        _make_folder(Path(parsed.database).parent)
    engine = create_engine(parsed, connect_args={"timeout": SQLITE_BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"cannot create {folder}: {error.strerror}; set DATELINE_DATA_DIR to a folder that can be written"
        ) from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, not where the driver guesses
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA cache_size = -65536")  # 64 MiB: the narrowing indexes of 100,000 passages stay in memory
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start: a transaction that reads first and writes later cannot wait for it."""
    options = connection.get_execution_options()
    if options.get(_WRITES, False):
        seconds = options.get(_PATIENCE)
        patience = SQLITE_BUSY_SECONDS if seconds is None else seconds
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")


def _migrate(engine: Engine) -> None:
    if _revision(engine) == _head():
        return
    scripts = ScriptDirectory(str(MIGRATIONS))
    with _only_one(engine):
        found = _revision(engine)
        if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
            raise StoreVersionError(
                f"the library at {_shown(str(engine.url))} was written by another version of Dateline "
                f"(revision {found}); use that version, or another DATELINE_DATA_DIR"
            )
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@cache
def _head() -> str | None:
    """The revision that this version writes."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _only_one(engine: Engine) -> Iterator[None]:
    """Keep replicas that start together from migrating at the same time."""
    if is_sqlite(engine):
        with FileLock(f"{engine.url.database}.migrating") if engine.url.database else _nothing():
            yield
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _explain(url: str, error: OperationalError) -> StoreError:
    reason = _first_line(error)
    if "disk is full" in reason or "No space left" in reason or ("disk I/O error" in reason and _is_full(url)):
        return StoreFullError(
            f"no room left for the library at {_shown(url)}; free some space and run it again: "
            "what was saved before is kept"
        )
    if "database is locked" in reason:
        return StoreBusyError(f"the library at {_shown(url)} is kept busy by another process")
    if "unable to open" in reason or "readonly" in reason:
        reason += "; check that its folder can be written, or set another DATELINE_DATA_DIR"
    return StoreError(f"the library at {_shown(url)} cannot be opened: {reason}")


def _is_full(url: str) -> bool:
    """Whether SQLite cannot even grow its shared memory file."""
    database = make_url(url).database
    try:
        return bool(database) and shutil.disk_usage(Path(str(database)).parent).free < SQLITE_NEEDS
    except OSError:
        return False


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().split("\n", 1)[0]


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True).removeprefix("sqlite:///")
