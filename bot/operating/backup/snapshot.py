"""One state of a library's tables, as a backup takes it while others write: what is copied, and what is left out.

Left out are the words of questions, what watches are for (that stands apart, its words sealed), updates that nobody has
dealt with, who leads which task, and what DBOS keeps, which loses nothing when it is lost.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, inspect, text

from bot.operating.backup.archive import Progress, Writer

# Columns that are emptied, by table, and what stands there instead. Where the schema is older, some are not there.
EMPTIED: Mapping[str, Mapping[str, str]] = {
    "answers": {"question": "NULL"},
    "watches": {"asked": "NULL", "terms": "'{}'"},
}

# Rows that are left out, by table.
LEFT_OUT: Mapping[str, str] = {
    "inbox": "done_at IS NULL",
    "leases": "1 = 1",  # whoever has them does not lead what is restored
}


@dataclass(frozen=True, slots=True)
class LastRecord:
    """The last capture in a file of them, as far as the snapshot knows."""

    warc: str
    offset: int


class Snapshot(Protocol):
    """One state of a library."""

    @property
    def kind(self) -> str:
        """Of its database: "sqlite" or "postgresql"."""

    @property
    def connection(self) -> Connection:
        """A connection that sees that state."""

    def write(self, writer: Writer, progress: Progress) -> None:
        """Add the tables to a backup."""


class Source(Protocol):
    """A library that can be copied."""

    def snapshot(self, progress: Progress) -> AbstractContextManager[Snapshot]:
        """One state of it, which does not change in the block."""


def revision(connection: Connection) -> str:
    """The revision of the tables. Empty where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = sorted(name for name in inspect(connection).get_table_names() if not name.startswith("passage_words"))
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar() or 0 for name in tables}


def last_records(connection: Connection) -> list[LastRecord]:
    """The last capture of each file. Captures in the database come with its tables."""
    if not inspect(connection).has_table("captures"):
        return []
    in_files = "SELECT warc, max(\"offset\") FROM captures WHERE warc <> '' GROUP BY warc ORDER BY warc"
    rows = connection.execute(text(in_files))
    return [LastRecord(*row) for row in rows]


def waiting_documents(connection: Connection) -> list[str]:
    """The jobs whose document waits to be read."""
    if not inspect(connection).has_table("jobs"):
        return []
    rows = connection.execute(text("SELECT id FROM jobs WHERE kind = 'document' AND finished_at IS NULL ORDER BY id"))
    return [row[0] for row in rows]


def waiting_updates(connection: Connection) -> int:
    """How many updates are not dealt with."""
    if not inspect(connection).has_table("inbox"):
        return 0
    return connection.execute(text("SELECT count(*) FROM inbox WHERE done_at IS NULL")).scalar() or 0


def emptied(connection: Connection) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The tables, each with the columns that are emptied, as far as the schema has them."""
    inspector = inspect(connection)
    for table, columns in EMPTIED.items():
        if inspector.has_table(table):
            yield table, columns


def left_out(connection: Connection) -> Iterator[tuple[str, str]]:
    """The tables, each with a condition of the rows that are left out, as far as the schema has them."""
    inspector = inspect(connection)
    for table, condition in LEFT_OUT.items():
        if inspector.has_table(table):
            yield table, condition
