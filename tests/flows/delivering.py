"""A bot without a model, in a process that a test can kill: `python -m tests.flows.delivering`."""

import asyncio

import bot.outbox.claiming
import bot.upkeep
from bot.app import build_application
from bot.seen_updates import SharedSeenUpdates
from bot.serving import serve
from bot.settings import BotSettings
from retrieval import services as parts
from retrieval.services import open_services
from tests.fakes import WordEmbedder
from tests.region import ensure_region


def main() -> None:
    bot.upkeep.CATCH_UP_SECONDS = 0.2
    bot.outbox.claiming.LEASE_SECONDS = 15.0  # nothing here takes longer, and another replica need not wait
    parts.ensure_shipped_places = ensure_region
    settings = BotSettings.read(_env_file=None)
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        seen_updates = SharedSeenUpdates(services.library.engine)
        asyncio.run(serve(build_application(settings, services, seen_updates=seen_updates)))


if __name__ == "__main__":
    main()
