"""A bot without a model, in a process that a test can kill."""

import asyncio

import bot.inbox.work
import bot.outbox.claiming
import bot.receiving.dispatcher
import bot.receiving.poller
import bot.transport.persistence
import bot.upkeep
from bot.app import build_application
from bot.serving import serve
from bot.settings import BotSettings
from retrieval import services as parts
from retrieval.services import open_services
from tests.fakes import WordEmbedder
from tests.region import ensure_region

LEASE_SECONDS = 8.0  # nothing here takes longer, and another replica need not wait
MOMENT = 0.1  # in place of the pauses after a failure


def deliver() -> None:
    """Serve until the process is ended."""
    bot.upkeep.CATCH_UP_SECONDS = 0.2
    bot.outbox.claiming.LEASE_SECONDS = LEASE_SECONDS
    bot.inbox.work.LEASE_SECONDS, bot.receiving.dispatcher.EXTEND_SECONDS = LEASE_SECONDS / 2, LEASE_SECONDS / 8
    bot.receiving.dispatcher.PAUSES = bot.receiving.poller.PAUSES = (MOMENT,)
    bot.transport.persistence.PAUSES = (MOMENT,) * 6
    parts.ensure_shipped_places = ensure_region
    settings = BotSettings.read(_env_file=None)
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        asyncio.run(serve(build_application(settings, services)))
