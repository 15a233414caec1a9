"""Deliveries through a Telegram that fails, by bots that are killed: who was told what, and how often."""

import asyncio
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing.process import BaseProcess
from unittest.mock import patch

from sqlalchemy import Engine
from sqlmodel import col, func, select

from bot.models import ChatSettings, Delivery
from retrieval.library.database import open_database, read_session
from retrieval.services import open_services
from retrieval.settings import Settings
from retrieval.watches.terms import Terms
from tests.bot.running import NOW, until
from tests.fakes import WordEmbedder
from tests.flows.processes import start
from tests.flows.watching.delivering import deliver as serve_readers
from tests.keeping import draft, keep
from tests.region import ensure_region
from tests.telegram import TelegramServer
from tests.telegram.people.users import User
from tests.telegram.traffic.faults import Kind

FAULTS: Mapping[Kind, float] = {
    "too many requests": 0.05,
    "server error": 0.01,
    "bad gateway": 0.01,
    "answer lost": 0.02,
}
# For how long the story may stand still. Kills cost starts, and the machine may be busy with other things.
PATIENCE = 240.0
BLOCKS = 0.01  # of the readers block the bot for a while
REPORTS = (
    "Three people were killed when shells fell on Tal Tamr on 16 November, residents said.",
    "Gunmen kidnapped a shopkeeper in Tal Tamr on 16 November, relatives said.",
    "Residents of Tal Tamr demonstrated against the price of bread on 16 November, a witness said.",
    "Security forces arrested a teacher in Tal Tamr on 16 November, a colleague said.",
    "Drinking water was cut off in Tal Tamr on 16 November, the water board said.",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the alerts."""

    wanted: int
    missing: int
    doubled: int  # alerts that came more than once
    unexplained: int  # of those, alerts whose outcome was known: there must be none
    uncertain: int  # times that nobody could know whether a message arrived
    kills: int
    sent: int  # messages that Telegram took


async def deliver(
    environment: Mapping[str, str], readers: int, kill_every: int, replicas: int = 1, a_second: float = 100
) -> Told:
    """Let a few incidents be told to so many readers, while a replica is killed each time so many were sent."""
    with patch("retrieval.services.ensure_shipped_places", ensure_region):
        return await _deliver(environment, readers, kill_every, replicas, a_second)


async def _deliver(
    environment: Mapping[str, str], readers: int, kill_every: int, replicas: int, a_second: float
) -> Told:
    async with TelegramServer() as server:
        people = [server.user(f"Reader {number}") for number in range(readers)]
        for person in people:
            person.started = True
        env = {
            **os.environ, **server.environment, **environment, "DATELINE_NOW": NOW,
            "DATELINE_DELIVERIES_A_SECOND": str(a_second),
        }  # fmt: skip
        settings = Settings.read(
            _env_file=None, **{name: value for name, value in env.items() if name.startswith("DATELINE_")}
        )
        incidents = await asyncio.to_thread(_prepare, settings, [person.id for person in people])
        server.world.faults.at_random("sendMessage", FAULTS)
        engine = open_database(settings.sql_url)
        kills = await _Story(server, people, env, engine).tell(incidents * readers, kill_every, replicas)
        engine.dispose()
        return await asyncio.to_thread(_counted, settings, people, incidents, kills)


def _prepare(settings: Settings, chat_ids: Sequence[int]) -> int:
    """Readers who watch Tal Tamr, and reports of it that nobody has been told of; how many incidents they are."""
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        terms = Terms(places=(("tamr", "Tal Tamr"),))
        for chat_id in chat_ids:
            services.watches.add(chat_id, None, terms, datetime.now(UTC))
        articles = (draft(text, date(2024, 11, 17), publisher=f"Wire {n}") for n, text in enumerate(REPORTS))
        keep(services, *articles)
        return len(REPORTS)


class _Story:
    """Replicas that tell, are killed and begin again; a few readers block the bot for a while in the middle of it."""

    def __init__(self, server: TelegramServer, people: Sequence[User], env: Mapping[str, str], engine: Engine) -> None:
        self._server = server
        self._people = people
        self._blocking = people[:: int(1 / BLOCKS)]
        self._env = env
        self._engine = engine
        self._running: list[BaseProcess] = []

    async def tell(self, wanted: int, kill_every: int, replicas: int) -> int:
        """Kill the oldest replica each time so many were sent, until everybody was told all; the kills."""
        kills, blocked, unblocked = 0, False, False
        self._running = [start(serve_readers, self._env) for _ in range(replicas)]
        try:
            async with asyncio.timeout(PATIENCE + wanted / 5):
                while any(len(_bodies(person)) < wanted // len(self._people) for person in self._people):
                    told = sum(len(_bodies(person)) for person in self._people)
                    if told >= wanted // 3 and not blocked:
                        blocked = await self._block()
                    if told >= wanted // 2 and not unblocked:
                        unblocked = await self._unblock()
                    if (kills + 1) * kill_every <= told < wanted - kill_every / 2:
                        await self._kill()
                        kills += 1
                    await asyncio.sleep(0.05)
            return kills
        finally:
            await self._stop()

    async def _block(self) -> bool:
        """Let a few readers block the bot. No bot is killed before one knows: Telegram says so once, to who polls."""
        for person in self._blocking:
            person.blocks_bot()
        await until(lambda: self._unreachable() == len(self._blocking), PATIENCE)
        return True

    async def _unblock(self) -> bool:
        """Let them take it back."""
        for person in self._blocking:
            person.unblocks_bot()
        await until(lambda: self._unreachable() == 0, PATIENCE)
        return True

    def _unreachable(self) -> int:
        with read_session(self._engine) as session:
            gone = select(func.count()).where(col(ChatSettings.unreachable_since).is_not(None))
            return session.exec(gone).one()

    async def _kill(self) -> None:
        killed = self._running.pop(0)
        killed.kill()
        await asyncio.to_thread(killed.join)
        self._running.append(start(serve_readers, self._env))

    async def _stop(self) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            await asyncio.to_thread(process.join)


def _bodies(person: User) -> Counter[str]:
    """The alerts that somebody got, by their first quotation, with how often."""
    return Counter(quoted[0] for message in person.chat.messages if (quoted := message.marked("blockquote")))


def _counted(settings: Settings, people: Sequence[User], incidents: int, kills: int) -> Told:
    by_chat = select(Delivery.chat_id, func.sum(col(Delivery.uncertain))).group_by(col(Delivery.chat_id))
    with (
        open_services(settings, embedder=WordEmbedder(), check_model=False) as services,
        read_session(services.library.engine) as session,
    ):
        doubtful = dict(session.exec(by_chat).all())
    bodies = {person.id: _bodies(person) for person in people}
    surplus = {id_: sum(told.values()) - len(told) for id_, told in bodies.items()}
    return Told(
        wanted=incidents * len(people),
        missing=sum(max(0, incidents - len(told)) for told in bodies.values()),
        doubled=sum(surplus.values()),
        unexplained=sum(max(0, surplus[id_] - doubtful.get(id_, 0)) for id_ in surplus),
        uncertain=sum(doubtful.values()),
        kills=kills,
        sent=sum(sum(told.values()) for told in bodies.values()),
    )
