"""Readers watch places and are told once of what happens there, with the reason, in one message that is kept up to date."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from retrieval.services import Services
from tests.bot.running import WAYS, until
from tests.flows.watching import (
    CLASH,
    HIGHER,
    SHELLS,
    SHELLS_TOO,
    MovedClock,
    clock,
    in_a_hurry,
    report,
    says,
    watching_bot,
)
from tests.telegram import TelegramServer

__all__ = ["clock", "in_a_hurry"]

pytestmark = pytest.mark.usefixtures("in_a_hurry")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.mark.parametrize("way", WAYS)
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
        await asyncio.sleep(0.2)
    assert watching.words.startswith("Al-Hasakah › Tal Tamr (“Til Temir”)")
    assert told.was[0].startswith("Til Temir · Sat 16 Nov · shelling\n") or told.was
    assert "Because you watch Al-Hasakah › Tal Tamr (“Til Temir”), event Sat 16 Nov, 1 publisher." in told.was[0]
    assert "updated 13:00" in text_then and "2 publishers" in text_then
    assert sound.reply_to is told and "7 killed" in sound.words and "You were told 3 killed." in sound.words
    assert not sound.silent
    assert "7 killed" in told.words and "3 publishers" in told.words
    assert len([one for one in azad.chat.messages if one.sender is server.bot]) == 1
    server.assert_well_behaved()
