"""Replies arrive whatever becomes of Telegram and of the bot, and those that arrived are not sent again."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select

from bot.inbox.intake import Intake
from bot.inbox.seal import Seal
from bot.inbox.updates import Lane, NewUpdate
from bot.models import InboxRow
from bot.receiving import slots
from retrieval.library.database import read_session, write_transaction
from retrieval.services import Services
from tests.bot.fakes import CLASH, FakeLibrary, FakeServices
from tests.bot.running import running, until
from tests.flows.running.updates_scene import FAILURES, QUESTION, HeldClaims, answering, left_open, said, server
from tests.keeping import draft, keep
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE

__all__ = ["answering", "server"]


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("words", [QUESTION, "/watch Tal Tamr", "/help"])
async def test_an_answer_that_telegram_does_not_take_is_sent_again(
    server: TelegramServer, services: Services, engine: Engine, failure: str, words: str
) -> None:
    amina = server.user()
    async with running(server, services):
        server.fail_next("sendMessage", failure, times=2)  # type: ignore[arg-type]
        amina.sends(words)
        await amina.next_message()
        await until(lambda: not left_open(engine))
    assert len(said(amina)) == 1
    with read_session(engine) as session:
        (row,) = session.exec(select(InboxRow))
    assert (row.outcome, row.uncertain) == ("done", 2 if failure == "disconnected" else 0)


async def test_an_answer_of_which_nobody_knows_whether_it_arrived_is_sent_once_more_and_counted(
    server: TelegramServer, answering: FakeServices, engine: Engine
) -> None:
    amina = server.user()
    async with running(server, answering):
        server.fail_next("sendMessage", "answer lost")
        amina.sends(QUESTION)
        await amina.next_message()
        await amina.next_message()
        await until(lambda: not left_open(engine))
    with read_session(engine) as session:
        (row,) = session.exec(select(InboxRow))
    assert row.uncertain == 1 and len(said(amina)) == 2


@pytest.mark.parametrize("method", ["editMessageText", "answerCallbackQuery"])
async def test_an_edit_and_the_answer_to_a_press_are_made_again_too(
    server: TelegramServer, answering: FakeServices, method: str
) -> None:
    amina = server.user()
    async with running(server, answering):
        amina.sends("/forgetme")
        asked = await amina.next_message()
        server.fail_next(method, "bad gateway", times=2)
        press = amina.presses("Keep it", asked)
        await press.answer()
        assert (await amina.chat.next_edit(of=asked)).words == "Nothing was deleted."
    server.assert_well_behaved()


async def test_an_answer_that_telegram_asks_to_wait_for_holds_up_nobody_else(
    server: TelegramServer, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(slots.MOST, slots.Lane.SEARCH, 1)
    answering, amina, azad = FakeServices(library=FakeLibrary(engine)), server.user("Amina"), server.user("Azad")
    async with running(server, answering):
        server.fail_next("sendMessage", "too many requests", retry_after=30)
        amina.sends(QUESTION)
        await until(lambda: any(call.status == 429 for call in server.requests.of("sendMessage")))
        azad.sends(QUESTION)
        assert CLASH in (await azad.next_message()).text
        assert said(amina) == []
    server.assert_well_behaved()


async def test_what_a_stop_interrupts_is_done_after_the_next_start(
    server: TelegramServer, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering, amina = FakeServices(library=FakeLibrary(engine)), server.user("Amina")
    monkeypatch.setattr("bot.transport.persistence.PAUSES", (PATIENCE,))
    async with running(server, answering):
        server.fail_next("sendMessage", "bad gateway")
        amina.sends(QUESTION)
        amina.sends("Tal Tamr")
        await until(lambda: any(call.status == 502 for call in server.requests.of("sendMessage")))
        await until(lambda: len(left_open(engine)) == 2)
    assert len(left_open(engine)) == 2 and said(amina) == []
    async with running(server, answering):
        assert CLASH in (await amina.next_message()).text
        assert CLASH in (await amina.next_message()).text
        await until(lambda: not left_open(engine))
    assert answering.answerer.asked == [QUESTION, QUESTION, "Tal Tamr"]


async def test_what_a_stop_interrupts_while_more_is_being_claimed_is_not_begun_again_before_the_end(
    server: TelegramServer, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering, amina = FakeServices(library=FakeLibrary(engine)), server.user("Amina")
    monkeypatch.setattr("bot.transport.persistence.PAUSES", (PATIENCE,))
    claims = HeldClaims(Lane.QUICK)
    monkeypatch.setattr("bot.inbox.work.Work.claim", claims.claim)
    async with running(server, answering) as application:
        server.fail_next("sendMessage", "bad gateway")
        amina.sends(QUESTION)
        await until(lambda: any(call.status == 502 for call in server.requests.of("sendMessage")))
        await claims.held()
        application.bot_data.stopping.set()
        await until(lambda: all(row.worker is None for row in left_open(engine)))
        claims.go_on.set()
    assert answering.answerer.asked == [QUESTION] and said(amina) == []
    assert [row.attempts for row in left_open(engine)] == [0]


async def test_what_is_claimed_while_the_bot_is_told_to_stop_is_left_to_the_next_start(
    server: TelegramServer, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering, amina = FakeServices(library=FakeLibrary(engine)), server.user("Amina")
    claims = HeldClaims(Lane.SEARCH)
    with monkeypatch.context() as patched:
        patched.setattr("bot.inbox.work.Work.claim", claims.claim)
        async with running(server, answering) as application:
            await claims.held()
            amina.sends(QUESTION)
            await until(lambda: len(left_open(engine)) == 1)
            application.bot_data.stopping.set()
            claims.go_on.set()
    assert answering.answerer.asked == [] and said(amina) == []
    assert [(row.attempts, row.worker) for row in left_open(engine)] == [(0, None)]
    async with running(server, answering):
        assert CLASH in (await amina.next_message()).text


@pytest.mark.parametrize("words", [QUESTION, "/watch Tal Tamr", "/help", "/forgetme"])
async def test_what_a_kill_kept_from_being_noted_is_begun_again_and_not_sent_again(
    server: TelegramServer, services: Services, engine: Engine, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    amina = server.user()
    with monkeypatch.context() as patched:
        patched.setattr("bot.inbox.work.Work.finish", lambda *_: None)
        async with running(server, services):
            amina.sends(words)
            await amina.next_message()
            await until(lambda: bool(left_open(engine)[0].sent))
    async with running(server, services):
        await until(lambda: not left_open(engine))
    assert len(said(amina)) == 1 and len(services.watches.of_chat(amina.id)) == words.startswith("/watch")


@pytest.mark.parametrize("label", ["All dates", "Watch Kobani"])
async def test_the_buttons_of_an_answer_work_though_a_kill_kept_it_from_being_remembered(
    server: TelegramServer, services: Services, engine: Engine, monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    keep(services, draft("Shells fell on Kobani on 3 October, and a shop burned down.", date(2024, 10, 4)))
    amina = server.user()
    with monkeypatch.context() as patched:
        patched.setattr("bot.receiving.dispatcher.STOP_SECONDS", 0.0)
        patched.setattr("bot.asking.asking.remember", lambda *_: asyncio.Event().wait())
        async with running(server, services):
            amina.sends("Kobani on 3 October 2024")
            answer = await amina.next_message()
            await until(lambda: bool(left_open(engine)[0].sent))
    async with running(server, services):
        await until(lambda: not left_open(engine))
        amina.presses(label, answer)
        assert "Kobani" in (await amina.next_message()).words
    assert len(said(amina)) == 2


async def test_a_watch_that_a_kill_kept_from_being_told_is_told_as_new(
    server: TelegramServer, services: Services, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.transport.persistence.PAUSES", (PATIENCE,))
    amina = server.user()
    async with running(server, services):
        server.fail_next("sendMessage", "bad gateway")
        amina.sends("/watch Tal Tamr")
        await until(lambda: any(call.status == 502 for call in server.requests.of("sendMessage")))
        with write_transaction(engine) as session:
            session.execute(update(InboxRow).values(attempts=2))
    async with running(server, services):
        told = await amina.next_message()
    assert "Each new incident comes once" in told.words and len(services.watches.of_chat(amina.id)) == 1


async def test_an_update_by_which_the_bot_ends_each_time_is_given_up_and_said(
    server: TelegramServer, answering: FakeServices, engine: Engine
) -> None:
    amina, azad = server.user("Amina"), server.user("Azad")
    bot_id, seal = server.bot.id, Seal(server.token)
    body = {"update_id": 7, "message": amina.sends(QUESTION).to_json()}
    Intake(engine, bot_id, seal).take([NewUpdate(7, amina.id, body, Lane.SEARCH)])
    with write_transaction(engine) as session:
        session.execute(update(InboxRow).values(attempts=4))
    server.world.updates.drop()
    async with running(server, answering):
        azad.sends("Tal Tamr")
        assert CLASH in (await azad.next_message()).text
        assert (await amina.next_message()).text.startswith("This did not work")
        await until(lambda: not left_open(engine))
    assert answering.answerer.asked == ["Tal Tamr"]
