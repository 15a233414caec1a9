"""Questions in four languages over Telegram: the frame and its buttons speak the language of the question."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.bot.fakes import CLASH, FakeAnswerer, FakeServices, answered, clash, killing
from tests.bot.running import running
from tests.telegram import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.mark.parametrize(
    ("question", "counts", "more", "next_counts"),
    [
        ("what happened in Sere Kaniye this week", "Incident 1 of 9 · 2 publishers", "More",
         "Incident 2 of 9 · 1 publisher"),
        ("شو صار برأس العين هالأسبوع", "الحادث 1 من 9 · ناشران", "المزيد", "الحادث 2 من 9 · ناشر واحد"),
        ("vê hefteyê li Serê Kaniyê çi bû", "Bûyer 1 / 9 · 2 weşanger", "Zêdetir", "Bûyer 2 / 9 · 1 weşanger"),
        ("Bu hafta Resulayn'da ne oldu?", "Olay 1 / 9 · 2 yayıncı", "Devamı", "Olay 2 / 9 · 1 yayıncı"),
    ],
)  # fmt: skip
async def test_an_answer_and_what_its_buttons_bring_are_in_the_language_of_the_question(
    server: TelegramServer, question: str, counts: str, more: str, next_counts: str
) -> None:
    first = answered(clash(), total=9)
    answerer = FakeAnswerer(first, further=replace(answered(killing(), first=1, total=9), question=question))
    amina = server.user(language_code="de")
    async with running(server, FakeServices(answerer)):
        amina.sends(question)
        answer = await amina.next_message()
        press = amina.presses(more, answer)
        further = await amina.next_message()
        await press.answer()
    assert answer.text.split("\n")[1] == counts
    assert CLASH in answer.text.split("\n")
    assert further.text.split("\n")[1] == next_counts
    server.assert_well_behaved()


@pytest.mark.parametrize(("code", "word"), [("ar", "حادث"), ("tr", "Olay"), ("ku", "Bûyer"), (None, "Incident")])
async def test_a_mere_name_is_answered_in_the_language_of_the_readers_telegram(
    server: TelegramServer, code: str | None, word: str
) -> None:
    amina = server.user(language_code=code)
    async with running(server, FakeServices(FakeAnswerer(answered(clash(), total=9)))):
        amina.sends("Kobani")
        assert word in (await amina.next_message()).text.split("\n")[1]
    server.assert_well_behaved()


async def test_commands_and_descriptions_are_listed_in_every_language_and_in_english_for_all_others(
    server: TelegramServer,
) -> None:
    async with running(server, FakeServices()):
        pass
    calls = server.requests.of("setMyCommands")
    described = {call.params.get("language_code"): call.params["commands"][0]["description"] for call in calls}
    assert set(described) == {None, "ar", "en", "ku", "tr"}
    assert described[None] == described["en"] and len(set(described.values())) == 4
    assert len(server.requests.of("setMyDescription")) == len(server.requests.of("setMyShortDescription")) == 5
    server.assert_well_behaved()


async def test_the_greeting_and_its_examples_are_in_the_readers_language(server: TelegramServer) -> None:
    answerer = FakeAnswerer()
    amina = server.user(language_code="ku")
    async with running(server, FakeServices(answerer)):
        amina.sends("/start")
        greeting = await amina.next_message()
        press = amina.presses("Vê hefteyê li Serê Kaniyê çi bû?", greeting)
        answer = await amina.next_message()
        await press.answer()
    assert greeting.text.startswith("Dateline bersiva pirsên")
    assert answer.text.split("\n")[1] == "2 bûyer · 3 weşanger"
    server.assert_well_behaved()
