"""Stamps of one library: gathered, asked for until an authority gives them, and proven."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, update
from sqlmodel import col, select

from retrieval.library.database import read_session, write_transaction
from retrieval.library.facts import read_fact, write_fact
from retrieval.library.stamps.leaves import Kind, hash_of, leaf_of, new_leaf, unstamped
from retrieval.library.stamps.models import Stamp, Stamped
from retrieval.library.stamps.tokens import StampError, Trust, verified

# Things of one kind in one stamp: reading them takes about a second.
MOST = 2_000
# Between two attempts, twice as long each time.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
# For how long an authority may fail before owners are told.
QUIETLY = timedelta(hours=1)
# The fact that names the oldest stamp of whose failure they were told.
TOLD = "timestamp_trouble_told"
# For how long an attempt keeps other processes from the same stamp.
CLAIMED = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class TimeProof:
    """What is known of when a thing existed."""

    stamped_at: datetime | None  # None: its stamp is still asked for, or does not hold
    authority: str | None
    fault: str | None  # why the stamp proves nothing

    @property
    def waits(self) -> bool:
        """Whether an authority has not given the stamp yet."""
        return self.stamped_at is None and self.fault is None


@dataclass(frozen=True, slots=True)
class StampCounts:
    """How far stamping is."""

    waiting: int  # stamps that are asked for
    fault: str | None  # of the last attempt, where the newest failed
    failing_since: datetime | None


class Stamps:
    """The stamps of one library."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def gather(self, now: datetime) -> int:
        """Put what no stamp holds yet into a new one, which is due at once. The result is how many things."""
        with write_transaction(self.engine) as session:
            keys = [(kind, key) for kind in Kind for key in unstamped(session, kind, MOST)]
            if not keys:
                return 0
            stamp = Stamp(sha256="", asked_at=now, due_at=now)
            session.add(stamp)
            session.flush()
            leaves = [leaf for kind, key in keys if (leaf := new_leaf(session, kind, key, stamp.id or 0))]
            stamp.sha256 = hash_of(leaf.leaf for leaf in leaves)
            session.add_all([stamp, *leaves])
        return len(leaves)

    def claim(self, now: datetime) -> list[Stamp]:
        """The stamps that are to be asked for now, which no other process gets meanwhile."""
        with write_transaction(self.engine) as session:
            due = select(Stamp).where(col(Stamp.token).is_(None), col(Stamp.due_at) <= now).order_by(col(Stamp.id))
            mine = []
            for stamp in session.exec(due).all():
                claim = update(Stamp).where(col(Stamp.id) == stamp.id, col(Stamp.due_at) == stamp.due_at)
                if session.connection().execute(claim.values(due_at=now + CLAIMED)).rowcount:
                    mine.append(stamp)
        return mine

    def given(self, stamp: Stamp, token: bytes, stamped_at: datetime, authority: str) -> None:
        """Keep the token of a stamp."""
        self._set(stamp, token=token, stamped_at=stamped_at, authority=authority, fault=None)

    def failed(self, stamp: Stamp, fault: str, now: datetime) -> None:
        """Note why a stamp was not given, and when it is asked for again."""
        pause = min(FIRST_PAUSE * 2 ** min(stamp.attempts, 10), LONGEST_PAUSE)
        self._set(stamp, attempts=stamp.attempts + 1, fault=fault[:300], due_at=now + pause)

    def counts(self) -> StampCounts:
        """How many stamps are asked for, and what stands in the way."""
        with read_session(self.engine) as session:
            open_ = col(Stamp.token).is_(None)
            waiting = session.exec(select(func.count()).where(open_)).one()
            troubled = select(Stamp).where(open_, col(Stamp.fault).is_not(None)).order_by(col(Stamp.asked_at))
            oldest = session.exec(troubled).first()
        return StampCounts(waiting, oldest.fault if oldest else None, oldest.asked_at if oldest else None)

    def newly_failing(self, now: datetime) -> str | None:
        """Why no stamp has been given for an hour, where nobody was told of it yet; notes that somebody is told now."""
        counts = self.counts()
        if counts.failing_since is None or counts.failing_since > now - QUIETLY:
            return None
        since = counts.failing_since.isoformat()
        with write_transaction(self.engine) as session:
            if read_fact(session, TOLD) == since:
                return None
            write_fact(session, TOLD, since)
        return counts.fault

    def prove(self, kind: Kind, key: int, trust: Trust | None) -> TimeProof | None:
        """What is proven of when a thing existed, without asking anybody. None where it was never gathered.

        Without `trust`, nothing is: a token is worth what its certificates are.
        """
        with read_session(self.engine) as session:
            row = session.get(Stamped, (kind.value, key))
            stamp = session.get(Stamp, row.stamp_id) if row else None
            if row is None or stamp is None:
                return None
            if stamp.token is None:
                return TimeProof(None, None, None)
            now_leaf = leaf_of(session, kind, key, row.salt)
            others = select(Stamped.leaf).where(
                Stamped.stamp_id == row.stamp_id, ~((col(Stamped.kind) == row.kind) & (col(Stamped.key) == row.key))
            )
            sha256 = hash_of([now_leaf or "", *session.exec(others)])
        return _proof(lambda known: verified(stamp.token or b"", sha256, known), stamp, trust)

    def _set(self, stamp: Stamp, **values: object) -> None:
        with write_transaction(self.engine) as session:
            session.connection().execute(update(Stamp).where(col(Stamp.id) == stamp.id).values(**values))


def _proof(verify: Callable[[Trust], datetime], stamp: Stamp, trust: Trust | None) -> TimeProof:
    if trust is None:
        return TimeProof(None, stamp.authority, "set DATELINE_TIMESTAMP_CERTIFICATES to verify its stamp")
    try:
        return TimeProof(verify(trust), stamp.authority, None)
    except StampError as error:
        return TimeProof(None, stamp.authority, str(error))
