"""Every capture's bytes against their hash, in files and in the database, and what no row knows of such files."""

import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sqlalchemy import Engine, func
from sqlmodel import col, select

from bot.operating.checks.finding import FROM_BACKUP, Finding, Progress
from ingest.keeping.captures import Captures
from ingest.keeping.records import StoredRecord, record_at, record_in
from retrieval.errors import SourceError
from retrieval.library.database import read_session
from retrieval.library.models import Capture

# Rows read at a time.
PAGE = 1_000

# Seconds for which the end of a file is not looked at: its row may be on its way.
SETTLED = 3_600

_SHARED = "it may be another library's; delete it where no other one keeps captures in that folder"

_PRUNE = "nothing is lost by it; `dateline prune` frees the room, where it is a file of its own or others of it go"


def check_captures(engine: Engine, captures: Captures, progress: Progress) -> Iterator[Finding]:
    """What is wrong with captured bytes."""
    with read_session(engine) as session:
        total = session.exec(select(func.count()).select_from(Capture)).one()
    done, known = 0, set()
    for capture in _in_database(engine):
        yield from _of_record(capture, captures.record_of(capture.id or 0))
        done += 1
        progress("Captures", done, total)
    for warc, rows in groupby(_in_files(engine), lambda capture: capture.warc):
        known.add(warc)
        end, path = 0, captures.path(warc)
        for capture in rows:
            found, end = _of_capture(path, capture, end)
            yield from found
            done += 1
            progress("Captures", done, total)
        yield from _after(path, end)
    yield from _unknown(captures, known)


def _in_database(engine: Engine) -> Iterator[Capture]:
    after = 0
    while True:
        with read_session(engine) as session:
            further = select(Capture).where(Capture.warc == "", col(Capture.id) > after)
            page = session.exec(further.order_by(col(Capture.id)).limit(PAGE)).all()
        if not page:
            return
        yield from page
        after = page[-1].id or 0


def _in_files(engine: Engine) -> Iterator[Capture]:
    last: tuple[str, int] = ("", 0)  # no capture in the database, whose file has no name, is behind it
    while True:
        with read_session(engine) as session:
            further = (col(Capture.warc) > last[0]) | ((col(Capture.warc) == last[0]) & (col(Capture.offset) > last[1]))
            query = select(Capture).where(further).order_by(col(Capture.warc), col(Capture.offset)).limit(PAGE)
            page = session.exec(query).all()
        if not page:
            return
        yield from page
        last = page[-1].warc, page[-1].offset


def _of_record(capture: Capture, content: bytes) -> list[Finding]:
    """What is wrong with a capture in the database."""
    item = _named(capture)
    if not content:
        return [Finding("capture", item, "its record is not there", FROM_BACKUP)]
    try:
        record = record_in(content, f"capture {capture.id}")
    except SourceError as error:
        return [Finding("capture", item, str(error), FROM_BACKUP)]
    if not _is_of(record, capture):
        return [Finding("capture", item, "its record no longer holds the bytes that were kept", FROM_BACKUP)]
    return []


def _is_of(record: StoredRecord, capture: Capture) -> bool:
    return (record.sha256, record.size) == (capture.sha256, capture.size)


def _named(capture: Capture) -> str:
    return f"{capture.id} ({capture.url})"


def _of_capture(path: Path, capture: Capture, expected: int) -> tuple[list[Finding], int]:
    """What is wrong with a capture that should begin where the one before it ended, and where it ends."""
    item = _named(capture)
    try:
        record = record_at(path, capture.offset)
    except FileNotFoundError:
        return [Finding("capture", item, f"its file {path.name} is not there", FROM_BACKUP)], 0
    except SourceError as error:
        return [Finding("capture", item, str(error), FROM_BACKUP)], capture.offset
    found = []
    if not _is_of(record, capture):
        found.append(Finding("capture", item, f"{path.name} no longer holds the bytes that were kept", FROM_BACKUP))
    if expected < capture.offset:
        found.append(_orphan(path, expected, capture.offset - expected))
    return found, record.end


def _after(path: Path, end: int) -> list[Finding]:
    """What stands behind the last capture of a file that nobody writes to any more."""
    if not end or not path.exists() or time.time() - path.stat().st_mtime < SETTLED:
        return []
    rest = path.stat().st_size - end
    return [_orphan(path, end, rest)] if rest > 0 else []


def _unknown(captures: Captures, known: set[str]) -> Iterator[Finding]:
    for path in captures.files():
        if path.name not in known and time.time() - path.stat().st_mtime >= SETTLED:
            is_shared = path.parent == captures.shared
            yield _orphan(path, 0, path.stat().st_size, is_fault=not is_shared, todo=_SHARED if is_shared else _PRUNE)


def _orphan(path: Path, offset: int, size: int, *, is_fault: bool = True, todo: str = _PRUNE) -> Finding:
    wrong = f"{size} bytes were captured that no row knows"
    return Finding("orphan", f"{path.name} at {offset}", wrong, todo, is_fault)
