"""A change of what readers were shown is one message for each, and what was taken back is not told."""

from datetime import datetime

import pytest

from retrieval.library.editing import Correctable
from retrieval.services import Services
from tests.flows.watching.altering import (
    ASKED,
    FIVE,
    SEVEN,
    Editor,
    amina,
    editor,
)
from tests.flows.watching.scene import (
    CLASH,
    SHELLS,
    MovedClock,
    clock,
    from_bot,
    in_a_hurry,
    nothing_more_comes,
    report,
    says,
    server,
    setting,
    settings,
    way,
)
from tests.keeping import DAMASCUS
from tests.telegram import TelegramServer
from tests.telegram.people.users import User

__all__ = ["amina", "clock", "editor", "in_a_hurry", "server", "setting", "settings", "way"]

pytestmark = pytest.mark.usefixtures("in_a_hurry")


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
