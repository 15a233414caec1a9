"""A whole day of a bot, and nothing of its readers in what operators see: logs, metrics, traces, durable work."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine

from bot.app import build_application, observed
from bot.context import AnyApplication
from bot.serving import serve
from bot.settings import BotSettings, LogFormat
from ingest.feeding.feeding import open_feeding
from retrieval.services import Services
from retrieval.settings import Settings
from retrieval.stages import Stage
from tests.bot.running import bot_settings, until
from tests.flows.newsroom import STORY
from tests.flows.observing.collector import Collector, collecting
from tests.flows.planted import Plant, found_in, found_in_files, found_in_tables
from tests.flows.watching.scene import SHELLS, in_a_hurry, report, says
from tests.ports import free_port
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE
from tests.telegram.people.users import User
from tests.web.pages import raw, response
from tests.web.server import WebServer

__all__ = ["in_a_hurry"]

WORDS = [Plant("word", word) for word in ("vorpelzang", "quixtamble", "zumdrillick", "brakkenwhist")]
VORPEL, QUIX, ZUM, BRAK = (plant.text for plant in WORDS)
NAMES = [Plant("name", name) for name in ("Zephyrinella", "ozymandrake_reads", "Thistlewick", "thistle_edits")]
READER, EDITOR = 7391846205, 7391846311
IDS = [Plant("id", str(READER)), Plant("id", str(EDITOR))]

# Where the library keeps ids, since rights, answers and alerts hang on them.
WITH_IDS = {
    "people.user_id", "people.given_by", "pseudonyms.user_id", "readers.chat_id", "watches.chat_id", "watches.by",
    "deliveries.chat_id", "shown_answers.chat_id", "told_quotations.chat_id", "allowances.chat_id", "jobs.asked_by",
    "jobs.chat_id",
}  # fmt: skip
# Where it keeps words of questions, for as long as their buttons work, and those of what is watched.
WITH_WORDS = {"answers.question", "watches.terms", "watches.words", "watches.question"}


@pytest.fixture
def web(web: WebServer) -> WebServer:
    web.serve("/story", raw(response(STORY)))
    return web


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def settings(request: pytest.FixtureRequest, web: WebServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    if request.param == "PostgreSQL":
        monkeypatch.setenv("DATELINE_DATABASE_URL", request.getfixturevalue("postgres_url"))
    monkeypatch.setenv("DATELINE_FETCH_ALLOW", f"127.0.0.1:{web.port}")
    return Settings.read()


@asynccontextmanager
async def operated(server: TelegramServer, services: Services, settings: BotSettings) -> AsyncIterator[AnyApplication]:
    """A bot that takes articles in, under everything that watches it."""
    with ExitStack() as stack:
        observer = await asyncio.to_thread(stack.enter_context, observed(settings))
        feeding = await asyncio.to_thread(stack.enter_context, open_feeding(services))
        application = build_application(settings, services, feeding=feeding, observer=observer)
        task = asyncio.create_task(serve(application))
        await server.connected()
        try:
            yield application
        finally:
            application.bot_data.stopping.set()
            await asyncio.wait_for(task, PATIENCE)


async def story(server: TelegramServer, services: Services, web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions, what follows them, a watch, an alert that fails at first, an editor's address, and failures."""
    reader = server.user("Zephyrinella", id=READER, username="ozymandrake_reads")
    editor = server.user("Thistlewick", id=EDITOR, username="thistle_edits")
    answer = await says(reader, f"what happened in Tal Tamr this week {VORPEL}")
    assert answer.words
    await says(reader, f"and {QUIX}?")
    panel = await says(reader, "/watch Til Temir")
    server.fail_next("sendMessage", "bad gateway")
    report(services, SHELLS)
    assert "shelling" in (await reader.next_message()).words
    assert SHELLS in (await says(reader, "what happened in Tal Tamr this week")).words
    await reader.presses("Daily", panel).answer()
    progress = await says(editor, f"/ingest http://127.0.0.1:{web.port}/story")
    await until(lambda: "added" in progress.words)
    await failures(reader, services, monkeypatch)
    await says(reader, "/mydata")


async def failures(reader: User, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that no part of the bot can answer, what libraries say, and a task of which nobody hears."""

    def fails(*_: Any, **__: Any) -> None:
        raise KeyError(f"{ZUM} asked by {READER}")

    with monkeypatch.context() as patch:
        patch.setattr(type(services.answerer), "ask", fails)
        assert "did not work" in (await says(reader, f"what happened in Tal Tamr {ZUM}")).words

    for library in ("dbos", "chromadb", "telegram.ext"):
        logging.getLogger(library).error("said by %s", library, exc_info=KeyError(f"{QUIX} {READER}"))

    async def unheard() -> None:
        raise ValueError(f"{BRAK} {READER}")

    task = asyncio.create_task(unheard())
    await asyncio.wait({task})


def durable_of(settings: Settings) -> Path | None:
    """The file of durable work; it is a schema of the same database on PostgreSQL."""
    return Path(f"{settings.data_dir / 'dateline.sqlite3'}.durable") if settings.database_url is None else None


@pytest.mark.usefixtures("in_a_hurry")
@pytest.mark.parametrize("form", LogFormat)
async def test_nothing_of_readers_stands_in_what_operators_see(
    server: TelegramServer,
    services: Services,
    settings: Settings,
    web: WebServer,
    collector: Collector,
    form: LogFormat,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listen = f"127.0.0.1:{free_port()}"
    changes = {
        "DATELINE_ADMINS": str(EDITOR),
        "DATELINE_METRICS_LISTEN": listen,
        "DATELINE_LOG_LEVEL": "debug",
        "DATELINE_LOG_FORMAT": form.value,
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.endpoint,
    }
    async with operated(server, services, bot_settings(server, "polling", **changes)):
        await story(server, services, web, monkeypatch)
        async with httpx.AsyncClient(trust_env=False) as client:
            metrics = (await client.get(f"http://{listen}/metrics")).content
            ready = (await client.get(f"http://{listen}/ready")).content
    log = capfd.readouterr()
    token = Plant("token", server.token)
    shown = {
        "log": (log.err + log.out).encode(),
        "metrics": metrics,
        "readiness": ready,
        "traces": collector.text.encode() + b"".join(request.SerializeToString() for request in collector.brought),
    }
    for where, data in shown.items():
        assert not found_in(data, [*WORDS, *NAMES, *IDS, token]), where
    everything_was_there(shown, collector, form)
    libraries_hold_no_more_than_they_need(services, settings, token)


def everything_was_there(shown: dict[str, bytes], collector: Collector, form: LogFormat) -> None:
    """What is searched is not empty: each part of the story stands in it, without its words."""
    log = shown["log"].decode()
    assert "KeyError" in log and "never retrieved" in log and "callback_query" in log
    assert log.count("was handled in") == 8 and "failed" in log
    assert all(log.count(f"said by {library}") == 1 for library in ("dbos", "chromadb", "telegram.ext"))
    if form is LogFormat.JSON:
        records = [json.loads(line) for line in log.splitlines()]
        assert {"time", "level", "logger", "message"} <= set.intersection(*(set(record) for record in records))
    metrics = shown["metrics"].decode()
    for series in ('questions_total{result="failed"} 1.0', 'errors_total{kind="internal"} 1.0', "articles 2.0",
                   'jobs{state="done"} 1.0', 'deliveries{state="sent"} 1.0'):  # fmt: skip
        assert f"dateline_{series}" in metrics, series
    names = {span.name for span in collector.spans}
    assert {"update", "question", "call", *Stage} <= names and collector.paths[0] == "/v1/traces"
    by_id = {span.span_id: span for span in collector.spans}
    parents = {(span.name, by_id[span.parent_span_id].name) for span in collector.spans if span.parent_span_id}
    assert {("question", "update"), ("understand", "question"), ("embed", "search"), ("call", "update")} <= parents


def libraries_hold_no_more_than_they_need(services: Services, settings: Settings, token: Plant) -> None:
    """Nothing of readers is in what DBOS keeps, and ids and words only where answers and alerts need them."""
    engine = services.library.engine
    found = found_in_tables(engine, [*WORDS, *NAMES, *IDS, token])
    assert {where for where, plant in found if plant.what == "id"} <= WITH_IDS
    assert {where for where, plant in found if plant.what == "word"} <= WITH_WORDS
    assert not [(where, plant) for where, plant in found if plant.what in ("name", "token")]
    assert "answers.question" in {where for where, _ in found} and "people.user_id" not in {where for where, _ in found}
    durable = durable_of(settings)
    if durable is not None:
        dbos = create_engine(f"sqlite:///{durable}")
        assert not found_in_tables(dbos, [*WORDS, *NAMES, *IDS, token])
        dbos.dispose()
        assert sqlite3.connect(durable).execute("SELECT count(*) FROM workflow_status").fetchone()[0] >= 1
    services.indexer.close()  # Chroma has written what stood in its memory before, which is blanked when it is closed
    assert not found_in_files([settings.data_dir], [*NAMES, token])
    assert not found_in_files([settings.data_dir / "chroma"], [*WORDS, *IDS])
