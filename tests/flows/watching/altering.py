"""A report that readers were shown, and an editor and a source that alter it, for stories about what is told then."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from ingest.keeping.pipeline import Pipeline
from retrieval.library.editing import Correctable, correct, retract, take_back_retraction
from retrieval.library.new_article import article_id
from retrieval.services import Services
from tests.flows.watching.scene import SHELLS, MovedClock, nothing_more_comes, report, watching_bot
from tests.telegram import TelegramServer
from tests.telegram.people.users import User

URL = "https://wire.example.org/1"
ASKED = "what happened in Tal Tamr this week"
FIVE_TOO = "Shelling of Tal Tamr on Saturday left five people dead, according to a medic."
FIVE, SEVEN = SHELLS.replace("Three", "Five"), SHELLS.replace("Three", "Seven")


@pytest.fixture
async def amina(server: TelegramServer, services: Services, clock: MovedClock, way: str) -> AsyncIterator[User]:
    """A reader of a bot whose library holds one report."""
    report(services, SHELLS, url=URL)
    async with watching_bot(server, services, way):
        await nothing_more_comes()  # nobody watched yet when the report came
        yield server.user("Amina")
    server.assert_well_behaved()


@dataclass(slots=True)
class Editor:
    """Does to the report what editors and its source do."""

    services: Services
    clock: MovedClock

    async def withdraws(self, reason: str = "a mistake") -> None:
        await asyncio.to_thread(retract, self.services.library.engine, article_id(URL), reason, self.clock.now)

    async def shows_again(self) -> None:
        await asyncio.to_thread(take_back_retraction, self.services.library.engine, article_id(URL), self.clock.now)

    async def mends(self, field: Correctable, value: str) -> None:
        services = self.services

        def mend() -> None:
            correct(services.library.engine, services.gazetteer, article_id(URL), field, value, self.clock.now, None)
            Pipeline(services).recognise_one_again(article_id(URL))

        await asyncio.to_thread(mend)

    def changes(self, text: str) -> None:
        report(self.services, text, url=URL)


@pytest.fixture
def editor(services: Services, clock: MovedClock) -> Editor:
    return Editor(services, clock)
