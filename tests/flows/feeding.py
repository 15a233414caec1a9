"""A bot with its intake and without a model, in a process that a test can kill: `python -m tests.flows.feeding`."""

import asyncio

from bot.app import build_application
from bot.serving import serve
from bot.settings import BotSettings
from ingest.feeding.feeding import open_feeding
from retrieval.services import open_services
from tests.fakes import WordEmbedder


def main() -> None:
    settings = BotSettings.read()
    with (
        open_services(settings, embedder=WordEmbedder(), check_model=False) as services,
        open_feeding(services) as feeding,
    ):
        asyncio.run(serve(build_application(settings, services, feeding=feeding)))


if __name__ == "__main__":
    main()
