"""The index against the vectors in SQL: what is missing in it, what it has too much, and what differs."""

from collections.abc import Iterator

import numpy as np
from sqlalchemy import Engine
from sqlmodel import col, select

from bot.operating.checks.finding import REINDEX, Finding, Progress
from retrieval.errors import IndexUnavailableError
from retrieval.index import vectors
from retrieval.index.chroma import ChromaIndex
from retrieval.index.embedding import Vectors
from retrieval.index.opening import open_current
from retrieval.library.database import read_session
from retrieval.library.models import Vector
from retrieval.settings import Settings

# Vectors compared in one piece: 1.5 MB.
PAGE = 1_000

# By how much a number may differ: the index keeps the same 32 bits.
TOLERANCE = 1e-5


def check_index(engine: Engine, settings: Settings, progress: Progress) -> Iterator[Finding]:
    """What is wrong with the index."""
    with read_session(engine) as session:
        expected = vectors.indexed_count(session)
    try:
        with open_current(engine, settings) as index:
            if index is None:
                if expected:
                    yield Finding("index", settings.chroma_url or "chroma", "is not there", REINDEX)
                return
            yield from _compared(engine, index, expected, progress)
    except IndexUnavailableError as error:
        yield _not_compared(settings, error)


def _compared(engine: Engine, index: ChromaIndex, expected: int, progress: Progress) -> Iterator[Finding]:
    after = done = missing = other = 0
    while True:
        with read_session(engine) as session:
            query = (
                select(Vector.passage_id, Vector.vector)
                .where(col(Vector.indexed), col(Vector.passage_id) > after)
                .order_by(col(Vector.passage_id))
                .limit(PAGE)
            )
            rows = session.exec(query).all()
        if not rows:
            break
        held = index.vectors_of([id_ for id_, _ in rows])
        for id_, vector in rows:
            missing += id_ not in held
            other += id_ in held and not _are_alike(held[id_], vector)
        after, done = rows[-1][0], done + len(rows)
        progress("Vectors", done, expected)
    surplus = index.count() - (done - missing)
    for count, wrong in ((missing, "are missing"), (other, "are others than SQL has"), (surplus, "are in no table")):
        if count > 0:
            yield Finding("index", "vectors", f"{count} {wrong}", REINDEX)


def _are_alike(held: Vectors, kept: bytes) -> bool:
    is_as_long = len(kept) == held.size * np.dtype(np.float32).itemsize
    return is_as_long and np.allclose(held, np.frombuffer(kept, np.float32), atol=TOLERANCE)


def _not_compared(settings: Settings, error: IndexUnavailableError) -> Finding:
    if settings.chroma_url:
        todo = "start the Chroma server and check again; answers come from SQL meanwhile"
        return Finding("index", settings.chroma_url, str(error), todo)
    todo = "stop the bot to have it compared; the bot itself looks after its index at each start"
    return Finding("index", "chroma", f"was not compared: {error}", todo, is_fault=False)
