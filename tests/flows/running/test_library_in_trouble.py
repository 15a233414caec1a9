"""A library that is full, busy or away for a moment keeps no question from being answered."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlmodel import select

from bot.models import InboxRow
from retrieval.answers import Answer
from retrieval.errors import StoreError, StoreFullError
from retrieval.library.database import read_session
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from tests.bot.fakes import CLASH, FakeAnswerer, FakeLibrary, FakeServices
from tests.bot.running import WAYS, running, until
from tests.fakes import WordEmbedder
from tests.flows.running.updates_scene import OWNER, QUESTION, answering, left_open, said, server
from tests.keeping import draft, keep
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE

__all__ = ["answering", "server"]


@contextmanager
def unwritable(monkeypatch: pytest.MonkeyPatch, error: StoreError) -> Iterator[None]:
    """Nothing can be written for the length of the block."""

    def refuse(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        for module in ("bot.inbox.intake", "bot.inbox.work"):
            patched.setattr(f"{module}.write_transaction", refuse)
        yield


@pytest.mark.parametrize("way", WAYS)
async def test_a_full_disk_keeps_no_question_from_being_answered_once_and_owners_are_told_once(
    server: TelegramServer, answering: FakeServices, engine: Engine, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    owner, amina = server.user(id=OWNER), server.user()
    owner.started = True
    async with running(server, answering, way, DATELINE_ADMINS=str(OWNER)):
        with unwritable(monkeypatch, StoreFullError("no room left")):
            for words in (QUESTION, "Tal Tamr"):
                amina.sends(words)
                assert CLASH in (await amina.next_message()).text
            await server.delivered()
        amina.sends("Kobani")
        await amina.next_message()
        server.redeliver(server.updates[0]["update_id"])
        await server.delivered()
        amina.sends("/help")
        await amina.next_message()
        await until(lambda: not left_open(engine))
    assert answering.answerer.asked == [QUESTION, "Tal Tamr", "Kobani"]
    assert ["no room left" in words for words in said(owner)] == [True]
    with read_session(engine) as session:
        assert len(session.exec(select(InboxRow)).all()) == 4


@pytest.mark.parametrize("way", WAYS)
async def test_while_another_process_keeps_the_library_busy_questions_are_answered_and_noted_later(
    server: TelegramServer, services: Services, engine: Engine, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    for module in ("bot.inbox.intake", "bot.inbox.work", "retrieval.library.answered.late_writes"):
        monkeypatch.setattr(f"{module}.PATIENCE", 0.01)
    amina = server.user()
    async with running(server, services, way):
        await asyncio.to_thread(services.catch_up)
        with sqlite3.connect(str(engine.url.database), isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            for place in ("Kobani", "Tal Tamr"):
                amina.sends(place)
                answer = await amina.next_message()
                assert answer.words.startswith(place)
            other.execute("ROLLBACK")
        await until(lambda: services.dialogues.shown_in(amina.id, answer.id) is not None)
        amina.sends("last month?")
        assert (await amina.next_message()).words.startswith("Tal Tamr")
        await until(lambda: not left_open(engine))
    assert len(said(amina)) == 3
    server.assert_well_behaved()


@pytest.mark.parametrize("label", ["Last 30 days", "Watch Kobani"])
async def test_while_the_library_is_busy_a_press_is_told_to_try_again_and_works_then(
    server: TelegramServer, services: Services, engine: Engine, monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    for module in ("bot.inbox.intake", "bot.inbox.work", "retrieval.library.answered.late_writes"):
        monkeypatch.setattr(f"{module}.PATIENCE", 0.01)
    keep(services, draft("Shells fell on Kobani on Friday, residents said."))
    amina = server.user()
    async with running(server, services):
        with sqlite3.connect(str(engine.url.database), isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            amina.sends("what happened in Kobani this week")
            answer = await amina.next_message()
            told = await amina.presses(label, answer).answer()
            other.execute("ROLLBACK")
        await until(lambda: services.dialogues.shown_in(amina.id, answer.id) is not None)
        again = await amina.presses(label, answer).answer()
        await amina.next_message()
    assert told.text == "The library is busy for a moment. Press again in a few seconds." and not again.text
    server.assert_well_behaved()


async def test_a_press_is_acknowledged_before_its_answer_is_looked_up(server: TelegramServer, engine: Engine) -> None:
    class HeldUpMore(FakeAnswerer):
        go_on = threading.Event()

        def widen(self, *args: object, **kwargs: object) -> Answer:
            assert self.go_on.wait(PATIENCE)
            return super().widen(*args, **kwargs)  # type: ignore[arg-type]

    answerer, amina = HeldUpMore(), server.user()
    async with running(server, FakeServices(answerer, FakeLibrary(engine))):
        amina.sends(QUESTION)
        press = amina.presses("Last 30 days", await amina.next_message())
        await press.answer()
        assert answerer.calls == []
        answerer.go_on.set()
        await amina.next_message()
    server.assert_well_behaved()


async def test_a_library_that_is_away_for_a_moment_costs_a_moment(
    server: TelegramServer, answering: FakeServices
) -> None:
    answerer, amina = answering.answerer, server.user()
    answerer.error = StoreError("the server closed the connection")
    async with running(server, answering):
        amina.sends(QUESTION)
        await until(lambda: len(answerer.asked) > 2)
        answerer.error = None
        assert CLASH in (await amina.next_message()).text
    assert len(said(amina)) == 1


async def test_a_library_that_stays_away_is_said_after_a_while(
    server: TelegramServer, answering: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.transport.failures.STORE_PATIENCE", timedelta(seconds=0.2))
    amina = server.user()
    answering.answerer.error = StoreError("the server closed the connection")
    async with running(server, answering):
        amina.sends(QUESTION)
        assert (await amina.next_message()).text.startswith("This did not work")


async def test_a_database_that_ends_its_connections_while_somebody_asks_costs_a_moment(
    server: TelegramServer, postgres_url: str, tmp_path: Path, small_region: None
) -> None:
    settings = Settings.read(DATELINE_DATABASE_URL=postgres_url, DATELINE_DATA_DIR=tmp_path)
    amina, database = server.user(), make_url(postgres_url)
    end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    url = database.set(drivername="postgresql").render_as_string(hide_password=False)
    with (
        psycopg.connect(url, autocommit=True) as connection,
        open_services(settings, embedder=WordEmbedder(), check_model=False) as services,
    ):
        async with running(server, services, "webhook"):
            for number in range(1, 5):
                amina.sends(f"Kobani on {number} October 2024")
                await asyncio.sleep(0)
                connection.execute(end, [database.database])
            answers = [(await amina.next_message()).words for _ in range(4)]
            await until(lambda: not left_open(services.library.engine))
    assert [words.split(" Oct")[0].rsplit(" ", 1)[1] for words in answers] == [str(number) for number in range(1, 5)]
