"""Starting, staying connected and stopping."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot import serving
from bot.app import build_application
from bot.serving import serve
from retrieval.errors import SettingsError
from retrieval.library.database import open_database
from tests.bot.fakes import CLASH, FakeServices
from tests.bot.running import bot_settings, running, until
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE

ROOT = Path(__file__).parents[2]

# A bot of its own process, whose answerer takes a while: what SIGTERM does is seen from outside.
PROCESS = """
import asyncio, sys
from bot.app import build_application
from bot.observing.logs import logging_without
from bot.serving import serve
from bot.settings import BotSettings
from tests.bot.fakes import FakeServices
from tests.bot.fakes import FakeAnswerer

class Slow(FakeAnswerer):
    def ask(self, text, **kwargs):
        sys.stdin.readline()
        return super().ask(text, **kwargs)

settings = BotSettings.read(_env_file=None)
with logging_without(settings.required_token):
    asyncio.run(serve(build_application(settings, FakeServices(Slow()))))
"""


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PAUSES", (0.001,))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_process_after_the_answer_that_is_under_way(
    server: TelegramServer, number: signal.Signals
) -> None:
    amina = server.user()
    environment = {**os.environ, **server.environment, "PYTHONPATH": str(ROOT)}
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROCESS, env=environment, stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    await server.connected()
    amina.sends("what happened in Sere Kaniye")
    await amina.chat.next_action()
    child.send_signal(number)
    _, log = await asyncio.wait_for(child.communicate(b"go on\n"), PATIENCE)
    assert CLASH in (await amina.next_message()).text
    assert child.returncode == 0, log.decode()
    assert "answers." in log.decode() and "Stopping" in log.decode()
    assert server.token not in log.decode() and "Sere Kaniye" not in log.decode()


async def test_a_refused_token_is_said_to_be_without_repeating_it(server: TelegramServer) -> None:
    wrong = "123456789:not-the-right-one"
    application = build_application(bot_settings(server, TELEGRAM_TOKEN=wrong), FakeServices())
    with pytest.raises(SettingsError, match="TELEGRAM_TOKEN is refused by Telegram") as refusal:
        await serve(application)
    assert wrong not in str(refusal.value) and refusal.value.__cause__ is None


async def test_the_bot_waits_for_telegram_to_come_back(
    server: TelegramServer, no_pauses: None, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail_next("getMe", "bad gateway", times=3)
    amina = server.user()
    async with running(server, FakeServices()):
        amina.sends("Tal Tamr")
        await amina.next_message()
    assert caplog.text.count("Telegram is not reached") == 3


async def test_the_bot_can_be_stopped_while_it_waits_for_telegram(server: TelegramServer) -> None:
    server.fail_next("getMe", "bad gateway", times=1000)
    application = build_application(bot_settings(server), FakeServices())
    task = asyncio.create_task(serve(application))
    await until(lambda: len(server.requests.of("getMe")) > 0)
    application.bot_data.stopping.set()
    await asyncio.wait_for(task, PATIENCE)


async def test_a_list_of_commands_that_is_refused_does_not_keep_the_bot_from_answering(
    server: TelegramServer,
) -> None:
    server.fail_next("setMyCommands", "server error")
    amina = server.user()
    async with running(server, FakeServices()):
        amina.sends("Tal Tamr")
        assert CLASH in (await amina.next_message()).text


async def test_a_webhook_that_telegram_refuses_is_named_as_the_setting(server: TelegramServer) -> None:
    settings = bot_settings(server, "webhook")
    refused = settings.model_copy(update={"webhook_url": "http://bot.example.org/updates"})
    with pytest.raises(SettingsError, match=r"TELEGRAM_WEBHOOK_URL=http://bot\.example\.org/updates is refused"):
        await serve(build_application(refused, FakeServices()))


async def test_health_is_ok_while_the_bot_runs_and_its_library_opens(server: TelegramServer, tmp_path: Path) -> None:
    services = FakeServices()
    services.library.engine = open_database(f"sqlite:///{tmp_path / 'library.sqlite3'}")
    async with (
        running(server, services, "webhook") as application,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        listen = application.bot_data.settings.webhook_listen
        answer = await client.get(f"http://{listen.host}:{listen.port}/health")
    services.library.engine.dispose()
    assert (answer.status_code, answer.text) == (200, "ok")


async def test_two_bots_with_one_token_are_told_apart_in_the_log(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(server, FakeServices()), running(server, FakeServices()):
        await until(lambda: "Another process polls with the same token" in caplog.text)
