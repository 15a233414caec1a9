"""Every capture's bytes against their hash, and what stands in the files of captures that no row knows."""

import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from sqlalchemy import Engine, func
from sqlmodel import col, select

from bot.operating.checks.finding import FROM_BACKUP, Finding, Progress
from ingest.keeping.captures import FOLDER
from ingest.keeping.records import record_at
from retrieval.errors import SourceError
from retrieval.library.database import read_session
from retrieval.library.models import Capture

# Rows read at a time.
PAGE = 1_000

# Seconds for which the end of a file is not looked at: its row may be on its way.
SETTLED = 3_600

_PRUNE = "nothing is lost by it; `dateline prune` frees the room, where it is a file of its own or others of it go"


def check_captures(engine: Engine, data_dir: Path, progress: Progress) -> Iterator[Finding]:
    """What is wrong with captured bytes."""
    folder = data_dir / FOLDER
    with read_session(engine) as session:
        total = session.exec(select(func.count()).select_from(Capture)).one()
    done, known = 0, set()
    for warc, captures in groupby(_rows(engine), lambda capture: capture.warc):
        known.add(warc)
        end = 0
        for capture in captures:
            found, end = _of_capture(folder / warc, capture, end)
            yield from found
            done += 1
            progress("Captures", done, total)
        yield from _after(folder / warc, end)
    yield from _unknown(folder, known)


def _rows(engine: Engine) -> Iterator[Capture]:
    last: tuple[str, int] = ("", -1)
    while True:
        with read_session(engine) as session:
            further = (col(Capture.warc) > last[0]) | ((col(Capture.warc) == last[0]) & (col(Capture.offset) > last[1]))
            query = select(Capture).where(further).order_by(col(Capture.warc), col(Capture.offset)).limit(PAGE)
            page = session.exec(query).all()
        if not page:
            return
        yield from page
        last = page[-1].warc, page[-1].offset


def _of_capture(path: Path, capture: Capture, expected: int) -> tuple[list[Finding], int]:
    """What is wrong with a capture that should begin where the one before it ended, and where it ends."""
    item = f"{capture.id} ({capture.url})"
    try:
        record = record_at(path, capture.offset)
    except FileNotFoundError:
        return [Finding("capture", item, f"its file {path.name} is not there", FROM_BACKUP)], 0
    except SourceError as error:
        return [Finding("capture", item, str(error), FROM_BACKUP)], capture.offset
    found = []
    if (record.sha256, record.size) != (capture.sha256, capture.size):
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


def _unknown(folder: Path, known: set[str]) -> Iterator[Finding]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name not in known and time.time() - path.stat().st_mtime >= SETTLED:
            yield _orphan(path, 0, path.stat().st_size)


def _orphan(path: Path, offset: int, size: int) -> Finding:
    return Finding("orphan", f"{path.name} at {offset}", f"{size} bytes were captured that no row knows", _PRUNE)
