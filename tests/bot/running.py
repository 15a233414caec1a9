"""A bot that runs inside a test, against the strict server, by polling or by webhook."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.app import build_application
from bot.context import AnyApplication
from bot.serving import serve
from bot.settings import BotSettings
from tests.ports import free_port
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE

SECRET = "a-secret-of-the-test"
NOW = "2024-11-17T12:00:00+03:00"
WAYS = ("polling", "webhook")


def bot_settings(server: TelegramServer, way: str = "polling", **changes: str) -> BotSettings:
    """Settings that point a bot at the server, its clock frozen."""
    values = {**server.environment, "DATELINE_NOW": NOW, **changes}
    if way == "webhook":
        port = free_port()
        values |= {
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
            "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
        }
    return BotSettings.read(_env_file=None, **values)


@asynccontextmanager
async def running(
    server: TelegramServer, services: object, way: str = "polling", **changes: str
) -> AsyncIterator[AnyApplication]:
    """The bot, answering for the length of the block, then stopped as SIGTERM stops it."""
    application = build_application(bot_settings(server, way, **changes), services)
    task = asyncio.create_task(serve(application))
    connected = asyncio.create_task(server.connected())
    await asyncio.wait({task, connected}, return_when=asyncio.FIRST_COMPLETED)
    try:
        yield application
    finally:
        connected.cancel()
        application.bot_data.stopping.set()
        await asyncio.wait_for(task, PATIENCE)


async def until(condition: Callable[[], bool], within: float = PATIENCE) -> None:
    """Wait for what nothing announces."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.01)
