"""A forum watches in the topic in which its administrator asked for it."""

from collections.abc import AsyncIterator

import pytest

from retrieval.services import Services
from tests.flows.watching.scene import CLASH, SHELLS, MovedClock, clock, in_a_hurry, report, watching_bot
from tests.telegram import TelegramServer

__all__ = ["clock", "in_a_hurry"]

pytestmark = pytest.mark.usefixtures("in_a_hurry")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


async def test_an_alert_is_posted_into_its_topic_and_into_the_group_when_that_is_gone(
    server: TelegramServer, services: Services, clock: MovedClock
) -> None:
    amina, azad = server.user("Amina"), server.user("Azad")
    group = server.supergroup("Newsroom", amina, azad)
    topic = group.opens_topic("Hasakah", amina)
    async with watching_bot(server, services):
        azad.sends(f"/watch@{server.bot.username} Qamishli", group, topic=topic)
        refused = await group.next_message()
        amina.sends(f"/watch@{server.bot.username} Hasakah", group, topic=topic)
        watching = await group.next_message()
        report(services, SHELLS)
        told = await group.next_message()
        topic.deleted = True
        report(services, CLASH)
        left = await group.next_message()
    assert refused.words == "In a group its administrators decide what is watched." and refused.topic is topic
    assert watching.topic is topic and told.topic is topic
    assert told.words.startswith("Tal Tamr") and left.words.startswith("Ras al-Ain") and left.topic is None
