"""A reader who asks too much is told once when to go on, and nobody else notices."""

import pytest

from tests.bot.fakes import CLASH, FakeServices
from tests.bot.running import WAYS, running
from tests.flows.running.updates_scene import OWNER, QUESTION, answering, server
from tests.telegram import TelegramServer

__all__ = ["answering", "server"]

LIMITS = {"DATELINE_LIMITS": "2 a minute"}
WAIT = "Many questions have come from here. You can ask again at "


@pytest.mark.parametrize("way", WAYS)
async def test_the_first_question_too_many_is_told_when_to_go_on_and_others_are_answered(
    server: TelegramServer, answering: FakeServices, way: str
) -> None:
    amina, azad = server.user("Amina"), server.user("Azad")
    async with running(server, answering, way, **LIMITS):
        for number in range(6):
            amina.sends(f"{QUESTION} {number}")
        first, second = await amina.next_message(), await amina.next_message()
        told = await amina.next_message()
        azad.sends(QUESTION)
        other = await azad.next_message()
        amina.sends("/help")
        helped = await amina.next_message()
    assert CLASH in first.words and CLASH in second.words and CLASH in other.words
    assert told.words.startswith(WAIT)
    assert helped is amina.chat.messages[-1] and len(answering.answerer.asked) == 3
    server.assert_well_behaved()


async def test_buttons_that_look_something_up_count_and_say_in_place_when_to_go_on(
    server: TelegramServer, answering: FakeServices
) -> None:
    amina = server.user("Amina")
    async with running(server, answering, DATELINE_LIMITS="1 a minute"):
        amina.starts()
        greeting = await amina.next_message()
        label = greeting.buttons[0]
        amina.presses(label, greeting)
        await amina.next_message()
        refused = await amina.presses(label, greeting).answer()
        again = await amina.presses(label, greeting).answer()
    assert (refused.text or "").startswith(WAIT) and not again.text
    server.assert_well_behaved()


async def test_owners_are_not_limited_and_a_group_counts_apart_from_its_members(
    server: TelegramServer, answering: FakeServices
) -> None:
    owner, amina = server.user(id=OWNER), server.user("Amina")
    group = server.group("Newsroom", amina)
    asked = f"/ask@{server.bot.username} {QUESTION}"
    async with running(server, answering, DATELINE_ADMINS=str(OWNER), **LIMITS):
        for _ in range(5):
            owner.sends(QUESTION)
            assert CLASH in (await owner.next_message()).words
        for _ in range(2):
            amina.sends(QUESTION)
            await amina.next_message()
        for _ in range(8):
            amina.sends(asked, group)
            assert CLASH in (await group.next_message()).words
        amina.sends(asked, group)
        assert (await group.next_message()).words.startswith(WAIT)


async def test_after_forgetme_nothing_is_left_of_how_much_was_asked(
    server: TelegramServer, answering: FakeServices
) -> None:
    amina = server.user("Amina")
    async with running(server, answering, **LIMITS):
        for _ in range(3):
            amina.sends(QUESTION)
            await amina.next_message()
        amina.sends("/mydata")
        kept = await amina.next_message()
        amina.sends("/forgetme")
        asked = await amina.next_message()
        amina.presses("Delete everything", asked)
        await amina.chat.next_edit(of=asked)
        amina.sends("/mydata")
        nothing = await amina.next_message()
        amina.sends(QUESTION)
        assert CLASH in (await amina.next_message()).words
    assert "How much was asked within a day" in kept.words
    assert nothing.words == "Nothing is kept about this chat."
