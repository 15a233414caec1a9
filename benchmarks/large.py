"""A library of 100,000 passages, made from the development articles by moving copies of them through time."""

import gzip
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.corpus import ARTICLES, CACHE, code_stamp, development_library
from ingest.recognise import Recogniser
from retrieval import vectors
from retrieval.database import transaction
from retrieval.embedding import Vectors
from retrieval.library import NewArticle
from retrieval.services import Services, open_services
from retrieval.settings import Settings

PASSAGES = 100_000
NOISE = 0.02  # added to a copy's vector, so that no two are equal


def large_library(shared: Path) -> Path:
    """The data dir with 100,000 passages; made once (some five minutes), and again when the code has changed."""
    data_dir, stamp = CACHE / "large", CACHE / "large" / "code"
    if stamp.exists() and stamp.read_text() == code_stamp():
        return data_dir
    source = development_library(shared)
    shutil.rmtree(data_dir, ignore_errors=True)
    data_dir.mkdir(parents=True)
    (data_dir / "models").symlink_to(source / "models", target_is_directory=True)
    shutil.copy(source / "dateline.sqlite3", data_dir / "dateline.sqlite3")
    with open_services(Settings.read(DATELINE_DATA_DIR=data_dir)) as services:
        _fill(services, list(_articles(shared)))
        services.indexer.rebuild()
    stamp.write_text(code_stamp())
    return data_dir


def _articles(shared: Path) -> Iterator[NewArticle]:
    with gzip.open(shared / ARTICLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            published = datetime.fromisoformat(row["published_at"]).replace(tzinfo=UTC)
            yield NewArticle(row["url"], row["title"], row["text"], row["publisher"], row["language"], published, "day")


def _fill(services: Services, articles: list[NewArticle]) -> None:
    """Copies of the articles, each round a week earlier, until there are enough passages."""
    recogniser = Recogniser(services.gazetteer, services.thesaurus, services.settings.zone)
    known = _vectors(services)
    rng = np.random.default_rng(20241117)
    held, turn = services.library.totals()["passages"], 0
    while held < PASSAGES:
        turn += 1
        for article in filter(lambda article: article.id in known, articles):
            shift = timedelta(weeks=turn)
            copy = replace(article, url=f"{article.url}#copy{turn}", published_at=article.published_at - shift)
            passages = recogniser.passages(copy)
            services.library.keep(copy, passages, datetime.now(UTC))
            with transaction(services.library.engine) as session:
                ids = _passage_ids(session, copy.id)
                vectors.add_vectors(session, ids, _near(known[article.id], len(ids), rng))
            held += len(passages)
        sys.stderr.write(f"\r{held} passages")


def _passage_ids(session, article_id: str) -> list[int]:
    from sqlmodel import col, select

    from retrieval.models import Passage

    query = select(Passage.id).where(Passage.article_id == article_id, col(Passage.current)).order_by(Passage.ordinal)
    return list(session.exec(query))


def _vectors(services: Services) -> dict[str, Vectors]:
    """The vectors of each article's passages, in their order."""
    from sqlmodel import col, select

    from retrieval.models import Passage, Vector

    with transaction(services.library.engine) as session:
        query = (
            select(Passage.article_id, Vector.vector)
            .join(Vector, col(Vector.passage_id) == col(Passage.id))
            .order_by(Passage.article_id, Passage.ordinal)
        )
        found: dict[str, list[bytes]] = {}
        for article_id, vector in session.exec(query):
            found.setdefault(article_id, []).append(vector)
    return {article_id: vectors.to_matrix(rows) for article_id, rows in found.items()}


def _near(originals: Vectors, count: int, rng: np.random.Generator) -> Vectors:
    moved = originals[np.arange(count) % len(originals)] + rng.normal(scale=NOISE, size=(count, originals.shape[1]))
    return (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
