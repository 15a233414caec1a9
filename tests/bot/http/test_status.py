"""What the bot says of itself over HTTP: alive, ready or why not, and metrics, which never stand in its way."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from bot.context import BotState
from bot.http import readiness
from bot.http.metrics import metrics_shown
from bot.http.readiness import AWAY, LOADING, OK, OTHER_SCHEMA, STOPPING, ReadinessCheck
from bot.http.server import bound
from bot.settings import BotSettings, Listen
from retrieval.errors import SettingsError
from retrieval.library.database import write_transaction
from tests.bot.fakes import CLASH, FakeAnswerer, FakeLibrary, FakeServices
from tests.bot.running import WAYS, running, until
from tests.ports import free_port
from tests.telegram import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


def state_of(engine: Engine, **settings: str) -> BotState:
    """A bot that is ready."""
    services = FakeServices(library=FakeLibrary(engine))
    state = BotState(services, BotSettings.read(_env_file=None, **settings))
    state.ready.set()
    return state


async def get(url: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(url)


async def test_a_bot_that_has_everything_is_ready(engine: Engine) -> None:
    found = await ReadinessCheck(state_of(engine))()
    assert found.is_ready
    assert found.plain() == {"ready": True, "database": OK, "schema": OK, "model": OK, "bot": OK}


async def test_what_is_missing_is_said(engine: Engine) -> None:
    state = state_of(engine)
    check = ReadinessCheck(state)
    state.ready.clear()
    assert (await check()).model == LOADING and not (await check()).is_ready
    state.ready.set()
    state.stopping.set()
    assert (await check()).bot == STOPPING and not (await check()).is_ready
    state.stopping.clear()
    with write_transaction(engine) as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'of-tomorrow'")
    assert (await check()).schema == OTHER_SCHEMA and not (await check()).is_ready


def spoilt(engine: Engine) -> None:
    """Make a library unreadable."""
    engine.dispose()
    Path(str(engine.url.database)).write_bytes(b"no database at all" * 100)
    for beside in ("-wal", "-shm"):
        Path(f"{engine.url.database}{beside}").unlink(missing_ok=True)


async def test_a_database_that_cannot_be_read_is_away(engine: Engine) -> None:
    spoilt(engine)
    found = await ReadinessCheck(state_of(engine))()
    assert (found.database, found.is_ready) == (AWAY, False)
    assert str(engine.url.database) not in json.dumps(found.plain())


async def test_a_database_that_hangs_is_away_and_holds_up_one_thread(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on = [], threading.Event()

    def hang(engine: Engine) -> bool:
        asked.append(engine)
        return go_on.wait(60)

    monkeypatch.setattr(readiness, "has_current_schema", hang)
    monkeypatch.setattr(readiness, "SECONDS", 0.01)
    check = ReadinessCheck(state_of(engine))
    assert {(await check()).database for _ in range(5)} == {AWAY}
    assert len(asked) == 1
    go_on.set()
    monkeypatch.setattr(readiness, "SECONDS", 60)
    assert (await check()).is_ready


@pytest.mark.parametrize("way", WAYS)
async def test_pages_stand_on_the_port_of_metrics_whichever_way_updates_come(
    server: TelegramServer, engine: Engine, way: str
) -> None:
    listen = f"127.0.0.1:{free_port()}"
    services = FakeServices(library=FakeLibrary(engine))
    amina = server.user()
    async with running(server, services, way, DATELINE_METRICS_LISTEN=listen):
        amina.sends("what happened in Sere Kaniye")
        await amina.next_message()
        health, ready, metrics = [await get(f"http://{listen}{path}") for path in ("/health", "/ready", "/metrics")]
        other = await get(f"http://{listen}/updates")
    assert (health.status_code, health.text) == (200, "ok")
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    assert metrics.headers["content-type"].startswith("text/plain; version=")
    assert 'dateline_questions_total{result="answered"} 1.0' in metrics.text
    assert other.status_code == 404


async def test_the_webhook_shows_whether_the_bot_is_ready_and_no_metrics(
    server: TelegramServer, engine: Engine
) -> None:
    services = FakeServices(library=FakeLibrary(engine))
    async with running(server, services, "webhook") as application:
        listen = application.bot_data.settings.webhook_listen
        address = f"http://{listen.host}:{listen.port}"
        await until(application.bot_data.ready.is_set)
        ready = await get(f"{address}/ready")
        application.bot_data.ready.clear()
        loading = await get(f"{address}/ready")
        metrics = await get(f"{address}/metrics")
        health = await get(f"{address}/health")
    assert (ready.status_code, loading.status_code, metrics.status_code) == (200, 503, 404)
    assert loading.json()["model"] == LOADING
    assert health.status_code == 200 and "server" not in health.headers


@pytest.mark.parametrize("way", WAYS)
async def test_a_port_of_metrics_that_is_taken_is_said_in_one_line_and_the_bot_answers(
    server: TelegramServer, engine: Engine, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    amina = server.user()
    services = FakeServices(library=FakeLibrary(engine))
    async with (
        await asyncio.start_server(lambda *_: None, "127.0.0.1", port),
        running(server, services, way, DATELINE_METRICS_LISTEN=f"127.0.0.1:{port}"),
    ):
        amina.sends("what happened in Sere Kaniye")
        assert CLASH in (await amina.next_message()).text
    (line,) = [record.getMessage() for record in caplog.records if "METRICS" in record.getMessage()]
    assert line == (
        f"DATELINE_METRICS_LISTEN=127.0.0.1:{port} cannot be bound: Address already in use. Free the port or choose "
        "another one. The bot answers without its metrics."
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
async def test_an_address_that_this_machine_does_not_have_is_said(
    engine: Engine, host: str, caplog: pytest.LogCaptureFixture
) -> None:
    state = state_of(engine, DATELINE_METRICS_LISTEN=f"[{host}]:9464")
    async with metrics_shown(state, ReadinessCheck(state)):
        state.stopping.set()
    assert f"DATELINE_METRICS_LISTEN={host}:9464 cannot be bound" in caplog.text


async def test_a_server_of_metrics_that_breaks_leaves_the_bot_alone(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(self: object) -> None:
        raise RuntimeError("what a reader wrote")

    monkeypatch.setattr("bot.http.server._Server.main_loop", broken)
    state = state_of(engine, DATELINE_METRICS_LISTEN=f"127.0.0.1:{free_port()}")
    async with metrics_shown(state, ReadinessCheck(state)):
        await until(lambda: "shown no more" in caplog.text)
        assert not state.stopping.is_set()
        state.stopping.set()


async def test_a_webhook_that_breaks_ends_the_bot_since_it_would_be_deaf(
    server: TelegramServer, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: object) -> None:
        raise RuntimeError

    services = FakeServices(library=FakeLibrary(engine))
    monkeypatch.setattr("bot.http.server._Server.main_loop", broken)
    with pytest.raises(RuntimeError):
        async with running(server, services, "webhook") as application:
            await application.bot_data.stopping.wait()


async def test_a_figure_that_cannot_be_read_fails_one_scrape_and_nothing_else(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    state = state_of(engine, DATELINE_METRICS_LISTEN=f"127.0.0.1:{port}")

    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr(state.services.indexer.backlog, "pending", broken)
    async with metrics_shown(state, ReadinessCheck(state)):
        first = await get(f"http://127.0.0.1:{port}/metrics")
        monkeypatch.undo()
        second = await get(f"http://127.0.0.1:{port}/metrics")
        state.stopping.set()
    assert (first.status_code, second.status_code) == (500, 200)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "0.0.0.0"])
def test_a_host_is_bound_at_every_address_that_this_machine_has(host: str) -> None:
    port = free_port()
    try:
        sockets = bound(Listen(host, port), "DATELINE_METRICS_LISTEN")
    except SettingsError:
        assert host == "::1"  # a machine without IPv6
        return
    assert {one.getsockname()[1] for one in sockets} == {port}
    for one in sockets:
        one.close()


async def test_errors_and_calls_of_a_running_bot_are_counted(server: TelegramServer, engine: Engine) -> None:
    services = FakeServices(FakeAnswerer(error=KeyError("what happened")), FakeLibrary(engine))
    amina = server.user()
    async with running(server, services) as application:
        amina.sends("what happened in Sere Kaniye")
        await amina.next_message()
        registry = application.bot_data.observer.metrics.registry
        await until(lambda: bool(registry.get_sample_value(
            "dateline_updates_total", {"kind": "message", "result": "failed"})))  # fmt: skip
    for name, labels in (
        ("errors", {"kind": "internal"}),
        ("questions", {"result": "failed"}),
        ("telegram_calls", {"method": "sendMessage", "result": "taken"}),
    ):
        assert registry.get_sample_value(f"dateline_{name}_total", labels) == 1, name
