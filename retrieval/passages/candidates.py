"""The passages that concern a place and a period, by SQL alone, with the evidence for it."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Engine, Row, Select, null, select
from sqlmodel import col

from retrieval.answers import EventWhen
from retrieval.dates.intervals import Interval
from retrieval.library.database import read_session
from retrieval.library.models import Article, Mention, Passage, Period, Role
from retrieval.passages.passage import Candidate

# How sure a place or a date is, by where its words stand. A dateline says where a report was filed, no more.
STRENGTH = {Role.TEXT: 4, Role.TITLE: 3, Role.LEAD: 2, Role.PUBLISHED: 1, Role.DATELINE: 0}

# Rows read for one question, newest first. Beyond that a question is too wide for order to matter, and reading more
# would take longer than encoding it.
MOST_ROWS = 6_000

# The longest event period that is kept, in days: a year. It bounds the scan of the index on `starts`.
LONGEST = 366

# SQLite takes 32,766 variables in a statement, PostgreSQL 65,535.
MOST_VARIABLES = 30_000


def candidates(
    engine: Engine,
    *,
    places: Collection[str],
    interval: Interval | None,
    today: date,
    passage_ids: Collection[int] | None = None,
    most: int = MOST_ROWS,
) -> list[Candidate]:
    """Current passages that concern any of `places` and any day of `interval`.

    No constraint where one is empty. With `passage_ids`, only those of them. Nothing published or dated after `today`
    is returned. `most` bounds the rows that are read, a row for each passage, place and date; the newest come first.
    """
    query = _joined(places, interval, today)
    if passage_ids is not None:
        query = query.where(col(Passage.id).in_(list(passage_ids)))
    with read_session(engine) as session:
        rows = session.execute(query.order_by(col(Article.published_at).desc(), col(Passage.id)).limit(most)).all()
    evidence: dict[int, _Evidence] = {}
    for row in rows:
        evidence.setdefault(row[0], _Evidence(row)).add(row, interval)
    return [found.candidate() for found in evidence.values() if interval is None or found.period_role is not None]


def _joined(places: Collection[str], interval: Interval | None, today: date) -> Select[*tuple[Any, ...]]:
    """Passages with the asked places that they name and the dates that they have, a row for each pair."""
    query = (
        select(
            col(Passage.id),
            col(Passage.version_id),
            col(Passage.article_id),
            col(Passage.ordinal),
            col(Passage.start),
            col(Passage.end),
            col(Passage.topics),
            col(Passage.article_topics),
            col(Article.publisher),
            col(Article.published_at),
            col(Period.starts),
            col(Period.ends),
            col(Period.precision),
            col(Period.role),
            col(Period.part),
            *((col(Mention.place_id), col(Mention.role)) if places else (null(), null())),
        )
        .join(Article, col(Article.id) == col(Passage.article_id))
        .where(col(Passage.current), col(Article.retracted_at).is_(None))
        .where(col(Article.published_at).is_(None) | (col(Article.published_at) < _midnight_after(today)))
    )
    if places:
        query = query.join(Mention, col(Mention.passage_id) == col(Passage.id))
        query = query.where(col(Mention.place_id).in_(list(places)[:MOST_VARIABLES]))
    if interval is None:
        return query.outerjoin(Period, col(Period.passage_id) == col(Passage.id))
    return query.join(Period, col(Period.passage_id) == col(Passage.id)).where(
        col(Period.starts) <= interval.end,
        col(Period.ends) >= _days_before(interval.start, 1),  # its night, which `satisfies` looks at
        col(Period.starts) >= _days_before(interval.start, LONGEST),
    )


def _days_before(day: date, days: int) -> date:
    return day - timedelta(days=min(days, (day - date.min).days))


def _midnight_after(today: date) -> datetime:
    # A reader west of UTC may still be in yesterday: a day of grace keeps what was published this evening there.
    return datetime.combine(_days_after(today, 2), time(), UTC)


def _days_after(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


class _Evidence:
    """Gathers the best of a passage's rows: the strongest role of its place, the surest and narrowest of its dates."""

    def __init__(self, row: Row[*tuple[Any, ...]]) -> None:
        self.passage = row[:10]
        self.place_role: Role | None = None
        self.place_ids: set[str] = set()
        self.period_role: Role | None = None
        self.event: EventWhen | None = None
        self._rank = (-1, 0)

    def add(self, row: Row[*tuple[Any, ...]], interval: Interval | None) -> None:
        """Take one more row into account."""
        starts, ends, precision, period_role, part, place_id, place_role = row[10:]
        if place_role is not None:
            self._add_place(place_id, Role(place_role))
        if starts is not None:
            self._add_event(EventWhen(Interval(starts, ends), precision, part), Role(period_role), interval)

    def candidate(self) -> Candidate:
        """The passage with that evidence."""
        id_, version_id, article_id, ordinal, start, end, topics, article_topics, publisher, published = self.passage
        return Candidate(
            passage_id=id_,
            version_id=version_id,
            article_id=article_id,
            ordinal=ordinal,
            start=start,
            end=end,
            topics=frozenset(topics.split()),
            article_topics=frozenset(article_topics.split()),
            publisher=publisher,
            published_at=published,
            place_role=self.place_role,
            place_ids=frozenset(self.place_ids),
            period_role=self.period_role,
            event=None if self.period_role is Role.PUBLISHED else self.event,
        )

    def _add_place(self, place_id: str, role: Role) -> None:
        if self.place_role is None or STRENGTH[role] > STRENGTH[self.place_role]:
            self.place_role, self.place_ids = role, {place_id}
        elif role is self.place_role:
            self.place_ids.add(place_id)

    def _add_event(self, event: EventWhen, role: Role, interval: Interval | None) -> None:
        rank = STRENGTH[role], -event.interval.days
        if rank > self._rank and (interval is None or satisfies(event, interval)):
            self._rank, self.period_role, self.event = rank, role, event


def satisfies(event: EventWhen, asked: Interval) -> bool:
    """Whether something dated so happened in the asked period.

    A day with its night, or a short range, has to touch it. A month or a year has to lie within it: "in 2024" is no
    evidence for a week of that year.
    """
    if event.is_exact:
        return event.reach.overlaps(asked)
    return asked.contains(event.interval)
