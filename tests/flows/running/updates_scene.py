"""Readers and an invented answer to every question, for stories about what becomes of updates."""

import threading
from collections.abc import AsyncIterator, Callable, Collection

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from bot.inbox.updates import ClaimedUpdate, Lane
from bot.inbox.work import Work
from bot.models import InboxRow
from retrieval.answers import Answer
from retrieval.library.database import read_session
from tests.bot.fakes import FakeAnswerer, FakeLibrary, FakeServices
from tests.bot.running import until
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE
from tests.telegram.people.users import User

OWNER = 4711
QUESTION = "what happened in Sere Kaniye this week"
FAILURES = ("bad gateway", "server error", "disconnected")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def answering(engine: Engine) -> FakeServices:
    """An invented answer to every question, on an empty library."""
    return FakeServices(library=FakeLibrary(engine))


class HeldUp(FakeAnswerer):
    """Answers nothing before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def ask(self, text: str, **kwargs: object) -> Answer:
        assert self.go_on.wait(PATIENCE)
        return super().ask(text, **kwargs)  # type: ignore[arg-type]


class HeldClaims:
    """Claims of one lane, of which those after `held` was called wait to be let go of before they are made."""

    def __init__(self, lane: Lane) -> None:
        self._claim = Work.claim
        self._lane = lane
        self._is_armed, self._is_held = threading.Event(), threading.Event()
        self.go_on = threading.Event()

    @property
    def claim(self) -> Callable[..., list[ClaimedUpdate]]:
        """What stands in place of `Work.claim`."""

        def claim(work: Work, lane: Lane, *arguments: Collection[int]) -> list[ClaimedUpdate]:
            if lane is self._lane and self._is_armed.is_set():
                self._is_held.set()
                assert self.go_on.wait(PATIENCE)
            return self._claim(work, lane, *arguments)  # type: ignore[arg-type]

        return claim

    async def held(self) -> None:
        """Hold up the next claim, and wait until it is."""
        self._is_armed.set()
        await until(self._is_held.is_set)


def said(person: User) -> list[str]:
    """What the bot has said to somebody."""
    return [message.words for message in person.chat.messages if message.sender is not person]


def left_open(engine: Engine) -> list[InboxRow]:
    with read_session(engine) as session:
        return [row for row in session.exec(select(InboxRow)) if row.done_at is None]
