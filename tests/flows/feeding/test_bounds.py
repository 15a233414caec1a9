"""What is made to exhaust a reader, or ends the program that reads it, costs the rest of a newsroom nothing."""

import asyncio
import os

import pytest

from ingest.feeding.jobs import Jobs
from ingest.sandbox import readers
from ingest.sandbox.bounds import Bounds
from ingest.sandbox.pool import SandboxPool
from retrieval.library.database import open_database
from retrieval.services import Services
from retrieval.settings import Settings
from tests.bot.running import NOW, until
from tests.flows.feeding.fed_bot import feed
from tests.flows.newsroom import OWNER, STORY, at, feeding_bot
from tests.flows.processes import start
from tests.telegram import TelegramServer
from tests.web.pages import raw, response
from tests.web.server import WebServer

ENDLESS = b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(120_000)) + b">x</p></body></html>"


@pytest.fixture
def web(web: WebServer) -> WebServer:
    web.serve("/endless", raw(response(ENDLESS)))
    return web


async def test_a_page_that_is_made_to_take_for_ever_is_refused_and_the_others_are_read(
    server: TelegramServer, services: Services, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = SandboxPool(Bounds(seconds=1))
    monkeypatch.setattr(readers, "sandbox_pool", lambda: pool)
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services):
        owner.sends(f"/ingest {at(web, '/endless')} {at(web, '/story')}")
        message = await owner.next_message()
        await until(lambda: message.text.startswith("1 added, 1 refused"), within=240)
    assert "could not be read within 1 seconds" in message.text
    pool.close()


async def test_a_job_on_which_the_bot_is_killed_twice_waits_for_an_editor(
    server: TelegramServer, web: WebServer, settings: Settings
) -> None:
    owner = server.user("Noor", id=OWNER)
    environment = os.environ | server.environment | {"DATELINE_ADMINS": str(OWNER), "DATELINE_NOW": NOW}
    engine = open_database(settings.sql_url)

    async def never(_request: object, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(600)

    web.serve("/deadly", never)
    for deaths in (1, 2):
        process = start(feed, environment)
        await server.connected()
        if deaths == 1:
            owner.sends(f"/ingest {at(web, '/deadly')}")
            message = await owner.next_message()
        await until(lambda deaths=deaths: web.paths().count("/deadly") == deaths)
        process.kill()
        await asyncio.to_thread(process.join)
    process = start(feed, environment)
    try:
        await until(lambda: message.text.startswith("Set aside: the program ended twice"), within=120)
        assert web.paths().count("/deadly") == 2
        assert len(Jobs(engine).set_aside()) == 1
        owner.sends("/status")
        assert "1 job is set aside" in (await owner.next_message()).text
        web.serve("/deadly", raw(response(STORY)))
        await owner.presses("Try again", message).answer()
        await until(lambda: message.text.startswith("1 added"))
    finally:
        process.terminate()
        await asyncio.to_thread(process.join)
    assert Jobs(engine).set_aside() == []
    engine.dispose()
