"""What a measurement runs in a process of its own.

Run by `python -m benchmarks.timing.floors NAME DATA_DIR …`.
Only what a question needs is imported above the functions: the process that loads it is the floor of others.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from sqlmodel import select

from benchmarks.library.corpus import settings_of
from retrieval.index import vectors
from retrieval.index.embedding import BATCH, SentenceTransformerEmbedder, Vectors
from retrieval.library.database import read_session
from retrieval.library.models import Vector
from retrieval.library.new_article import NewArticle
from retrieval.services import Services, open_services
from retrieval.settings import Settings

if TYPE_CHECKING:
    from ingest.formats.drafts import ArticleDraft

IMPORTED = 240  # articles: a minute of encoding on two cores

# Questions about what the development articles tell of; asked at the end of the time that they cover.
ASKED_AT = datetime.fromisoformat("2023-06-30T12:00:00+03:00")
SCOPES = {
    "place and period": (
        "what happened in Kobani this month",
        "shelling in Ain Issa last month",
        "Tal Tamr in May 2023",
        "drone strikes near Qamishli since 1 June",
        "Idlib in June 2023",
        "attacks in Aleppo last month",
        "anything in Tal Rifaat in April 2023",
        "Manbij since March",
    ),
    "nothing": (
        "a doctor was killed on the way to the hospital",
        "children wounded by an unexploded shell",
        "a drone hit a car on the road",
        "civilians killed by shelling of a market",
        "a shepherd stepped on a mine",
        "who shelled the displaced people's camp",
        "power station hit",
        "journalists wounded by a drone",
    ),
}


def load() -> None:
    """Import the libraries that a question needs, and load the model: the floor of a cold start."""
    import chromadb  # noqa: F401  loading is what is measured
    import sqlmodel  # noqa: F401

    settings = Settings.read()
    SentenceTransformerEmbedder(settings.embedding_model, settings.data_dir / "models").warm_up()


def answer(data_dir: str, count: str) -> None:
    """Answer questions from a large library, as the bot does: what its memory is measured on."""
    settings = settings_of(Path(data_dir))
    with open_services(settings) as services:
        for number in range(int(count)):
            for questions in SCOPES.values():
                services.answerer.ask(questions[number % len(questions)], now=ASKED_AT, zone=settings.zone)


def warm_question(data_dir: str, count: str) -> None:
    """Questions on a large library, each beside its floor: encode it, and one pass over all vectors."""
    settings = settings_of(Path(data_dir))
    with open_services(settings) as services:
        matrix = _all_vectors(services)
        found = {}
        for scope, questions in SCOPES.items():
            pairs = [
                _question_and_floor(services, matrix, questions[number % len(questions)])
                for number in range(-len(questions), int(count))
            ]
            took, floor = zip(*pairs[len(questions) :], strict=True)  # the first round warms the caches
            found[scope] = {
                "question_ms": 1000 * statistics.median(took),
                "floor_ms": 1000 * statistics.median(floor),
                "passages": len(matrix),
            }
    sys.stdout.write(json.dumps(found) + "\n")


def _question_and_floor(services: Services, matrix: Vectors, text: str) -> tuple[float, float]:
    """Seconds that a question takes, and that encoding it and comparing it with every vector takes."""
    floor_s = _timed(lambda: np.argpartition(matrix @ services.embedder.query(text), -50))
    took_s = _timed(lambda: services.answerer.ask(text, now=ASKED_AT, zone=services.settings.zone))
    return took_s, floor_s


def import_speed(_data_dir: str, articles: str) -> None:
    """Import some articles in turn with encoding the same passages, half by half."""
    from ingest.formats.drafts import ArticleDraft
    from ingest.formats.files import read_articles
    from ingest.keeping.pipeline import Pipeline

    source = Settings.read()
    items = islice(read_articles([Path(articles)], now=source.now()), IMPORTED)
    drafts = [item for item in items if isinstance(item, ArticleDraft)]
    found = {"import_s": 0.0, "encode_s": 0.0, "passages": 0, "batch": BATCH}
    with TemporaryDirectory() as folder:
        (Path(folder) / "models").symlink_to(source.data_dir / "models", target_is_directory=True)
        with open_services(settings_of(Path(folder))) as services:
            services.warm_up()
            pipeline = Pipeline(services)
            for part in (drafts[::2], drafts[1::2]):
                found["import_s"] += _timed(partial(pipeline.keep_all, part))
                texts = [text for draft in part for text in _kept_passages(services, draft)]
                found["encode_s"] += _timed(partial(services.embedder.passages, texts))
                found["passages"] += len(texts)
    sys.stdout.write(json.dumps(found) + "\n")


def _kept_passages(services: Services, draft: "ArticleDraft") -> list[str]:
    """The passages that an import keeps of an article, and so the ones that it encodes."""
    from ingest.keeping.recognition import Recogniser

    recogniser = Recogniser(services.gazetteer, services.thesaurus, services.settings.zone)
    passages = recogniser.passages(NewArticle(draft.url, draft.text, title=draft.title))
    return [draft.text[passage.start : passage.end] for passage in passages]


def _all_vectors(services: Services) -> Vectors:
    with read_session(services.library.engine) as session:
        return vectors.to_matrix(list(session.exec(select(Vector.vector))))


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
