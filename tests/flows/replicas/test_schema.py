"""Replicas that start together: one changes the schema and brings the places in, and the others say that they wait."""

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from filelock import FileLock
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from retrieval.errors import StoreVersionError
from retrieval.library import database, schema
from retrieval.library.database import ensure_current, open_database
from retrieval.library.place_store import ensure_shipped_places, load_places
from retrieval.settings import Settings
from tests.flows.conftest import database_url

NEWER = text("UPDATE alembic_version SET version_num = '9999'")


@pytest.fixture
def empty_url(postgres: str) -> str:
    """A database that no Dateline has written to."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS untouched WITH (FORCE)")
        connection.execute("CREATE DATABASE untouched")
    return database_url(postgres, "untouched")


class Waiting(logging.Handler):
    """Knows when somebody has said that it waits."""

    def __init__(self) -> None:
        super().__init__()
        self.said = threading.Event()
        self.words = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.words = record.getMessage()
        self.said.set()


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    handler = Waiting()
    schema.log.addHandler(handler)
    yield handler
    schema.log.removeHandler(handler)


@contextmanager
def changing_on_postgres(url: str) -> Iterator[None]:
    with psycopg.connect(url.replace("+psycopg", "", 1)) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [schema.MIGRATION_LOCK])
        yield


def test_a_replica_that_waits_for_another_one_s_change_says_so(empty_url: str, waiting: Waiting) -> None:
    with ThreadPoolExecutor(1) as thread:
        with changing_on_postgres(empty_url):
            opening = thread.submit(open_database, empty_url)
            assert waiting.said.wait(60) and not opening.done()
        engine = opening.result(60)
    assert "waits" in waiting.words and "untouched" in waiting.words
    assert schema.revision_of(engine) == schema.head()
    engine.dispose()


def test_on_sqlite_it_waits_for_a_file(settings: Settings, waiting: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.data_dir.mkdir(parents=True)
    with ThreadPoolExecutor(1) as thread:
        with FileLock(settings.data_dir / "dateline.sqlite3.migrating"):
            opening = thread.submit(_migrated, settings.sql_url)
            assert waiting.said.wait(60) and not opening.done()
        opening.result(60).dispose()
    assert "waits" in waiting.words


def _migrated(url: str) -> Engine:
    engine = create_engine(url)
    schema.migrate(engine, url)
    return engine


def test_a_change_that_hangs_is_ended_with_its_lock_and_another_replica_makes_it(
    empty_url: str, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "IDLE_SECONDS", 1)
    hanging = database.connect(empty_url)
    with pytest.raises(DBAPIError, match="idle-in-transaction"), schema._changing(hanging, "here"):
        engine = open_database(empty_url)
        assert schema.revision_of(engine) == schema.head() and waiting.said.is_set()
        engine.dispose()
    assert schema.revision_of(hanging) == schema.head()  # the pool gets it a new connection
    hanging.dispose()


def test_eight_replicas_that_start_at_once_on_an_empty_database_make_one_library(empty_url: str) -> None:
    def begin(_number: int) -> int:
        engine = open_database(empty_url)
        ensure_shipped_places(engine, frozenset({"SY"}))
        places, _ = load_places(engine)
        engine.dispose()
        return len(places)

    with ThreadPoolExecutor(8) as threads:
        counts = set(threads.map(begin, range(8)))
    assert len(counts) == 1 and counts.pop() > 100


@pytest.mark.parametrize("store", ["SQLite", "PostgreSQL"])
def test_an_older_replica_refuses_a_newer_schema_in_one_line(
    store: str, settings: Settings, request: pytest.FixtureRequest
) -> None:
    url = settings.sql_url if store == "SQLite" else request.getfixturevalue("postgres_url")
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(NEWER)
    for refuses in (lambda: open_database(url), lambda: ensure_current(engine)):
        with pytest.raises(StoreVersionError, match="another version of Dateline") as refused:
            refuses()
        assert "\n" not in str(refused.value) and "9999" in str(refused.value)
    engine.dispose()
