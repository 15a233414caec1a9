"""PostgreSQL in a backup: what `pg_dump` makes of one exported snapshot, and what `pg_restore` makes of that again.

Tables of which something is left out are copied beside the dump, in the same snapshot.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, inspect
from sqlalchemy.engine import make_url

from bot.operating.backup.archive import CHUNK, Progress, Writer
from bot.operating.backup.snapshot import emptied, left_out
from retrieval.errors import BackupError

MEMBER = "library.dump"
TABLES = "tables/"

# DBOS keeps which work is to be run there; jobs that are not over are handed in again at the next start.
_NOT_OURS = ("--exclude-schema=dbos",)


@dataclass(frozen=True, slots=True)
class PostgresSnapshot:
    """A transaction that sees one state of a database, and its exported name."""

    url: URL
    connection: Connection
    name: str
    kind: str = "postgresql"

    def write(self, writer: Writer, progress: Progress) -> None:
        """Add a dump, and beside it the tables of which something is left out."""
        apart = dict(emptied(self.connection)), dict(left_out(self.connection))
        tables = sorted({*apart[0], *apart[1]})
        writer.add(MEMBER, self._dump(tables, progress), packed=True)
        for table in tables:
            writer.add(f"{TABLES}{table}.copy", self._copied(table, apart[0].get(table, {}), apart[1].get(table)))

    def _dump(self, apart: list[str], progress: Progress) -> Iterator[bytes]:
        arguments = [
            *("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={self.name}", *_NOT_OURS),
            *(f"--exclude-table-data=public.{table}" for table in apart),
        ]
        expected = self.connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar()
        done = 0
        with _tool("pg_dump", self.url, arguments) as process:
            while chunk := process.stdout.read(CHUNK):
                done += len(chunk)
                progress("Library dumped", done, expected)
                yield chunk

    def _copied(self, table: str, values: Mapping[str, str], condition: str | None) -> Iterator[bytes]:
        columns = [found["name"] for found in inspect(self.connection).get_columns(table)]
        kept = ", ".join(values.get(name, f'"{name}"') for name in columns)
        query = f"SELECT {kept} FROM {table}" + (f" WHERE NOT ({condition})" if condition else "")
        with _copying(self.connection, f"COPY ({query}) TO STDOUT") as copy:
            yield from (bytes(chunk) for chunk in copy)


@dataclass(frozen=True, slots=True)
class PostgresSource:
    """A library on a server."""

    url: str

    @contextmanager
    def snapshot(self, progress: Progress) -> Iterator[PostgresSnapshot]:
        """One state of it. `BackupError` where the server's programs are missing or too old."""
        engine = create_engine(self.url, isolation_level="REPEATABLE READ")
        try:
            with engine.connect() as connection:
                _check_tool("pg_dump", connection)
                name = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar())
                yield PostgresSnapshot(engine.url, connection, name)
        finally:
            engine.dispose()


def is_empty(connection: Connection) -> bool:
    """Whether a database has no table of anybody's."""
    query = (
        "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname NOT LIKE 'pg\\_%%' "
        "AND schemaname <> 'information_schema'"
    )
    return not connection.exec_driver_sql(query).scalar()


def put_back(url: str, dump: Path, tables: dict[str, Path], progress: Progress) -> None:
    """Fill an empty database from a dump and the tables beside it."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            _check_tool("pg_restore", connection)
        _fill(engine, dump, tables, progress)
    finally:
        engine.dispose()


def make_empty(url: str) -> None:
    """Drop what was made in a database that had no tables before."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in inspect(connection).get_table_names():
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{table}" CASCADE')
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS audit_is_append_only()")
    engine.dispose()


def _fill(engine: Engine, dump: Path, tables: dict[str, Path], progress: Progress) -> None:
    for number, section in enumerate(("pre-data", "data", "post-data")):
        if section == "post-data":  # constraints and triggers come when all rows are there
            _fill_tables(engine, tables)
        arguments = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        with _tool("pg_restore", engine.url, [*arguments, f"--section={section}", str(dump)]) as process:
            process.stdout.read()
        progress("Database filled", number + 1, 3)


def _fill_tables(engine: Engine, tables: dict[str, Path]) -> None:
    with engine.begin() as connection:
        for table, path in tables.items():
            quoted = engine.dialect.identifier_preparer.quote(table)
            with _copying(connection, f"COPY {quoted} FROM STDIN") as copy, path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    copy.write(chunk)


@contextmanager
def _copying(connection: Connection, statement: str) -> Iterator[Any]:
    """A COPY by the driver. `BackupError` where the server refuses it."""
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor().copy(statement) as copy:
            yield copy
    except connection.dialect.loaded_dbapi.Error as error:
        raise BackupError(f"PostgreSQL refuses to copy: {str(error).splitlines()[0]}") from error


def _check_tool(name: str, connection: Connection) -> None:
    server = int(connection.exec_driver_sql("SHOW server_version_num").scalar() or 0) // 10_000
    path = shutil.which(name)
    package = f"the client programs of PostgreSQL {server} (Debian: postgresql-client-{server}) and put them on PATH"
    if path is None:
        raise BackupError(f"{name} is not installed; install {package}")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", said)
    if found is None or int(found[1]) < server:
        raise BackupError(
            f"{path} is of PostgreSQL {found[1] if found else '?'}, the server {server}; install {package}"
        )


@contextmanager
def _tool(name: str, url: URL, arguments: list[str]) -> Iterator[Any]:
    """One of PostgreSQL's programs at work, its output to be read. `BackupError` with its last line where it fails.

    The password goes by the environment: arguments are seen by every user of the machine.
    """
    query = {key: value for key, value in url.query.items() if key != "password"}
    secret = url.password or url.query.get("password")
    plain = make_url(url).set(drivername="postgresql", query=query)
    address = plain.set(password=None).render_as_string(hide_password=False)
    environment = os.environ | ({"PGPASSWORD": str(secret)} if secret else {}) | {"LC_MESSAGES": "C"}
    command = [shutil.which(name) or name, f"--dbname={address}", *arguments]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=environment) as process:
            try:
                yield process
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines() or ["no reason given"]
            raise BackupError(f"{name} failed: {lines[0]}")
