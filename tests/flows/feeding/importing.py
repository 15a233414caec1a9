"""Import a file without a model, in a process that a test can kill."""

from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from ingest.formats.files import read_articles
from ingest.keeping.pipeline import Pipeline
from retrieval import services as parts
from retrieval.index import backlog, indexing
from retrieval.services import open_services
from retrieval.settings import Settings
from tests.fakes import WordEmbedder
from tests.region import ensure_region


def import_file(path: Path, told: Connection) -> None:
    """Keep the articles of a file one by one, and tell the address of each that is new once it is kept."""
    backlog.EMBED_BATCH = indexing.INDEX_BATCH = 8  # many commits, so that a kill meets each step
    parts.ensure_shipped_places = ensure_region
    with open_services(Settings.read(), embedder=WordEmbedder(), check_model=False) as services:
        items = read_articles([path], now=datetime(2024, 11, 17, tzinfo=UTC))
        pipeline = Pipeline(services)
        for item in items:
            report = pipeline.keep_all([item])
            if report.added:
                told.send(getattr(item, "url", ""))
