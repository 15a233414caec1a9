"""Readers who watch, for stories about alerts: a bot whose clock the test moves, and articles as they come in."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot import upkeep
from bot.context import AnyApplication
from bot.delivery import courier
from bot.outbox import claiming
from retrieval.services import Services
from retrieval.settings import Settings
from tests.bot.running import running, until
from tests.keeping import draft, keep
from tests.telegram import TelegramServer
from tests.telegram.people.chats import Chat
from tests.telegram.people.messages import Message
from tests.telegram.people.users import User

NOON = datetime(2024, 11, 17, 9, tzinfo=UTC)  # Sunday, noon in Damascus
SHELLS = "Three people were killed when shells fell on Tal Tamr on Saturday, residents said."
SHELLS_TOO = "Shelling of Tal Tamr on Saturday left three people dead, according to a medic."
HIGHER = "The shelling of Tal Tamr on Saturday killed seven people, the hospital said on Sunday."
CLASH = "Two fighters were wounded in a clash near Ras al-Ain on Saturday, a commander said."


@dataclass(slots=True)
class MovedClock:
    """The bot's time, as the test sets it."""

    now: datetime = NOON

    def passes(self, **length: float) -> None:
        """Let so much time pass."""
        self.now += timedelta(**length)

    def strikes(self, moment: datetime) -> None:
        """Let it be that moment."""
        self.now = moment.astimezone(UTC)


@pytest.fixture(params=[("polling", "SQLite"), ("webhook", "PostgreSQL")], ids=" on ".join)
def setting(request: pytest.FixtureRequest) -> tuple[str, str]:
    """How the bot hears of updates, and where the library is."""
    way, store = request.param
    return way, store


@pytest.fixture
def way(setting: tuple[str, str]) -> str:
    return setting[0]


@pytest.fixture
def settings(setting: tuple[str, str], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A library of either kind, under the services of every story of a module that takes this over."""
    if setting[1] == "PostgreSQL":
        monkeypatch.setenv("DATELINE_DATABASE_URL", request.getfixturevalue("postgres_url"))
    return Settings.read()


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    moved = MovedClock()
    monkeypatch.setattr(Settings, "now", lambda _self: moved.now)
    return moved


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would make a test wait for seconds takes a moment: the pause between two looks, and that of a chat."""
    monkeypatch.setattr(upkeep, "CATCH_UP_SECONDS", 0.02)
    monkeypatch.setattr(claiming, "CHAT_SECONDS", 0.01)
    monkeypatch.setattr(claiming, "GROUP_SECONDS", 0.01)
    monkeypatch.setattr(courier, "POLL_SECONDS", 0.02)
    monkeypatch.setattr("bot.transport.rate_limiter.CHAT_SECONDS", 0.01)
    for module in (upkeep, courier):
        monkeypatch.setattr(module, "stopped_within", counted(module.__name__, module.stopped_within))


# How often each part of the bot has looked for something to do.
looks: Counter[str] = Counter()


def counted(name: str, rest: Callable[..., Awaitable[bool]]) -> Callable[..., Awaitable[bool]]:
    """The rest between two looks, which are counted."""

    def resting(*arguments: Any) -> Awaitable[bool]:
        looks[name] += 1
        return rest(*arguments)

    return resting


async def nothing_more_comes() -> None:
    """Wait until the bot has looked at everything that there is: what it has not begun to tell by then, it does not."""
    for module in (upkeep, courier):  # one plans what the other sends
        # The first of them may have begun before.
        await until(partial(has_looked, module.__name__, looks[module.__name__] + 3))


def has_looked(name: str, times: int) -> bool:
    """Whether a part of the bot has looked so often."""
    return looks[name] >= times


@asynccontextmanager
async def watching_bot(
    server: TelegramServer, services: Services, way: str = "polling", **changes: str
) -> AsyncIterator[AnyApplication]:
    """The bot, for the length of the block."""
    async with running(server, services, way, **changes) as application:
        await server.connected()
        yield application


def report(
    services: Services, text: str, publisher: str = "North Wire", day: date = date(2024, 11, 17), url: str | None = None
) -> None:
    """Let an article come in."""
    keep(services, draft(text, day, publisher=publisher, url=url))


async def says(person: User, words: str, chat: Chat | None = None) -> Message:
    """What the bot answers to something that a person says."""
    person.sends(words, chat)
    return await (chat or person.chat).next_message()


def from_bot(server: TelegramServer, chat: Chat) -> list[Message]:
    """What the bot has sent to a chat."""
    return [message for message in chat.messages if message.sender is server.bot]
