"""A bot that takes articles in, for stories about editors."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from sqlmodel import func, select

from bot.app import build_application
from bot.serving import serve
from ingest.feeding.feeding import Feeding, open_feeding
from retrieval.library.database import read_session
from retrieval.services import Services
from tests.bot.running import bot_settings
from tests.ingest.feeding.speaking import DATED
from tests.ingest.formats.pages.sites import page
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE
from tests.web.server import WebServer

EDITOR, OWNER = 4711, 4712
STORY = page(DATED).replace(b"the old bridge", b"the bridge of Ras al-Ain")


def at(web: WebServer, path: str) -> str:
    return web.url(path, host="127.0.0.1")


@asynccontextmanager
async def feeding_bot(server: TelegramServer, services: Services, way: str = "polling") -> AsyncIterator[Feeding]:
    """The bot with its intake, owned by OWNER."""
    with ExitStack() as stack:
        # In a thread: the engine starts where no event loop runs, as it does before the bot.
        feeding = await asyncio.to_thread(stack.enter_context, open_feeding(services))
        settings = bot_settings(server, way, DATELINE_ADMINS=str(OWNER))
        application = build_application(settings, services, feeding=feeding)
        task = asyncio.create_task(serve(application))
        await server.connected()
        try:
            yield feeding
        finally:
            application.bot_data.stopping.set()
            await asyncio.wait_for(task, PATIENCE)


def count(services: Services, table: type) -> int:
    with read_session(services.library.engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()
