"""The index that serves a library, opened to be looked at and left as it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from retrieval.index.chroma import ChromaFolder, ChromaIndex, ChromaServer, ChromaStore
from retrieval.index.indexing import GENERATION
from retrieval.library.database import read_session
from retrieval.library.facts import read_fact
from retrieval.settings import Settings


def open_store(settings: Settings) -> ChromaStore:
    """Where Chroma keeps the index.

    Raises `IndexUnavailableError` when this process cannot have it.
    """
    return ChromaServer(settings.chroma_url) if settings.chroma_url else ChromaFolder(settings.data_dir / "chroma")


@contextmanager
def open_current(engine: Engine, settings: Settings) -> Iterator[ChromaIndex | None]:
    """The index that serves, None where none was built yet or it does not open.

    Raises `IndexUnavailableError` when another process owns it, or its server does not answer.
    """
    with read_session(engine) as session:
        generation = read_fact(session, GENERATION)
    if generation is None:
        yield None
        return
    store = open_store(settings)
    try:
        yield store.open(generation)
    finally:
        store.close()
