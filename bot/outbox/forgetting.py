"""Everything about a chat, and about the person whose private chat it is, is deleted: in the tables and in the files.

What somebody brought stays, without them: articles with the bytes that they were read from, and in the audit trail what
they did, under a pseudonym of which nobody knows any more whose it was.
"""

import hashlib
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, delete, select, update
from sqlmodel import Session, col

from bot.models import Allowance, ChatSettings, Delivery, Invitation, Person, Pseudonym
from ingest.feeding.documents import INBOX
from ingest.feeding.models import Job, JobDocument, JobItem
from ingest.keeping.captures import Captures
from ingest.keeping.records import address_at
from ingest.keeping.rewriting import readdress, rewrite
from retrieval.errors import SourceError
from retrieval.library.answered.models import ToldQuotation
from retrieval.library.answered.receipts import forget_questions_of
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Article, Capture, Correction, ShownAnswer
from retrieval.library.sources import Channel, Feed
from retrieval.library.stamps.leaves import Kind, let_go
from retrieval.settings import Settings
from retrieval.watches.watches import Watches

# Columns that say who did something.
_DONE_BY = ((Feed, "added_by"), (Channel, "added_by"), (Correction, "corrected_by"), (Person, "given_by"))

# What addresses of files begin with that stand nowhere.
_NAMELESS = "newsroom:"

# Columns that hold addresses.
_ADDRESSES = ((Article, "url"), (Capture, "url"), (Capture, "final_url"))


def forget_chat(engine: Engine, watches: Watches, settings: Settings, chat_id: int) -> None:
    """Delete everything about a chat.

    The tables first, in one transaction; documents in files that wait to be read and addresses in captured records
    then. Doing it again does what is left.
    """
    with write_transaction(engine) as session:
        forget_questions_of(session, chat_id)
        watches.forget(session, chat_id)
        for table in (Delivery, ShownAnswer, ToldQuotation, ChatSettings, Allowance):
            session.execute(delete(table).where(col(table.chat_id) == chat_id))
        jobs = _forget_jobs(session, chat_id)
        _forget_person(session, chat_id)
        _rename_addresses(session, chat_id)
    for job in jobs:
        shutil.rmtree(settings.data_dir / INBOX / job, ignore_errors=True)
    _clear_records(engine, Captures.of(engine, settings), chat_id)


def _forget_jobs(session: Session, chat_id: int) -> list[str]:
    """Delete the orders of a chat and of its person; what is being read for one is still kept, and then it ends."""
    theirs = select(col(Job.id)).where((col(Job.asked_by) == chat_id) | (col(Job.chat_id) == chat_id))
    ids = list(session.scalars(theirs))
    for table in (JobItem, JobDocument):
        session.execute(delete(table).where(col(table.job_id).in_(ids)))
    session.execute(delete(Job).where(col(Job.id).in_(ids)))
    return ids


def _forget_person(session: Session, user_id: int) -> None:
    session.execute(delete(Invitation).where(col(Invitation.made_by) == user_id))
    session.execute(delete(Person).where(col(Person.user_id) == user_id))
    session.execute(delete(Pseudonym).where(col(Pseudonym.user_id) == user_id))
    for table, name in _DONE_BY:
        column = getattr(table, name)
        session.execute(update(table).where(column == user_id).values({name: None}))


def _rename_addresses(session: Session, chat_id: int) -> None:
    """Give what older versions kept under a person's own chat an address that tells of nobody.

    A stamp is of the address as well, so it is let go; what is stamped anew is what stands there then.
    """
    captured = col(Capture.url).startswith(_chat(chat_id)) | col(Capture.final_url).startswith(_chat(chat_id))
    let_go(session, Kind.CAPTURE, list(session.scalars(select(col(Capture.id)).where(captured))))
    for table, name in _ADDRESSES:
        column = getattr(table, name)
        theirs = select(column).where(column.startswith(_chat(chat_id))).distinct()
        for url in list(session.scalars(theirs)):
            session.execute(update(table).where(column == url).values({name: _nameless(url)}))


def _clear_records(engine: Engine, captures: Captures, chat_id: int) -> None:
    """Give records of what was sent the address that their row has by now, where they have one of the chat."""

    def is_theirs(address: str) -> bool:
        return address.startswith(_chat(chat_id))

    sent = col(Capture.url).startswith(_NAMELESS) | col(Capture.url).startswith("https://t.me/")
    with read_session(engine) as session:
        rows = session.execute(select(col(Capture.id), col(Capture.warc), col(Capture.offset)).where(sent)).all()
    in_files = [(captures.path(warc), offset) for _, warc, offset in rows if warc]
    for path in _named_by(in_files, is_theirs):
        rewrite(engine, captures, path.name, (), is_theirs)
    for id_, warc, _ in rows:
        if not warc:
            with suppress(SourceError):
                readdress(engine, captures, id_, is_theirs)


def _named_by(records: list[tuple[Path, int]], is_theirs: Callable[[str], bool]) -> set[Path]:
    """The files in which an address of theirs stands. A file that cannot be read is `dateline check`'s to name."""
    found: set[Path] = set()
    for path, offset in records:
        with suppress(SourceError, FileNotFoundError):
            if path not in found and is_theirs(address_at(path, offset)):
                found.add(path)
    return found


def _chat(chat_id: int) -> str:
    """What addresses in a chat begin with."""
    return f"https://t.me/c/{abs(chat_id)}/"


def _nameless(url: str) -> str:
    return _NAMELESS + hashlib.sha256(url.encode()).hexdigest()[:16]
