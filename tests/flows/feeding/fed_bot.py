"""A bot with its intake and without a model, in a process that a test can kill."""

import asyncio

from bot.app import build_application
from bot.serving import serve
from bot.settings import BotSettings
from ingest.feeding.feeding import open_feeding
from retrieval import services as parts
from retrieval.services import open_services
from tests.fakes import WordEmbedder
from tests.region import ensure_region


def feed() -> None:
    """Serve until the process is ended."""
    parts.ensure_shipped_places = ensure_region
    settings = BotSettings.read()
    with (
        open_services(settings, embedder=WordEmbedder(), check_model=False) as services,
        open_feeding(services) as feeding,
    ):
        asyncio.run(serve(build_application(settings, services, feeding=feeding)))
