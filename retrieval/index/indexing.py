"""Bring vectors and index up to what SQL says: pending → embed → keep the vector → upsert → mark done.

Killed anywhere, the next run goes on from what SQL says; nothing is marked done before it is. Of all processes that
share a library one does this at a time, who leads `TASK`; the others ask the index as it is.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, true, update
from sqlmodel import col, select

from retrieval.errors import IndexUnavailableError
from retrieval.index import vectors
from retrieval.index.chroma import ChromaIndex, ChromaStore
from retrieval.index.embedding import Embedder, Vectors
from retrieval.index.nearest import VectorIndex
from retrieval.library.database import read_session, write_transaction
from retrieval.library.facts import read_fact, write_fact
from retrieval.library.models import EmbeddingModel, Fact, Passage, Vector, Version
from retrieval.library.shared.leading import leading

# Passages embedded between two commits: what a kill can cost, about twenty seconds of work.
EMBED_BATCH = 512

# Vectors handed to the index at a time, as many as `chroma.UPSERT_BATCH`.
INDEX_BATCH = 2_000

# The fact that names the generation of the index that serves.
GENERATION = "index_generation"

# What is led: of all processes that share the library, one embeds and feeds the index.
TASK = "indexing"

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


class Indexer:
    """Owns the projection of one library: builds it, feeds it, checks it and replaces it when it is broken."""

    def __init__(self, engine: Engine, embedder: Embedder, open_store: Callable[[], ChromaStore]) -> None:
        self.engine = engine
        self.embedder = embedder
        self.trouble: str | None = None  # why this process does not have the index
        self._open_store = open_store
        self._store: ChromaStore | None = None
        self._index: ChromaIndex | None = None
        self._leader: int | None = None  # the thread of this process that leads
        self._look_at_all_at = 0.0  # when every passage is looked at, whether it has a vector

    @property
    def index(self) -> VectorIndex:
        """The index to ask: Chroma when this process has it, else the vectors in SQL."""
        return self._index or vectors.ExactIndex(self.engine)

    @property
    def owns_index(self) -> bool:
        """Whether this process has Chroma, to ask it and, while it leads, to feed it."""
        return self._index is not None

    def open(self) -> bool:
        """Open the current generation, or build a new one from SQL when it is missing or ill.

        Returns whether this process now has the index; if not, `trouble` says why, and it can be tried again.
        """
        try:
            self._store = self._store or self._open_store()
            self._open_generation(self._store)
        except IndexUnavailableError as error:
            self.trouble = str(error)
            return False
        self.trouble = None
        return True

    @contextmanager
    def lead(self) -> Iterator[bool]:
        """Whether this thread embeds and feeds the index for the length of the block, of all that share the library."""
        if self._leader == threading.get_ident():
            yield True
            return
        with leading(self.engine, TASK) as is_mine:
            if not is_mine:
                yield False
                return
            self._leader = threading.get_ident()
            try:
                yield True
            finally:
                self._leader = None

    def _adopt(self, index: ChromaIndex) -> None:
        index.on_failure = self._lose
        self._index = index

    def _lose(self, error: IndexUnavailableError) -> None:
        """Do without an index that does not answer: the vectors in SQL do until `open` finds it well again."""
        self.trouble = str(error)
        self._index = None

    def close(self) -> None:
        """Let another process own the index."""
        if self._store is not None:
            self._store.close()
        self._store = self._index = None

    def _open_generation(self, store: ChromaStore) -> None:
        with read_session(self.engine) as session:
            generation = read_fact(session, GENERATION)
            sample, expected = vectors.sample(session), vectors.indexed_count(session)
            model = vectors.stored_model(session)
        index = store.open(generation) if generation else None
        if index is not None and (model is None or index.is_healthy(sample, model.dimension, expected)):
            self._adopt(index)
            return
        with self.lead() as is_mine:
            if not is_mine:
                raise IndexUnavailableError("the index is being built by another process")
            if self._generation() == generation:
                self.rebuild()
                return
        self._open_generation(store)  # another process has built one meanwhile

    def _generation(self) -> str | None:
        with read_session(self.engine) as session:
            return read_fact(session, GENERATION)

    def rebuild(self, progress: Progress = silent) -> None:
        """A new generation from the vectors in SQL, no model needed.

        The old one serves until it is complete. Only for who leads (`lead`).
        """
        if self._store is None:
            raise IndexUnavailableError(self.trouble or "the index is not open")
        generation, index = self._store.create()
        self._withdraw(index)
        for ids, matrix in self._all_vectors():
            index.upsert(ids, matrix)
            progress(len(ids))
        with write_transaction(self.engine) as session:
            # Only now: until here others ask the old one, and each mark says what that one holds.
            session.execute(update(Vector).where(~col(Vector.indexed)).values(indexed=True))
            write_fact(session, GENERATION, generation)
        self._adopt(index)
        self._store.keep_only(generation)

    def forget_vectors(self) -> None:
        """Drop every vector and the model they came from: `catch_up` embeds all passages again, from their text.

        The generation goes with them: vectors of another dimension must not meet in one index.
        """
        self._index = None
        self._look_at_all_at = 0.0
        with write_transaction(self.engine) as session:
            session.execute(delete(Vector))
            session.execute(delete(EmbeddingModel))
            session.execute(delete(Fact).where(col(Fact.key) == GENERATION))

    def pending(self) -> Pending:
        """How many passages wait for the model, and how many vectors wait for the index."""
        with read_session(self.engine) as session:
            # Not NOT IN: PostgreSQL compares each passage with each vector once these no longer fit its memory.
            embedded = select(Vector.passage_id).where(Vector.passage_id == Passage.id).exists()
            unembedded = session.exec(select(func.count()).where(col(Passage.current), ~embedded)).one()
            unindexed = session.exec(select(func.count()).where(~col(Vector.indexed))).one()
        return Pending(unembedded, unindexed)

    def catch_up(self, progress: Progress = silent) -> int:
        """Embed and index everything pending, where no other process does.

        Returns how many passages were embedded. Raises `IndexUnavailableError` when Chroma does not answer; the vectors
        are then kept in SQL already.
        """
        with self.lead() as is_mine:
            return self._catch_up(progress) if is_mine else 0

    def _catch_up(self, progress: Progress) -> int:
        # What was looked at for watches has a vector, unless somebody has dropped the vectors.
        new_only = time.monotonic() < self._look_at_all_at
        embedded = self._embed_all(progress, new_only=new_only)
        if not new_only:
            self._look_at_all_at = time.monotonic() + LOOK_AT_ALL_SECONDS
        index = self._index
        if index is not None:
            try:
                self._withdraw(index)
                self._feed(index, silent)
            except IndexUnavailableError as error:
                self._lose(error)
                raise
        return embedded

    def indexed_among(self, passage_ids: Sequence[int]) -> list[int]:
        """Those of the passages that the index knows: asked for the id of another, Chroma fails."""
        with read_session(self.engine) as session:
            query = select(Vector.passage_id).where(col(Vector.passage_id).in_(passage_ids), col(Vector.indexed))
            return list(session.exec(query))

    def embed_pending(self, progress: Progress = silent) -> int:
        """Embed every passage that has no vector yet, and keep the vectors in SQL.

        Returns how many.
        """
        return self._embed_all(progress)

    def _embed_all(self, progress: Progress, *, new_only: bool = False) -> int:
        embedded = 0
        while batch := self._unembedded(new_only):
            self._embed(batch)
            embedded += len(batch)
            progress(len(batch))
        return embedded

    def _unembedded(self, new_only: bool) -> list[tuple[int, str]]:
        with read_session(self.engine) as session:
            query = (
                select(Passage.id, Version.text, Passage.start, Passage.end)
                .join(Version, col(Version.id) == col(Passage.version_id))
                .outerjoin(Vector, col(Vector.passage_id) == col(Passage.id))
                .where(col(Passage.current), col(Vector.passage_id).is_(None))
                .where(~col(Passage.watched) if new_only else true())
                .order_by(col(Passage.id))
                .limit(EMBED_BATCH)
            )
            return [(id_ or 0, text[start:end]) for id_, text, start, end in session.exec(query)]

    def _embed(self, batch: Sequence[tuple[int, str]]) -> None:
        made = self.embedder.passages([text for _, text in batch])
        with write_transaction(self.engine) as session:
            vectors.remember_model(session, self.embedder.card)
            vectors.add_vectors(session, [id_ for id_, _ in batch], made)

    def _withdraw(self, index: ChromaIndex) -> None:
        """Take the passages of replaced versions out of the index."""
        with read_session(self.engine) as session:
            query = (
                select(Vector.passage_id)
                .join(Passage, col(Passage.id) == col(Vector.passage_id))
                .where(~col(Passage.current))
            )
            gone = list(session.exec(query))
        if gone:
            index.delete(gone)
            with write_transaction(self.engine) as session:
                session.execute(delete(Vector).where(col(Vector.passage_id).in_(gone)))

    def _all_vectors(self) -> Iterator[tuple[list[int], Vectors]]:
        after = 0
        while True:
            with read_session(self.engine) as session:
                query = (
                    select(Vector.passage_id, Vector.vector)
                    .where(col(Vector.passage_id) > after)
                    .order_by(col(Vector.passage_id))
                    .limit(INDEX_BATCH)
                )
                rows = session.exec(query).all()
            if not rows:
                return
            yield [row[0] for row in rows], vectors.to_matrix([row[1] for row in rows])
            after = rows[-1][0]

    def _feed(self, index: ChromaIndex, progress: Progress) -> None:
        while True:
            with read_session(self.engine) as session:
                query = (
                    select(Vector.passage_id, Vector.vector)
                    .where(~col(Vector.indexed))
                    .order_by(col(Vector.passage_id))
                    .limit(INDEX_BATCH)
                )
                rows = session.exec(query).all()
            if not rows:
                return
            ids = [row[0] for row in rows]
            index.upsert(ids, vectors.to_matrix([row[1] for row in rows]))
            with write_transaction(self.engine) as session:
                session.execute(update(Vector).where(col(Vector.passage_id).in_(ids)).values(indexed=True))
            progress(len(rows))
