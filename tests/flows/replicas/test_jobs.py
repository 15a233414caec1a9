"""Durable work of several machines: what one was at that is no more goes on at another, with the document it needs."""

import queue
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from ingest.feeding import durable
from ingest.feeding.documents import Documents
from ingest.feeding.durable import Schedule, open_durable
from ingest.feeding.executors import Executors
from ingest.feeding.feed_checks import FeedChecks
from ingest.feeding.feeding import fetcher_of
from ingest.feeding.intake import Intake
from ingest.feeding.jobs import Asker, JobKind
from ingest.feeding.models import JobDocument
from ingest.keeping.captures import Captures, Raw, capture_of
from retrieval.errors import SourceError
from retrieval.library.database import open_database, read_session
from retrieval.library.models import Capture
from retrieval.library.shared import leading as leads
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from tests.fakes import WordEmbedder
from tests.flows.processes import start
from tests.flows.replicas.jobs import JOB, begin, scheduled
from tests.flows.replicas.leaders import LEASE, await_that, stopped
from tests.telegram.feed import PATIENCE

LONG = 3600.0  # seconds of a lease that no busy machine outlasts
NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)
REPORT = "Two shells fell on Tal Tamr on 16 November 2024, and a barn burned down, the owner said by telephone.\n" * 5


@contextmanager
def killed(process: BaseProcess) -> Iterator[None]:
    process.kill()
    process.join()
    yield


@pytest.mark.parametrize("ended", [killed, stopped])
def test_a_job_of_a_machine_that_is_no_more_goes_on_at_another(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: object
) -> None:
    monkeypatch.setattr(leads, "LEASE_SECONDS", LEASE)
    monkeypatch.setattr(durable, "TAKING_OVER", "* * * * * *")
    engine, taken = open_database(postgres_url), queue.Queue[str]()
    process = start(begin, {"PATH": "", "HOSTNAME": "the first"}, postgres_url, str(tmp_path))
    try:
        await_that((tmp_path / "leads").exists)
        with open_durable(engine, taken.put), ended(process):  # type: ignore[operator]
            assert taken.get(timeout=PATIENCE) == JOB
    finally:
        process.kill()
        engine.dispose()


def test_a_job_of_a_machine_that_works_stays_with_it(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "TAKING_OVER", "* * * * * *")
    engine, taken, passes = open_database(postgres_url), queue.Queue[str](), queue.Queue[None]()
    take_over = durable._take_over
    monkeypatch.setattr(durable, "_take_over", lambda executors: passes.put(take_over(executors)))
    process = start(begin, {"PATH": "", "HOSTNAME": "the first"}, postgres_url, str(tmp_path), LONG)
    try:
        await_that((tmp_path / "leads").exists)
        with open_durable(engine, taken.put):
            for _ in range(2):
                passes.get(timeout=PATIENCE)
        assert taken.empty()
    finally:
        process.kill()
        engine.dispose()


def test_who_ended_in_good_order_or_was_never_there_is_gone_and_who_works_is_not(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    one, other = Executors(engine), Executors(engine)
    with one.alive():
        with other.alive():
            assert one.gone([one.own_name, other.own_name, "an old release's"]) == ["an old release's"]
        assert one.gone([one.own_name, other.own_name]) == [other.own_name]
    engine.dispose()


def test_a_schedule_runs_on_one_of_two_machines_each_time(postgres_url: str, tmp_path: Path) -> None:
    """Of what the durable engine promises: a due time has one workflow, whichever process is first."""
    engine, runs = open_database(postgres_url), queue.Queue[None]()
    process = start(scheduled, {"PATH": ""}, postgres_url, str(tmp_path))
    try:
        with open_durable(engine, lambda _job: None, [Schedule("often", "* * * * * *", lambda: runs.put(None))]):
            for _ in range(3):
                runs.get(timeout=PATIENCE)
        with engine.connect() as connection:
            query = text("SELECT workflow_uuid FROM dbos.workflow_status WHERE name = 'often'")
            ids = list(connection.execute(query).scalars())
        assert len(ids) == len(set(ids)) >= 3
    finally:
        process.kill()
        engine.dispose()


@pytest.fixture
def machines(postgres_url: str, small_region: None, tmp_path: Path) -> Iterator[list[Services]]:
    """Two machines with folders of their own and one PostgreSQL."""
    with open_machine(postgres_url, tmp_path / "a") as one, open_machine(postgres_url, tmp_path / "b") as other:
        yield [one, other]


def open_machine(url: str, folder: Path, **more: str) -> AbstractContextManager[Services]:
    names = {"DATA_DIR": str(folder), "DATABASE_URL": url, "NOW": NOW.isoformat(), **more}
    settings = Settings.read(_env_file=None, **{f"DATELINE_{name}": value for name, value in names.items()})
    return open_services(settings, embedder=WordEmbedder())


def intake(services: Services) -> Intake:
    fetcher = fetcher_of(services.settings)
    return Intake(services, fetcher, FeedChecks(services, fetcher, services.settings.now))


def test_a_document_that_one_machine_fetched_is_read_by_another_and_then_deleted(machines: list[Services]) -> None:
    one, other = map(intake, machines)
    payload = {"name": "report.txt", "shown": "report.txt", "url": "https://t.me/c/1/2", "mime_type": "text/plain"}
    job_id = one.jobs.ask(JobKind.DOCUMENT, payload, Asker(), NOW)
    one.documents.folder(job_id).mkdir(parents=True)
    (one.documents.folder(job_id) / "report.txt").write_text(f"Shells\n\n{REPORT}")
    one.documents.hand_over(job_id, "report.txt")
    other.take_in(job_id)
    progress = one.jobs.get(job_id)
    assert progress is not None and [item.outcome for item in progress.items] == ["added"]
    with read_session(machines[0].library.engine) as session:
        assert session.exec(select(JobDocument)).all() == []
    assert not one.documents.folder(job_id).exists() and not other.documents.folder(job_id).exists()
    capture = _capture(machines[0])
    for machine in machines:  # the bytes are proven on each
        assert Captures.of(machine.library.engine, machine.settings).read(capture).decode().endswith(REPORT)


def test_on_one_machine_documents_and_captures_stay_files(services: Services) -> None:
    documents = Documents(services.library.engine, services.settings.data_dir)
    documents.folder("a").mkdir(parents=True)
    (documents.folder("a") / "x.txt").write_text(REPORT)
    documents.hand_over("a", "x.txt")
    assert documents.path("a", "x.txt").read_text() == REPORT
    with read_session(services.library.engine) as session:
        assert session.exec(select(JobDocument)).all() == []


@pytest.mark.parametrize("kind", ["messages", "pages"])
def test_captures_of_each_kind_are_read_on_another_machine(machines: list[Services], kind: str) -> None:
    headers = {"content-type": "text/html", "etag": '"1"'} if kind == "pages" else None
    one, other = (Captures.of(machine.library.engine, machine.settings) for machine in machines)
    raw = Raw("https://n.example.org/1", "https://n.example.org/1?a", REPORT.encode(), NOW, "text/html", 200, headers)
    id_ = one.keep(raw)
    assert other.keep(raw) == id_  # the same bytes of the same address are kept once, wherever they are read
    capture = capture_of(machines[1].library.engine, id_)
    assert capture is not None and other.read(capture) == REPORT.encode()
    assert not any((machine.settings.data_dir / "captures").exists() for machine in machines)


def test_a_shared_folder_may_be_set_instead_and_what_stood_in_files_before_is_read_as_well(
    machines: list[Services], tmp_path: Path
) -> None:
    engine, raw = machines[0].library.engine, Raw("https://n.example.org/1", "https://n.example.org/1", b"words", NOW)
    shared = Captures(engine, tmp_path / "a", tmp_path / "shared")
    capture = capture_of(engine, shared.keep(raw))
    assert capture is not None and Captures(engine, tmp_path / "b", tmp_path / "shared").read(capture) == b"words"
    (tmp_path / "a").mkdir(exist_ok=True)
    (tmp_path / "shared").rename(tmp_path / "a" / "captures")  # as a library of before has it: in files of one machine
    assert Captures.of(engine, machines[0].settings).read(capture) == b"words"
    with pytest.raises(SourceError, match="cannot be read"):
        Captures.of(engine, machines[1].settings).read(capture)


def _capture(services: Services) -> Capture:
    with read_session(services.library.engine) as session:
        return session.exec(select(Capture)).one()
