"""The parts put together: one library, its gazetteer, its index and what answers from them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from retrieval.answering.answerer import Answerer
from retrieval.errors import DatelineError, IndexUnavailableError
from retrieval.incidents.chronicle import Chronicle
from retrieval.index import vectors
from retrieval.index.chroma import ChromaFolder, ChromaServer, ChromaStore
from retrieval.index.embedding import Embedder, SentenceTransformerEmbedder
from retrieval.index.indexing import Indexer, Progress, silent
from retrieval.library.answered import receipts
from retrieval.library.answered.shown import Dialogues, forget_shown
from retrieval.library.articles import Library
from retrieval.library.database import open_database, read_session, write_transaction
from retrieval.library.learned.loading import refresh
from retrieval.library.place_store import ensure_shipped_places, load_gazetteer
from retrieval.places.gazetteer import Gazetteer
from retrieval.questions.reader import QuestionReader
from retrieval.search.search import Search
from retrieval.settings import Settings
from retrieval.topics.thesaurus import Thesaurus, default_thesaurus
from retrieval.watches.matching import WatchMatcher
from retrieval.watches.watches import Watches


@dataclass(frozen=True, slots=True)
class Services:
    """Everything below the bot, opened."""

    settings: Settings
    library: Library
    gazetteer: Gazetteer
    thesaurus: Thesaurus
    embedder: Embedder
    indexer: Indexer
    answerer: Answerer
    dialogues: Dialogues
    matcher: WatchMatcher

    @property
    def watches(self) -> Watches:
        """What chats watch for."""
        return self.matcher.watches

    def warm_up(self) -> None:
        """Load the model now, and block until it is there."""
        self.embedder.warm_up()

    def catch_up(self, progress: Progress = silent, most: int | None = None) -> int:
        """Embed and index what is pending, or at most so many passages of it.

        Returns how many passages were embedded, and blocks until then. Where another process has the index, it does
        this. A Chroma server that is away is no error here: what waits, waits in SQL. What was to be noted of answers
        while the library was busy is noted first.
        """
        self.answerer.late.catch_up()
        try:
            return self.indexer.catch_up(progress, most) if self.indexer.owns_index or self.indexer.open() else 0
        except IndexUnavailableError:
            return 0

    def model_changed(self) -> bool:
        """Whether the library's vectors come from another model than the one that is set.

        Loads the model.
        """
        with read_session(self.library.engine) as session:
            stored = vectors.stored_model(session)
        return stored is not None and stored != self.embedder.card

    def tidy(self) -> None:
        """Delete the words of old questions, and who was shown what so long ago that no correction is owed any more."""
        now = datetime.now(UTC)
        receipts.forget_old_questions(self.library.engine, now)
        with write_transaction(self.library.engine) as session:
            forget_shown(session, now - timedelta(days=self.settings.keep_deliveries))


@contextmanager
def open_services(
    settings: Settings, *, embedder: Embedder | None = None, check_model: bool = True, warm: bool = False
) -> Iterator[Services]:
    """Open everything that `settings` name, and close it again.

    With `warm`, the model loads in a thread meanwhile. Raises `StoreError` when the library cannot be opened,
    and `ModelMismatchError` when its vectors come from another model, unless `check_model` is off.
    """
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model, settings.data_dir / "models")
    engine = open_database(settings.sql_url)
    indexer = Indexer(engine, embedder, lambda: _open_store(settings))
    try:
        if check_model:
            with read_session(engine) as session:
                vectors.check_model(session, settings.embedding_model)
        if warm:
            threading.Thread(target=_warm_up, args=(embedder,), name="model", daemon=True).start()
        indexer.open()
        services = _assemble(settings, engine, embedder, indexer)
        yield services
        services.answerer.late.catch_up()
    finally:
        indexer.close()
        engine.dispose()


def _warm_up(embedder: Embedder) -> None:
    """Load the model.

    Where it cannot be loaded, whoever needs it first is told.
    """
    with suppress(DatelineError):
        embedder.warm_up()


def _open_store(settings: Settings) -> ChromaStore:
    """Where Chroma keeps the index.

    Raises `IndexUnavailableError` when this process cannot have it.
    """
    return ChromaServer(settings.chroma_url) if settings.chroma_url else ChromaFolder(settings.data_dir / "chroma")


def _assemble(settings: Settings, engine: Engine, embedder: Embedder, indexer: Indexer) -> Services:
    ensure_shipped_places(engine, settings.region)
    gazetteer, thesaurus = load_gazetteer(engine), default_thesaurus()
    refresh(engine, gazetteer)
    library = Library(engine)
    # Without a server, not having the folder is no fault: another process feeds it, and SQL has every vector.
    away = settings.chroma_url is not None
    search = Search(engine, embedder, indexer, thesaurus, index_expected=away)
    answerer = Answerer(library, QuestionReader(gazetteer, thesaurus, settings.first_weekday), search)
    matcher = WatchMatcher(Chronicle(library, gazetteer, thesaurus), Watches(engine, gazetteer, thesaurus))
    return Services(
        settings, library, gazetteer, thesaurus, embedder, indexer, answerer, Dialogues(engine, answerer.late), matcher
    )
