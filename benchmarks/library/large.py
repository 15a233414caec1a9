"""A library of 100,000 passages, made from the development articles by moving copies of them through time."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlmodel import Session, col, select

from benchmarks.library.corpus import CACHE, articles, development_library, recognition_stamp, settings_of
from ingest.keeping.recognition import Recogniser
from retrieval.article import PublishedPrecision
from retrieval.index import vectors
from retrieval.index.embedding import Vectors
from retrieval.library.database import write_transaction
from retrieval.library.models import Passage, Vector
from retrieval.library.new_article import NewArticle
from retrieval.services import Services, open_services

PASSAGES = 100_000
NOISE = 0.02  # added to a copy's vector, so that no two are equal


def large_library(shared: Path) -> Path:
    """The data dir with 100,000 passages; made once (some five minutes), and again when the code has changed."""
    data_dir, stamp = CACHE / "large", CACHE / "large" / "code"
    if stamp.exists() and stamp.read_text() == recognition_stamp():
        return data_dir
    source = development_library(shared)
    shutil.rmtree(data_dir, ignore_errors=True)
    data_dir.mkdir(parents=True)
    (data_dir / "models").symlink_to(source / "models", target_is_directory=True)
    shutil.copy(source / "dateline.sqlite3", data_dir / "dateline.sqlite3")
    with open_services(settings_of(data_dir)) as services:
        _fill(services, list(new_articles(shared)))
        services.indexer.rebuild()
    stamp.write_text(recognition_stamp())
    return data_dir


def new_articles(shared: Path) -> Iterator[NewArticle]:
    """The development articles, as an import hands them on to be recognised."""
    for row in articles(shared):
        published = datetime.fromisoformat(row["published_at"]).replace(tzinfo=UTC)
        yield NewArticle(
            row["url"],
            row["text"],
            title=row["title"],
            publisher=row["publisher"],
            language=row["language"],
            published_at=published,
            published_precision=PublishedPrecision.DAY,
        )


def _fill(services: Services, articles: list[NewArticle]) -> None:
    """Copies of the articles, each round a week earlier, until there are enough passages."""
    recogniser = Recogniser(services.gazetteer, services.thesaurus, services.settings.zone)
    known = _vectors(services)
    rng = np.random.default_rng(20241117)
    held, turn = services.library.totals()["passages"], 0
    while held < PASSAGES:
        turn += 1
        for article in articles:
            if article.id not in known or article.published_at is None:
                continue
            earlier = article.published_at - timedelta(weeks=turn)
            copy = replace(article, url=f"{article.url}#copy{turn}", published_at=earlier)
            passages = recogniser.passages(copy)
            services.library.keep(copy, passages, datetime.now(UTC))
            with write_transaction(services.library.engine) as session:
                ids = _passage_ids(session, copy.id)
                vectors.add_vectors(session, ids, _near(known[article.id], len(ids), rng))
            held += len(passages)
        sys.stderr.write(f"\r{held} passages")


def _passage_ids(session: Session, article_id: str) -> list[int]:
    query = (
        select(Passage.id).where(Passage.article_id == article_id, col(Passage.current)).order_by(col(Passage.ordinal))
    )
    return [id_ for id_ in session.exec(query) if id_ is not None]


def _vectors(services: Services) -> dict[str, Vectors]:
    """The vectors of each article's passages, in their order."""
    with write_transaction(services.library.engine) as session:
        query = (
            select(Passage.article_id, Vector.vector)
            .join(Vector, col(Vector.passage_id) == col(Passage.id))
            .order_by(col(Passage.article_id), col(Passage.ordinal))
        )
        found: dict[str, list[bytes]] = {}
        for article_id, vector in session.exec(query):
            found.setdefault(article_id, []).append(vector)
    return {article_id: vectors.to_matrix(rows) for article_id, rows in found.items()}


def _near(originals: Vectors, count: int, rng: np.random.Generator) -> Vectors:
    noise = rng.normal(scale=NOISE, size=(count, originals.shape[1]))
    moved = originals[np.arange(count) % len(originals)] + noise.astype(np.float32)
    near: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return near
