"""Questions that are no plain message: captions, albums, corrected ones, commands without words, small talk."""

from collections.abc import AsyncIterator

import pytest

from retrieval.services import Services
from tests.bot.fakes import CLASH, FakeAnswerer, FakeServices, answered, clash, killing
from tests.bot.running import WAYS, running
from tests.keeping import draft, keep
from tests.telegram import TelegramServer

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
REFUSAL = "Pictures cannot be read here."


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


async def test_a_caption_is_a_question(server: TelegramServer) -> None:
    answerer, amina = FakeAnswerer(), server.user()
    async with running(server, FakeServices(answerer)):
        amina.sends_photo(PICTURE, caption="what happened in Tal Tamr https://example.org")
        assert CLASH in (await amina.next_message()).text
    assert answerer.asked == ["what happened in Tal Tamr"]


async def test_a_caption_that_names_the_bot_is_a_question_in_a_group(server: TelegramServer) -> None:
    answerer, amina = FakeAnswerer(), server.user()
    group = server.group("Desk", amina)
    async with running(server, FakeServices(answerer)):
        file = server.world.files.add(b"", "photos", ".jpg").to_json()
        caption = f"@{server.bot.username} Kobani"
        amina._sends_content({"photo": [{**file, "width": 1, "height": 1}]}, group, caption)
        assert CLASH in (await group.next_message()).text
    assert answerer.asked == ["Kobani"]


@pytest.mark.parametrize(("captions", "asked", "refused"), [
    (["", "", ""], [], 1), (["Kobani", "", ""], ["Kobani"], 0),
])  # fmt: skip
async def test_an_album_gets_one_answer(
    server: TelegramServer, captions: list[str], asked: list[str], refused: int
) -> None:
    answerer, amina = FakeAnswerer(), server.user()
    async with running(server, FakeServices(answerer)):
        amina.sends_album(captions)
        amina.sends("Tal Tamr")
        while CLASH not in (told := await amina.next_message()).text or len(answerer.asked) <= len(asked):
            pass
    assert answerer.asked == [*asked, "Tal Tamr"] and CLASH in told.text
    assert sum(REFUSAL in message.words for message in amina.chat.messages) == refused


@pytest.mark.parametrize("way", WAYS)
async def test_a_question_that_is_corrected_is_answered_in_the_same_message(
    server: TelegramServer, services: Services, way: str
) -> None:
    keep(services, draft("Shells fell on Tal Tamr on 15 November, a medic said."))
    keep(services, draft("A bridge near Kobani was closed on 15 November, drivers said."))
    amina = server.user()
    async with running(server, services, way):
        amina.sends("Tal Tamr this week")
        await amina.next_message()
        asked = amina.sends("and in Kobane?")
        answer = await amina.next_message()
        amina.edits(asked, "and in Tal Tamr?")
        corrected = await amina.chat.next_edit(of=answer)
        amina.sends("last month?")
        follow_up = await amina.next_message()
    assert corrected.words.startswith("Tal Tamr") and "Shells fell" in corrected.words and "this" not in corrected.words
    assert "11 – " in corrected.words.split("\n")[0]
    assert follow_up.words.startswith("Tal Tamr")
    assert len([message for message in amina.chat.messages if message.sender is server.bot]) == 3
    server.assert_well_behaved()


async def test_an_answer_of_another_length_takes_as_many_messages_as_it_needs(server: TelegramServer) -> None:
    long = answered(*[clash(), killing()] * 12)
    answerer, amina = FakeAnswerer(long), server.user()
    async with running(server, FakeServices(answerer)):
        asked = amina.sends("Kobani")
        first = await amina.next_message()
        while not first.buttons:
            first = await amina.next_message()
        before = [message for message in amina.chat.messages if message.sender is server.bot]
        answerer.answer = answered(clash())
        amina.edits(asked, "Tal Tamr")
        await amina.chat.next_edit(of=before[0])
        amina.sends("/help")
        await amina.next_message()
    left = [message for message in before if not message.deleted]
    assert len(before) > 1 and left == before[:1]


async def test_an_edit_of_what_had_no_answer_does_nothing(server: TelegramServer) -> None:
    answerer, amina = FakeAnswerer(), server.user()
    async with running(server, FakeServices(answerer)):
        command = amina.sends("/new")
        await amina.next_message()
        amina.edits(command, "Kobani")
        amina.sends("/help")
        assert "It writes nothing about events itself." in (await amina.next_message()).text
    assert answerer.asked == []


async def test_ask_without_words_asks_back_and_takes_the_reply(server: TelegramServer) -> None:
    answerer, amina = FakeAnswerer(), server.user()
    group = server.group("Desk", amina)
    async with running(server, FakeServices(answerer)):
        amina.sends(f"/ask@{server.bot.username}", group)
        back = await group.next_message()
        amina.sends("Kobani", group, reply_to=back)
        assert CLASH in (await group.next_message()).text
    assert back.words == "What do you want to know?" and answerer.asked == ["Kobani"]
    assert back.reply_markup is not None and back.reply_markup["force_reply"]


@pytest.mark.parametrize(("words", "said"), [
    ("help", "It writes nothing about events itself."),
    ("Merhaba!", "word-for-word quotations"),
    ("thanks", "You are welcome."),
])  # fmt: skip
async def test_what_people_say_to_a_bot_is_no_question(server: TelegramServer, words: str, said: str) -> None:
    answerer, amina = FakeAnswerer(), server.user()
    async with running(server, FakeServices(answerer)):
        amina.sends(words)
        assert said in (await amina.next_message()).text
    assert answerer.asked == []


async def test_looking_at_what_is_watched_keeps_nothing(server: TelegramServer, services: Services) -> None:
    amina = server.user()
    async with running(server, services):
        for words in ("/watches", "/mydata"):
            amina.sends(words)
            told = await amina.next_message()
    assert told.words == "Nothing is kept about this chat."


async def test_a_circle_is_called_by_the_place_in_its_middle(server: TelegramServer, services: Services) -> None:
    place = next(one for one in services.gazetteer.near(36.85, 40.07, 25) if not one.kind.is_large)
    amina = server.user()
    async with running(server, services):
        amina.sends_location(place.lat or 0, place.lon or 0)
        offered = await amina.next_message()
        amina.presses("25 km", offered)
        assert f"25 km around {place.name}" in (await amina.next_message()).words


FILE = {"file_id": "f1", "file_unique_id": "u1", "file_size": 12}
SPOKEN, SEEN = "What is spoken cannot be heard here.", "Pictures cannot be read here."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"voice": {**FILE, "duration": 2}}, SPOKEN),
        ({"audio": {**FILE, "duration": 2}}, SPOKEN),
        ({"video_note": {**FILE, "duration": 2, "length": 240}}, SPOKEN),
        ({"video": {**FILE, "duration": 2, "width": 1, "height": 1}}, SEEN),
        ({"document": FILE}, "Files are taken in from the editors of this newsroom only."),
        ({"contact": {"phone_number": "+963 1", "first_name": "Azad"}}, "A contact is not kept"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "Only written questions can be answered."),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
async def test_who_sends_what_has_no_words_is_told_what_to_do_instead(
    server: TelegramServer, content: dict[str, object], said: str
) -> None:
    amina = server.user()
    async with running(server, FakeServices()):
        amina._sends_content(content, None)
        told = await amina.next_message()
    assert told.words.startswith(said) and "/help" in told.words
    server.assert_well_behaved()


@pytest.mark.parametrize("more", ["more", "المزيد", "daha fazla", "zêdetir"])
async def test_more_after_an_answer_without_reports_says_that_there_is_nothing_more(
    server: TelegramServer, services: Services, more: str
) -> None:
    keep(services, draft("A bridge near Kobani was closed on 15 November, drivers said."))
    amina = server.user()
    async with running(server, services):
        for asked in ("shelling in Tal Tamr this week", "what happened in Tal Tamr in 2019"):
            amina.sends(asked)
            silence = await amina.next_message()
            amina.sends(more)
            nothing = await amina.next_message()
            amina.sends("/new")
            await amina.next_message()
            assert silence.words != nothing.words
            assert len(nothing.words.splitlines()) == 2
    server.assert_well_behaved()


async def test_a_new_topic_in_the_place_of_the_question_before_can_be_asked_everywhere(
    server: TelegramServer, services: Services
) -> None:
    keep(services, draft("Residents of Kobani held protests on 2 November over electricity, a teacher said."))
    amina = server.user()
    async with running(server, services):
        amina.sends("what happened in Tal Tamr this week")
        await amina.next_message()
        amina.sends("protests about electricity")
        taken = await amina.next_message()
        amina.presses("Everywhere, all dates", taken)
        everywhere = await amina.next_message()
    assert taken.words.startswith("Tal Tamr")
    assert everywhere.words.startswith("All places · all dates") and "held protests" in everywhere.words
    assert "Everywhere, all dates" not in everywhere.buttons
    server.assert_well_behaved()
