"""No update is lost, none is done twice, each chat keeps its order, and nobody waits for somebody else's flood."""

import asyncio
import sqlite3
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select

from bot.app import build_application
from bot.inbox.intake import Intake
from bot.inbox.seal import Seal
from bot.inbox.updates import Lane, NewUpdate
from bot.models import InboxRow
from bot.receiving import slots
from bot.serving import serve
from retrieval.answers import Answer
from retrieval.errors import SettingsError, StoreError, StoreFullError
from retrieval.library.database import read_session, write_transaction
from retrieval.services import Services
from tests.bot.fakes import CLASH, FakeAnswerer, FakeLibrary, FakeServices
from tests.bot.running import WAYS, bot_settings, running, until
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE
from tests.telegram.people.users import User

OWNER = 4711
QUESTION = "what happened in Sere Kaniye this week"
FAILURES = ("bad gateway", "server error", "disconnected")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def answering(engine: Engine) -> FakeServices:
    """An invented answer to every question, on an empty library."""
    return FakeServices(library=FakeLibrary(engine))


class HeldUp(FakeAnswerer):
    """Answers nothing before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def ask(self, text: str, **kwargs: object) -> Answer:
        assert self.go_on.wait(PATIENCE)
        return super().ask(text, **kwargs)  # type: ignore[arg-type]


def said(person: User) -> list[str]:
    """What the bot has said to somebody."""
    return [message.words for message in person.chat.messages if message.sender is not person]


def left_open(engine: Engine) -> list[InboxRow]:
    with read_session(engine) as session:
        return [row for row in session.exec(select(InboxRow)) if row.done_at is None]


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
    answerer, amina = FakeAnswerer(), server.user()
    async with running(server, FakeServices(answerer, FakeLibrary(engine))):
        for number in range(30):
            amina.forwards(f"post {number}", "somebody")
        await until(lambda: len(answerer.asked) == 30)
        await until(lambda: not left_open(engine))
    assert not any("left out" in words for words in said(amina))


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


# Replies


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
    assert len(left_open(engine)) == 2 and said(amina) == []
    async with running(server, answering):
        assert CLASH in (await amina.next_message()).text
        assert CLASH in (await amina.next_message()).text
        await until(lambda: not left_open(engine))
    assert answering.answerer.asked == [QUESTION, QUESTION, "Tal Tamr"]


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


# A library in trouble


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
    for module in ("bot.inbox.intake", "bot.inbox.work", "retrieval.library.late_writes"):
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
