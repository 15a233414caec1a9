"""The passages that concern a place and a period, by SQL alone, with the evidence for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Engine, Row, Select, select
from sqlmodel import Session, col

from retrieval.answers import EventWhen
from retrieval.database import reading
from retrieval.models import Article, Mention, Passage, Period, Role, Vector
from retrieval.periods import Interval

# How sure a place or a date is, by where its words stand. A dateline says where a report was filed, no more.
STRENGTH = {Role.TEXT: 4, Role.TITLE: 3, Role.LEAD: 2, Role.PUBLISHED: 1, Role.DATELINE: 0}

# Candidates read for one question, newest first. Beyond that a question is too wide for order to matter, and
# reading more would take longer than encoding it.
MOST_CANDIDATES = 4_000

# SQLite takes 32,766 variables in a statement, PostgreSQL 65,535.
MOST_VARIABLES = 30_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with the best evidence for its place and its date."""

    passage_id: int
    version_id: int
    article_id: str
    ordinal: int
    start: int
    end: int
    topics: frozenset[str]
    article_topics: frozenset[str]
    publisher: str
    published_at: datetime | None
    indexed: bool = True  # the vector index knows it; asked for an unknown id, Chroma fails
    place_role: Role | None = None  # None: no place was asked
    place_ids: frozenset[str] = frozenset()  # of the asked ones
    period_role: Role | None = None
    event: EventWhen | None = None  # None: only the publication date is known

    @property
    def is_background(self) -> bool:
        """Whether its own words date it by a month or a year only: it tells of times, not of an event."""
        return self.event is not None and not self.event.is_exact


def candidates(
    engine: Engine, *, places: Collection[str], interval: Interval | None, today: date,
    passage_ids: Collection[int] | None = None,
) -> list[Candidate]:
    """Current passages that concern any of `places` and any day of `interval`; no constraint where one is empty.

    With `passage_ids`, only those of them. Nothing published or dated after `today` is returned.
    """
    with reading(engine) as session:
        rows = session.execute(_passages(places, interval, today, passage_ids)).all()
        ids = [row[0] for row in rows]
        roles = _place_roles(session, ids, places) if places else {}
        events = _events(session, ids, interval)
    found = [_candidate(row, roles.get(row[0]), events.get(row[0]), interval) for row in rows]
    return [c for c in found if c is not None]


def _passages(
    places: Collection[str], interval: Interval | None, today: date, passage_ids: Collection[int] | None
) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            col(Passage.id), col(Passage.version_id), col(Passage.article_id), col(Passage.ordinal),
            col(Passage.start), col(Passage.end), col(Passage.topics), col(Passage.article_topics),
            col(Article.publisher), col(Article.published_at), col(Vector.indexed),
        )
        .join(Article, col(Article.id) == col(Passage.article_id))
        .outerjoin(Vector, col(Vector.passage_id) == col(Passage.id))
        .where(col(Passage.current))
        .where(col(Article.published_at).is_(None) | (col(Article.published_at) < _midnight_after(today)))
    )
    if places:
        named = select(col(Mention.passage_id)).where(col(Mention.place_id).in_(list(places)[:MOST_VARIABLES]))
        query = query.where(col(Passage.id).in_(named))
    if interval is not None:
        dated = select(col(Period.passage_id)).where(
            col(Period.starts) <= interval.end, col(Period.ends) >= interval.start,
            col(Period.starts) >= interval.start - timedelta(days=LONGEST),
        )
        query = query.where(col(Passage.id).in_(dated))
    if passage_ids is not None:
        query = query.where(col(Passage.id).in_(list(passage_ids)))
    return query.order_by(col(Article.published_at).desc(), col(Passage.id)).limit(MOST_CANDIDATES)


# The longest event period that is kept, in days: a year. It bounds the scan of the index on `starts`.
LONGEST = 366


def _midnight_after(today: date) -> datetime:
    # A reader west of UTC may still be in yesterday: a day of grace keeps what was published this evening there.
    return datetime.combine(today + timedelta(days=2), time(), UTC)


def _place_roles(
    session: Session, passage_ids: Sequence[int], places: Collection[str]
) -> dict[int, tuple[Role, frozenset[str]]]:
    """For each passage, the strongest role in which it names an asked place, and those places."""
    query = select(col(Mention.passage_id), col(Mention.place_id), col(Mention.role)).where(col(Mention.passage_id).in_(passage_ids))
    best: dict[int, tuple[Role, set[str]]] = {}
    for passage_id, place_id, text in session.execute(query):
        if place_id not in places:
            continue
        role = Role(text)
        known = best.get(passage_id)
        if known is None or STRENGTH[role] > STRENGTH[known[0]]:
            best[passage_id] = role, {place_id}
        elif role is known[0]:
            known[1].add(place_id)
    return {passage_id: (role, frozenset(ids)) for passage_id, (role, ids) in best.items()}


def _events(
    session: Session, passage_ids: Sequence[int], interval: Interval | None
) -> dict[int, tuple[Role, EventWhen]]:
    """For each passage, its best dated period that satisfies the asked one."""
    query = select(
        col(Period.passage_id), col(Period.starts), col(Period.ends), col(Period.precision), col(Period.role),
        col(Period.part),
    ).where(col(Period.passage_id).in_(passage_ids))
    best: dict[int, tuple[tuple[int, int], Role, EventWhen]] = {}
    for passage_id, starts, ends, precision, text, part in session.execute(query):
        event = EventWhen(Interval(starts, ends), precision, part)
        if interval is not None and not satisfies(event, interval):
            continue
        role = Role(text)
        rank = STRENGTH[role], -event.interval.days
        if passage_id not in best or rank > best[passage_id][0]:
            best[passage_id] = rank, role, event
    return {passage_id: (role, event) for passage_id, (_, role, event) in best.items()}


def satisfies(event: EventWhen, asked: Interval) -> bool:
    """Whether something dated so happened in the asked period.

    A day or a short range has to touch it. A month or a year has to lie within it: "in 2024" is no evidence for
    a week of that year.
    """
    if event.is_exact:
        return event.interval.overlaps(asked)
    return asked.contains(event.interval)


def _candidate(
    row: Row[*tuple[Any, ...]], place: tuple[Role, frozenset[str]] | None, dated: tuple[Role, EventWhen] | None,
    interval: Interval | None,
) -> Candidate | None:
    if interval is not None and dated is None:
        return None
    role, event = dated or (None, None)
    id_, version_id, article_id, ordinal, start, end, topics, article_topics, publisher, published_at, indexed = row
    return Candidate(
        passage_id=id_, version_id=version_id, article_id=article_id, ordinal=ordinal, start=start, end=end,
        topics=frozenset(topics.split()), article_topics=frozenset(article_topics.split()),
        publisher=publisher, published_at=published_at, indexed=bool(indexed),
        place_role=place[0] if place else None, place_ids=place[1] if place else frozenset(),
        period_role=role, event=None if role is Role.PUBLISHED else event,
    )

