"""An inbox in either database, with a clock that the test moves."""

from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from bot.inbox.intake import Intake
from bot.inbox.seal import Seal
from bot.inbox.updates import ClaimedUpdate, Lane, NewUpdate
from bot.inbox.work import Work
from retrieval.library.database import open_database
from tests.flows.conftest import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

BOT, OTHER_BOT = 70, 71
SEAL = Seal("70:token")


@dataclass
class Inbox:
    """What one process does with an inbox, at a time that the test sets."""

    engine: Engine
    time: float = 1_000.0

    def takes(self, *updates: NewUpdate, bot: int = BOT) -> None:
        Intake(self.engine, bot, SEAL, lambda: self.time).take(updates)

    def worker(self, bot: int = BOT) -> Work:
        """A process that handles updates."""
        return Work(self.engine, bot, SEAL, lambda: self.time)


def question(update_id: int, chat: int = 1, *, most: int = 0) -> NewUpdate:
    """A question that somebody asks in a chat."""
    return NewUpdate(update_id, chat, {"update_id": update_id}, Lane.SEARCH, is_question=True, most_waiting=most)


def command(update_id: int, chat: int = 1) -> NewUpdate:
    """A command that somebody gives in a chat."""
    return NewUpdate(update_id, chat, {"update_id": update_id})


def ids(claimed: list[ClaimedUpdate]) -> list[int]:
    return [one.update_id for one in claimed]


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def inbox(request: pytest.FixtureRequest) -> Inbox:
    if request.param == "SQLite":
        return Inbox(request.getfixturevalue("engine"))
    return Inbox(open_database(request.getfixturevalue("postgres_url")))
