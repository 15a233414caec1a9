"""What the container files start, started by hand: both servers, and the bot behind a webhook."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bot.running import SECRET, free_port
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE
from tests.test_docker import BOT, CHROMA, ROOT, instructions

# The command `dateline run`, with an embedder that needs no model and a region of few places.
RUN = (
    "import retrieval.services, bot.cli.main, sys\n"
    "from tests.fakes import WordEmbedder\n"
    "from tests.region import ensure_region\n"
    "retrieval.services.ensure_shipped_places = ensure_region\n"
    "retrieval.services.SentenceTransformerEmbedder = lambda name, _: WordEmbedder(name)\n"
    "sys.argv = ['dateline', 'run']\n"
    "bot.cli.main.main()\n"
)


@contextmanager
def started(command: list[str], log: Path, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process for the length of the block; ended if it has not ended by then."""
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def logged(log: Path) -> str:
    """What a process has written."""
    return log.read_text(encoding="utf-8")


async def healthy(check: list[str], process: "subprocess.Popen[bytes]", log: Path, port: int, instead_of: int) -> None:
    """Wait until a container's health check passes, run here against `port`."""
    command = [sys.executable, *(part.replace(f":{instead_of}/", f":{port}/") for part in check[1:])]
    async with asyncio.timeout(PATIENCE):
        while process.poll() is None:
            checking = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
            if await checking.wait() == 0:
                return
            await asyncio.sleep(0.1)
    raise AssertionError(logged(log))


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


async def test_the_start_commands_bring_up_a_bot_that_answers_and_stops(
    server: TelegramServer, postgres_url: str, tmp_path: Path
) -> None:
    chroma_port, bot_port = free_port(), free_port()
    instead = {"0.0.0.0": "127.0.0.1", "8000": str(chroma_port), "/data": str(tmp_path / "chroma")}
    chroma = [
        str(Path(sys.executable).with_name(CHROMA["entrypoint"][0])),
        *(instead.get(p, p) for p in CHROMA["command"]),
    ]
    given = {
        **server.environment,
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{bot_port}/telegram",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{bot_port}",
        "DATELINE_DATABASE_URL": postgres_url,
        "DATELINE_CHROMA_URL": f"http://127.0.0.1:{chroma_port}",
        "DATELINE_REGION": "SY",
        "DATELINE_TIMEZONE": "Asia/Damascus",
        "DATELINE_WEEK_STARTS": "monday",
        "DATELINE_ADMINS": "",
        "DATELINE_ACCESS": "open",
        "DATELINE_CONTACT": "",
        "DATELINE_KEEP_DELIVERIES": "90",
        "DATELINE_DELIVERIES_A_SECOND": "25",
    }
    environment = {name: given[name] for name in BOT["environment"]} | server.environment
    environment["DATELINE_DATA_DIR"] = str(tmp_path / "data")
    check = json.loads(instructions("HEALTHCHECK")[0].partition("CMD ")[2])
    logs = tmp_path / "chroma.log", tmp_path / "bot.log"
    with started(chroma, logs[0]) as index, started([sys.executable, "-c", RUN], logs[1], **environment) as bot:
        await healthy(CHROMA["healthcheck"]["test"][1:], index, logs[0], chroma_port, 8000)
        await healthy(check, bot, logs[1], bot_port, 8080)
        amina = server.user()
        amina.sends("what happened in Sere Kaniye this week")
        answer = await amina.next_message()
        bot.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(bot.wait, PATIENCE) == 0, logged(logs[1])
    assert "Not covered" in answer.text
    log = logged(logs[1])
    assert "Traceback" not in log and server.token not in log and "what happened" not in log
    server.assert_well_behaved()
