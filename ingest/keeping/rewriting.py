"""Captures are let go, and records get other addresses: in files, which are written anew, and in the database.

The new file is on the disk before the rows name it, and the old one goes afterwards: killed anywhere, every row finds
its bytes.
"""

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import IO

from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, select

from ingest.keeping.captures import Captures, Raw, append, new_name, warc_record
from ingest.keeping.records import CHUNK, address_in, changing_alone, record_at
from retrieval import private_files
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Capture, Version
from retrieval.library.shared.models import CaptureRecord
from retrieval.library.stamps.leaves import Kind, let_go

# Ids in one statement; databases bound them.
BATCH = 1_000


def _none(_address: str) -> bool:
    """No address has to change."""
    return False


def rewrite(
    engine: Engine, captures: Captures, warc: str, gone: Collection[int], is_unwanted: Callable[[str], bool] = _none
) -> int:
    """Write a file of captures anew, without those of the ids `gone`.

    A record whose address is not wanted any more gets the one that its row has. The result is how many bytes the file
    lost.
    """
    path = captures.path(warc)
    with changing_alone(path):
        before = path.stat().st_size
        rows = [row for row in _rows(engine, warc) if row.id not in gone]
        target = path.with_name(new_name()) if rows else None
        moved = _written(target, path, rows, captures, is_unwanted) if target else {}
        with write_transaction(engine) as session:
            _let_go(session, sorted(gone))
            for id_, offset in moved.items():
                here = update(Capture).where(col(Capture.id) == id_)
                session.execute(here.values(warc=target.name if target else warc, offset=offset))
        path.unlink()
    return before - (target.stat().st_size if target else 0)


def delete_captures(engine: Engine, ids: Collection[int]) -> None:
    """Delete captures that stand in the database, with their records."""
    with write_transaction(engine) as session:
        _let_go(session, sorted(ids))


def readdress(engine: Engine, captures: Captures, capture_id: int, is_unwanted: Callable[[str], bool]) -> None:
    """Give the record of a capture in the database the address of its row, where its own is not wanted any more.

    `SourceError` where it cannot be read.
    """
    record = captures.record_of(capture_id)
    if not record or not is_unwanted(address_in(record, f"capture {capture_id}")):
        return
    with read_session(engine) as session:
        row = session.get(Capture, capture_id)
    if row is not None:
        other = warc_record(_as_read(row, captures))
        with write_transaction(engine) as session:
            here = update(CaptureRecord).where(col(CaptureRecord.capture_id) == capture_id)
            session.execute(here.values(record=other))


def _let_go(session: Session, ids: list[int]) -> None:
    """Delete captures; the versions that were read from them have none any more."""
    for at in range(0, len(ids), BATCH):
        batch = ids[at : at + BATCH]
        session.execute(update(Version).where(col(Version.capture_id).in_(batch)).values(capture_id=None))
        session.execute(delete(CaptureRecord).where(col(CaptureRecord.capture_id).in_(batch)))
        let_go(session, Kind.CAPTURE, batch)
        session.execute(delete(Capture).where(col(Capture.id).in_(batch)))


def _rows(engine: Engine, warc: str) -> list[Capture]:
    with read_session(engine) as session:
        return list(session.exec(select(Capture).where(Capture.warc == warc).order_by(col(Capture.offset))))


def _written(
    target: Path, path: Path, rows: list[Capture], captures: Captures, is_unwanted: Callable[[str], bool]
) -> dict[int, int]:
    """The captures in a new file, each as it was or under another address: where each begins, by its id."""
    begins = {}
    private_files.make_file(target)
    with target.open("r+b") as file:
        for row in rows:
            record = record_at(path, row.offset)
            if is_unwanted(record.address):
                begins[row.id or 0] = append(file, warc_record(_as_read(row, captures)))
            else:
                begins[row.id or 0] = _copied(path, row.offset, record.end, file)
        file.flush()
        os.fsync(file.fileno())
    return begins


def _copied(path: Path, offset: int, end: int, file: IO[bytes]) -> int:
    begins = file.seek(0, os.SEEK_END)
    left = end - offset
    with path.open("rb") as old:
        old.seek(offset)
        while left > 0 and (chunk := old.read(min(CHUNK, left))):
            file.write(chunk)
            left -= len(chunk)
    return begins


def _as_read(row: Capture, captures: Captures) -> Raw:
    """A document's bytes, which came by no HTTP, under the address of their row."""
    return Raw(row.url, row.final_url, captures.read(row), row.captured_at, row.content_type, row.status)
