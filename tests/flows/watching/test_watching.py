"""Readers watch places and are told of what happens there once, with the reason, in one message."""

import asyncio
from datetime import date, datetime

import pytest
from sqlmodel import select

from retrieval.library.database import read_session
from retrieval.library.editing import retract
from retrieval.library.models import Article
from retrieval.services import Services
from tests.bot.running import until
from tests.flows.watching.scene import (
    CLASH,
    HIGHER,
    SHELLS,
    SHELLS_TOO,
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
    watching_bot,
    way,
)
from tests.keeping import DAMASCUS
from tests.telegram import TelegramServer
from tests.telegram.people.messages import Message
from tests.telegram.people.users import User

__all__ = ["clock", "in_a_hurry", "server", "setting", "settings", "way"]

pytestmark = pytest.mark.usefixtures("in_a_hurry")


async def test_an_incident_is_told_once_updated_in_place_and_a_higher_toll_makes_a_sound(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina, azad = server.user("Amina"), server.user("Azad")
    async with watching_bot(server, services, way):
        watching = await says(amina, "/watch Til Temir")
        await says(azad, "/watch Qamishli")
        report(services, SHELLS)
        told = await amina.next_message()
        clock.passes(hours=1)
        report(services, SHELLS_TOO, "Jazira Post")
        updated = await amina.chat.next_edit(of=told)
        text_then = updated.words
        clock.passes(hours=1)
        report(services, HIGHER, "Levant Daily")
        sound = await amina.next_message()
        await until(lambda: "3 publishers" in told.words)
        await nothing_more_comes()
    assert watching.words.startswith("Al-Hasakah › Tal Tamr (“Til Temir”)")
    assert told.was[0].startswith("Til Temir · Sat 16 Nov · shelling\n") or told.was
    assert "Because you watch Al-Hasakah › Tal Tamr (“Til Temir”), event Sat 16 Nov, 1 publisher." in told.was[0]
    assert "updated 13:00" in text_then and "2 publishers" in text_then
    assert sound.reply_to is told and "7 killed" in sound.words and "You were told 3 killed." in sound.words
    assert not sound.silent
    assert "7 killed" in told.words and "3 publishers" in told.words
    assert len([one for one in azad.chat.messages if one.sender is server.bot]) == 1
    server.assert_well_behaved()


async def test_what_waits_for_a_daily_digest_comes_in_one_message_at_its_hour(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services, way):
        panel = await says(amina, "/watch Hasakah")
        await press(amina, "Daily", panel)
        report(services, SHELLS)
        report(services, CLASH, "Jazira Post")
        await nothing_more_comes()
        assert len(from_bot(server, amina.chat)) == 1
        clock.strikes(datetime(2024, 11, 18, 8, 1, tzinfo=DAMASCUS))
        digest = await amina.next_message()
        await nothing_more_comes()
    assert "daily at 08:00" in panel.words
    assert digest.words.startswith("Daily digest · 2 incidents")
    assert digest.marked("blockquote") == [SHELLS, CLASH]
    assert len(from_bot(server, amina.chat)) == 2
    server.assert_well_behaved()


async def test_a_quiet_night_is_told_in_the_morning_and_what_comes_later_is_written_into_that_message(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina = server.user("Amina")
    clock.strikes(datetime(2024, 11, 17, 23, 30, tzinfo=DAMASCUS))
    async with watching_bot(server, services, way):
        panel = await says(amina, "/watch Hasakah")
        await press(amina, "Quiet from 22:00 to 07:00", panel)
        report(services, SHELLS)
        report(services, CLASH, "Jazira Post")
        await nothing_more_comes()
        clock.strikes(datetime(2024, 11, 18, 6, 59, tzinfo=DAMASCUS))
        await nothing_more_comes()
        assert len(from_bot(server, amina.chat)) == 1
        clock.strikes(datetime(2024, 11, 18, 7, 0, tzinfo=DAMASCUS))
        morning = await amina.next_message()
        text = morning.words
        report(services, SHELLS_TOO, "Levant Daily", date(2024, 11, 18))
        await amina.chat.next_edit(of=morning)
    assert "quiet from 22:00 to 07:00" in panel.words
    assert text.startswith("While it was quiet · 2 incidents")
    assert morning.words.count("Because you watch") == 2 and "2 publishers" in morning.words
    server.assert_well_behaved()


async def test_a_muted_chat_is_told_later(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services, way):
        await says(amina, "/watch Tal Tamr")
        muted = await says(amina, "/mute 8h")
        report(services, SHELLS)
        await nothing_more_comes()
        assert len(from_bot(server, amina.chat)) == 2
        clock.passes(hours=8)
        told = await amina.next_message()
    assert muted.words == "Muted until Sun 17 Nov 20:00; what comes meanwhile waits."
    assert told.words.startswith("Tal Tamr · Sat 16 Nov · shelling")


async def test_a_correction_reaches_everybody_who_was_shown_the_words_with_the_difference(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina, azad = server.user("Amina"), server.user("Azad")
    async with watching_bot(server, services, way):
        await says(amina, "/watch Tal Tamr")
        report(services, SHELLS, url="https://wire.example.org/1")
        told = await amina.next_message()
        answer = await says(azad, "what happened in Tal Tamr this week")
        report(services, SHELLS.replace("Three", "Five"), url="https://wire.example.org/1")
        corrections = [await amina.next_message(), await azad.next_message()]
        await until(lambda: "Five people" in told.words)
        library = services.library
        with read_session(library.engine) as session:
            id_ = session.exec(select(Article.id)).one()
        await asyncio.to_thread(retract, library.engine, id_, "a mistake", clock.now)
        withdrawn = [await amina.next_message(), await azad.next_message()]
    assert [one.reply_to for one in corrections] == [told, answer]
    for one in corrections:
        assert one.words.startswith("The source has changed since you were shown this.")
        assert (one.marked("strikethrough"), one.marked("underline")) == (["Three"], ["Five"])
    assert all("withdrawn by the editors" in one.words and "a mistake" in one.words for one in withdrawn)
    server.assert_well_behaved()


async def test_a_question_without_an_answer_is_answered_under_its_message_once(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina = server.user("Amina")
    report(services, CLASH)
    async with watching_bot(server, services, way):
        silence = await says(amina, "shelling in Tal Tamr this week")
        await press(amina, "Tell me when there is one", silence, shown=False)
        report(services, "Residents of Tal Tamr demonstrated on Saturday, a witness said.", "Jazira Post")
        await nothing_more_comes()
        assert len(from_bot(server, amina.chat)) == 1
        report(services, SHELLS)
        answer = await amina.next_message()
        report(services, SHELLS_TOO, "Jazira Post")
        await nothing_more_comes()
    assert answer.reply_to is silence and SHELLS in answer.marked("blockquote")
    assert len(from_bot(server, amina.chat)) == 2
    assert services.watches.of_chat(amina.id) == []
    server.assert_well_behaved()


async def test_who_blocks_the_bot_is_left_alone_and_told_what_is_still_news_when_they_are_back(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services, way):
        await says(amina, "/watch Hasakah")
        amina.blocks_bot()
        await server.delivered()
        report(services, SHELLS)
        await nothing_more_comes()
        clock.passes(hours=3)
        amina.unblocks_bot()
        told = await amina.next_message()
    assert told.words.startswith("Tal Tamr") and len(from_bot(server, amina.chat)) == 2
    server.assert_well_behaved()


async def test_a_group_that_becomes_a_supergroup_keeps_what_it_watches(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina, azad = server.user("Amina"), server.user("Azad")
    group = server.group("Newsroom", amina, azad)
    async with watching_bot(server, services, way):
        await says(amina, f"/watch@{server.bot.username} Tal Tamr", group)
        refused = await says(azad, f"/watch@{server.bot.username} Qamishli", group)
        successor = group.upgrades()
        report(services, SHELLS)
        told = await successor.next_message()
    assert refused.words == "In a group its administrators decide what is watched."
    assert told.words.startswith("Tal Tamr") and [w.chat_id for w in services.watches.of_chat(successor.id)]
    assert services.watches.of_chat(group.id) == []


async def test_a_reader_sees_what_is_kept_and_has_it_deleted(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services, way):
        await says(amina, "/watch Tal Tamr")
        await says(amina, "/timezone Europe/Berlin")
        report(services, SHELLS)
        await amina.next_message()
        await says(amina, "what happened in Tal Tamr this week")
        await until(lambda: services.dialogues.latest(amina.id, None) is not None)
        kept = await says(amina, "/mydata")
        asked = await says(amina, "/forgetme")
        await press(amina, "Delete everything", asked)
        nothing = await says(amina, "/mydata")
        report(services, HIGHER, "Jazira Post")
        await nothing_more_comes()
    for line in ("1 watch (/watches)", "Europe/Berlin", "1 question", "2 messages", "1 alert"):
        assert line in kept.words
    assert asked.words.startswith("Everything about this chat is deleted.")
    assert nothing.words == "Nothing is kept about this chat."
    assert amina.chat.messages[-1] is nothing
    server.assert_well_behaved()


async def test_a_reader_sets_the_day_on_which_weeks_begin(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services, way):
        offered = await says(amina, "/week")
        amina.presses("Saturday", offered)
        chosen = await amina.next_message()
        saturday = await says(amina, "what happened in Tal Tamr this week")
        await says(amina, "/week monday")
        monday = await says(amina, "what happened in Tal Tamr this week")
    assert offered.words.startswith("A week begins here on Monday")
    assert chosen.words == "A week begins here on Saturday from now on."
    assert "Sat 16 – Sun 17 Nov 2024" in saturday.words
    assert "Mon 11 – Sun 17 Nov 2024" in monday.words
    server.assert_well_behaved()


async def test_old_articles_alert_nobody(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services, way):
        await says(amina, "/watch Hasakah")
        report(services, SHELLS.replace("on Saturday", "on 1 November"), day=date(2024, 11, 2))
        report(services, SHELLS.replace("on Saturday", "on 16 November 2019"), "Jazira Post")
        await nothing_more_comes()
    assert len(from_bot(server, amina.chat)) == 1


async def test_a_watch_is_shared_by_a_link_and_taken_on_by_whoever_opens_it(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina, azad = server.user("Amina"), server.user("Azad")
    async with watching_bot(server, services, way):
        panel = await says(amina, "/watch shelling in Hasakah 2 publishers")
        amina.presses("Share", panel)
        shared = await amina.next_message()
        payload = shared.words.rpartition("start=")[2]
        azad.starts(payload)
        offered = await azad.next_message()
        assert services.watches.of_chat(azad.id) == []
        azad.presses("Watch", offered)
        taken = await azad.next_message()
        azad.starts("watch-rubbish")
        rubbish = await azad.next_message()
    assert offered.words == "Watch Al-Hasakah · shelling · from 2 publishers on?"
    assert taken.words.startswith("Al-Hasakah · shelling · from 2 publishers on")
    assert "leads to no watch" in rubbish.words
    server.assert_well_behaved()


async def test_a_watch_that_was_widened_goes_back_to_the_place_that_was_named(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services, way):
        panel = await says(amina, "/watch shelling in Til Temir")
        await press(amina, "All of Til Temir subdistrict", panel)
        await press(amina, "All of Al-Hasakah governorate", panel)
        wide = panel.words
        await press(amina, "Back to Til Temir", panel)
    assert wide.startswith("Al-Hasakah · shelling")
    assert panel.words.startswith("Al-Hasakah › Tal Tamr (“Til Temir”) · shelling")
    assert not [label for label in panel.buttons if label.startswith("Back")]
    server.assert_well_behaved()


async def test_a_shared_location_is_watched_with_what_lies_around_it(
    server: TelegramServer, services: Services, clock: MovedClock, way: str
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services, way):
        amina.sends_location(36.70, 40.30)
        asked = await amina.next_message()
        amina.presses("10 km", asked)
        panel = await amina.next_message()
        report(services, CLASH)
        report(services, SHELLS)
        told = await amina.next_message()
        amina.sends_location(34.0, 30.0)
        sea = await amina.next_message()
        amina.presses("Use its time zone", asked)
        zone = await amina.next_message()
    assert asked.words == "Near Tal Tamr. Watch how far around it?"
    assert panel.words.startswith("10 km around Tal Tamr")
    assert told.words.startswith("Tal Tamr · ") and "Because you watch 10 km around Tal Tamr" in told.words
    assert "nothing could be reported there" in sea.words
    assert "Asia/Damascus" in zone.words
    server.assert_well_behaved()


async def test_what_is_wrong_with_a_watch_is_said(
    server: TelegramServer, services: Services, clock: MovedClock, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, azad = server.user("Amina"), server.user("Azad")
    async with watching_bot(server, services, way):
        unknown = await says(amina, "/watch Blorptown")
        everything = await says(amina, "/watch everything")
        nothing = await says(amina, "/watch")
        await says(amina, "/watch Tal Tamr")
        again = await says(amina, "/watch Til Temir")
        monkeypatch.setattr("retrieval.watches.watches.MOST_WATCHES", 1)
        monkeypatch.setattr("bot.watching.replies.MOST_WATCHES", 1)
        many = await says(amina, "/watch Kobani")
        zone = await says(amina, "/timezone Mars/Olympus")
        namesake = await says(azad, "/watch Derik")
        forged = azad.presses("w:stop:1", namesake, forged=True)
        await forged.answer()
        wild = azad.presses("w:pub:1:99999", namesake, forged=True)
        await wild.answer()
    assert "“Blorptown” is neither a place that is known here nor a topic" in unknown.words
    assert "“everything” is neither a place" in everything.words and "/watch drone strikes" in nothing.words
    assert "This is watched already." in again.words
    assert "as many as there can be" in many.words
    assert "no time zone that is known" in zone.words
    assert any(label.startswith("Meant Derik") for label in namesake.buttons)
    assert len(services.watches.of_chat(amina.id)) == 1
    server.assert_well_behaved()


async def press(person: User, label: str, message: Message, *, shown: bool = True) -> None:
    """Press a button and wait until what it changed is shown, in the place of the message that it stands below."""
    pressed = person.presses(label, message)
    await pressed.answer()
    if shown:
        await message.chat.next_edit(of=message)
