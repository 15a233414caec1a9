"""The vectors kept in SQL: the truth behind the index, and an exact search when the index is not at hand."""

from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy import Engine, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from retrieval.errors import ModelMismatchError
from retrieval.index.embedding import ModelCard, Vectors
from retrieval.index.nearest import Neighbour
from retrieval.library.database import is_sqlite, read_session
from retrieval.library.models import EmbeddingModel, Passage, Vector

# Ids of each sort that a health probe asks for: a few milliseconds.
SAMPLE = 100

# Vectors read at a time: 6 MB of 384 dimensions.
PAGE = 4_000


class ExactIndex:
    """Every vector compared: for a process that does not own the Chroma folder, or whose server is away."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def nearest(self, vector: Vectors, *, limit: int, within: Sequence[int] | None = None) -> list[Neighbour]:
        found: list[Neighbour] = []
        pages = _all_pages(self.engine) if within is None else _pages_of(self.engine, within)
        for ids, matrix in pages:
            if matrix.shape[1] != len(vector):
                raise ModelMismatchError(
                    f"the library's vectors have {matrix.shape[1]} dimensions, those of the model that is set "
                    f"{len(vector)}: it has changed; run `dateline reindex`"
                )
            scores = matrix @ vector
            best = np.argsort(-scores)[:limit]
            found += [Neighbour(ids[i], float(scores[i])) for i in best]
        return sorted(found, key=lambda n: (-n.similarity, n.passage_id))[:limit]


def stored_model(session: Session) -> ModelCard | None:
    """The model whose vectors the library holds.

    None while it holds none.
    """
    row = session.get(EmbeddingModel, 1)
    return ModelCard(row.name, row.dimension, row.query_prompt, row.passage_prompt) if row else None


def check_model(session: Session, name: str) -> None:
    """Raise `ModelMismatchError` when the library's vectors come from another model than `name`."""
    stored = stored_model(session)
    if stored is not None and stored.name != name:
        raise ModelMismatchError(
            f"the library's vectors come from the model {stored.name}, and {name} is set; run `dateline reindex` "
            f"to embed every passage with {name}, or set DATELINE_EMBEDDING_MODEL={stored.name}"
        )


def remember_model(session: Session, card: ModelCard) -> None:
    """Note the model of the vectors that are about to be kept.

    Raises `ModelMismatchError` if another is noted.
    """
    stored = stored_model(session)
    if stored is None:
        session.add(
            EmbeddingModel(
                id=1,
                name=card.name,
                dimension=card.dimension,
                query_prompt=card.query_prompt,
                passage_prompt=card.passage_prompt,
            )
        )
    elif stored != card:
        check_model(session, card.name)
        raise ModelMismatchError(
            f"the model {card.name} has changed since the library's vectors were made (dimension {stored.dimension}, "
            f"now {card.dimension}, or other prompts); run `dateline reindex`"
        )


def add_vectors(session: Session, passage_ids: Sequence[int], vectors: Vectors) -> None:
    """Keep vectors.

    Those that another process has kept meanwhile stay.
    """
    build = sqlite.insert if is_sqlite(session.get_bind()) else postgresql.insert
    rows = [
        {"passage_id": id_, "vector": vector.astype(np.float32).tobytes(), "indexed": False}
        for id_, vector in zip(passage_ids, vectors, strict=True)
    ]
    if rows:
        session.execute(build(Vector).on_conflict_do_nothing(), rows)


def to_matrix(rows: Sequence[bytes]) -> Vectors:
    """Stored vectors as a matrix, one row each."""
    return np.frombuffer(b"".join(rows), np.float32).reshape(len(rows), -1)


def sample(session: Session) -> list[int]:
    """Ids that the index should hold: the newest, which a crash costs first, and as many from all over."""
    held = select(Vector.passage_id).where(col(Vector.indexed))
    newest = session.exec(held.order_by(col(Vector.passage_id).desc()).limit(SAMPLE)).all()
    step = max(1, (newest[0] if newest else 0) // SAMPLE)
    spread = session.exec(held.where(col(Vector.passage_id) % step == 0).limit(SAMPLE)).all()
    return sorted({*newest, *spread})


def indexed_count(session: Session) -> int:
    """How many vectors the index should hold."""
    return session.exec(select(func.count()).where(col(Vector.indexed))).one()


def _all_pages(engine: Engine) -> Iterator[tuple[list[int], Vectors]]:
    after = 0
    while True:
        with read_session(engine) as session:
            query = (
                select(Vector.passage_id, Vector.vector)
                .join(Passage, col(Passage.id) == col(Vector.passage_id))
                .where(col(Passage.current), col(Vector.passage_id) > after)
                .order_by(col(Vector.passage_id))
                .limit(PAGE)
            )
            rows = session.exec(query).all()
        if not rows:
            return
        yield [row[0] for row in rows], to_matrix([row[1] for row in rows])
        after = rows[-1][0]


def _pages_of(engine: Engine, passage_ids: Sequence[int]) -> Iterator[tuple[list[int], Vectors]]:
    for at in range(0, len(passage_ids), PAGE):
        with read_session(engine) as session:
            wanted = col(Vector.passage_id).in_(passage_ids[at : at + PAGE])
            rows = session.exec(select(Vector.passage_id, Vector.vector).where(wanted)).all()
        if rows:
            yield [row[0] for row in rows], to_matrix([row[1] for row in rows])
