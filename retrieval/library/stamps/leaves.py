"""What is stamped: a salted hash of each capture and each quotation, and one hash of all that are stamped together."""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, select

from retrieval.library.models import AnswerRow, Capture, Quotation, Version
from retrieval.library.stamps.models import Stamped

# The kind of parts of a stamp that are of nothing any more.
GONE = "gone"


class Kind(StrEnum):
    """What is stamped."""

    CAPTURE = "capture"
    QUOTATION = "quotation"


def unstamped(session: Session, kind: Kind, most: int) -> list[int]:
    """The ids of things that no stamp holds yet, the oldest first."""
    ids: Mapped[int | None] = col(Capture.id) if kind is Kind.CAPTURE else col(Quotation.id)
    known = aliased(Stamped)
    held = select(known.key).where(known.kind == kind.value, known.key == ids)
    found = session.exec(select(ids).where(~held.exists()).order_by(ids).limit(most))
    return [id_ for id_ in found if id_ is not None]


def new_leaf(session: Session, kind: Kind, key: int, stamp_id: int) -> Stamped | None:
    """A thing as a part of a stamp. None where it is no longer there."""
    salt = secrets.token_hex(16)
    leaf = leaf_of(session, kind, key, salt)
    return Stamped(kind=kind.value, key=key, stamp_id=stamp_id, salt=salt, leaf=leaf) if leaf else None


def leaf_of(session: Session, kind: Kind, key: int, salt: str) -> str | None:
    """The salted hash of a thing as it is kept now. None where it is no longer there."""
    said = _of_capture(session, key) if kind is Kind.CAPTURE else _of_quotation(session, key)
    return hashlib.sha256("\n".join((salt, kind.value, *said)).encode()).hexdigest() if said else None


def let_go(session: Session, kind: Kind, keys: Collection[int]) -> None:
    """Have the stamps of things that are deleted, or are called otherwise from now on, be of nothing that is known.

    Their leaves stay, since each is a part of what proves the others. Their salts go: with one, what was hashed could
    be found by trying. Their ids are free: SQLite gives those of deleted rows again.
    """
    for row in session.exec(select(Stamped).where(Stamped.kind == kind.value, col(Stamped.key).in_(keys))).all():
        session.delete(row)
        session.flush()
        session.add(Stamped(kind=GONE, key=secrets.randbits(62), stamp_id=row.stamp_id, salt="", leaf=row.leaf))
    session.flush()


def hash_of(leaves: Iterable[str]) -> str:
    """The hash of leaves, in whatever order they come."""
    return hashlib.sha256("".join(sorted(leaves)).encode()).hexdigest()


def _of_capture(session: Session, key: int) -> tuple[str, ...] | None:
    row = session.get(Capture, key)
    return (row.sha256, row.final_url, _moment(row.captured_at)) if row else None


def _of_quotation(session: Session, key: int) -> tuple[str, ...] | None:
    """The slice of a text and when it was shown; the question of the answer is no part of it."""
    query = (
        select(Quotation, AnswerRow.answered_at, Version.sha256)
        .join(AnswerRow, col(AnswerRow.id) == col(Quotation.answer_id))
        .join(Version, col(Version.id) == col(Quotation.version_id))
        .where(Quotation.id == key)
    )
    found = session.exec(query).first()
    if found is None:
        return None
    row, answered_at, sha256 = found
    return row.answer_id, _moment(answered_at), sha256, str(row.start), str(row.end)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
