"""Alerts tell what is true when they leave: what was withdrawn, mended or is not watched any more is not told."""

import asyncio

import pytest

from retrieval.library.editing import Correctable, retract
from retrieval.library.new_article import article_id
from retrieval.services import Services
from tests.bot.running import until
from tests.flows.watching.altering import (
    ASKED,
    FIVE,
    FIVE_TOO,
    URL,
    Editor,
    amina,
    editor,
)
from tests.flows.watching.scene import (
    CLASH,
    HIGHER,
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
from tests.keeping import draft, keep
from tests.telegram import TelegramServer
from tests.telegram.people.users import User

__all__ = ["amina", "clock", "editor", "in_a_hurry", "server", "setting", "settings", "way"]

pytestmark = pytest.mark.usefixtures("in_a_hurry")


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
