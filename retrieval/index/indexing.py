"""Bring vectors and index up to what SQL says: pending → embed → keep the vector → upsert → mark done.

Killed anywhere, the next run goes on from what SQL says; nothing is marked done before it is. Of all processes that
share a library one does this at a time, who leads `TASK`; the others ask the index as it is.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy import Engine, delete, update
from sqlmodel import col, select

from retrieval.errors import IndexUnavailableError
from retrieval.index import vectors
from retrieval.index.backlog import Backlog, Progress, silent
from retrieval.index.chroma import ChromaIndex, ChromaStore
from retrieval.index.embedding import Embedder, Vectors
from retrieval.index.nearest import VectorIndex
from retrieval.library.database import read_session, write_transaction
from retrieval.library.facts import read_fact, write_fact
from retrieval.library.models import EmbeddingModel, Fact, Passage, Vector
from retrieval.library.shared.leading import leading

# Vectors handed to the index at a time, as many as `chroma.UPSERT_BATCH`.
INDEX_BATCH = 2_000

# The fact that names the generation of the index that serves.
GENERATION = "index_generation"

# What is led: of all processes that share the library, one embeds and feeds the index.
TASK = "indexing"

# Seconds between two looks at whether the index is still there.
LOOK_SECONDS = 30.0


class Indexer:
    """Owns the projection of one library: builds it, feeds it, checks it and replaces it when it is broken."""

    def __init__(self, engine: Engine, embedder: Embedder, open_store: Callable[[], ChromaStore]) -> None:
        self.engine = engine
        self.embedder = embedder
        self.backlog = Backlog(engine, embedder)
        self.trouble: str | None = None  # why this process does not have the index
        self._open_store = open_store
        self._store: ChromaStore | None = None
        self._index: ChromaIndex | None = None
        self._leader: int | None = None  # the thread of this process that leads
        self._looked_at = -LOOK_SECONDS
        self._was_short = False  # at the last look

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

    def look(self) -> None:
        """Notice an index that is gone, or holds less than it should: it is then built again when it is opened.

        Another process may be about to take passages out, so only what is short at two looks is incomplete.
        """
        index, store = self._index, self._store
        if index is None or store is None:
            return
        try:
            with read_session(self.engine) as session:
                generation, expected = read_fact(session, GENERATION), vectors.indexed_count(session)
            is_there = generation is not None and store.holds(generation)
            is_short = is_there and index.count() < expected
        except IndexUnavailableError as error:
            self._lose(error)
            return
        if not is_there or (is_short and self._was_short):
            what = "has lost passages" if is_there else "is gone"
            self._lose(IndexUnavailableError(f"the index {what}; it is built again from the vectors in SQL"))
            self._let_go(store)
        self._was_short = is_short

    def _look_now_and_then(self) -> None:
        if time.monotonic() - self._looked_at >= LOOK_SECONDS:
            self._looked_at = time.monotonic()
            self.look()

    def _let_go(self, store: ChromaStore) -> None:
        """Close a store whose files may be gone, so that it is opened as a new one."""
        self._store = None
        with suppress(IndexUnavailableError):
            store.close()

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
        self.backlog.look_at_all()
        with write_transaction(self.engine) as session:
            session.execute(delete(Vector))
            session.execute(delete(EmbeddingModel))
            session.execute(delete(Fact).where(col(Fact.key) == GENERATION))

    def catch_up(self, progress: Progress = silent, most: int | None = None) -> int:
        """Embed and index what is pending, where no other process does: everything, or at most so many passages.

        So many give way to questions. Returns how many passages were embedded. Raises `IndexUnavailableError` when
        Chroma does not answer; the vectors are then kept in SQL already.
        """
        with self.lead() as is_mine:
            return self._catch_up(progress, most) if is_mine else 0

    def _catch_up(self, progress: Progress, most: int | None) -> int:
        embedded = self.backlog.embed(progress, most)
        self._look_now_and_then()
        index = self._index
        if index is not None:
            try:
                self._withdraw(index)
                self._feed(index)
            except IndexUnavailableError as error:
                self._lose(error)
                raise
        return embedded

    def indexed_among(self, passage_ids: Sequence[int]) -> list[int]:
        """Those of the passages that the index knows: asked for the id of another, Chroma fails."""
        with read_session(self.engine) as session:
            query = select(Vector.passage_id).where(col(Vector.passage_id).in_(passage_ids), col(Vector.indexed))
            return list(session.exec(query))

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

    def _feed(self, index: ChromaIndex) -> None:
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
