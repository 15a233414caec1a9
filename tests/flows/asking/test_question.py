"""A question asked over Telegram, from the first greeting to the last button."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from retrieval.errors import QuestionError
from retrieval.questions.widening import Widening
from retrieval.understood import Doubt
from tests.bot.fakes import (
    CLASH,
    KILLING,
    TAL_TAMR,
    TELL_TAMR,
    FakeAnswerer,
    FakeServices,
    answered,
    clash,
    excerpt,
    incident,
    killing,
    silent,
    unclear,
)
from tests.bot.running import WAYS, running
from tests.telegram import TelegramServer

QUESTION = "what happened in Sere Kaniye this week"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.mark.parametrize("way", WAYS)
async def test_a_question_is_answered_with_quotations_links_and_buttons(server: TelegramServer, way: str) -> None:
    answerer = FakeAnswerer(further=silent())
    amina = server.user()
    async with running(server, FakeServices(answerer), way):
        amina.sends(QUESTION)
        answer = await amina.next_message()
        assert await amina.chat.next_action() == "typing"
        press = amina.presses("Last 30 days", answer)
        wider = await amina.next_message()
        await press.answer()
    assert answerer.asked == [QUESTION]
    assert answer.text.startswith("Sere Kaniye (Ras al-Ain, Hasakah) · Mon 11 – Sun 17 Nov 2024\n2 incidents")
    assert CLASH in answer.text and "Reports differ: 8 killed (North Wire), 5 killed (Jazira Post)" in answer.text
    assert wider.text.startswith("Tal Tamr (Hasakah)")
    assert answerer.calls == [("widen", "A7F3Q2", Widening.LAST_30_DAYS)]
    server.assert_well_behaved()


@pytest.mark.parametrize("way", WAYS)
async def test_an_update_that_is_delivered_twice_is_answered_once(server: TelegramServer, way: str) -> None:
    answerer = FakeAnswerer()
    amina = server.user()
    async with running(server, FakeServices(answerer), way):
        amina.sends(QUESTION)
        await amina.next_message()
        server.redeliver(server.updates[0]["update_id"])
        amina.sends("and again")
        await amina.next_message()
    assert answerer.asked == [QUESTION, "and again"]


async def test_start_greets_with_three_questions_that_a_tap_asks(server: TelegramServer) -> None:
    answerer = FakeAnswerer()
    amina = server.user()
    async with running(server, FakeServices(answerer)):
        amina.starts()
        greeting = await amina.next_message()
        examples = greeting.buttons
        amina.presses(examples[2], greeting)
        answer = await amina.next_message()
    assert len(examples) == 3
    assert "word-for-word quotations" in greeting.text
    assert answerer.asked == [examples[2]]
    assert CLASH in answer.text
    server.assert_well_behaved()


async def test_help_says_what_the_bot_does_not_do(server: TelegramServer) -> None:
    amina = server.user()
    async with running(server, FakeServices()):
        amina.sends("/help")
        help_text = (await amina.next_message()).text
    assert "It writes nothing about events itself." in help_text
    assert f"@{server.bot.username}" in help_text
    assert "/new forgets the questions before." in help_text


async def test_the_commands_are_listed_when_the_bot_starts(server: TelegramServer) -> None:
    async with running(server, FakeServices()):
        pass
    listed = server.requests.of("setMyCommands")[0].params["commands"]
    assert [command["command"] for command in listed] == [
        "ask", "watch", "watches", "mute", "quiet", "timezone", "week", "mydata", "forgetme", "new", "help",
    ]  # fmt: skip


async def test_more_shows_the_incidents_after_those_that_were_shown(server: TelegramServer) -> None:
    first = answered(clash(), total=2)
    answerer = FakeAnswerer(first, further=answered(killing(), first=1, total=2))
    amina = server.user()
    async with running(server, FakeServices(answerer)):
        amina.sends(QUESTION)
        amina.presses("More", await amina.next_message())
        second = await amina.next_message()
    assert answerer.calls == [("more", "A7F3Q2", 1)]
    assert "Incident 2 of 2" in second.text and KILLING in second.text
    server.assert_well_behaved()


async def test_another_place_of_the_name_can_be_chosen(server: TelegramServer) -> None:
    read = replace(TAL_TAMR, matched="Tal Tamer", also=(TELL_TAMR,))
    first = silent(understood=replace(silent().understood, places=(read,)))
    answerer = FakeAnswerer(first)
    amina = server.user()
    async with running(server, FakeServices(answerer)):
        amina.sends("Tal Tamer this week")
        answer = await amina.next_message()
        amina.presses("Raqqa", answer)
        await amina.next_message()
    assert "“Tal Tamer” read as Tal Tamr (Hasakah). Meant Tell Tamr (Raqqa)?" in answer.text
    assert answerer.calls == [("choose", "B2K9M4", "place:telltamr")]


async def test_a_button_of_a_forgotten_answer_says_so_quietly(server: TelegramServer) -> None:
    answerer = FakeAnswerer()
    amina = server.user()
    async with running(server, FakeServices(answerer)):
        amina.sends(QUESTION)
        answer = await amina.next_message()
        answerer.error = QuestionError("forgotten")
        note = await amina.presses("Last 30 days", answer).answer()
    assert note.text == "This answer is no longer kept. Send the question again."
    assert len(server.requests.of("sendMessage")) == 1


async def test_a_forged_button_is_not_obeyed(server: TelegramServer) -> None:
    answerer = FakeAnswerer()
    amina = server.user()
    async with running(server, FakeServices(answerer)):
        amina.sends(QUESTION)
        answer = await amina.next_message()
        for data in ("drop:tables", "wide:A7F3Q2:century", "more:A7F3Q2:-1"):
            assert (await amina.presses(data, answer, forged=True).answer()).text
    assert answerer.calls == []


async def test_a_button_that_was_pressed_too_long_ago_is_still_answered(server: TelegramServer) -> None:
    amina = server.user()
    async with running(server, FakeServices(FakeAnswerer(further=silent()))):
        amina.sends(QUESTION)
        answer = await amina.next_message()
        amina.presses("Last 30 days", answer).expires()
        assert (await amina.next_message()).text.startswith("Tal Tamr")


async def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(server: TelegramServer) -> None:
    answerer = FakeAnswerer()
    amina, baran = server.user(), server.user("Baran")
    server.bot.privacy = False
    group = server.supergroup("Desk", amina, baran)
    async with running(server, FakeServices(answerer)):
        amina.sends("has anyone eaten", group)
        asked = baran.sends(f"@{server.bot.username} Sere Kaniye this week?", group)
        answer = await group.next_message()
        amina.sends("and in Kobani", group, reply_to=answer)
        await group.next_message()
        amina.sends("/ask Tal Tamr since Friday", group)
        await group.next_message()
    assert answerer.asked == ["Sere Kaniye this week?", "and in Kobani", "Tal Tamr since Friday"]
    assert answer.reply_to is asked
    server.assert_well_behaved()


async def test_ask_without_words_asks_what_it_replies_to(server: TelegramServer) -> None:
    answerer = FakeAnswerer()
    amina, baran = server.user(), server.user("Baran")
    server.bot.privacy = False
    group = server.supergroup("Desk", amina, baran)
    async with running(server, FakeServices(answerer)):
        question = amina.sends("anything from Tal Tamr?", group)
        baran.sends("/ask", group, reply_to=question)
        await group.next_message()
    assert answerer.asked == ["anything from Tal Tamr?"]


async def test_two_readers_do_not_wait_for_each_other(server: TelegramServer) -> None:
    amina, baran = server.user(), server.user("Baran")
    answerer = SlowDesk()
    async with running(server, FakeServices(answerer)):
        amina.sends("slow")
        await asyncio.to_thread(answerer.begun.wait)
        baran.sends("quick")
        assert CLASH in (await baran.next_message()).text
        answerer.go_on.set()
        assert CLASH in (await amina.next_message()).text


async def test_a_question_that_comes_before_the_model_is_loaded_waits_for_it_and_help_does_not(
    server: TelegramServer,
) -> None:
    services = SlowStart()
    amina, azad = server.user("Amina"), server.user("Azad")
    async with running(server, services):
        amina.sends(QUESTION)
        azad.sends("/help")
        await azad.next_message()
        assert services.answerer.asked == []
        services.loaded.set()
        assert CLASH in (await amina.next_message()).text


async def test_what_is_being_answered_when_the_bot_is_stopped_is_answered_first(
    server: TelegramServer,
) -> None:
    amina = server.user()
    answerer = SlowDesk()
    async with running(server, FakeServices(answerer)) as application:
        amina.sends("slow")
        await asyncio.to_thread(answerer.begun.wait)
        application.bot_data.stopping.set()
        answerer.go_on.set()
    assert CLASH in (await amina.next_message()).text


async def test_an_error_gets_one_calm_sentence_and_its_words_stay_out_of_the_log(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    answerer = FakeAnswerer(error=RuntimeError(f"no luck with {QUESTION}"))
    amina = server.user()
    async with running(server, FakeServices(answerer)):
        amina.sends(QUESTION)
        answer = await amina.next_message()
    assert answer.text == "This did not work, and it has been noted. Please try again in a while."
    assert "RuntimeError" in caplog.text and "in ask" in caplog.text
    assert "Sere Kaniye" not in caplog.text and str(amina.id) not in caplog.text


async def test_an_error_behind_a_button_is_said_although_the_press_was_acknowledged(server: TelegramServer) -> None:
    answerer = FakeAnswerer()
    amina = server.user()
    async with running(server, FakeServices(answerer)):
        amina.sends(QUESTION)
        answer = await amina.next_message()
        answerer.error = RuntimeError("a slip")
        press = amina.presses("Last 30 days", answer)
        assert (await press.answer()).text == ""
        assert (await amina.next_message()).text.startswith("This did not work")
    server.assert_well_behaved()


async def test_a_pause_that_telegram_asks_for_is_kept_and_the_answer_sent_again(
    server: TelegramServer,
) -> None:
    amina = server.user()
    async with running(server, FakeServices()):
        server.fail_next("sendMessage", "too many requests", retry_after=1)
        amina.sends(QUESTION)
        assert CLASH in (await amina.next_message()).text
    server.assert_well_behaved()


async def test_a_reader_who_blocks_the_bot_is_left_alone(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    amina = server.user()
    async with running(server, FakeServices()):
        server.fail_next("sendMessage", "blocked")
        amina.sends(QUESTION)
        amina.sends("another question")
        await amina.next_message()
    assert len(server.requests.of("sendMessage")) == 2
    assert "ERROR" not in caplog.text


async def test_an_answer_follows_a_group_that_has_moved(server: TelegramServer) -> None:
    amina = server.user()
    server.bot.privacy = False
    group = server.group("Desk", amina)
    answerer = SlowDesk()
    async with running(server, FakeServices(answerer)):
        amina.sends("/ask slow", group)
        await asyncio.to_thread(answerer.begun.wait)
        moved = group.upgrades()
        answerer.go_on.set()
        assert CLASH in (await moved.next_message()).text


async def test_a_long_answer_comes_as_several_messages_with_the_buttons_below_the_last(
    server: TelegramServer,
) -> None:
    long = [incident(excerpt("The market street was closed for the day. " * 60)) for _ in range(5)]
    amina = server.user()
    async with running(server, FakeServices(FakeAnswerer(answered(*long)))):
        amina.sends(QUESTION)
        messages = [await amina.next_message() for _ in range(5)]
    assert [bool(message.buttons) for message in messages] == [False] * 4 + [True]
    server.assert_well_behaved()


@pytest.mark.parametrize(
    ("doubt", "sentence"),
    [
        ((Doubt.EMPTY, ""), "There are no words in this."),
        ((Doubt.TOO_LONG, ""), "This is too long for a question."),
        ((Doubt.NOTHING_TO_SEARCH, ""), "There is nothing to look up in this."),
        ((Doubt.UNKNOWN_PLACE, "Xyzabad"), "“Xyzabad” is not a place that is known here."),
    ],
)
async def test_what_cannot_be_asked_gets_one_sentence(
    server: TelegramServer, doubt: tuple[Doubt, str], sentence: str
) -> None:
    amina = server.user()
    async with running(server, FakeServices(FakeAnswerer(unclear(doubt)))):
        amina.sends("🤷")
        assert (await amina.next_message()).text.startswith(sentence)


async def test_photos_and_unknown_commands_are_told_how_to_ask(server: TelegramServer) -> None:
    amina = server.user()
    async with running(server, FakeServices()):
        amina.sends_document(b"a voice", "voice.ogg")
        assert "Files are taken in from the editors" in (await amina.next_message()).text
        amina.sends("/subscribe")
        assert "There is no such command." in (await amina.next_message()).text


class SlowDesk(FakeAnswerer):
    """Holds a slow question until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def ask(self, text: str, **kwargs: object):  # type: ignore[no-untyped-def, override]
        if text == "slow":
            self.begun.set()
            self.go_on.wait(10)
        return super().ask(text, **kwargs)  # type: ignore[arg-type]


class SlowStart(FakeServices):
    """Holds the model until it is told to load."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded = threading.Event()

    def warm_up(self) -> None:
        self.loaded.wait(10)
