"""Questions, commands and presses to bots that are killed, through a Telegram that fails: who was answered what."""

import asyncio
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date
from unittest.mock import patch

from sqlalchemy import Engine
from sqlmodel import col, func, select

from bot.models import InboxRow
from retrieval.library.database import open_database, read_session
from retrieval.services import open_services
from retrieval.settings import Settings
from tests.bot.running import NOW, SECRET
from tests.fakes import WordEmbedder
from tests.flows.running.balancer import PROXY_PATIENCE, Balancer
from tests.flows.running.bots import Bots, running_bots
from tests.keeping import draft, keep
from tests.ports import free_port
from tests.region import ensure_region
from tests.telegram import TelegramServer
from tests.telegram.people.messages import Message
from tests.telegram.people.users import User
from tests.telegram.traffic.faults import Kind

FAULTS: Mapping[Kind, float] = {
    "too many requests": 0.01,
    "server error": 0.01,
    "bad gateway": 0.01,
    "disconnected": 0.01,
    "answer lost": 0.01,
}
POLL_FAULTS: Mapping[Kind, float] = {"bad gateway": 0.02, "disconnected": 0.02, "answer lost": 0.01}
PLACES = ("Kobani", "Qamishli", "Tal Tamr", "Ras al-Ain", "Hasakah")
AT_ONCE = 3  # updates of one reader that wait; more than a handful are left out, which is another story
BETWEEN_KILLS = (0.5, 2.0)  # seconds, at least and at most
PATIENCE = 240.0  # seconds for which the story may stand still: kills cost starts

HELP, NEW, WATCH, WIDE, FAILED, LEFT_OUT = "/help", "/new", "/watch", "a wider period", "failed", "left out"
_SIGNS = {
    "It writes nothing about events itself.": HELP,
    "The next question stands on its own.": NEW,
    "Each new incident comes once": WATCH,
    "This is watched already.": WATCH,
    "This did not work": FAILED,
    "left out": LEFT_OUT,
}
_WAITING = ("just starting", "Many questions are coming in")
_DAY = re.compile(r"· \w{3} (\d{1,2}) Oct")


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of the updates."""

    sent: int
    unanswered: int
    doubled: int  # answers that came more than once
    unexplained: int  # of those, answers whose outcome was known: there must be none
    uncertain: int  # times that nobody could know whether a message arrived
    failed: int  # readers who were told that it did not work
    kills: int
    open: int  # updates that nobody has dealt with
    missing: tuple[str, ...]  # what the unanswered were to be told
    disordered: int  # readers whose answers came in another order than their questions


@dataclass(slots=True)
class Reader:
    """Somebody who asks, and what they are to be told."""

    person: User
    wanted: Counter[str] = field(default_factory=Counter)
    _got: Counter[str] = field(default_factory=Counter)
    _read: int = 0  # messages of the chat, so that looking again costs nothing
    asked: list[str] = field(default_factory=list)  # the days, in the order of the questions

    async def acts(self, days: Sequence[int], chance: random.Random) -> None:
        """Ask for each day, with a command or a press in between."""
        for day in days:
            self.asked.append(str(day))
            await self._sends(f"{chance.choice(PLACES)} on {day} October 2024", str(day))
            match chance.randrange(4):
                case 0:
                    await self._sends("/help", HELP)
                case 1:
                    await self._sends("/new", NEW)
                case 2:
                    await self._sends(f"/watch {chance.choice(PLACES)}", WATCH)
                case 3:
                    await self._presses()

    def got(self) -> Counter[str]:
        """What they were told, by what it answers."""
        messages = self.person.chat.history
        from_bot = (message for message in messages[self._read :] if message.sender is not self.person)
        self._got.update(sign for message in from_bot if (sign := _sign(message)))
        self._read = len(messages)
        return self._got

    @property
    def is_in_order(self) -> bool:
        """Whether the first answers to the questions came in the order of the questions."""
        from_bot = (message for message in self.person.chat.messages if message.sender is not self.person)
        signs = dict.fromkeys(sign for message in from_bot if (sign := _sign(message)) in self.asked)
        return list(signs) == self.asked

    @property
    def waits(self) -> int:
        """How many answers are still to come."""
        return (self.wanted - self.got()).total()

    async def _sends(self, words: str, sign: str) -> None:
        while self.waits >= AT_ONCE:  # noqa: ASYNC110 - several messages may come at once
            await asyncio.sleep(0.02)
        self.wanted[sign] += 1
        self.person.sends(words)

    async def _presses(self) -> None:
        while self.waits:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        label = "Last 30 days"
        offered = [message for message in self.person.chat.messages if label in message.buttons]
        if offered:
            self.wanted[WIDE] += 1
            self.person.presses(label, offered[-1])


def _sign(message: Message) -> str:
    """What a message answers; empty for a word in between."""
    words = message.words
    if any(sign in words for sign in _WAITING):
        return ""
    for sign, meaning in _SIGNS.items():
        if sign in words:
            return meaning
    heading = words.split("\n", 1)[0]
    day = _DAY.search(heading)
    return day[1] if day and "–" not in heading else WIDE


async def handle(
    environment: Mapping[str, str],
    readers: int,
    days: int,
    kills: int,
    *,
    replicas: int = 0,
    hang: float = 0.0,
    meanwhile: Sequence[Callable[[], None]] = (),
    between: tuple[float, float] = BETWEEN_KILLS,
    seed: int = 0,
) -> Handled:
    """Let readers ask, while a bot is killed so often at random moments.

    By polling, or by webhook where there are `replicas`. Where they `hang`, each goes on after so many seconds and is
    not killed. `meanwhile` are other mishaps, each of which happens once.
    """
    with patch("retrieval.services.ensure_shipped_places", ensure_region):
        async with TelegramServer() as server, AsyncExitStack() as stack:
            people = [Reader(server.user(f"Reader {number}")) for number in range(readers)]
            env = {**os.environ, **server.environment, **environment, "DATELINE_NOW": NOW, "DATELINE_LIMITS": "off"}
            settings = Settings.read(_env_file=None, **{k: v for k, v in env.items() if k.startswith("DATELINE_")})
            await asyncio.to_thread(_prepare, settings)
            for method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
                server.world.faults.at_random(method, FAULTS, seed)
            server.world.faults.at_random("getUpdates", POLL_FAULTS, seed)
            engine = open_database(settings.sql_url)
            stack.callback(engine.dispose)
            environments = [env] if not replicas else await _webhooks(env, replicas, stack, hang)
            bots = await stack.enter_async_context(running_bots(environments, hang))
            story = _Story(people, bots, random.Random(seed), engine, between)
            done = await story.tell(days, kills, meanwhile)
            return await asyncio.to_thread(_counted, server, people, engine, done)


async def _webhooks(env: Mapping[str, str], replicas: int, stack: AsyncExitStack, hang: float) -> list[dict[str, str]]:
    ports = [free_port() for _ in range(replicas)]
    balancer = await stack.enter_async_context(Balancer(ports, hang / 4 or PROXY_PATIENCE))
    shared = {**env, "TELEGRAM_WEBHOOK_URL": balancer.url, "TELEGRAM_WEBHOOK_SECRET": SECRET}
    return [{**shared, "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}"} for port in ports]


def _prepare(settings: Settings) -> None:
    """Reports of each place and of some days, so that there is something to quote."""
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        keep(
            services,
            *(
                draft(f"Shells fell on {place} on {day} October, and a shop burned down.", date(2024, 10, day + 1))
                for place in PLACES
                for day in range(2, 30, 3)
            ),
        )


@dataclass(slots=True)
class _Story:
    """Readers who ask and bots that are killed, until everybody is answered."""

    readers: Sequence[Reader]
    bots: Bots
    chance: random.Random
    engine: Engine
    between: tuple[float, float]

    async def tell(self, days: int, kills: int, meanwhile: Sequence[Callable[[], None]]) -> int:
        """The kills, once everybody is answered or the story stands still."""
        chosen = [self.chance.sample(range(1, 31), days) for _ in self.readers]
        acting = [
            asyncio.create_task(reader.acts(days_, random.Random(number)))
            for number, (reader, days_) in enumerate(zip(self.readers, chosen, strict=True))
        ]
        done = await self._mishaps(acting, kills, meanwhile)
        await self._until_answered(acting)
        for task in acting:
            task.cancel()
        return done

    async def _mishaps(
        self, acting: Sequence[asyncio.Task[None]], kills: int, others: Sequence[Callable[[], None]]
    ) -> int:
        """Kill a bot at random moments for as long as somebody still asks."""
        left, done = list(others), 0
        while done < kills and not all(task.done() for task in acting):
            await asyncio.sleep(self.chance.uniform(*self.between))
            await self.bots.kill(self.chance.randrange(len(self.bots.processes)))
            done += 1
            if left and done >= kills * (len(others) - len(left) + 1) / (len(others) + 1):
                await asyncio.to_thread(left.pop(0))
        return done

    async def _until_answered(self, acting: Sequence[asyncio.Task[None]]) -> None:
        moved, last = time.monotonic(), -1
        while not all(task.done() for task in acting) or any(reader.waits for reader in self.readers) or self._open():
            told = sum(reader.got().total() for reader in self.readers)
            if told != last:
                moved, last = time.monotonic(), told
            if time.monotonic() - moved > PATIENCE:
                return
            await asyncio.sleep(0.1)

    def _open(self) -> int:
        """How many updates nobody has dealt with."""
        with read_session(self.engine) as session:
            query = select(func.count()).select_from(InboxRow).where(col(InboxRow.done_at).is_(None))
            return session.exec(query).one()


def _counted(server: TelegramServer, readers: Sequence[Reader], engine: Engine, kills: int) -> Handled:
    with read_session(engine) as session:
        rows = list(session.exec(select(InboxRow)))
    chats = {update["update_id"]: _chat(update) for update in server.updates}
    doubtful: Counter[int] = Counter()
    for row in rows:
        doubtful[chats[row.update_id]] += row.uncertain
    told = [(reader, reader.got()) for reader in readers]
    surplus = {reader.person.id: (got - reader.wanted).total() for reader, got in told}
    return Handled(
        sent=sum(reader.wanted.total() for reader in readers),
        unanswered=sum((reader.wanted - got).total() for reader, got in told),
        doubled=sum(surplus.values()),
        unexplained=sum(max(0, more - doubtful[id_]) for id_, more in surplus.items()),
        uncertain=sum(doubtful.values()),
        failed=sum(got[FAILED] + got[LEFT_OUT] for _, got in told),
        kills=kills,
        open=sum(row.done_at is None for row in rows),
        missing=tuple(sign for reader, got in told for sign in (reader.wanted - got).elements()),
        disordered=sum(not reader.is_in_order for reader in readers),
    )


def _chat(update: Mapping[str, object]) -> int:
    body = update.get("message") or update.get("callback_query")
    return int(body["from"]["id"])  # type: ignore[index]
