"""What goes with a chat and what stays: its own rows and files, nobody else's, and the bytes of what was brought."""

import gzip
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.outbox.chats import Chats
from ingest.feeding.jobs import Asker, JobKind, Jobs, note_in
from ingest.feeding.models import JobItem
from ingest.keeping.captures import FOLDER, Captures, Raw
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Capture
from retrieval.services import Services
from retrieval.watches.terms import Terms

CHAT, OTHER = 471_100_012_345, 471_100_012_346
NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)


@pytest.fixture
def chats(services: Services) -> Chats:
    return Chats(services.library.engine, services.watches, services.settings)


def document(services: Services, chat: int) -> str:
    """A document that waits to be read; the result is its job."""
    payload = {"name": "a.txt", "shown": "a.txt", "url": f"https://t.me/c/{chat}/1"}
    job = Jobs(services.library.engine).ask(JobKind.DOCUMENT, payload, Asker(chat, chat), NOW)
    (services.settings.data_dir / "inbox" / job).mkdir(parents=True)
    (services.settings.data_dir / "inbox" / job / "a.txt").write_text("words")
    return job


def test_another_chat_keeps_everything(services: Services, chats: Chats) -> None:
    for chat in (CHAT, OTHER):
        services.watches.add(chat, None, Terms(places=(("tamr", "Til Temir"),)), NOW)
    theirs, others = document(services, CHAT), document(services, OTHER)
    chats.forget(CHAT)
    assert (services.watches.of_chat(CHAT), len(services.watches.of_chat(OTHER))) == ([], 1)
    assert [path.name for path in (services.settings.data_dir / "inbox").iterdir()] == [others]
    jobs = Jobs(services.library.engine)
    assert jobs.get(theirs) is None and jobs.get(others) is not None and chats.kept(CHAT).is_nothing


def test_what_is_being_read_for_who_is_forgotten_ends_and_notes_nothing(services: Services, chats: Chats) -> None:
    job, jobs = document(services, CHAT), Jobs(services.library.engine)
    assert jobs.begin(job, NOW) is not None and not jobs.is_cancelled(job)
    chats.forget(CHAT)
    assert jobs.is_cancelled(job)
    with write_transaction(services.library.engine) as session:
        note_in(session, JobItem(job_id=job, ordinal=0, source="a.txt", outcome="added"))
    jobs.finish(job, NOW)
    with read_session(services.library.engine) as session:
        assert session.exec(select(JobItem)).all() == []


@pytest.mark.parametrize("renamed", [True, False], ids=["rows that were renamed before", "rows that were not"])
def test_an_address_in_a_private_chat_goes_from_rows_and_records_and_the_bytes_stay(
    services: Services, chats: Chats, renamed: bool
) -> None:
    captures = Captures(services.library.engine, services.settings.data_dir)
    for chat in (CHAT, OTHER):
        url = f"https://t.me/c/{chat}/7"
        captures.keep(Raw(url, url, f"brought by {chat % 10}".encode(), NOW, "text/plain"))
    captures.keep(Raw("https://a.example.org", "https://a.example.org", b"a page", NOW, "text/html", 200, {"A": "b"}))
    if renamed:
        with write_transaction(services.library.engine) as session:
            row = session.get(Capture, 1)
            assert row is not None
            row.url = row.final_url = "newsroom:0123456789abcdef"
            session.add(row)
    chats.forget(CHAT)
    with read_session(services.library.engine) as session:
        rows = session.exec(select(Capture).order_by(Capture.id)).all()
    assert [captures.read(row) for row in rows] == [b"brought by 5", b"brought by 6", b"a page"]
    assert [row.url.partition(":")[0] for row in rows] == ["newsroom", "https", "https"]
    [path] = (services.settings.data_dir / FOLDER).iterdir()
    kept = gzip.decompress(path.read_bytes())
    assert str(CHAT).encode() not in kept and str(OTHER).encode() in kept and b"A: b" in kept
