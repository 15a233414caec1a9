"""A dialogue over Telegram: a question, what is asked after it, a reply to an earlier answer, a new beginning."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import text as sql

from retrieval.library.database import write_transaction
from retrieval.services import Services
from tests.bot.running import running
from tests.keeping import draft, keep
from tests.telegram import TelegramServer

CLASH = "Eight men were killed on Friday when two armed groups clashed in Ras al-Ain, residents of the town said."
OTHER = "Five men were killed on Friday in clashes between two groups in Sere Kaniye, a doctor in the town said."
SHELLING = "Shells hit two houses in Tal Tamr on Thursday and wounded a woman and her son, neighbours said."
EARLIER = "Shells hit a barn in Ras al-Ain on 3 October and wounded a shepherd, his brother said."

NEWS = "what happened in Sere Kaniye this week"
WEEK = "Mon 11 – Sun 17 Nov 2024"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def told(services: Services) -> Services:
    """A library of four reports from three towns."""
    keep(
        services,
        draft(CLASH),
        draft(OTHER, publisher="Jazira Post"),
        draft(SHELLING, publisher="Jazira Post"),
        draft(EARLIER, date(2024, 10, 4)),
    )
    return services


def heading(text: str) -> str:
    return text.split("\n")[0]


async def test_a_dialogue_goes_from_place_to_time_to_figures_to_sources(server: TelegramServer, told: Services) -> None:
    amina = server.user()
    answers = []
    async with running(server, told):
        for words in (NEWS, "how many killed?", "who says so?", "and in Tal Tamr?"):
            amina.sends(words)
            answers.append((await amina.next_message()).text)
    news, killed, sources, elsewhere = answers
    assert CLASH in news and WEEK in heading(news)
    assert heading(killed).startswith("Sere Kaniye") and WEEK in heading(killed)
    figures = killed.index("Reports differ: 8 killed (North Wire), 5 killed (Jazira Post)")
    assert figures < killed.index(CLASH)
    assert "North Wire, 16 Nov · open the article" in sources and "Jazira Post, 16 Nov · open the article" in sources
    assert heading(elsewhere).startswith("Tal Tamr") and WEEK in heading(elsewhere)
    server.assert_well_behaved()


async def test_another_time_of_the_same_place(server: TelegramServer, told: Services) -> None:
    amina = server.user()
    async with running(server, told):
        amina.sends(NEWS)
        await amina.next_message()
        amina.sends("last month?")
        october = (await amina.next_message()).text
    assert EARLIER in october and CLASH not in october


async def test_new_begins_a_new_dialogue(server: TelegramServer, told: Services) -> None:
    amina = server.user()
    async with running(server, told):
        amina.sends(NEWS)
        answer = await amina.next_message()
        amina.sends("/new")
        assert (await amina.next_message()).text == "The next question stands on its own."
        amina.sends("clashes this week")
        assert heading((await amina.next_message()).text).startswith("All places")
        amina.sends("clashes this week", reply_to=answer)
        assert heading((await amina.next_message()).text).startswith("All places")


async def test_a_reply_goes_on_with_the_answer_that_it_replies_to(server: TelegramServer, told: Services) -> None:
    amina = server.user()
    async with running(server, told):
        amina.sends(NEWS)
        first = await amina.next_message()
        amina.sends("what happened in Tal Tamr last month")
        await amina.next_message()
        amina.sends("how many killed?", reply_to=first)
        assert "8 killed (North Wire)" in (await amina.next_message()).text


async def test_an_idle_dialogue_is_over_and_a_reply_to_it_is_not(server: TelegramServer, told: Services) -> None:
    amina = server.user()
    async with running(server, told):
        amina.sends(NEWS)
        first = await amina.next_message()
        with write_transaction(told.library.engine) as session:
            session.execute(sql("UPDATE answers SET answered_at = datetime(answered_at, '-31 minutes')"))
        amina.sends("clashes last week")
        assert heading((await amina.next_message()).text).startswith("All places")
        amina.sends("how many killed?", reply_to=first)
        assert "8 killed (North Wire)" in (await amina.next_message()).text


async def test_a_dialogue_outlives_the_process(server: TelegramServer, told: Services) -> None:
    amina = server.user()
    async with running(server, told):
        amina.sends(NEWS)
        await amina.next_message()
    async with running(server, told):
        amina.sends("and in Tal Tamr?")
        assert WEEK in heading((await amina.next_message()).text)


async def test_what_a_button_changed_is_gone_on_with(server: TelegramServer, told: Services) -> None:
    amina = server.user()
    async with running(server, told):
        amina.sends("what happened in Sere Kaniye yesterday")
        amina.presses("All dates", await amina.next_message())
        assert EARLIER in (await amina.next_message()).text
        amina.sends("how many wounded?")
        assert "all dates" in heading((await amina.next_message()).text)


async def test_dates_that_were_taken_over_are_lifted_by_a_button(server: TelegramServer, told: Services) -> None:
    amina = server.user()
    async with running(server, told):
        amina.sends("what happened in Tal Tamr this week")
        await amina.next_message()
        amina.sends("what happened in Sere Kaniye")
        narrowed = await amina.next_message()
        assert WEEK in heading(narrowed.text) and EARLIER not in narrowed.text
        amina.presses("All dates", narrowed)
        every = await amina.next_message()
    assert "all dates" in heading(every.text) and EARLIER in every.text


async def test_more_turns_the_page_whether_typed_or_pressed(server: TelegramServer, services: Services) -> None:
    for day in range(1, 13):
        when = date(2024, 11, day)
        keep(services, draft(f"Clashes on {day} November in Ras al-Ain left {day} men dead, residents said.", when))
    amina = server.user()
    pages = []
    async with running(server, services):
        amina.sends("clashes in Sere Kaniye")
        pages.append(await amina.next_message())
        amina.presses("More", pages[-1])
        pages.append(await amina.next_message())
        amina.sends("more")
        pages.append(await amina.next_message())
        amina.sends("more")
        pages.append(await amina.next_message())
    counts = [page.text.split("\n")[1] for page in pages]
    assert [count.split(" · ")[0] for count in counts] == [
        "Incidents 1–5 of 12",
        "Incidents 6–10 of 12",
        "Incidents 11–12 of 12",
        "There are no further incidents.",
    ]


async def test_a_group_has_one_dialogue_and_every_chat_its_own(server: TelegramServer, told: Services) -> None:
    amina, baran = server.user(), server.user("Baran")
    group = server.supergroup("Desk", amina, baran)
    bot = f"@{server.bot.username}"
    async with running(server, told):
        amina.sends(f"{bot} {NEWS}", group)
        first = await group.next_message()
        baran.sends(f"{bot} how many killed?", group)
        assert "8 killed (North Wire)" in (await group.next_message()).text
        baran.sends("clashes this week")
        assert heading((await baran.next_message()).text).startswith("All places")
        amina.sends(f"{bot} what happened in Raqqa", group)
        await group.next_message()
        baran.sends("who says so?", group, reply_to=first)
        assert "North Wire, 16 Nov · open the article" in (await group.next_message()).text
    server.assert_well_behaved()


async def test_a_colleagues_question_can_be_gone_on_with(server: TelegramServer, told: Services) -> None:
    amina, baran = server.user(), server.user("Baran")
    server.bot.privacy = False
    group = server.supergroup("Desk", amina, baran)
    async with running(server, told):
        wondered = amina.sends("anything from Sere Kaniye this week?", group)
        baran.sends(f"@{server.bot.username} how many killed?", group, reply_to=wondered)
        answer = (await group.next_message()).text
    assert heading(answer).startswith("Sere Kaniye") and WEEK in heading(answer)


async def test_questions_sent_in_a_hurry_are_answered_in_their_order(server: TelegramServer, told: Services) -> None:
    amina = server.user()
    async with running(server, told):
        amina.sends(NEWS)
        amina.sends("and in Tal Tamr?")
        amina.sends("how many wounded?")
        headings = [heading((await amina.next_message()).text) for _ in range(3)]
    assert [line.split(" (")[0] for line in headings] == ["Sere Kaniye", "Tal Tamr", "Tal Tamr"]
    assert all(WEEK in line for line in headings)


@pytest.mark.parametrize("words", ["thanks", "you stupid bot", "🤷", "شكرا"])
async def test_what_asks_nothing_gets_one_sentence_and_the_dialogue_goes_on(
    server: TelegramServer, told: Services, words: str
) -> None:
    amina = server.user()
    async with running(server, told):
        amina.sends(NEWS)
        await amina.next_message()
        amina.sends(words)
        assert "\n" not in (await amina.next_message()).text
        amina.sends("how many killed?")
        assert "8 killed (North Wire)" in (await amina.next_message()).text


async def test_no_words_of_a_dialogue_reach_the_log(
    server: TelegramServer, told: Services, caplog: pytest.LogCaptureFixture
) -> None:
    amina = server.user()
    with caplog.at_level("DEBUG", logger="bot"), caplog.at_level("DEBUG", logger="retrieval"):
        async with running(server, told):
            for words in (NEWS, "and in Tal Tamr?", "/new"):
                amina.sends(words)
                await amina.next_message()
    assert "Tal Tamr" not in caplog.text and "Sere Kaniye" not in caplog.text
