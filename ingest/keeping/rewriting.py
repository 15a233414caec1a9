"""A file of captures is written anew: without what is to go, and under other addresses where they have to change.

The new file is on the disk before the rows name it, and the old one goes afterwards: killed anywhere, every row finds
its bytes.
"""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, select

from ingest.keeping.captures import Captures, Raw, new_name, write_record
from ingest.keeping.records import CHUNK, changing_alone, record_at
from retrieval import private_files
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Capture, Version

# Ids in one statement; databases bound them.
BATCH = 1_000

Address = Callable[[str], str]
"""An address again, or the one that takes its place."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """Where a capture stands now."""

    id: int
    offset: int
    url: str
    final_url: str


def rewrite(engine: Engine, folder: Path, warc: str, gone: Collection[int], address: Address = str) -> int:
    """Write a file of captures anew, without those of the ids `gone`.

    The result is how many bytes the file lost.
    """
    path = folder / warc
    with changing_alone(path):
        before = path.stat().st_size
        rows = [row for row in _rows(engine, warc) if row.id not in gone]
        target = path.with_name(new_name()) if rows else None
        moved = _written(target, path, rows, Captures(engine, folder.parent), address) if target else []
        with write_transaction(engine) as session:
            _let_go(session, sorted(gone))
            for one in moved:
                values = {"offset": one.offset, "url": one.url, "final_url": one.final_url}
                here = update(Capture).where(col(Capture.id) == one.id)
                session.execute(here.values(warc=target.name if target else warc, **values))
        path.unlink()
    return before - (target.stat().st_size if target else 0)


def _let_go(session: Session, ids: list[int]) -> None:
    """Delete captures; the versions that were read from them have none any more."""
    for at in range(0, len(ids), BATCH):
        batch = ids[at : at + BATCH]
        session.execute(update(Version).where(col(Version.capture_id).in_(batch)).values(capture_id=None))
        session.execute(delete(Capture).where(col(Capture.id).in_(batch)))


def _rows(engine: Engine, warc: str) -> list[Capture]:
    with read_session(engine) as session:
        return list(session.exec(select(Capture).where(Capture.warc == warc).order_by(col(Capture.offset))))


def _written(target: Path, path: Path, rows: list[Capture], captures: Captures, address: Address) -> list[_Moved]:
    """The captures in a new file, each as it was or under another address."""
    moved = []
    private_files.make_file(target)
    with target.open("r+b") as file:
        for row in rows:
            url, final_url = address(row.url), address(row.final_url)
            same = (url, final_url) == (row.url, row.final_url)
            offset = _copied(path, row.offset, file) if same else write_record(file, _as_read(row, captures, final_url))
            moved.append(_Moved(row.id or 0, offset, url, final_url))
        file.flush()
        os.fsync(file.fileno())
    return moved


def _copied(path: Path, offset: int, file: IO[bytes]) -> int:
    begins = file.seek(0, os.SEEK_END)
    left = record_at(path, offset).end - offset
    with path.open("rb") as old:
        old.seek(offset)
        while left > 0 and (chunk := old.read(min(CHUNK, left))):
            file.write(chunk)
            left -= len(chunk)
    return begins


def _as_read(row: Capture, captures: Captures, final_url: str) -> Raw:
    """A document's bytes, which came by no HTTP, under another address."""
    return Raw(final_url, final_url, captures.read(row), row.captured_at, row.content_type, row.status)
