"""What is sent is true when it is sent: one message for a change, nothing of what was taken back meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from ingest.keeping.pipeline import Pipeline
from retrieval.library.editing import Correctable, correct, retract, take_back_retraction
from retrieval.library.new_article import article_id
from retrieval.services import Services
from retrieval.settings import Settings
from tests.bot.running import until
from tests.flows.watching.scene import (
    CLASH,
    HIGHER,
    SHELLS,
    MovedClock,
    clock,
    in_a_hurry,
    nothing_more_comes,
    report,
    says,
    watching_bot,
)
from tests.keeping import DAMASCUS, draft, keep
from tests.telegram import TelegramServer
from tests.telegram.people.chats import Chat
from tests.telegram.people.messages import Message
from tests.telegram.people.users import User

__all__ = ["clock", "in_a_hurry"]

pytestmark = pytest.mark.usefixtures("in_a_hurry")

URL = "https://wire.example.org/1"
ASKED = "what happened in Tal Tamr this week"
FIVE_TOO = "Shelling of Tal Tamr on Saturday left five people dead, according to a medic."
FIVE, SEVEN = SHELLS.replace("Three", "Five"), SHELLS.replace("Three", "Seven")


@pytest.fixture(params=[("polling", "SQLite"), ("webhook", "PostgreSQL")], ids=" on ".join)
def setting(request: pytest.FixtureRequest) -> tuple[str, str]:
    """How the bot hears of updates, and where the library is."""
    way, store = request.param
    return way, store


@pytest.fixture
def settings(setting: tuple[str, str], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A library of either kind, under the services of every story here."""
    if setting[1] == "PostgreSQL":
        monkeypatch.setenv("DATELINE_DATABASE_URL", request.getfixturevalue("postgres_url"))
    return Settings.read()


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def amina(
    server: TelegramServer, services: Services, clock: MovedClock, setting: tuple[str, str]
) -> AsyncIterator[User]:
    """A reader of a bot whose library holds one report."""
    report(services, SHELLS, url=URL)
    async with watching_bot(server, services, setting[0]):
        yield server.user("Amina")
    server.assert_well_behaved()


@dataclass(slots=True)
class Editor:
    """Does to the report what editors and its source do."""

    services: Services
    clock: MovedClock

    async def withdraws(self, reason: str = "a mistake") -> None:
        await asyncio.to_thread(retract, self.services.library.engine, article_id(URL), reason, self.clock.now)

    async def shows_again(self) -> None:
        await asyncio.to_thread(take_back_retraction, self.services.library.engine, article_id(URL), self.clock.now)

    async def mends(self, field: Correctable, value: str) -> None:
        services = self.services

        def mend() -> None:
            correct(services.library.engine, services.gazetteer, article_id(URL), field, value, self.clock.now, None)
            Pipeline(services).recognise_one_again(article_id(URL))

        await asyncio.to_thread(mend)

    def changes(self, text: str) -> None:
        report(self.services, text, url=URL)


@pytest.fixture
def editor(services: Services, clock: MovedClock) -> Editor:
    return Editor(services, clock)


def from_bot(server: TelegramServer, chat: Chat) -> list[Message]:
    return [message for message in chat.messages if message.sender is server.bot]


# One message for a change


async def test_one_change_seen_in_fifteen_answers_is_told_once_after_the_alert_of_a_new_strike(
    server: TelegramServer, services: Services, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, "/watch Ras al-Ain")
    answers = [await says(amina, ASKED) for _ in range(15)]
    await says(amina, "/mute 8h")
    editor.changes(FIVE)
    await nothing_more_comes()
    report(services, CLASH, "Jazira Post")
    await nothing_more_comes()
    before = len(from_bot(server, amina.chat))
    clock.passes(hours=8)
    alert, correction = await amina.next_message(), await amina.next_message()
    await nothing_more_comes()
    assert alert.words.startswith("Ras al-Ain") and len(from_bot(server, amina.chat)) == before + 2
    assert correction.reply_to is answers[-1]
    assert (correction.marked("strikethrough"), correction.marked("underline")) == (["Three"], ["Five"])
    others = {words for answer in answers[:-1] for words in answer.marked("code")}
    assert others < set(correction.marked("code"))
    assert "It was also in these answers" in correction.words


async def test_two_changes_before_it_left_are_one_message_with_the_words_as_they_stand(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, ASKED)
    await says(amina, "/mute 8h")
    editor.changes(FIVE)
    await nothing_more_comes()
    editor.changes(SEVEN)
    await nothing_more_comes()
    clock.passes(hours=8)
    correction = await amina.next_message()
    await nothing_more_comes()
    assert (correction.marked("strikethrough"), correction.marked("underline")) == (["Three"], ["Seven"])
    assert amina.chat.messages[-1] is correction


async def test_a_further_change_is_told_from_the_words_that_were_told_last(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, ASKED)
    editor.changes(FIVE)
    await amina.next_message()
    editor.changes(SEVEN)
    correction = await amina.next_message()
    await nothing_more_comes()
    assert (correction.marked("strikethrough"), correction.marked("underline")) == (["Five"], ["Seven"])
    assert amina.chat.messages[-1] is correction


async def test_what_an_editor_said_of_an_article_stands_in_the_message_about_its_source_s_change(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, ASKED)
    await editor.mends(Correctable.PUBLISHER, "Levant Daily")
    editor.changes(FIVE)
    correction = await amina.next_message()
    await nothing_more_comes()
    assert "Levant Daily, changed" in correction.words and "North Wire" not in correction.words
    assert amina.chat.messages[-1] is correction


async def test_in_a_forum_it_is_said_once_where_the_newest_message_stands(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    group = server.supergroup("Newsroom", amina)
    topic = group.opens_topic("Hasakah", amina)
    asked = f"/ask@{server.bot.username} {ASKED}"
    amina.sends(asked, group)
    await group.next_message()
    amina.sends(asked, group, topic=topic)
    newest = await group.next_message()
    editor.changes(FIVE)
    correction = await group.next_message()
    await nothing_more_comes()
    assert correction.reply_to is newest and correction.topic is topic
    assert group.messages[-1] is correction


async def test_a_change_is_told_also_where_the_message_that_showed_it_was_deleted(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    answer = await says(amina, ASKED)
    answer.deleted = True
    editor.changes(FIVE)
    correction = await amina.next_message()
    assert correction.reply_to is None and correction.marked("underline") == ["Five"]


# What was taken back


async def test_words_that_are_as_they_were_before_it_left_are_not_told(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, ASKED)
    muted = await says(amina, "/mute 8h")
    editor.changes(FIVE)
    await nothing_more_comes()
    editor.changes(SHELLS)
    await nothing_more_comes()
    clock.passes(hours=8)
    await nothing_more_comes()
    assert amina.chat.messages[-1] is muted


async def test_a_retraction_that_was_taken_back_before_it_left_is_not_told_however_often(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, ASKED)
    muted = await says(amina, "/mute 8h")
    for _ in range(4):
        await editor.withdraws()
        await nothing_more_comes()
        await editor.shows_again()
        await nothing_more_comes()
    clock.passes(hours=8)
    await nothing_more_comes()
    assert amina.chat.messages[-1] is muted
    assert SHELLS in (await says(amina, ASKED)).words


async def test_a_retraction_that_was_told_is_followed_by_that_the_report_is_shown_again(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    answer = await says(amina, ASKED)
    await editor.withdraws()
    withdrawn = await amina.next_message()
    await editor.shows_again()
    again = await amina.next_message()
    await editor.withdraws("wrong town")
    once_more = await amina.next_message()
    await nothing_more_comes()
    assert "withdrawn by the editors" in withdrawn.words
    assert again.words.startswith("The editors show this report again.") and again.reply_to is answer
    assert SHELLS in again.words and not again.marked("strikethrough")
    assert "withdrawn by the editors" in once_more.words and "wrong town" in once_more.words
    assert amina.chat.messages[-1] is once_more


async def test_a_report_that_is_shown_again_with_other_words_says_both(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, ASKED)
    await editor.withdraws()
    await amina.next_message()
    await says(amina, "/mute 8h")
    editor.changes(FIVE)
    await editor.shows_again()
    await nothing_more_comes()
    clock.passes(hours=8)
    again = await amina.next_message()
    await nothing_more_comes()
    assert again.words.startswith("The editors show this report again.") and again.marked("underline") == ["Five"]
    assert amina.chat.messages[-1] is again


async def test_an_answer_that_showed_the_new_words_already_is_not_corrected(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    old = await says(amina, ASKED)
    await says(amina, "/mute 8h")
    editor.changes(FIVE)
    await nothing_more_comes()
    new = await says(amina, ASKED)
    clock.passes(hours=8)
    correction = await amina.next_message()
    await nothing_more_comes()
    assert FIVE in new.words and correction.reply_to is old
    assert new.marked("code")[-1] not in correction.words


async def test_corrections_wait_for_the_end_of_quiet_hours(
    server: TelegramServer, clock: MovedClock, editor: Editor, amina: User
) -> None:
    clock.strikes(datetime(2024, 11, 17, 23, 30, tzinfo=DAMASCUS))
    await says(amina, ASKED)
    await says(amina, "/quiet 22:00-07:00")
    editor.changes(FIVE)
    await nothing_more_comes()
    at_night = from_bot(server, amina.chat)[-1]
    clock.strikes(datetime(2024, 11, 18, 7, 0, tzinfo=DAMASCUS))
    correction = await amina.next_message()
    assert "Quiet" in at_night.words or "quiet" in at_night.words
    assert correction.marked("underline") == ["Five"]


# Alerts


async def test_an_incident_whose_report_was_withdrawn_is_told_when_it_is_shown_again_and_not_before(
    server: TelegramServer, services: Services, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, "/watch Hasakah")
    muted = await says(amina, "/mute 8h")
    report(services, FIVE, url=URL)
    await nothing_more_comes()
    await editor.withdraws()
    clock.passes(hours=8)
    await nothing_more_comes()
    assert amina.chat.messages[-1] is muted
    await editor.shows_again()
    told = await amina.next_message()
    await nothing_more_comes()
    assert FIVE in told.marked("blockquote") and amina.chat.messages[-1] is told


async def test_a_digest_leaves_out_what_was_withdrawn_meanwhile(
    server: TelegramServer, services: Services, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, "/watch Hasakah")
    await says(amina, "/mute 8h")
    editor.changes(FIVE)
    report(services, CLASH, "Jazira Post")
    await nothing_more_comes()
    await editor.withdraws()
    await nothing_more_comes()
    clock.passes(hours=8)
    told = await amina.next_message()
    await nothing_more_comes()
    assert told.marked("blockquote") == [CLASH] and amina.chat.messages[-1] is told


async def test_an_alert_whose_place_was_mended_goes_to_those_who_watch_the_place_that_it_has_now(
    server: TelegramServer, services: Services, clock: MovedClock, editor: Editor, amina: User
) -> None:
    azad = server.user("Azad")
    await says(amina, "/watch Tal Tamr")
    await says(azad, "/watch Qamishli")
    muted = await says(amina, "/mute 8h")
    text = "Five people were killed when shells fell on the town on Saturday, residents said."
    keep(services, draft(text, title="Shells fall on Tal Tamr", url=URL))
    await nothing_more_comes()
    await editor.mends(Correctable.PLACE, "Qamishli")
    told = await azad.next_message()
    clock.passes(hours=8)
    await nothing_more_comes()
    assert told.words.startswith("Qamishli") and amina.chat.messages[-1] is muted


async def test_a_watch_that_asks_for_more_before_its_alert_left_is_not_told(
    server: TelegramServer, services: Services, clock: MovedClock, editor: Editor, amina: User
) -> None:
    panel = await says(amina, "/watch Hasakah")
    await says(amina, "/mute 8h")
    editor.changes(FIVE)
    await nothing_more_comes()
    amina.presses("Only with 2 publishers", panel)
    await amina.chat.next_edit(of=panel)
    clock.passes(hours=8)
    before = amina.chat.messages[-1]
    await nothing_more_comes()
    assert amina.chat.messages[-1] is before
    report(services, FIVE_TOO, "Jazira Post")
    told = await amina.next_message()
    assert "2 publishers" in told.words


async def test_a_watch_that_was_stopped_before_its_alert_left_is_not_told(
    server: TelegramServer, services: Services, clock: MovedClock, editor: Editor, amina: User
) -> None:
    panel = await says(amina, "/watch Hasakah")
    await says(amina, "/mute 8h")
    editor.changes(FIVE)
    await nothing_more_comes()
    amina.presses("Stop", panel)
    await amina.chat.next_edit(of=panel)
    clock.passes(hours=8)
    before = amina.chat.messages[-1]
    await nothing_more_comes()
    assert amina.chat.messages[-1] is before


async def test_a_toll_that_is_lower_again_when_the_quiet_is_over_is_not_told(
    server: TelegramServer, services: Services, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, "/watch Tal Tamr")
    report(services, SHELLS.replace("residents", "medics"), "Jazira Post", url="https://post.example.org/1")
    told = await amina.next_message()
    await says(amina, "/mute 8h")
    report(services, HIGHER, "Levant Daily", url="https://daily.example.org/1")
    await amina.chat.next_edit(of=told)
    high = article_id("https://daily.example.org/1")
    await asyncio.to_thread(retract, services.library.engine, high, "a mistake", clock.now)
    await until(lambda: "7 killed" not in told.words and "seven" not in told.words)
    clock.passes(hours=8)
    await nothing_more_comes()
    assert not [one for one in from_bot(server, amina.chat) if "The toll is higher" in one.words]


async def test_a_reader_who_is_forgotten_is_told_nothing_that_was_planned(
    server: TelegramServer, services: Services, clock: MovedClock, editor: Editor, amina: User
) -> None:
    await says(amina, ASKED)
    await says(amina, "/watch Hasakah")
    await says(amina, "/mute 8h")
    editor.changes(FIVE)
    report(services, CLASH, "Jazira Post")
    await nothing_more_comes()
    asked = await says(amina, "/forgetme")
    amina.presses("Delete everything", asked)
    await amina.chat.next_edit(of=asked)
    clock.passes(hours=8)
    await nothing_more_comes()
    assert amina.chat.messages[-1] is asked
