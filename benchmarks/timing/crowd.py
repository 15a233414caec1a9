"""What many readers at once come to, in a process of its own.

Run by `python -m benchmarks.timing.crowd many|one DATA_DIR`.
It prints a line of JSON. The bot is `dateline run` in another process, on a copy of the library in `DATA_DIR`. Telegram
is the strict server of the tests, in this process. The clock is today's: a frozen one gives no times.
"""

import asyncio
import json
import os
import shutil
import statistics
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import col, select

from benchmarks.library.corpus import DATELINE, environment, settings_of
from bot.models import Delivery
from retrieval.library.database import open_database, read_session
from tests.telegram import TelegramServer
from tests.telegram.people.messages import Message
from tests.telegram.people.users import User

READERS, EACH = 200, 5
FLOOD, OTHERS = 1_000, 30  # questions

# The bounds of the "Load". Who waits is told after 5 s, by a look every second.
MOST_QUICK_SECONDS, TOLD_WITHIN, LEAST_SHARE, MOST_TIMES = 1.0, 7.0, 0.8, 1.2

ALONE = 40  # questions one after the other: what one takes where nobody else asks
BETWEEN = 1.5  # seconds from one command, press or question to the next
REPORTS_EVERY = 8.0
PATIENCE = 900.0

_TICKS = os.sysconf("SC_CLK_TCK")
_WAITING = ("just starting", "Many questions are coming in")
_PLACES = ("Kobani", "Ain Issa", "Tal Tamr", "Qamishli", "Idlib", "Aleppo", "Tal Rifaat", "Manbij", "Hasakah", "Afrin")
_PERIODS = ("in May 2023", "in June 2023", "in April 2023", "in early May 2023", "between 3 and 20 June 2023")
_TOPICS = ("what happened in", "shelling in", "drone strikes near", "arrests in")
_TOWN = "Tal Tamr"
_DEEDS = ("Shells fell on", "Gunmen kidnapped a shopkeeper in", "A mine exploded in", "Residents demonstrated in")


@dataclass(slots=True)
class Waits:
    """Seconds that each thing took, by what it was."""

    answers: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    help: list[float] = field(default_factory=list)
    presses: list[float] = field(default_factory=list)
    alerts: list[float] = field(default_factory=list)
    untold: int = 0  # readers who waited longer than `TOLD_WITHIN` and were not told so


@dataclass(slots=True)
class Scene:
    """A bot that runs, its readers and its library."""

    server: TelegramServer
    process: Process
    engine: Engine
    editor: User
    watcher: User

    def processor_seconds(self) -> float:
        """What the bot has computed so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    async def seconds_of(self, person: User, words: str) -> float:
        """How long a person waits for what the bot says to a message, apart from that it takes longer."""
        person.sends(words)
        began = time.monotonic()
        while is_waiting(await person.next_message(within=PATIENCE)):
            pass
        return time.monotonic() - began

    async def alone(self, count: int) -> float:
        """Processor seconds of a question, where different readers ask one after the other."""
        await self.seconds_of(self.server.user("First"), "what happened in Raqqa in May 2023")
        before = self.processor_seconds()
        for number, question in enumerate(islice(_questions(READERS), count)):
            await self.seconds_of(self.server.user(f"Alone {number}"), question)
        return (self.processor_seconds() - before) / count


def is_waiting(message: Message) -> bool:
    """Whether a message says no more than that the answer will come."""
    return any(sign in message.words for sign in _WAITING)


# Many readers


async def many(data_dir: Path, readers: int = READERS, each: int = EACH) -> dict[str, Any]:
    """Readers who ask so many questions each, all at once, while others give commands, press buttons and are told."""
    async with _scene(data_dir) as scene:
        presser = scene.server.user("Presser")  # what is pressed may pause the watch
        panel = await _panel(presser)
        await _panel(scene.watcher)
        alone = await scene.alone(ALONE)
        people = [scene.server.user(f"Reader {number}") for number in range(readers)]
        waits, before, began = Waits(), scene.processor_seconds(), time.monotonic()
        others = (_help(scene, waits), _press(presser, panel, waits), _reports(scene), _alerts(scene, waits))
        async with _meanwhile(*others), asyncio.timeout(PATIENCE):
            asked = (_asks(person, list(islice(_questions(n), each)), waits) for n, person in enumerate(people))
            await asyncio.gather(*asked)
        took, spent = time.monotonic() - began, scene.processor_seconds() - before
        return {
            "asked": readers * each,
            "answered": len(waits.answers),
            "seconds": took,
            "a_second": len(waits.answers) / took,
            "alone_ms": 1000 * alone,
            "processor_ms": 1000 * spent / len(waits.answers),
            "share": len(waits.answers) / took * alone,
            "untold": waits.untold,
            "slips": len(scene.server.violations),
            **_described(waits),
        }


async def _asks(person: User, questions: Sequence[str], waits: Waits) -> None:
    """Ask all at once, and wait for each answer."""
    began = time.monotonic()
    for question in questions:
        person.sends(question)
    left, is_told, first = len(questions), False, 0.0
    while left:
        message = await person.next_message(within=PATIENCE)
        took = time.monotonic() - began
        if is_waiting(message):
            is_told = True
            waits.told.append(took)
            continue
        first = first or took
        waits.answers.append(took)
        left -= 1
    waits.untold += first > TOLD_WITHIN and not is_told


async def _help(scene: Scene, waits: Waits) -> None:
    """Strangers who ask for help, one after the other."""
    while True:
        stranger = scene.server.user(f"Stranger {len(waits.help)}")
        waits.help.append(await scene.seconds_of(stranger, "/help"))
        await asyncio.sleep(BETWEEN)


async def _press(person: User, panel: Message, waits: Waits) -> None:
    """Somebody who presses the first button of their watch again and again."""
    while True:
        press, began = person.presses(panel.buttons[0], panel), time.monotonic()
        await press.answer(within=PATIENCE)
        waits.presses.append(time.monotonic() - began)
        await asyncio.sleep(BETWEEN)


async def _reports(scene: Scene) -> None:
    """An editor who passes on a channel's reports of today from a watched town."""
    channel = scene.server.channel("A Wire", username="a_wire")
    for number, deed in enumerate(cycle(_DEEDS)):
        scene.editor.forwards(f"{deed} {_TOWN} on {datetime.now(UTC):%-d %B %Y}, resident {number} said.", channel)
        await asyncio.sleep(REPORTS_EVERY)


async def _alerts(scene: Scene, waits: Waits) -> None:
    """Measure what passes from the moment an alert is planned until it is there."""
    chat = scene.watcher.chat
    while True:
        planned, heard = await asyncio.to_thread(_planned, scene.engine), len(chat.messages)
        while await asyncio.to_thread(_planned, scene.engine) == planned:  # noqa: ASYNC110 - the bot is a process
            await asyncio.sleep(0.05)
        began = time.monotonic()
        while len(chat.messages) == heard:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        waits.alerts.append(time.monotonic() - began)


def _planned(engine: Engine) -> int:
    with read_session(engine) as session:
        return session.exec(select(func.count(col(Delivery.id)))).one()


async def _panel(person: User) -> Message:
    """The buttons of a watch."""
    person.sends(f"/watch {_TOWN}")
    return await person.next_message(within=PATIENCE)


# One reader


async def one(data_dir: Path, flood: int = FLOOD, others: int = OTHERS) -> dict[str, Any]:
    """What another reader waits while one sends a thousand questions, against what is usual."""
    async with _scene(data_dir) as scene:
        await scene.alone(ALONE)
        usual = await _paced(scene, "Before", others)
        flooder = scene.server.user("Flooder")
        for question in islice(_questions(0), flood):
            flooder.sends(question)
        meanwhile = await _paced(scene, "Meanwhile", others)
        return {
            "usual_ms": 1000 * statistics.median(usual),
            "meanwhile_ms": 1000 * statistics.median(meanwhile),
            "times": statistics.median(meanwhile) / statistics.median(usual),
            "told_flooder": len(flooder.chat.messages) - flood,
            "slips": len(scene.server.violations),
        }


async def _paced(scene: Scene, name: str, count: int) -> list[float]:
    """Seconds of the questions of different readers, with a pause between them."""
    took = []
    for number, question in enumerate(islice(_questions(7), count)):
        took.append(await scene.seconds_of(scene.server.user(f"{name} {number}"), question))
        await asyncio.sleep(0.2)
    return took


# The scene


@asynccontextmanager
async def _scene(data_dir: Path) -> AsyncIterator[Scene]:
    """The bot on a copy of a library, once it answers."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        shutil.copytree(data_dir, folder, dirs_exist_ok=True, symlinks=True)
        server = await stack.enter_async_context(TelegramServer())
        editor, watcher = server.user("Editor"), server.user("Watcher")
        env = {**environment(folder), **server.environment, "DATELINE_ADMINS": str(editor.id)}
        process = await asyncio.create_subprocess_exec(
            DATELINE, "run", env=env, cwd=folder, stdout=DEVNULL, stderr=DEVNULL
        )
        stack.push_async_callback(_ended, process)
        engine = open_database(settings_of(folder).sql_url)
        stack.callback(engine.dispose)
        await server.connected()
        yield Scene(server, process, engine, editor, watcher)


async def _ended(process: Process) -> None:
    process.terminate()
    await process.wait()


@asynccontextmanager
async def _meanwhile(*others: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run others for the length of the block; what one of them fails with is raised."""
    tasks = [asyncio.create_task(other) for other in others]
    try:
        yield
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task


def _questions(begin: int) -> Iterator[str]:
    """Questions without end, that begin elsewhere for each reader."""
    every = [f"{topic} {place} {period}" for topic, period, place in product(_TOPICS, _PERIODS, _PLACES)]
    return islice(cycle(every), 7 * begin % len(every), None)


def _described(waits: Waits) -> dict[str, float]:
    kinds = {"answer": waits.answers, "told": waits.told, "help": waits.help}
    kinds |= {"press": waits.presses, "alert": waits.alerts}
    figures: dict[str, float] = {}
    for name, seconds in kinds.items():
        figures[f"{name}_count"] = len(seconds)
        if seconds:
            figures[f"{name}_p50"] = statistics.median(seconds)
            figures[f"{name}_p99"] = statistics.quantiles([*seconds, max(seconds)], n=100)[-1]
            figures[f"{name}_most"] = max(seconds)
    return figures


MEASURES: dict[str, Callable[[Path], Coroutine[Any, Any, dict[str, Any]]]] = {"many": many, "one": one}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(MEASURES[sys.argv[1]](Path(sys.argv[2])))) + "\n")
