"""How things stand, as gauges that are read from the library when somebody asks."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import ColumnElement, Engine, case, func, select
from sqlmodel import Session, col

from bot.inbox.updates import Lane
from bot.models import Delivery, InboxRow
from ingest.feeding.health import Health, Kind, Mark, health_of_sources
from ingest.feeding.jobs import JobState
from ingest.feeding.models import Job
from retrieval.errors import StoreError
from retrieval.index.backlog import Pending
from retrieval.library.database import read_session
from retrieval.library.models import Article, Capture, Passage

# Seconds for which values are given out again: counting what a large library has not indexed takes a second.
REFRESH_SECONDS = 15.0

DELIVERY_STATES = ("due", "later", "sent", "failed", "settled")
WELL = "well"
SOURCE_STATES = (*Mark, WELL)

_SHARED = "Read from the database: the same on every replica, so take one, do not add up."


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand in one library."""

    waiting: Mapping[str, int]  # updates that are not dealt with, by lane
    oldest_seconds: float  # how long the oldest of them waits
    deliveries: Mapping[str, int]
    sources: Mapping[tuple[str, str], int]  # by kind and health
    jobs: Mapping[str, int]
    pending: Pending
    articles: int
    passages: int
    capture_bytes: int


@dataclass(eq=False)
class LibraryGauges(Collector):
    """Gauges of one library. `now` is the bot's time, `clock` counts seconds."""

    engine: Engine
    pending: Callable[[], Pending]
    now: Callable[[], datetime]
    clock: Callable[[], float] = time.monotonic
    _read_at: float = float("-inf")
    _families: list[GaugeMetricFamily] = field(default_factory=list)

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is read when this is registered."""
        return []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """The gauges; only that the database is away where it is."""
        if self.clock() - self._read_at >= REFRESH_SECONDS:
            try:
                self._families = [_up(1), *_families(self._standing())]
                self._read_at = self.clock()
            except StoreError:
                return [_up(0)]
        return self._families

    def _standing(self) -> Standing:
        with read_session(self.engine) as session:
            return Standing(
                waiting=_counts(session, InboxRow.lane, col(InboxRow.done_at).is_(None)),
                oldest_seconds=_oldest(session),
                deliveries=_counts(session, _state_of_delivery(self.now())),
                sources=Counter(map(_state_of_source, health_of_sources(self.engine, self.now()))),
                jobs=_counts(session, Job.state),
                pending=self.pending(),
                articles=session.scalar(select(func.count()).select_from(Article)) or 0,
                passages=session.scalar(select(func.count()).where(col(Passage.current))) or 0,
                capture_bytes=session.scalar(select(func.sum(Capture.size))) or 0,
            )


def _counts(session: Session, by: Any, *where: Any) -> dict[str, int]:
    return {str(key): number for key, number in session.execute(select(by, func.count()).where(*where).group_by(by))}


def _oldest(session: Session) -> float:
    taken_at = session.scalar(select(func.min(InboxRow.taken_at)).where(col(InboxRow.done_at).is_(None)))
    return 0.0 if taken_at is None else max(0.0, (datetime.now(UTC) - taken_at).total_seconds())


def _state_of_delivery(now: datetime) -> ColumnElement[str]:
    """`settled` is what nobody has to be told any more, such as an incident that was taken back before it was told."""
    due_at = col(Delivery.due_at)
    return case(
        (col(Delivery.failed).is_not(None), "failed"),
        (due_at <= now, "due"),
        (due_at.is_not(None), "later"),
        (col(Delivery.sent_at).is_not(None), "sent"),
        else_="settled",
    )


def _state_of_source(health: Health) -> tuple[str, str]:
    """The kind of a source and the worst that there is to say of it."""
    return health.kind.value, next((mark.value for mark in Mark if mark in health.marks), WELL)


def _families(found: Standing) -> Iterable[GaugeMetricFamily]:
    yield _labelled("updates_waiting", "Updates that are not dealt with.", "lane", Lane, found.waiting)
    yield _plain("oldest_update_seconds", "How long the oldest of them has waited.", found.oldest_seconds)
    yield _labelled("deliveries", "What chats are to be told or were.", "state", DELIVERY_STATES, found.deliveries)
    yield _sources(found.sources)
    yield _labelled("jobs", "What editors asked to be taken in.", "state", JobState, found.jobs)
    lag = {"embed": found.pending.unembedded, "index": found.pending.unindexed}
    yield _labelled("index_lag_passages", "Passages that cannot be found by meaning yet.", "waits_for", lag, lag)
    yield _plain("articles", "Articles that are kept.", found.articles)
    yield _plain("passages", "Passages of their current versions.", found.passages)
    yield _plain("captures_bytes", "Bytes of all captures, as they were read.", found.capture_bytes)


def _up(value: int) -> GaugeMetricFamily:
    return GaugeMetricFamily("dateline_database_up", "Whether the database answered this process.", value)


def _plain(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"dateline_{name}", f"{about} {_SHARED}", value)


def _labelled(name: str, about: str, label: str, values: Iterable[str], counts: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"dateline_{name}", f"{about} {_SHARED}", labels=[label])
    for value in values:
        family.add_metric([str(value)], counts.get(str(value), 0))
    return family


def _sources(counts: Mapping[tuple[str, str], int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily("dateline_sources", f"Sources by health. {_SHARED}", labels=["kind", "health"])
    for kind in Kind:
        for state in SOURCE_STATES:
            family.add_metric([kind.value, str(state)], counts.get((kind.value, str(state)), 0))
    return family
