"""Everything about a chat, and about the person whose private chat it is, is deleted: in the tables and in the files.

What somebody brought stays, without them: articles with the bytes that they were read from, and in the audit trail what
they did, under a pseudonym of which nobody knows any more whose it was.
"""

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, delete, select, update
from sqlmodel import Session, col

from bot.models import Allowance, ChatSettings, Delivery, Invitation, Person, Pseudonym
from ingest.feeding.documents import INBOX
from ingest.feeding.models import Job, JobItem
from ingest.keeping.captures import FOLDER
from ingest.keeping.records import address_at
from ingest.keeping.rewriting import rewrite
from retrieval.errors import SourceError
from retrieval.library.answered.models import ToldQuotation
from retrieval.library.answered.receipts import forget_questions_of
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Article, Capture, Correction, ShownAnswer
from retrieval.library.sources import Channel, Feed
from retrieval.watches.watches import Watches

# Columns that say who did something.
_DONE_BY = ((Feed, "added_by"), (Channel, "added_by"), (Correction, "corrected_by"), (Person, "given_by"))

# What addresses of files begin with that stand nowhere.
_NAMELESS = "newsroom:"

# Columns that hold addresses.
_ADDRESSES = ((Article, "url"), (Capture, "url"), (Capture, "final_url"))


def forget_chat(engine: Engine, watches: Watches, data_dir: Path, chat_id: int) -> None:
    """Delete everything about a chat.

    The tables first, in one transaction; a document that waits to be read and addresses in files of captures then.
    Doing it again does what is left.
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
        shutil.rmtree(data_dir / INBOX / job, ignore_errors=True)
    for warc in _files_that_name(engine, data_dir / FOLDER, chat_id):
        rewrite(engine, data_dir / FOLDER, warc, (), lambda address: _is_of(address, chat_id))


def _forget_jobs(session: Session, chat_id: int) -> list[str]:
    """Delete the orders of a chat and of its person; what is being read for one is still kept, and then it ends."""
    theirs = select(col(Job.id)).where((col(Job.asked_by) == chat_id) | (col(Job.chat_id) == chat_id))
    ids = list(session.scalars(theirs))
    session.execute(delete(JobItem).where(col(JobItem.job_id).in_(ids)))
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
    """Give what older versions kept under a person's own chat an address that tells of nobody."""
    for table, name in _ADDRESSES:
        column = getattr(table, name)
        theirs = select(column).where(column.startswith(_chat(chat_id))).distinct()
        for url in list(session.scalars(theirs)):
            session.execute(update(table).where(column == url).values({name: _nameless(url)}))


def _files_that_name(engine: Engine, folder: Path, chat_id: int) -> set[str]:
    """The files of captures in which the record of something that was sent still has an address of a chat.

    Its row has another one by now. A file that cannot be read is `dateline check`'s to name.
    """
    sent = col(Capture.url).startswith(_NAMELESS) | col(Capture.url).startswith("https://t.me/")
    with read_session(engine) as session:
        rows = session.execute(select(col(Capture.warc), col(Capture.offset)).where(sent)).all()
    found = set()
    for warc, offset in rows:
        with suppress(SourceError, FileNotFoundError):
            if warc not in found and _is_of(address_at(folder / warc, offset), chat_id):
                found.add(warc)
    return found


def _is_of(address: str, chat_id: int) -> bool:
    return address.startswith(_chat(chat_id))


def _chat(chat_id: int) -> str:
    """What addresses in a chat begin with."""
    return f"https://t.me/c/{abs(chat_id)}/"


def _nameless(url: str) -> str:
    return _NAMELESS + hashlib.sha256(url.encode()).hexdigest()[:16]
