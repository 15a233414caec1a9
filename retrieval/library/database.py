"""The library's database, SQLite or PostgreSQL: opened, read and written, and its errors in words."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from retrieval import private_files
from retrieval.errors import StoreBusyError, StoreError, StoreFullError, StoreVersionError
from retrieval.library import schema

# How long a writer waits for another one before it gives up, in seconds: longer than the largest batch takes.
SQLITE_BUSY_SECONDS = 60

# How long a PostgreSQL server may take to answer before it counts as away.
CONNECT_SECONDS = 10

# What SQLite takes to begin with: one step of its shared memory file, in bytes.
SQLITE_NEEDS = 32_768

# Marks the connections of write transactions, and says how many seconds they wait for another writer.
_WRITES = "dateline_writes"
_PATIENCE = "dateline_patience"

# Seconds after which PostgreSQL ends a transaction in which nothing happens: the process that began it hangs, and
# others wait for the rows that it holds.
IDLE_SECONDS = 30

# Seconds after which a connection counts as broken where the other machine says nothing.
SILENT_SECONDS = 30

# For libpq (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS).
_PATIENT = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": SILENT_SECONDS // 3,
    "keepalives_interval": SILENT_SECONDS // 3,
    "keepalives_count": 2,
    "tcp_user_timeout": 1000 * SILENT_SECONDS,
}

# Turns that transactions take (`take_turn`): what is kept of articles is kept by one process at a time.
KEEPING = "keeping"

_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('dateline ' || :turn, 0))")

# The replica from which this thread reads a library, after the library's own database.
_read_from: ContextVar[tuple[Engine | None, Engine | None]] = ContextVar("read_from", default=(None, None))

# What has to hold for a transaction of this thread to write.
_fences: ContextVar[tuple[Callable[[Session], None], ...]] = ContextVar("fences", default=())


def open_database(url: str) -> Engine:
    """An engine on the database at `url`, migrated to this version's revision.

    Raises `StoreVersionError` when a newer Dateline wrote it, `StoreError` when it cannot be opened.
    """
    engine = connect(url)
    with ExitStack() as opened:
        opened.callback(engine.dispose)
        with store_errors(url):
            _migrate(engine)
        opened.pop_all()
    return engine


def connect(url: str) -> Engine:
    """An engine on the database at `url`, whatever its schema."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True, pool_size=8, max_overflow=8, connect_args=_PATIENT)
        event.listen(engine, "connect", _prepare_postgres)
        return engine
    if parsed.database and not parsed.database.startswith((":memory:", "file:")):
        _make_file(Path(parsed.database))
    engine = create_engine(parsed, connect_args={"timeout": SQLITE_BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def library_revision(url: str) -> str:
    """The revision of the tables at `url`, which are left as they are.

    Raises `StoreError` where there is no library, or it cannot be opened.
    """
    found = _revision(url)
    if found is None:
        raise StoreError(f"there is no library at {_shown(url)}; check DATELINE_DATA_DIR and DATELINE_DATABASE_URL")
    return found


def has_current_schema(engine: Engine) -> bool:
    """Whether the library has the schema that this version of Dateline writes.

    `StoreError` where the database does not answer.
    """
    with store_errors(str(engine.url)):
        return schema.revision_of(engine) == schema.head()


def ensure_current(engine: Engine) -> None:
    """Raise `StoreVersionError` where a newer Dateline has changed the schema while this process ran."""
    with store_errors(str(engine.url)):
        found = schema.revision_of(engine)
    if found != schema.head():
        raise StoreVersionError(
            f"the library at {_shown(str(engine.url))} was brought to revision {found} by another version of Dateline "
            "meanwhile; start that version"
        )


@contextmanager
def write_transaction(engine: Engine, patience: float | None = None) -> Iterator[Session]:
    """A session that commits at the end, or leaves no trace.

    What the database refuses becomes `StoreError`. On SQLite it waits for another writer so many seconds, where
    `patience` is given, and then raises `StoreBusyError`.
    """
    writing = engine.execution_options(**{_WRITES: True, _PATIENCE: patience})
    with store_errors(str(engine.url)), Session(writing, expire_on_commit=False) as session, session.begin():
        for check in _fences.get():
            check(session)
        yield session


@contextmanager
def fenced(check: Callable[[Session], None]) -> Iterator[None]:
    """Have each write transaction of the block begin with a check, which raises where nothing may be written."""
    token = _fences.set((*_fences.get(), check))
    try:
        yield
    finally:
        _fences.reset(token)


def take_turn(session: Session, turn: str) -> None:
    """Wait until no other transaction of that turn is under way, on whichever machine.

    It ends with the session's transaction. SQLite has one writer in any case.
    """
    if not is_sqlite(session.get_bind()):
        session.execute(_TURN, {"turn": turn})


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the library throughout and changes nothing."""
    primary, replica = _read_from.get()
    source = replica if replica is not None and primary is engine else engine
    with store_errors(str(source.url)), Session(source, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading_from(primary: Engine, replica: Engine) -> Iterator[None]:
    """Have the block read from a replica of the library; what it writes goes to the primary all the same."""
    token = _read_from.set((primary, replica))
    try:
        yield
    finally:
        _read_from.reset(token)


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


def is_sqlite(engine: Engine | Connection) -> bool:
    """Whether the embedded default is in use."""
    return engine.dialect.name == "sqlite"


def _revision(url: str) -> str | None:
    """The revision of the tables at `url`, None where there are none.

    SQLite would make a file that is not there.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(str(parsed.database)).exists():
        return None
    engine = connect(url)
    try:
        with store_errors(url):
            return schema.revision_of(engine)
    finally:
        engine.dispose()


def _prepare_postgres(connection: Any, _record: Any) -> None:
    """Bound how long a process that hangs, or a machine that is gone, holds up the others."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
        cursor.execute(f"SET tcp_user_timeout = '{SILENT_SECONDS}s'")
    connection.commit()


def _make_file(path: Path) -> None:
    """Make the file before SQLite does, which would let everybody read it; those beside it get the same rights."""
    try:
        private_files.make_folder(path.parent)
    except OSError as error:
        raise StoreError(
            f"cannot create {path.parent}: {error.strerror}; set DATELINE_DATA_DIR to a folder that can be written"
        ) from error
    with suppress(OSError):  # SQLite says better what is wrong with the file
        private_files.make_file(path)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, not where the driver guesses
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is gone from the file as well
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
    schema.migrate(engine, _shown(str(engine.url)))


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
