"""Deliveries through a Telegram that fails, by bots that are killed: who was told what, and how often."""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from unittest.mock import patch

from sqlmodel import col, func, select

from bot.models import Delivery
from bot.outbox.claiming import LEASE_SECONDS
from retrieval.library.database import read_session
from retrieval.services import open_services
from retrieval.settings import Settings
from retrieval.watches.terms import Terms
from tests.bot.running import NOW
from tests.fakes import WordEmbedder
from tests.keeping import draft, keep
from tests.region import ensure_region
from tests.telegram import TelegramServer
from tests.telegram.faults import Kind
from tests.telegram.users import User

FAULTS: Mapping[Kind, float] = {
    "too many requests": 0.05,
    "server error": 0.01,
    "bad gateway": 0.01,
    "answer lost": 0.02,
}
HEARD_SECONDS = 1.5
"""How long no bot is killed after a reader has blocked it or taken it back: Telegram says so once, to who polls."""

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
        kills = await _until_told(server, people, env, incidents * readers, kill_every, replicas)
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


async def _until_told(
    server: TelegramServer, people: Sequence[User], env: Mapping[str, str], wanted: int, kill_every: int, replicas: int
) -> int:
    """Run replicas, kill the oldest each time so many were sent, until everybody was told all; the kills."""
    blocked = people[:: int(1 / BLOCKS)]
    running = [await _start(env) for _ in range(replicas)]
    kills, next_kill, done = 0, kill_every, set[int]()
    try:
        async with asyncio.timeout(120 + wanted / 5 + LEASE_SECONDS * replicas):
            while True:
                told = sum(len(_bodies(person)) for person in people)
                if told >= wanted // 3 and not done:
                    _block(blocked, done)
                    await asyncio.sleep(HEARD_SECONDS)
                if told >= wanted // 2 and done and any(person.blocked for person in blocked):
                    _unblock(blocked)
                    await asyncio.sleep(HEARD_SECONDS)
                if told >= next_kill and told < wanted - kill_every / 2:
                    running[0].kill()
                    await running.pop(0).wait()
                    running.append(await _start(env))
                    kills, next_kill = kills + 1, next_kill + kill_every
                if all(len(_bodies(person)) >= wanted // len(people) for person in people):
                    return kills
                await asyncio.sleep(0.05)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            await process.wait()


async def _start(env: Mapping[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.flows.delivering", env=dict(env),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip


def _block(people: Sequence[User], done: set[int]) -> None:
    for person in people:
        person.blocks_bot()
        done.add(person.id)


def _unblock(people: Sequence[User]) -> None:
    for person in people:
        if person.blocked:
            person.unblocks_bot()


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
