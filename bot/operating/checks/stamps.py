"""Every stamp of time against what it is of, and its token where it is known whom to trust."""

from collections.abc import Iterator

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.operating.checks.finding import FROM_BACKUP, Finding, Progress
from retrieval.library.database import read_session
from retrieval.library.stamps.leaves import GONE, Kind, hash_of, leaf_of
from retrieval.library.stamps.models import Stamp, Stamped
from retrieval.library.stamps.tokens import StampError, Trust, verified


def check_stamps(engine: Engine, trust: Trust | None, progress: Progress) -> Iterator[Finding]:
    """What is wrong with stamps. Without `trust`, their tokens are not verified."""
    with read_session(engine) as session:
        ids = session.exec(select(Stamp.id).order_by(col(Stamp.id))).all()
    for done, id_ in enumerate(ids, 1):
        with read_session(engine) as session:
            stamp = session.get(Stamp, id_)
            found = list(_of_stamp(session, stamp, trust)) if stamp else []
        yield from found
        progress("Stamps", done, len(ids))


def _of_stamp(session: Session, stamp: Stamp, trust: Trust | None) -> Iterator[Finding]:
    parts = session.exec(select(Stamped).where(Stamped.stamp_id == stamp.id).order_by(Stamped.kind, col(Stamped.key)))
    leaves = []
    for part in parts:
        leaves.append(part.leaf)
        yield from _of_part(session, part)
    sha256 = hash_of(leaves)
    if sha256 != stamp.sha256:
        yield Finding("stamp", str(stamp.id), "has other parts than those that were stamped", FROM_BACKUP)
    elif stamp.token and trust:
        try:
            verified(stamp.token, sha256, trust)
        except StampError as error:
            yield Finding("stamp", str(stamp.id), str(error), FROM_BACKUP)


def _of_part(session: Session, part: Stamped) -> Iterator[Finding]:
    if part.kind == GONE:
        return
    leaf = leaf_of(session, Kind(part.kind), part.key, part.salt)
    if leaf != part.leaf:
        wrong = "is not what was stamped any more" if leaf else "was stamped and is not there any more"
        yield Finding("stamp", f"{part.stamp_id} of {part.kind} {part.key}", wrong, FROM_BACKUP)
