"""Wherever captured bytes stand, operators' commands know them: files, the database, both, or a folder that is set."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.operating.backup.making import back_up
from bot.operating.backup.restoring import restore
from bot.operating.pruning import prunable, prune
from bot.outbox.chats import Chats
from bot.settings import BotSettings
from ingest.feeding.documents import Documents
from ingest.feeding.jobs import Asker, JobKind, Jobs
from ingest.feeding.models import JobDocument
from ingest.keeping.captures import Captures, Raw
from ingest.keeping.records import address_at, address_in
from retrieval.errors import BackupError
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Capture
from retrieval.library.shared.models import CaptureRecord, LeaseRow
from retrieval.library.stamps.leaves import GONE
from retrieval.library.stamps.models import Stamped
from retrieval.library.stamps.stamps import Stamps
from retrieval.services import Services, open_services
from tests.fakes import WordEmbedder
from tests.flows.operating.busy import found_by_check
from tests.flows.operating.stores import Place, place, settings_of

__all__ = ["place"]

pytestmark = pytest.mark.usefixtures("small_region")

NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)
READER = 471_100_012_345
FROM_READER = f"https://t.me/c/{READER}/7"


def silent(_what: str, _done: int, _total: int | None) -> None:
    """Nobody watches."""


@pytest.fixture(params=["where they stand by default", "older files as well", "a folder that is set"])
def where(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def here(place: Place, where: str, tmp_path: Path) -> dict[str, str]:
    shared = {"DATELINE_CAPTURES_DIR": str(tmp_path / "shared")} if where == "a folder that is set" else {}
    return place("here") | shared


@pytest.fixture
def kept(here: dict[str, str], where: str) -> Iterator[Services]:
    """A library with three captures, one of them of what a reader sent."""
    with open_services(settings_of(here), embedder=WordEmbedder(), check_model=False) as services:
        engine, settings = services.library.engine, services.settings
        usual = Captures.of(engine, settings)
        older = Captures(engine, settings.data_dir, settings.data_dir / "captures")
        for number, captures in enumerate((older if where == "older files as well" else usual, usual)):
            url = f"https://a.example.org/{number}"
            captures.keep(Raw(url, url, f"bytes {number}".encode(), NOW, "text/html", 200, {"A": "b"}))
        usual.keep(Raw(FROM_READER, FROM_READER, b"sent", NOW, "text/plain"))
        yield services


def bodies(services: Services) -> list[bytes]:
    captures = Captures.of(services.library.engine, services.settings)
    with read_session(services.library.engine) as session:
        rows = session.exec(select(Capture)).all()
    return sorted(captures.read(row) for row in rows)


def addresses(services: Services) -> list[str]:
    """The addresses in the records themselves."""
    captures = Captures.of(services.library.engine, services.settings)
    with read_session(services.library.engine) as session:
        rows = session.exec(select(Capture)).all()
    return [
        address_at(captures.path(row.warc), row.offset)
        if row.warc
        else address_in(captures.record_of(row.id or 0), str(row.id))
        for row in rows
    ]


def wrong(services: Services) -> list[str]:
    return [str(one) for one in found_by_check(services.settings) if one.kind not in ("permissions", "index")]


def test_a_check_finds_nothing_and_then_what_is_lost(kept: Services) -> None:
    assert wrong(kept) == []
    captures = Captures.of(kept.library.engine, kept.settings)
    for path in list(captures.files()):
        path.unlink()
    with write_transaction(kept.library.engine) as session:
        for row in session.exec(select(CaptureRecord)).all():
            session.delete(row)
    faults = wrong(kept)
    assert len(faults) == 3 and all("is not there" in one and "from a backup" in one for one in faults)


def test_a_check_finds_bytes_that_were_altered(kept: Services) -> None:
    captures = Captures.of(kept.library.engine, kept.settings)
    for path in captures.files():
        content = bytearray(path.read_bytes())
        content[-20] ^= 255
        path.write_bytes(content)
    with write_transaction(kept.library.engine) as session:
        for row in session.exec(select(CaptureRecord)).all():
            row.record = row.record[:-20] + bytes([row.record[-20] ^ 255]) + row.record[-19:]
            session.add(row)
    assert any("no whole record" in one or "no longer holds" in one for one in wrong(kept))


def test_a_backup_has_all_of_them_and_they_are_read_elsewhere(
    kept: Services, here: dict[str, str], place: Place, tmp_path: Path
) -> None:
    with write_transaction(kept.library.engine) as session:
        session.add(LeaseRow(task="plan", holder="somebody", fence=3, until=NOW))
    made = back_up(settings_of(here), tmp_path / "a.backup", NOW, silent)
    assert made.missing == () and made.waiting == 0
    there = place("there")
    if "DATELINE_CAPTURES_DIR" in here:
        with pytest.raises(BackupError, match="is there already"):
            restore(tmp_path / "a.backup", settings_of(there | _folder(here)), silent)
        there |= {"DATELINE_CAPTURES_DIR": str(tmp_path / "other")}
    restored = settings_of(there)
    restore(tmp_path / "a.backup", restored, silent)
    with open_services(restored, embedder=WordEmbedder(), check_model=False) as services:
        assert bodies(services) == bodies(kept) and wrong(services) == []
        with read_session(services.library.engine) as session:
            assert session.get(LeaseRow, "plan") is None
    _assert_in_the_folder_that_is_set(restored)


def _folder(here: dict[str, str]) -> dict[str, str]:
    return {"DATELINE_CAPTURES_DIR": here["DATELINE_CAPTURES_DIR"]}


def _assert_in_the_folder_that_is_set(restored: BotSettings) -> None:
    if restored.captures_dir is not None:
        assert list(restored.captures_dir.iterdir()) and not (restored.data_dir / "captures").exists()


def test_what_is_pruned_is_counted_and_gone_and_its_stamps_are_of_nothing(kept: Services) -> None:
    engine = kept.library.engine
    captures = Captures.of(engine, kept.settings)
    Stamps(engine).gather(NOW)
    found = prunable(engine, captures, NOW + timedelta(days=1))
    with read_session(engine) as session:
        in_database = sum(len(row.record) for row in session.exec(select(CaptureRecord)))
    assert len(found.captures) == 3
    assert found.capture_bytes == in_database + sum(path.stat().st_size for path in captures.files())
    assert prune(engine, captures, found) == []
    assert list(captures.files()) == [] and bodies(kept) == []
    with read_session(engine) as session:
        assert session.exec(select(CaptureRecord)).all() == []
        assert {(row.kind, row.salt) for row in session.exec(select(Stamped))} == {(GONE, "")}
    assert wrong(kept) == []
    again = captures.keep(Raw("https://a.example.org/9", "https://a.example.org/9", b"new", NOW))
    assert Stamps(engine).gather(NOW) == 1 and again


def test_whose_chat_is_forgotten_stands_in_no_record(kept: Services) -> None:
    engine = kept.library.engine
    before = bodies(kept)
    assert FROM_READER in addresses(kept)
    Stamps(engine).gather(NOW)
    job = waiting(kept)
    Chats(engine, kept.watches, kept.settings).forget(READER)
    assert bodies(kept) == before and not any(str(READER) in one for one in addresses(kept))
    with read_session(engine) as session:
        assert session.exec(select(JobDocument)).all() == []
    assert not Documents(engine, kept.settings.data_dir).path(job, "a.txt").exists()
    assert wrong(kept) == []


def waiting(services: Services) -> str:
    """The job of a document of the reader's that waits, handed over to every machine."""
    engine, folder = services.library.engine, services.settings.data_dir
    job = Jobs(engine).ask(JobKind.DOCUMENT, {"name": "a.txt", "shown": "a.txt"}, Asker(READER, READER), NOW)
    documents = Documents(engine, folder)
    documents.folder(job).mkdir(parents=True)
    (documents.folder(job) / "a.txt").write_text("words")
    documents.hand_over(job, "a.txt")
    assert wrong(services) == []
    return job
