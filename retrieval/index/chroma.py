"""Chroma: passages by meaning, a projection of the library that can be thrown away and built again.

An embedded folder belongs to one process (two writers lose vectors silently), which a lock beside it enforces;
a Chroma server may have many clients. Both keep one collection of (passage id, vector) and nothing else.
"""

import shutil
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlsplit
from urllib.request import urlopen

import numpy as np
from filelock import FileLock, Timeout

from retrieval import private_files
from retrieval.errors import IndexUnavailableError
from retrieval.index.embedding import Vectors
from retrieval.index.nearest import Neighbour
from retrieval.index.unused_space import blank_unused

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

# Chroma refuses larger batches (5,461 on this SQLite build).
UPSERT_BATCH = 2_000

# How long a server may take, in seconds: to say that it is there, to answer a question, to do anything else.
KNOCK_SECONDS = 3
QUERY_SECONDS = 5
CALL_SECONDS = 60

# Inner product of unit vectors is their cosine. A wide search list costs 1 ms and finds the true nearest.
HNSW: "CreateCollectionConfiguration" = {"hnsw": {"space": "ip", "ef_search": 200}}


class ChromaIndex:
    """One generation of the projection."""

    def __init__(self, collection: "Collection") -> None:
        self._collection = collection
        self.on_failure: Callable[[IndexUnavailableError], None] = _ignore  # told of a question that got no answer

    def nearest(self, vector: Vectors, *, limit: int, within: Sequence[int] | None = None) -> list[Neighbour]:
        if within is not None and not within:
            return []
        try:
            return self._nearest(vector, limit if within is None else min(limit, len(within)), within)
        except IndexUnavailableError as error:
            self.on_failure(error)
            raise

    def _nearest(self, vector: Vectors, limit: int, within: Sequence[int] | None) -> list[Neighbour]:
        found = _guarded(
            lambda: self._collection.query(
                query_embeddings=np.asarray([vector], dtype=np.float32),
                # ids alone: together with `where` the same query takes seconds
                ids=None if within is None else [str(id_) for id_ in within],
                n_results=limit,
                include=["distances"],
            )
        )
        distances = (found["distances"] or [[]])[0]
        pairs = sorted((float(distance), int(id_)) for id_, distance in zip(found["ids"][0], distances, strict=True))
        return [Neighbour(id_, 1.0 - distance) for distance, id_ in pairs]

    def upsert(self, passage_ids: Sequence[int], vectors: Vectors) -> None:
        """Put vectors in, replacing those of the same ids."""
        for at in range(0, len(passage_ids), UPSERT_BATCH):
            ids = [str(id_) for id_ in passage_ids[at : at + UPSERT_BATCH]]
            batch = vectors[at : at + UPSERT_BATCH]
            _guarded(partial(self._collection.upsert, ids=ids, embeddings=batch))

    def delete(self, passage_ids: Sequence[int]) -> None:
        """Take passages out.

        Unknown ids are no error.
        """
        for at in range(0, len(passage_ids), UPSERT_BATCH):
            ids = [str(id_) for id_ in passage_ids[at : at + UPSERT_BATCH]]
            _guarded(partial(self._collection.delete, ids=ids))

    def count(self) -> int:
        """How many passages it holds."""
        return int(_guarded(self._collection.count))

    def vectors_of(self, passage_ids: Sequence[int]) -> dict[int, Vectors]:
        """The vectors that it holds of passages, by their ids."""
        found = _guarded(lambda: self._collection.get(ids=[str(id_) for id_ in passage_ids], include=["embeddings"]))
        return {int(id_): np.asarray(vector) for id_, vector in zip(found["ids"], found["embeddings"], strict=True)}

    def is_healthy(self, sample: Sequence[int], dimension: int, expected: int) -> bool:
        """Whether it holds what SQL says it should: it counts right, and a query finds every id of `sample`.

        Raises `IndexUnavailableError` where a server does not answer.

        A folder whose writer was killed may open and count, and fail every query (chroma#7678), or have lost the
        vectors of all but the first ids while their metadata is still there (seen with 1.5.9).
        """
        try:
            if self.count() < expected:
                return False
            anything = np.full(dimension, dimension**-0.5, np.float32)
            return {n.passage_id for n in self.nearest(anything, limit=len(sample), within=sample)} == set(sample)
        except IndexUnavailableError as error:
            if _is_away(error):
                raise  # a server that does not answer is not one that has lost something
            return False


class ChromaStore(Protocol):
    """Where generations are kept: a folder of this machine or a server."""

    def open(self, generation: str) -> ChromaIndex | None:
        """The index of that name.

        None when it is gone or does not open.
        """

    def create(self) -> tuple[str, ChromaIndex]:
        """A new, empty generation and its name."""

    def holds(self, generation: str) -> bool:
        """Whether the generation of that name is there now."""

    def keep_only(self, generation: str) -> None:
        """Throw every other generation away."""

    def close(self) -> None:
        """Let others own it."""


class ChromaFolder:
    """Generations as folders in the data dir.

    Raises `IndexUnavailableError` when another process owns them.
    """

    def __init__(self, folder: Path) -> None:
        private_files.make_folder(folder)
        self.folder = folder
        self._lock = FileLock(folder / "owner.lock")
        self._clients: dict[str, Client] = {}
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise IndexUnavailableError(f"{folder} belongs to another running Dateline") from error

    def open(self, generation: str) -> ChromaIndex | None:
        if not self.holds(generation):
            return None
        try:
            return ChromaIndex(
                _guarded(lambda: self._client(generation).get_collection("passages", embedding_function=None))
            )
        except IndexUnavailableError:
            return None

    def create(self) -> tuple[str, ChromaIndex]:
        generation = _new_generation()
        return generation, ChromaIndex(_guarded(lambda: _collection(self._client(generation), "passages")))

    def holds(self, generation: str) -> bool:
        return (self.folder / generation / "chroma.sqlite3").exists()

    def keep_only(self, generation: str) -> None:
        for other in self.folder.iterdir():
            if other.is_dir() and other.name != generation:
                self._forget(other.name)
                shutil.rmtree(other, ignore_errors=True)

    def close(self) -> None:
        for generation in list(self._clients):
            self._forget(generation)
        self._lock.release()

    def _client(self, generation: str) -> "Client":
        import chromadb  # heavy: it loads when it is needed

        if generation not in self._clients:
            _guarded(partial(blank_unused, self.folder / generation))  # whoever had it before may have been killed
            client = chromadb.PersistentClient(str(self.folder / generation), settings=_settings())
            self._clients[generation] = cast("Client", client)
        return self._clients[generation]

    def _forget(self, generation: str) -> None:
        """Close a folder: one left open would go on showing this process what it held then."""
        if client := self._clients.pop(generation, None):
            _guarded(client.close)
            _guarded(partial(blank_unused, self.folder / generation))


class ChromaServer:
    """Generations as collections of a server.

    Raises `IndexUnavailableError` when it does not answer.
    """

    def __init__(self, url: str) -> None:
        _knock(url)
        import chromadb  # heavy: it loads when it is needed

        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        self._client = _guarded(
            lambda: chromadb.HttpClient(
                host=parts.hostname or "", port=port, ssl=parts.scheme == "https", settings=_settings()
            ),
            f"the Chroma server at {url} does not answer",
        )
        _bound_waiting(self._client)

    def open(self, generation: str) -> ChromaIndex | None:
        if generation not in self._names():
            return None
        return ChromaIndex(_guarded(lambda: self._client.get_collection(generation, embedding_function=None)))

    def create(self) -> tuple[str, ChromaIndex]:
        generation = _new_generation()
        return generation, ChromaIndex(_guarded(lambda: _collection(self._client, generation)))

    def holds(self, generation: str) -> bool:
        return generation in self._names()

    def keep_only(self, generation: str) -> None:
        for other in self._names():
            if other.startswith("dateline-") and other != generation:
                _guarded(partial(self._client.delete_collection, other))

    def close(self) -> None:
        """Nothing is owned."""

    def _names(self) -> list[str]:
        return [collection.name for collection in _guarded(self._client.list_collections)]


def _knock(url: str) -> None:
    """Raise `IndexUnavailableError` unless the server answers soon: Chroma's own client would wait for ever."""
    try:
        with urlopen(f"{url}/api/v2/heartbeat", timeout=KNOCK_SECONDS):
            return
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        reason = getattr(reason, "strerror", None) or reason
        raise IndexUnavailableError(f"the Chroma server at {url} does not answer ({reason})") from error


def _bound_waiting(client: "ClientAPI") -> None:
    """Let no call to a server that hangs wait longer than a reader would: its HTTP client sets no limit."""
    from httpx import Request, Timeout  # heavy: it loads when it is needed

    def limit(request: Request) -> None:
        seconds = QUERY_SECONDS if request.url.path.endswith("/query") else CALL_SECONDS
        request.extensions["timeout"] = Timeout(seconds).as_dict()

    client._server._session.event_hooks["request"].append(limit)  # type: ignore[attr-defined]


def _is_away(error: IndexUnavailableError) -> bool:
    from httpx import TransportError  # heavy: it loads when it is needed

    return isinstance(error.__cause__, TransportError)


def _ignore(_error: IndexUnavailableError) -> None:
    """Leave it to the caller."""


def _new_generation() -> str:
    return f"dateline-{uuid.uuid4().hex[:12]}"


def _collection(client: "ClientAPI", name: str) -> "Collection":
    # The default embedding function downloads a model; there is none here.
    return client.create_collection(name, embedding_function=None, configuration=HNSW)


def _settings() -> Any:
    from chromadb.config import Settings  # heavy: it loads when it is needed

    return Settings(anonymized_telemetry=False)


def _guarded(call: Callable[[], Any], message: str = "the vector index does not answer") -> Any:
    """What `call` returns.

    Whatever Chroma raises becomes `IndexUnavailableError`. Its folder, its Rust bindings and its HTTP client share no
    root exception, so this catches broadly, in one place.
    """
    try:
        return call()
    except Exception as error:
        raise IndexUnavailableError(f"{message}: {type(error).__name__}") from error
