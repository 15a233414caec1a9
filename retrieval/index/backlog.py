"""Passages that wait for the model: embedded one batch after the other, or a few at a time beside questions."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import Engine, true
from sqlmodel import col, func, select

from retrieval.index import vectors
from retrieval.index.embedding import FEW, Embedder, Vectors
from retrieval.index.priority import Priority, lower_priority
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Passage, Vector, Version

# Passages embedded between two commits: what a kill can cost, about twenty seconds of work.
EMBED_BATCH = 512

# Passages of one turn beside questions, some ten seconds of work: alerts and the rest come in between.
TURN = 128

# Of these, embedded without a pause: a quarter of a second on one core, beside which a question has the others.
PIECE = FEW

# Between two looks at every passage: a second at a million of them, where the new ones take a millisecond.
LOOK_AT_ALL_SECONDS = 3600.0

Progress = Callable[[int], None]


def silent(_count: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What still has to be done before every passage can be found by meaning."""

    unembedded: int
    unindexed: int


class Backlog:
    """The passages of one library that have no vector yet."""

    def __init__(self, engine: Engine, embedder: Embedder) -> None:
        self.priority = Priority()
        self._engine = engine
        self._embedder = embedder
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="embedding", initializer=lower_priority)
        self._look_at_all_at = 0.0  # when every passage is looked at, whether it has a vector

    def pending(self) -> Pending:
        """How many passages wait for the model, and how many vectors wait for the index."""
        with read_session(self._engine) as session:
            # Not NOT IN: PostgreSQL compares each passage with each vector once these no longer fit its memory.
            embedded = select(Vector.passage_id).where(Vector.passage_id == Passage.id).exists()
            unembedded = session.exec(select(func.count()).where(col(Passage.current), ~embedded)).one()
            unindexed = session.exec(select(func.count()).where(~col(Vector.indexed))).one()
        return Pending(unembedded, unindexed)

    def waiting(self) -> int:
        """About how many passages wait for the model: those behind the last that has a vector. Costs a question little.

        Passages are embedded in the order of their ids.
        """
        with read_session(self._engine) as session:
            last = session.exec(select(func.max(Vector.passage_id))).one() or 0
            return session.exec(select(func.count()).where(col(Passage.current), col(Passage.id) > last)).one()

    def look_at_all(self) -> None:
        """Look at every passage next time: vectors were dropped."""
        self._look_at_all_at = 0.0

    def embed(self, progress: Progress, most: int | None) -> int:
        """Embed every passage that waits, or at most so many, which then give way to questions.

        Returns how many.
        """
        # What was looked at for watches has a vector, unless somebody has dropped the vectors.
        new_only = time.monotonic() < self._look_at_all_at
        if most is None:
            embedded = self.embed_all(progress, new_only=new_only)
        else:
            embedded = self._embed_beside(most, progress, new_only=new_only)
        if not new_only and (most is None or embedded < most):
            self._look_at_all_at = time.monotonic() + LOOK_AT_ALL_SECONDS
        return embedded

    def embed_all(self, progress: Progress = silent, *, new_only: bool = False) -> int:
        """Embed every passage that has no vector yet, and keep the vectors in SQL.

        Returns how many.
        """
        embedded = 0
        while batch := self._unembedded(EMBED_BATCH, new_only):
            self._keep_vectors(batch, self._embedder.passages([text for _, text in batch]))
            embedded += len(batch)
            progress(len(batch))
        return embedded

    def _embed_beside(self, most: int, progress: Progress, *, new_only: bool) -> int:
        """Embed at most so many passages, in pieces between which questions are answered."""
        batch = self._unembedded(most, new_only)
        for at in range(0, len(batch), PIECE):
            self.priority.give_way()
            piece = batch[at : at + PIECE]
            # Only the model has low priority: who holds the database's lock must not.
            made = self._beside.submit(self._embedder.passages, [text for _, text in piece])
            self._keep_vectors(piece, made.result())
            progress(len(piece))
        return len(batch)

    def _unembedded(self, most: int, new_only: bool) -> list[tuple[int, str]]:
        with read_session(self._engine) as session:
            query = (
                select(Passage.id, Version.text, Passage.start, Passage.end)
                .join(Version, col(Version.id) == col(Passage.version_id))
                .outerjoin(Vector, col(Vector.passage_id) == col(Passage.id))
                .where(col(Passage.current), col(Vector.passage_id).is_(None))
                .where(~col(Passage.watched) if new_only else true())
                .order_by(col(Passage.id))
                .limit(most)
            )
            return [(id_ or 0, text[start:end]) for id_, text, start, end in session.exec(query)]

    def _keep_vectors(self, batch: Sequence[tuple[int, str]], made: Vectors) -> None:
        with write_transaction(self._engine) as session:
            vectors.remember_model(session, self._embedder.card)
            vectors.add_vectors(session, [id_ for id_, _ in batch], made)
