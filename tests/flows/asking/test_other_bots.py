"""Other bots are answered as readers are, when they ask this one, and two that talk to each other come to an end."""

from collections.abc import AsyncIterator

import pytest

from bot.asking import bots
from tests.bot.fakes import CLASH, FakeServices
from tests.bot.running import running
from tests.flows.asking.test_kinds_of_questions import PICTURE
from tests.telegram import TelegramServer
from tests.telegram.people.chats import Chat
from tests.telegram.people.messages import Message

ALL_OF_GROUP = "administrator"  # of which a bot sees every message, other bots' among them


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


def own(chat: Chat) -> list[Message]:
    """What the bot has written in a chat."""
    return [message for message in chat.messages if message.sender is chat.world.bot]


async def test_two_bots_that_answer_each_other_come_to_an_end(server: TelegramServer, services: FakeServices) -> None:
    person, robot = server.user("Amina"), server.user("Robot", is_bot=True)
    group = server.supergroup("Desk", person, robot, bot=ALL_OF_GROUP)
    async with running(server, services):  # type: ignore[arg-type]
        robot.sends(f"@{server.bot.username} Kobani", group)
        for _ in range(bots.MOST_AN_HOUR - 1):
            answer = await group.next_message()
            robot.sends("thank you", group, reply_to=answer)
        last = await group.next_message()
        for _ in range(10):  # it goes on for ever
            robot.sends("thank you", group, reply_to=last)
        person.sends(f"@{server.bot.username} Kobani", group)
        answer = await group.next_message()
        assert answer.reply_to is not None and answer.reply_to.sender is person
    assert len(own(group)) == bots.MOST_AN_HOUR + 1
    server.assert_well_behaved()


@pytest.mark.parametrize("asks", ["@{bot} Kobani", "/ask@{bot} Kobani", "reply"])
async def test_a_bot_that_asks_is_answered(server: TelegramServer, services: FakeServices, asks: str) -> None:
    person, robot = server.user("Amina"), server.user("Robot", is_bot=True)
    group = server.supergroup("Desk", person, robot, bot=ALL_OF_GROUP)
    async with running(server, services):  # type: ignore[arg-type]
        person.sends(f"@{server.bot.username} Kobani", group)
        first = await group.next_message()
        replied = first if asks == "reply" else None
        words = "Kobani" if asks == "reply" else asks.format(bot=server.bot.username)
        robot.sends(words, group, reply_to=replied)
        assert CLASH in (await group.next_message()).words


@pytest.mark.parametrize(
    "words",
    ["Kobani", "/help", "/start", "/watch Kobani", "/ask@another_bot Kobani", "/forgetme", "@another_bot Kobani"],
)
async def test_what_a_bot_writes_without_asking_this_one_is_passed_over(
    server: TelegramServer, services: FakeServices, words: str
) -> None:
    person, robot = server.user("Amina"), server.user("Robot", is_bot=True)
    group = server.supergroup("Desk", person, robot, bot=ALL_OF_GROUP)
    async with running(server, services):  # type: ignore[arg-type]
        robot.sends(words, group)
        robot.sends(words)  # in private
        robot.sends_photo(PICTURE)
        person.sends(f"@{server.bot.username} Kobani", group)
        await group.next_message()
        person.sends("Kobani")
        await person.next_message()
    assert len(own(group)) == 1 and own(robot.chat) == []


async def test_what_a_bot_edits_is_not_answered_anew(server: TelegramServer, services: FakeServices) -> None:
    person, robot = server.user("Amina"), server.user("Robot", is_bot=True)
    group = server.supergroup("Desk", person, robot, bot=ALL_OF_GROUP)
    async with running(server, services):  # type: ignore[arg-type]
        asked = robot.sends(f"@{server.bot.username} Kobani", group)
        answer = await group.next_message()
        robot.edits(asked, f"@{server.bot.username} Amuda")
        person.sends(f"@{server.bot.username} Derik", group)
        await group.next_message()
    assert answer.was == []


async def test_who_writes_in_the_name_of_a_group_is_no_bot(server: TelegramServer, services: FakeServices) -> None:
    person = server.user("Amina")
    group = server.supergroup("Desk", person, bot=ALL_OF_GROUP)
    async with running(server, services):  # type: ignore[arg-type]
        for _ in range(bots.MOST_AN_HOUR + 2):
            person.sends(f"@{server.bot.username} Kobani", group, in_name_of=group)
            await group.next_message()
    assert len(own(group)) == bots.MOST_AN_HOUR + 2


def test_a_bot_is_answered_again_after_an_hour_and_each_chat_counts_for_itself() -> None:
    now = [0.0]
    gate = bots.BotGate(lambda: now[0])
    taken = [gate.take(1, 7) for _ in range(bots.MOST_AN_HOUR + 1)]
    assert taken == [True] * bots.MOST_AN_HOUR + [False]
    assert gate.take(2, 7) and gate.take(1, 8)
    now[0] = bots.HOUR
    assert gate.take(1, 7)
