"""Import a file without a model, in a process that a test can kill: `python -m tests.flows.importing FILE`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from ingest.formats.files import read_articles
from ingest.keeping.pipeline import Pipeline
from retrieval.index import indexing
from retrieval.services import open_services
from retrieval.settings import Settings
from tests.fakes import WordEmbedder


def main(path: str) -> None:
    indexing.EMBED_BATCH = indexing.INDEX_BATCH = 8  # many commits, so that a kill meets each step
    with open_services(Settings.read(), embedder=WordEmbedder(), check_model=False) as services:
        items = read_articles([Path(path)], now=datetime(2024, 11, 17, tzinfo=UTC))
        pipeline = Pipeline(services)
        for item in items:
            report = pipeline.keep_all([item])
            if report.added:
                sys.stdout.write(f"{getattr(item, 'url', '')}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
