"""What is to be taken in, as rows: asked for by somebody, done item by item, told when it is done."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, func, update
from sqlmodel import Session, col, select

from ingest.feeding.models import Job, JobItem
from retrieval.library.database import read_session, write_transaction


class JobKind(StrEnum):
    """What kind of thing a job takes in.

    FEEDS are followed from then on.
    """

    ADDRESSES = "addresses"
    DOCUMENT = "document"
    MESSAGE = "message"
    FEEDS = "feeds"


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    SET_ASIDE = "set aside"  # the process died on it, twice; it is begun again only where somebody wants that


ENDED = (JobState.DONE.value, JobState.CANCELLED.value, JobState.SET_ASIDE.value)
# Times that a process may die on a job before the job has dealt with one more item. Once may be chance.
MOST_DEATHS = 2
# The outcome of an item that gave no article; the others are those of `Kept`.
FAILED = "failed"

# The name space of ids that are made of what caused a job (RFC 9562, version 5).
_CAUSES = uuid.UUID("6a7c1d5e-5c0e-4b1b-9d4f-0f5a0a1f7a11")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked for a job, and where its progress is shown.

    All None on the command line.
    """

    user_id: int | None = None
    chat_id: int | None = None
    thread_id: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A job with the items that it has dealt with, in their order."""

    job: Job
    items: tuple[JobItem, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many items had which outcome."""
        return Counter(item.outcome for item in self.items)

    @property
    def is_over(self) -> bool:
        """Whether nothing more becomes of it: one that was cancelled still finishes the item that it is at."""
        return self.job.finished_at is not None


class Jobs:
    """The jobs of one library."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def ask(
        self,
        kind: JobKind,
        payload: Mapping[str, Any],
        asker: Asker,
        now: datetime,
        total: int | None = None,
        cause: str = "",
    ) -> str:
        """Note that something is to be taken in.

        The result is the job's id, which is also that of its durable workflow. One `cause` makes one job.
        """
        job = Job(
            id=str(uuid.uuid5(_CAUSES, cause) if cause else uuid.uuid4()),
            kind=kind.value,
            payload=dict(payload),
            asked_by=asker.user_id,
            asked_at=now,
            chat_id=asker.chat_id,
            thread_id=asker.thread_id,
            language=asker.language,
            total=total,
        )
        with write_transaction(self.engine) as session:
            if session.get(Job, job.id) is None:
                session.add(job)
        return job.id

    def shown_in(self, job_id: str, message_id: int) -> None:
        """Note which message shows a job's progress."""
        self._set(job_id, message_id=message_id)

    def get(self, job_id: str) -> Progress | None:
        """A job and what it has done.

        None for an unknown id.
        """
        with read_session(self.engine) as session:
            job = session.get(Job, job_id)
            if job is None:
                return None
            query = select(JobItem).where(JobItem.job_id == job_id).order_by(col(JobItem.ordinal))
            return Progress(job, tuple(session.exec(query)))

    def language_of(self, user_id: int) -> str | None:
        """The language in which somebody last asked for something.

        None where they never did.
        """
        with read_session(self.engine) as session:
            query = select(Job.language).where(Job.asked_by == user_id).order_by(col(Job.asked_at).desc())
            return session.exec(query).first()

    def untold(self, only: int | None = None) -> list[str]:
        """The jobs whose message does not show their end yet, oldest first, or `only` those of one chat."""
        with read_session(self.engine) as session:
            query = select(Job.id).where(col(Job.told_at).is_(None), col(Job.message_id).is_not(None))
            if only is not None:
                query = query.where(Job.chat_id == only)
            return list(session.exec(query.order_by(col(Job.asked_at))))

    def unfinished(self) -> list[str]:
        """The jobs that are not over, oldest first: what a start has to see to."""
        with read_session(self.engine) as session:
            query = select(Job.id).where(col(Job.finished_at).is_(None)).order_by(col(Job.asked_at))
            return list(session.exec(query))

    def begin(self, job_id: str, now: datetime, *, is_first: bool = True) -> Progress | None:
        """Mark a job as running.

        The result is what of it was done before, None where it is over, unknown, or set aside now: its process died
        `MOST_DEATHS` times, and it got on in between not by one item. `is_first` is false where this process has begun
        it before, so that it cannot have died since.
        """
        with write_transaction(self.engine) as session:
            job = session.get(Job, job_id)
            if job is None or job.finished_at is not None:
                return None
            if is_first:
                _count_beginning(session, job, now)
            if job.state == JobState.WAITING:
                job.state = JobState.RUNNING
            session.add(job)
        progress = self.get(job_id)
        return None if progress is None or progress.is_over else progress

    def leave(self, job_id: str) -> None:
        """Note that a job that was begun is left in good order: the process that works on it stops."""
        with write_transaction(self.engine) as session:
            left = update(Job).where(col(Job.id) == job_id, col(Job.begun) > 0, col(Job.finished_at).is_(None))
            session.connection().execute(left.values(begun=Job.begun - 1))

    def set_aside(self) -> list[Job]:
        """The jobs that are not begun again by themselves, the newest first."""
        with read_session(self.engine) as session:
            query = select(Job).where(Job.state == JobState.SET_ASIDE.value).order_by(col(Job.asked_at).desc())
            return list(session.exec(query))

    def try_again(self, job_id: str) -> bool:
        """Have a job that was set aside wait to be begun again.

        False where it was not set aside.
        """
        with write_transaction(self.engine) as session:
            again = update(Job).where(col(Job.id) == job_id, col(Job.state) == JobState.SET_ASIDE.value)
            values = {"state": JobState.WAITING.value, "begun": 0, "finished_at": None, "told_at": None}
            return bool(session.connection().execute(again.values(**values)).rowcount)

    def count(self, job_id: str, total: int) -> None:
        """Note how many items a job has, once that is known."""
        self._set(job_id, total=total)

    def note(self, item: JobItem) -> None:
        """Note what became of an item.

        It changes nothing where somebody else who works on the job noted it before.
        """
        with write_transaction(self.engine) as session:
            note_in(session, item)

    def is_cancelled(self, job_id: str) -> bool:
        with read_session(self.engine) as session:
            state = session.exec(select(Job.state).where(Job.id == job_id)).first()
        return state in (JobState.CANCELLED, None)  # None: who asked for it had everything deleted

    def cancel(self, job_id: str) -> bool:
        """Stop a job after the item that it is at.

        False where it is over or stopped already.
        """
        with write_transaction(self.engine) as session:
            stopped = update(Job).where(col(Job.id) == job_id, col(Job.state).not_in(ENDED))
            return bool(session.connection().execute(stopped.values(state=JobState.CANCELLED.value)).rowcount)

    def finish(self, job_id: str, now: datetime) -> None:
        """Note that nothing more becomes of a job."""
        with write_transaction(self.engine) as session:
            job = session.get(Job, job_id)
            if job is not None and job.finished_at is None:
                job.state = JobState.CANCELLED if job.state == JobState.CANCELLED else JobState.DONE
                job.begun = 0
                job.finished_at = now
                session.add(job)

    def told(self, job_id: str, now: datetime) -> None:
        """Note that a job's message shows its end."""
        self._set(job_id, told_at=now)

    def _set(self, job_id: str, **values: Any) -> None:
        with write_transaction(self.engine) as session:
            session.connection().execute(update(Job).where(col(Job.id) == job_id).values(**values))


def _count_beginning(session: Session, job: Job, now: datetime) -> None:
    """Count that a job is begun, or set it aside where it was begun too often in vain."""
    done = session.exec(select(func.count()).where(JobItem.job_id == job.id)).one()
    if done > job.begun_at:
        job.begun = 0
    if job.begun >= MOST_DEATHS:
        job.state, job.finished_at = JobState.SET_ASIDE, now
    else:
        job.begun, job.begun_at = job.begun + 1, done


def note_in(session: Session, item: JobItem) -> None:
    """The same within a transaction. Of a job that was deleted, nothing is noted."""
    if session.get(Job, item.job_id) is not None and session.get(JobItem, (item.job_id, item.ordinal)) is None:
        session.add(item)
