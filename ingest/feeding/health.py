"""How the sources are doing: what they last brought, what is wrong with them, which have gone silent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Article
from retrieval.library.sources import Channel, Feed, FeedEntry, is_failing, is_silent

# What a source sent before says nothing of its habit today.
HABIT = timedelta(days=90)
# Share of a feed's entries without a date from which that is said.
UNDATED = 0.5


class Kind(StrEnum):
    """What kind of source it is."""

    FEED = "feed"
    CHANNEL = "channel"


class Mark(StrEnum):
    """What there is to say of a source, the worst first."""

    FAILING = "failing"
    SILENT = "silent"
    EMPTY = "empty"  # it was read, and holds no entry
    UNDATED = "undated"  # its entries state no date of publication
    PAUSED = "paused"
    UNCHECKED = "unchecked"


TROUBLES = frozenset({Mark.FAILING, Mark.SILENT, Mark.EMPTY, Mark.UNDATED})


@dataclass(frozen=True, slots=True)
class Health:
    """How one source is doing."""

    kind: Kind
    id: int  # a feed's number, a channel's chat
    title: str
    url: str
    marks: tuple[Mark, ...]
    articles: int  # that it brought
    new_at: datetime | None  # when it last brought one
    read_at: datetime | None  # when it was last read without a fault
    failing_since: datetime | None = None
    fault: str | None = None
    entries: int = 0
    undated: int = 0

    @property
    def is_troubled(self) -> bool:
        """Whether an editor should look at it."""
        return not TROUBLES.isdisjoint(self.marks)


def health_of_sources(engine: Engine, now: datetime) -> list[Health]:
    """Every feed and channel, feeds first, in the order in which they were added."""
    with read_session(engine) as session:
        feeds = session.exec(select(Feed).order_by(col(Feed.id))).all()
        channels = session.exec(select(Channel).where(col(Channel.left_at).is_(None)).order_by(col(Channel.added_at)))
        return [
            *(_feed(session, feed, now) for feed in feeds),
            *(_channel(session, channel, now) for channel in channels),
        ]


def newly_troubled(engine: Engine, now: datetime) -> list[Health]:
    """The sources that have gone silent or fail, each once until it brings an article again.

    Of several processes that ask, one gets it.
    """
    worst = frozenset({Mark.FAILING, Mark.SILENT})
    found = [one for one in health_of_sources(engine, now) if not worst.isdisjoint(one.marks)]
    return [one for one in found if _claimed(engine, one, now)]


def _feed(session: Session, feed: Feed, now: datetime) -> Health:
    query = (
        select(Article.published_at, Article.added_at)
        .join(FeedEntry, col(FeedEntry.article_id) == col(Article.id))
        .where(FeedEntry.feed_id == feed.id)
    )
    sent = _moments(session.exec(query))
    health = Health(
        kind=Kind.FEED,
        id=feed.id or 0,
        title=feed.title,
        url=feed.url,
        marks=(),
        articles=len(sent),
        new_at=feed.new_article_at,
        read_at=feed.succeeded_at,
        failing_since=feed.failing_since,
        fault=feed.fault,
        entries=feed.entries,
        undated=feed.undated,
    )
    return replace(health, marks=tuple(_marks(feed, sent, now)))


def _marks(feed: Feed, sent: Sequence[datetime], now: datetime) -> Iterable[Mark]:
    if feed.paused:
        yield Mark.PAUSED
        return
    if feed.checked_at is None:
        yield Mark.UNCHECKED
    if is_failing(feed, now):
        yield Mark.FAILING
    if is_silent(_of_late(sent, now), now):
        yield Mark.SILENT
    if feed.succeeded_at is not None and feed.entries == 0:
        yield Mark.EMPTY
    if feed.entries and feed.undated >= UNDATED * feed.entries:
        yield Mark.UNDATED


def _channel(session: Session, channel: Channel, now: datetime) -> Health:
    posts = col(Article.url).startswith(f"{channel.address}/", autoescape=True)
    sent = _moments(session.exec(select(Article.published_at, Article.added_at).where(posts)))
    silent = is_silent(_of_late(sent, now), now)
    return Health(
        kind=Kind.CHANNEL,
        id=channel.chat_id,
        title=channel.title,
        url=channel.address,
        marks=(Mark.SILENT,) if silent else (),
        articles=len(sent),
        new_at=channel.post_at,
        read_at=channel.post_at,
    )


def _moments(rows: Iterable[tuple[datetime | None, datetime]]) -> list[datetime]:
    """When articles came, in order: by publication, else when they were kept."""
    return sorted(published or added for published, added in rows)


def _of_late(sent: Sequence[datetime], now: datetime) -> list[datetime]:
    return [moment for moment in sent if now - HABIT <= moment <= now]


def _claimed(engine: Engine, health: Health, now: datetime) -> bool:
    table, key = (Feed, col(Feed.id)) if health.kind is Kind.FEED else (Channel, col(Channel.chat_id))
    claim = update(table).where(key == health.id, col(table.silence_told_at).is_(None))
    with write_transaction(engine) as session:
        return bool(session.connection().execute(claim.values(silence_told_at=now)).rowcount)
