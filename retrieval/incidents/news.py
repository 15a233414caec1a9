"""Whether what a passage tells is news: what an import brings of last year alerts nobody."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Engine, func, select
from sqlmodel import col

from retrieval.dates.intervals import shift_days
from retrieval.library.database import read_session
from retrieval.library.models import Article, Passage, Period
from retrieval.passages.passage import Candidate

# What was neither published nor happened within this time is old. Two days, so that the second day's papers count.
FRESH = timedelta(days=2)

# How long after an event a report of it is still news of it; what lies further back is told as background.
#
# Of the exact dates in the development articles of 2022, 91 in 100 lie in the fortnight before their publication.
LATE_DAYS = 14


def is_news(candidate: Candidate, now: datetime) -> bool:
    """Whether a passage tells of something new.

    Its event or its publication lies within the last two days, and its event at most a fortnight before that. A
    passage that says neither when it happened nor when it was published may be of any age, and is no news; nor is one
    that has no part in the days of its article.
    """
    if candidate.is_background or candidate.period_role is None:
        return False
    since = (now - FRESH).astimezone(UTC).date()
    event = candidate.event.interval if candidate.event else None
    if event is not None and event.start > shift_days(now.date(), 1):
        return False
    happened = event is not None and candidate.event is not None and candidate.event.reach.end >= since
    published = candidate.published_at is not None and candidate.published_at >= now - FRESH - _rest_of_day(candidate)
    return happened or (published and _is_timely(event.end if event else None, candidate.published_at))


def old_articles(engine: Engine, article_ids: Sequence[str], now: datetime) -> int:
    """How many of the articles are old: neither published nor, as far as they say, about anything within two days."""
    since = now - FRESH
    recent = (
        select(col(Passage.article_id))
        .join(Period, col(Period.passage_id) == col(Passage.id))
        .where(col(Passage.article_id) == col(Article.id), col(Passage.current), col(Period.ends) >= since.date())
        .exists()
    )
    young = col(Article.published_at) >= datetime.combine(since.date(), time(), UTC)
    with read_session(engine) as session:
        query = select(func.count()).select_from(Article).where(col(Article.id).in_(article_ids))
        return session.scalar(query.where(~func.coalesce(young, False), ~recent)) or 0


def _is_timely(happened: date | None, published: datetime | None) -> bool:
    return happened is None or published is None or happened >= shift_days(published.date(), -LATE_DAYS)


def _rest_of_day(candidate: Candidate) -> timedelta:
    """Where only the day of publication is known, it is kept as its midnight: the article may be a day younger."""
    published = candidate.published_at
    is_day = published is not None and published.hour == published.minute == published.second == 0
    return timedelta(days=1) if is_day else timedelta()
