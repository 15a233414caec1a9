"""What a library can do without: captured bytes and old versions that nobody was shown, by age.

A quoted version and its capture stay, whatever their age; so do the current version of every article, answers with
their receipts, and the audit trail.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Select, delete, exists, func, select
from sqlmodel import Session, col

from ingest.keeping.captures import Captures
from ingest.keeping.rewriting import delete_captures, rewrite
from retrieval.errors import SourceError
from retrieval.library import lexical
from retrieval.library.database import read_session, write_transaction
from retrieval.library.incident_models import IncidentPassage
from retrieval.library.models import (
    Alteration,
    Article,
    Capture,
    Mention,
    Passage,
    Period,
    Quotation,
    Vector,
    Version,
)
from retrieval.library.shared.models import CaptureRecord

# Versions deleted in one transaction: well under a second in which others wait.
BATCH = 200

# Seconds for which a file of captures that no row knows may be one that is being begun.
SETTLED = 3_600


@dataclass(frozen=True, slots=True)
class Prunable:
    """What can go."""

    versions: tuple[int, ...]
    version_bytes: int  # of their texts
    captures: tuple[tuple[str, int], ...]  # file, empty for those in the database, and id
    records: tuple[int, ...]  # in the database, that no capture reads
    files: tuple[Path, ...]  # of captures that no row knows
    capture_bytes: int  # of all three, as they are kept

    @property
    def is_nothing(self) -> bool:
        """Whether nothing can go."""
        return not (self.versions or self.captures or self.records or self.files)


def prunable(engine: Engine, captures: Captures, before: datetime) -> Prunable:
    """What of a library was kept before a moment and is needed by nobody."""
    with read_session(engine) as session:
        versions = session.execute(_old_versions(before)).all()
        records = {row[0]: row[1] for row in session.execute(_unread_records())}
    sizes = dict(_old_captures(engine, captures, before))
    unknown = list(_unknown(engine, captures))
    return Prunable(
        versions=tuple(id_ for id_, _ in versions),
        version_bytes=sum(size for _, size in versions),
        captures=tuple(sizes),
        records=tuple(records),
        files=tuple(unknown),
        capture_bytes=sum(map(sum, (sizes.values(), records.values(), (path.stat().st_size for path in unknown)))),
    )


def prune(engine: Engine, captures: Captures, found: Prunable) -> list[SourceError]:
    """Delete what can go, as far as it still can.

    The result is the files of captures that cannot be read, which are left as they are.
    """
    for at in range(0, len(found.versions), BATCH):
        with write_transaction(engine) as session:
            _delete_versions(session, found.versions[at : at + BATCH])
    by_file: dict[str, list[int]] = defaultdict(list)
    for warc, id_ in found.captures:
        by_file[warc].append(id_)
    refused = []
    for at in range(0, len(in_database := by_file.pop("", [])), BATCH):
        delete_captures(engine, _unquoted(engine, in_database[at : at + BATCH]))
    with write_transaction(engine) as session:
        for id_ in found.records:
            session.execute(delete(CaptureRecord).where(col(CaptureRecord.capture_id) == id_))
    for warc, ids in by_file.items():
        try:
            rewrite(engine, captures, warc, _unquoted(engine, ids))
        except SourceError as error:
            refused.append(error)
    for path in found.files:
        path.unlink(missing_ok=True)
    return refused


def _quoted() -> "Select[Any]":
    """The versions that somebody was shown, or whose change somebody was told of."""
    shown = select(col(Quotation.version_id))
    altered = (
        select(col(Alteration.before_id)),
        select(col(Alteration.after_id)).where(col(Alteration.after_id).is_not(None)),
    )
    return shown.union(*altered).subquery().select()


def _old_versions(before: datetime) -> "Select[Any]":
    current = exists().where(
        col(Article.id) == col(Version.article_id), col(Article.current_version) == col(Version.number)
    )
    in_use = (
        select(col(Passage.id))
        .where(col(Passage.version_id) == col(Version.id))
        .where(
            col(Passage.current)
            | exists().where(col(IncidentPassage.passage_id) == col(Passage.id))
            | exists().where(col(Vector.passage_id) == col(Passage.id))  # it is taken out of the index first
        )
    )
    return (
        select(col(Version.id), func.length(col(Version.text)))
        .where(col(Version.kept_at) < before, ~current, col(Version.id).not_in(_quoted()), ~in_use.exists())
        .order_by(col(Version.id))
    )


def _delete_versions(session: Session, ids: Collection[int]) -> None:
    """Delete versions that nobody was shown meanwhile, with their passages."""
    unquoted = select(col(Version.id)).where(col(Version.id).in_(ids), col(Version.id).not_in(_quoted()))
    still = list(session.scalars(unquoted))
    of_them = select(col(Passage.id)).where(col(Passage.version_id).in_(still))
    passages = [id_ for id_ in session.scalars(of_them) if id_ is not None]
    for table in (Mention, Period):
        session.execute(delete(table).where(col(table.passage_id).in_(passages)))
    lexical.remove(session, passages)
    session.execute(delete(Passage).where(col(Passage.id).in_(passages)))
    session.execute(delete(Version).where(col(Version.id).in_(still)))


def _old_captures(engine: Engine, captures: Captures, before: datetime) -> Iterator[tuple[tuple[str, int], int]]:
    """The captures of which nothing quoted was read, each with its bytes as they are kept."""
    kept = select(col(Version.capture_id)).where(col(Version.id).in_(_quoted()), col(Version.capture_id).is_not(None))
    with read_session(engine) as session:
        needed = set(session.scalars(kept))
        size = func.length(CaptureRecord.record)
        query = select(col(Capture.id), col(Capture.warc), col(Capture.offset), col(Capture.captured_at), size)
        with_record = query.outerjoin(CaptureRecord, col(CaptureRecord.capture_id) == col(Capture.id))
        rows = session.execute(with_record.order_by(col(Capture.warc), col(Capture.offset))).all()
    for row, following in zip(rows, (*rows[1:], None), strict=False):  # without captures, nothing follows nothing
        id_, warc, offset, captured_at, in_database = row
        if captured_at < before and id_ not in needed:
            if not warc:
                yield (warc, id_), in_database or 0
                continue
            end = following[2] if following is not None and following[1] == warc else _size(captures.path(warc))
            yield (warc, id_), max(0, end - offset)


def _unread_records() -> "Select[Any]":
    """The records in the database of captures that are not there, or stand in a file."""
    reads = exists().where(col(Capture.id) == col(CaptureRecord.capture_id), col(Capture.warc) == "")
    return select(col(CaptureRecord.capture_id), func.length(CaptureRecord.record)).where(~reads)


def _unquoted(engine: Engine, ids: Collection[int]) -> set[int]:
    """Those of some captures of which nothing was quoted meanwhile."""
    quoted = select(col(Version.capture_id)).where(col(Version.id).in_(_quoted()), col(Version.capture_id).in_(ids))
    with read_session(engine) as session:
        return set(ids) - set(session.scalars(quoted))


def _unknown(engine: Engine, captures: Captures) -> Iterator[Path]:
    """Files of captures that no row knows: what a process that was killed left behind.

    Those in a folder that was set are none: another library may know them.
    """
    with read_session(engine) as session:
        known = set(session.scalars(select(col(Capture.warc)).distinct()))
    for path in captures.files():
        is_settled = time.time() - path.stat().st_mtime >= SETTLED
        if is_settled and path.name not in known and path.parent != captures.shared:
            yield path


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
