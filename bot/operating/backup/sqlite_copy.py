"""SQLite in a backup: a compact copy of one state, made while others write.

`VACUUM INTO` and not the online backup interface: that one copies free pages as well, in which words stand that were
deleted, and begins again whenever another process writes.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine

from bot.operating.backup.archive import Progress, Writer, file_chunks
from bot.operating.backup.snapshot import emptied, left_out
from retrieval.errors import StoreError, StoreFullError

MEMBER = "library.sqlite3"

# Steps of SQLite's machine between two looks at how large the copy is.
_STEPS = 200_000


@dataclass(frozen=True, slots=True)
class SqliteSnapshot:
    """A copy of a library's file."""

    path: Path
    connection: Connection
    kind: str = "sqlite"

    def write(self, writer: Writer, progress: Progress) -> None:
        """Add the copy, without what does not belong in it."""
        for table, columns in emptied(self.connection):
            values = ", ".join(f"{column} = {value}" for column, value in columns.items())
            self.connection.exec_driver_sql(f"UPDATE {table} SET {values}")
        for table, condition in left_out(self.connection):
            self.connection.exec_driver_sql(f"DELETE FROM {table} WHERE {condition}")
        self.connection.commit()
        size, done = self.path.stat().st_size, 0

        def told() -> Iterator[bytes]:
            nonlocal done
            for chunk in file_chunks(self.path, size):
                done += len(chunk)
                progress("Library packed", done, size)
                yield chunk

        writer.add(MEMBER, told())


@dataclass(frozen=True, slots=True)
class SqliteSource:
    """A library in a file."""

    library: Path
    folder: Path  # with room for a copy

    @contextmanager
    def snapshot(self, progress: Progress) -> Iterator[SqliteSnapshot]:
        """A copy of one state, which is gone after the block."""
        copy = self.folder / MEMBER
        try:
            _copy(self.library, copy, progress)
            engine = create_engine(f"sqlite:///{copy}")
            with engine.connect() as connection:
                for pragma in ("journal_mode = DELETE", "secure_delete = ON"):
                    connection.exec_driver_sql(f"PRAGMA {pragma}")
                yield SqliteSnapshot(copy, connection)
            engine.dispose()
        finally:
            copy.unlink(missing_ok=True)


def _copy(library: Path, copy: Path, progress: Progress) -> None:
    expected = library.stat().st_size

    def look() -> int:
        progress("Library copied", copy.stat().st_size if copy.exists() else 0, expected)
        return 0

    with closing(sqlite3.connect(library, isolation_level=None)) as connection:
        connection.set_progress_handler(look, _STEPS)
        try:
            connection.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.Error as error:
            raise _explained(library, copy, error) from error


def _explained(library: Path, copy: Path, error: sqlite3.Error) -> Exception:
    if "full" in str(error):
        return StoreFullError(f"no room left for a copy of the library at {copy.parent.parent}; free some space there")
    return StoreError(
        f"the library at {library} cannot be copied: {error}; `dateline check` says what is wrong with it"
    )
