"""No update is lost, none is done twice, each chat keeps its order, and nobody waits for somebody else's flood."""

import asyncio
import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.app import build_application
from bot.inbox.intake import Intake
from bot.receiving import slots
from bot.serving import serve
from retrieval.errors import SettingsError, StoreError
from retrieval.services import Services
from tests.bot.fakes import CLASH, FakeAnswerer, FakeLibrary, FakeServices
from tests.bot.running import WAYS, bot_settings, running, until
from tests.flows.running.updates_scene import FAILURES, OWNER, QUESTION, HeldUp, answering, left_open, said, server
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE

__all__ = ["answering", "server"]


# Once


async def test_an_update_that_comes_again_after_a_restart_does_nothing(
    server: TelegramServer, answering: FakeServices
) -> None:
    amina = server.user()
    async with running(server, answering):
        amina.sends(QUESTION)
        await amina.next_message()
    async with running(server, answering):
        server.redeliver(server.updates[0]["update_id"])
        await server.delivered()
        amina.sends("Tal Tamr")
        await amina.next_message()
    assert answering.answerer.asked == [QUESTION, "Tal Tamr"]


async def test_an_update_that_comes_to_another_replica_as_well_is_answered_by_one(
    server: TelegramServer, answering: FakeServices
) -> None:
    amina = server.user()
    async with running(server, answering, "webhook"):
        amina.sends(QUESTION)
        await amina.next_message()
        async with running(server, answering, "webhook"):
            server.redeliver(server.updates[0]["update_id"])
            await server.delivered()
            amina.sends("Tal Tamr")
            await amina.next_message()
    assert answering.answerer.asked == [QUESTION, "Tal Tamr"]


# Polling


async def test_a_token_that_is_refused_once_is_tried_again_and_owners_are_told(
    server: TelegramServer, answering: FakeServices
) -> None:
    owner, amina = server.user(id=OWNER), server.user()
    owner.started = True
    async with running(server, answering, DATELINE_ADMINS=str(OWNER)):
        server.fail_next("getUpdates", "unauthorized", times=2)
        amina.sends("wakes the poll that waits")
        await until(lambda: [call.status for call in server.requests.of("getUpdates")].count(401) == 2)
        amina.sends(QUESTION)
        await amina.next_message()
        assert CLASH in (await amina.next_message()).text
        assert "refused this bot’s token for a while" in (await owner.next_message()).text


async def test_a_token_that_stays_refused_ends_the_bot_with_an_error(
    server: TelegramServer, answering: FakeServices
) -> None:
    task = asyncio.create_task(serve(build_application(bot_settings(server), answering)))
    await server.connected()
    server.fail_next("getUpdates", "unauthorized", times=1000)
    server.user().sends("wakes the poll that waits")
    with pytest.raises(SettingsError, match="TELEGRAM_TOKEN is refused"):
        await asyncio.wait_for(task, PATIENCE)


@pytest.mark.parametrize("failure", ["too many requests", *FAILURES, "answer lost"])
async def test_a_poll_that_fails_is_repeated_and_nothing_is_lost(
    server: TelegramServer, answering: FakeServices, failure: str
) -> None:
    amina = server.user()
    async with running(server, answering):
        server.fail_next("getUpdates", failure, times=2, retry_after=0)  # type: ignore[arg-type]
        for words in ("Tal Tamr", QUESTION):
            amina.sends(words)
            await amina.next_message()
    assert answering.answerer.asked == ["Tal Tamr", QUESTION]


async def test_a_poll_confirms_only_what_is_kept(
    server: TelegramServer, answering: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = StoreError("away")

    def take(*_: object) -> None:
        raise trouble

    def away(_: object) -> None:
        raise trouble

    amina = server.user()
    async with running(server, answering):
        with monkeypatch.context() as patched:
            patched.setattr(Intake, "take", take)
            patched.setattr("bot.receiving.receiver.Receiver._raise_if_away", away)
            amina.sends(QUESTION)
            polls = len(server.requests.of("getUpdates"))
            await until(lambda: len(server.requests.of("getUpdates")) > polls + 2)
            assert len(server.world.updates.pending) == 1 and said(amina) == []
        assert CLASH in (await amina.next_message()).text
        await server.delivered()


async def test_a_background_task_that_dies_ends_the_bot_with_its_error(
    server: TelegramServer, answering: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a slip")

    monkeypatch.setattr("bot.receiving.poller.Poller.run", fail)
    with pytest.raises(RuntimeError, match="a slip"):
        await asyncio.wait_for(serve(build_application(bot_settings(server), answering)), PATIENCE)


# Order


@pytest.mark.parametrize("way", WAYS)
async def test_what_one_reader_sends_at_once_is_done_in_its_order(
    server: TelegramServer, services: Services, way: str
) -> None:
    amina = server.user()
    async with running(server, services, way):
        for words in (QUESTION, "/watch Tal Tamr", "/watches", "/forgetme", "/new", "and in Tal Tamr?", "/help"):
            amina.sends(words)
        answers = [(await amina.next_message()).words for _ in range(7)]
        amina.presses(
            "Delete everything", next(one for one in amina.chat.messages if "Delete everything" in one.buttons)
        )
        amina.sends("/mydata")
        kept = (await amina.next_message()).words
    assert answers[0].startswith("Sere Kaniye") and "Each new incident comes once" in answers[1]
    assert "Tal Tamr" in answers[2] and answers[3].startswith("Delete all watches")
    assert answers[4] == "The next question stands on its own." and "/watch" in answers[6]
    assert answers[5].startswith("Tal Tamr") and "all dates" in answers[5]
    assert "0 watches" in kept or kept.startswith("Nothing is kept")


async def test_one_readers_question_holds_up_nobody_else_and_help_needs_no_free_place(
    server: TelegramServer, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(slots.MOST, slots.Lane.SEARCH, 2)
    answerer = HeldUp()
    people = [server.user(f"Reader {number}") for number in range(5)]
    async with running(server, FakeServices(answerer, FakeLibrary(engine))):
        for person in people[:4]:
            person.sends(QUESTION)
        people[4].sends("/help")
        assert "It writes nothing about events itself." in (await people[4].next_message()).text
        answerer.go_on.set()
        for person in people[:4]:
            assert CLASH in (await person.next_message()).text


async def test_who_asks_400_things_at_once_is_told_kindly_and_others_notice_nothing(
    server: TelegramServer, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(slots.MOST, slots.Lane.SEARCH, 1)
    answerer = HeldUp()
    flooder, amina = server.user("Baran"), server.user("Amina")
    async with running(server, FakeServices(answerer, FakeLibrary(engine))):
        for number in range(400):
            flooder.sends(f"question {number}")
        amina.sends(QUESTION)
        await server.delivered()
        answerer.go_on.set()
        await amina.next_message()
        answered_before = answerer.asked.index(QUESTION)
        await until(lambda: not left_open(engine))
    assert answered_before <= 2
    told = Counter("left out" in words for words in said(flooder))
    assert told[True] == 1 and told[False] == 5
    assert answerer.asked.count(QUESTION) == 1 and len(answerer.asked) == 6


async def test_posts_that_an_editor_passes_on_are_none_of_too_many_questions(
    server: TelegramServer, engine: Engine
) -> None:
    answerer, editor = FakeAnswerer(), server.user(id=OWNER)
    async with running(server, FakeServices(answerer, FakeLibrary(engine)), DATELINE_ADMINS=str(OWNER)):
        for number in range(30):
            editor.forwards(f"post {number}", "somebody")
        await until(lambda: len(answerer.asked) == 30)
        await until(lambda: not left_open(engine))
    assert not any("left out" in words or "ask again" in words for words in said(editor))


async def test_a_press_that_nobody_waits_for_any_more_is_dropped(
    server: TelegramServer, answering: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.receiving.dispatcher.LONGEST_PRESS", timedelta(0))
    amina = server.user()
    async with running(server, answering):
        amina.sends(QUESTION)
        answer = await amina.next_message()
        amina.presses("Last 30 days", answer)
        amina.sends("/help")
        await amina.next_message()
    assert answering.answerer.calls == []


# Waiting


async def test_a_question_that_comes_while_the_model_loads_is_told_so_once_and_answered(
    server: TelegramServer, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.receiving.waiting.AT_START", 0.0)
    monkeypatch.setattr("bot.receiving.waiting.SECONDS", 0.02)
    loaded = threading.Event()

    class Loading(FakeServices):
        def warm_up(self) -> None:
            assert loaded.wait(PATIENCE)

    amina = server.user()
    async with running(server, Loading(library=FakeLibrary(engine))):
        amina.sends(QUESTION)
        amina.sends("Tal Tamr")
        assert "just starting" in (await amina.next_message()).text
        loaded.set()
        assert CLASH in (await amina.next_message()).text
        assert CLASH in (await amina.next_message()).text
    assert len(said(amina)) == 3
