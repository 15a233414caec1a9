"""The parts put together: one library, its gazetteer, its index and what answers from them."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from retrieval import private_files
from retrieval.answering.answerer import Answerer
from retrieval.errors import DatelineError, IndexUnavailableError, SettingsError
from retrieval.incidents.chronicle import Chronicle
from retrieval.index import vectors
from retrieval.index.backlog import Progress, silent
from retrieval.index.embedding import Embedder, SentenceTransformerEmbedder
from retrieval.index.indexing import Indexer
from retrieval.index.opening import open_store
from retrieval.library.answered import receipts
from retrieval.library.answered.shown import Dialogues, forget_shown
from retrieval.library.articles import Library
from retrieval.library.database import connect, ensure_current, open_database, read_session, write_transaction
from retrieval.library.learned.loading import refresh
from retrieval.library.place_store import ensure_shipped_places, load_gazetteer
from retrieval.library.scrubbing import scrub
from retrieval.library.shared.leading import leading
from retrieval.library.shared.read_replica import ReadReplica
from retrieval.places.gazetteer import Gazetteer
from retrieval.questions.reader import QuestionReader
from retrieval.search.search import Search
from retrieval.settings import Settings
from retrieval.topics.thesaurus import Thesaurus, default_thesaurus
from retrieval.watches.matching import WatchMatcher
from retrieval.watches.watches import Watches

log = logging.getLogger(__name__)

# What is led: of all processes that share the library, one deletes what is old.
TIDYING = "tidying"


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

        Returns how many passages were embedded, and blocks until then. Where another process has or feeds the index, it
        does this. A Chroma server that is away is no error here: what waits, waits in SQL. What was to be noted of
        answers while the library was busy is noted first.
        """
        self.answerer.late.catch_up()
        try:
            return self.indexer.catch_up(progress, most) if self.indexer.owns_index or self.indexer.open() else 0
        except IndexUnavailableError:
            return 0

    def ensure_current(self) -> None:
        """Raise `StoreVersionError` where a newer Dateline has changed the library's schema meanwhile."""
        ensure_current(self.library.engine)

    def model_changed(self) -> bool:
        """Whether the library's vectors come from another model than the one that is set.

        Loads the model.
        """
        with read_session(self.library.engine) as session:
            stored = vectors.stored_model(session)
        return stored is not None and stored != self.embedder.card

    def tidy(self) -> None:
        """Delete the words of old questions, and who was shown what so long ago that no correction is owed any more.

        Of several processes, one does it.
        """
        now = datetime.now(UTC)
        with leading(self.library.engine, TIDYING) as is_mine:
            if not is_mine:
                return
            receipts.forget_old_questions(self.library.engine, now)
            with write_transaction(self.library.engine) as session:
                forget_shown(session, now - timedelta(days=self.settings.keep_deliveries))
        scrub(self.library.engine)


@contextmanager
def open_services(
    settings: Settings, *, embedder: Embedder | None = None, check_model: bool = True, warm: bool = False
) -> Iterator[Services]:
    """Open everything that `settings` name, and close it again.

    With `warm`, the model loads in a thread meanwhile. Raises `StoreError` when the library cannot be opened,
    and `ModelMismatchError` when its vectors come from another model, unless `check_model` is off.
    """
    _close_to_others(settings)
    if settings.read_url and not settings.sql_url.startswith("postgresql"):
        raise SettingsError("DATELINE_DATABASE_READ_URL is for PostgreSQL; set DATELINE_DATABASE_URL as well.")
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model, settings.data_dir / "models")
    engine = open_database(settings.sql_url)
    indexer = Indexer(engine, embedder, lambda: open_store(settings))
    replica = connect(settings.read_url) if settings.read_url else None
    try:
        if check_model:
            with read_session(engine) as session:
                vectors.check_model(session, settings.embedding_model)
        if warm:
            threading.Thread(target=_warm_up, args=(embedder,), name="model", daemon=True).start()
        indexer.open()
        services = _assemble(settings, engine, embedder, indexer, ReadReplica(engine, replica) if replica else None)
        yield services
        services.answerer.late.catch_up()
    finally:
        indexer.close()
        engine.dispose()
        if replica is not None:
            replica.dispose()


def _close_to_others(settings: Settings) -> None:
    """Take from others what rights they have in the data dir, which older versions left open, and say so."""
    try:
        closed = private_files.close_data_dir(settings.data_dir)
    except OSError as error:
        log.warning(
            "%s is open to other users of this machine and cannot be closed (%s); have its owner run "
            "`chmod -R go= %s`",
            settings.data_dir, error.strerror, settings.data_dir,
        )  # fmt: skip
        return
    if closed:
        log.warning(
            "%s was open to other users of this machine; its files and folders are closed to them now (%d of them).",
            settings.data_dir, len(closed),
        )  # fmt: skip


def _warm_up(embedder: Embedder) -> None:
    """Load the model.

    Where it cannot be loaded, whoever needs it first is told.
    """
    with suppress(DatelineError):
        embedder.warm_up()


def _assemble(
    settings: Settings, engine: Engine, embedder: Embedder, indexer: Indexer, replica: ReadReplica | None
) -> Services:
    ensure_shipped_places(engine, settings.region)
    gazetteer, thesaurus = load_gazetteer(engine), default_thesaurus()
    refresh(engine, gazetteer)
    library = Library(engine)
    # Without a server, not having the folder is no fault: another process feeds it, and SQL has every vector.
    away = settings.chroma_url is not None
    search = Search(engine, embedder, indexer, thesaurus, index_expected=away)
    answerer = Answerer(library, QuestionReader(gazetteer, thesaurus, settings.first_weekday), search, replica)
    matcher = WatchMatcher(Chronicle(library, gazetteer, thesaurus), Watches(engine, gazetteer, thesaurus))
    return Services(
        settings, library, gazetteer, thesaurus, embedder, indexer, answerer, Dialogues(engine, answerer.late), matcher
    )
