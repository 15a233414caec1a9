"""A group that the bot was added to is told once how to ask."""

from collections.abc import AsyncIterator

import pytest

from bot.outbox.readers import Readers
from retrieval.services import Services
from tests.bot.running import WAYS, running, until
from tests.telegram import TelegramServer
from tests.telegram.people.chats import Chat
from tests.telegram.people.messages import Message


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


def from_bot(server: TelegramServer, chat: Chat) -> list[Message]:
    return [message for message in chat.messages if message.sender is server.bot]


@pytest.mark.parametrize("way", WAYS)
async def test_a_group_is_welcomed_once_however_often_the_bot_is_added_or_promoted(
    server: TelegramServer, services: Services, way: str
) -> None:
    amina = server.user("Amina")
    group = server.group("Newsroom", amina, bot="left")
    async with running(server, services, way):
        group.adds_bot(amina)
        welcome = await group.next_message()
        await until(lambda: services_know(services, group.id))
        server.world.change_bot_status(group, amina, "administrator")
        group.removes_bot(amina)
        group.adds_bot(amina)
        await server.delivered()
        amina.sends(f"/help@{server.bot.username}", group)
        helped = await group.next_message()
    assert f"mention @{server.bot.username}" in welcome.words and "/ask" in welcome.words
    assert from_bot(server, group) == [welcome, helped]
    server.assert_well_behaved()


async def test_a_private_chat_and_a_channel_are_not_welcomed(server: TelegramServer, services: Services) -> None:
    amina = server.user("Amina")
    channel = server.channel("News", amina, bot="left")
    async with running(server, services):
        channel.adds_bot(amina, "administrator")
        amina.starts()
        await amina.next_message()
        amina.blocks_bot()
        amina.unblocks_bot()
        await server.delivered()
    assert from_bot(server, channel) == [] and len(from_bot(server, amina.chat)) == 1


def services_know(services: Services, chat_id: int) -> bool:
    return Readers(services.library.engine, services.settings.zone).is_known(chat_id)
