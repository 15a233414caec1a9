"""The sources that are followed, and which of them fail or are silent: answers say so where they find nothing."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, Session, SQLModel, col, select

from retrieval.answers import Failing
from retrieval.library.models import Moment

# A feed fails for readers when it has for so long, and so often in a row: less is a server that restarts.
FAILING_LEAST = timedelta(hours=6)
FAILURES_LEAST = 3

# A source is silent when it has sent nothing for four times its usual pause, and for three days at the least.
SILENT_PAUSES = 4
SILENT_LEAST = timedelta(days=3)

# Fewer articles say nothing of a habit.
HABIT_ARTICLES = 3


class Feed(SQLModel, table=True):
    """A feed that is checked for new articles, and how it has been doing."""

    __tablename__ = "feeds"
    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    site_url: str | None = None
    title: str
    publisher: str | None = None  # of the last article that it brought
    added_by: int | None = Field(default=None, sa_column=Column(BigInteger))  # None: on the command line
    added_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    paused: bool = False
    etag: str | None = None
    last_modified: str | None = None
    due_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    checked_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    succeeded_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # it answered and could be read
    new_article_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # it last brought an article
    failing_since: datetime | None = Field(default=None, sa_column=Column(Moment))
    failures: int = 0  # in a row
    fault: str | None = None  # what was wrong at the last check
    entries: int = 0  # at the last check that could be read
    undated: int = 0  # of these
    silence_told_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # editors were told, once


class FeedEntry(SQLModel, table=True):
    """An entry that a feed has brought before."""

    __tablename__ = "feed_entries"
    feed_id: int = Field(primary_key=True, foreign_key="feeds.id")
    key: str = Field(primary_key=True, max_length=32)  # of its id, or its address where it has none
    sha256: str = Field(max_length=64)  # of its title, text and dates: another one means it was edited
    seen_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    article_id: str | None = Field(default=None, index=True, max_length=16)  # that it gave; none where it was refused


class Channel(SQLModel, table=True):
    """A Telegram channel whose posts are articles, since an editor took the bot in there."""

    __tablename__ = "channels"
    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    title: str
    username: str | None = None
    added_by: int | None = Field(default=None, sa_column=Column(BigInteger))  # None: who did is forgotten
    added_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    left_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    post_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # the last post that was kept
    silence_told_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # editors were told, once

    @property
    def address(self) -> str:
        """What the addresses of its posts begin with."""
        return channel_address(self.chat_id, self.username)


def channel_address(chat_id: int, username: str | None) -> str:
    """Where a channel stands: by its name, else as its members see it (https://core.telegram.org/api/links)."""
    return f"https://t.me/{username}" if username else f"https://t.me/c/{str(chat_id).removeprefix('-100')}"


def is_failing(feed: Feed, now: datetime) -> bool:
    """Whether a feed that is followed has failed for so long that its silence says nothing."""
    since = feed.failing_since
    return not feed.paused and since is not None and feed.failures >= FAILURES_LEAST and now - since >= FAILING_LEAST


def failing(session: Session, publishers: Collection[str], now: datetime) -> list[Failing]:
    """Which of some publishers have no feed left that can be read, those that failed first before the others."""
    feeds: dict[str, list[Feed]] = {}
    for feed in session.exec(select(Feed).where(col(Feed.publisher).is_not(None), ~col(Feed.paused))):
        if feed.publisher in publishers:
            feeds.setdefault(str(feed.publisher), []).append(feed)
    found = [
        Failing(publisher, max(feed.failing_since for feed in theirs if feed.failing_since))
        for publisher, theirs in feeds.items()
        if all(is_failing(feed, now) for feed in theirs)
    ]
    return sorted(found, key=lambda one: (one.since, one.publisher))


def is_silent(sent: Sequence[datetime], now: datetime) -> bool:
    """Whether a source that sent something at these moments, in their order, should have done so again by now."""
    if len(sent) < HABIT_ARTICLES:
        return False
    return now - sent[-1] > max(SILENT_LEAST, SILENT_PAUSES * _usual_pause(sent))


def _usual_pause(sent: Sequence[datetime]) -> timedelta:
    return timedelta(seconds=median((later - earlier).total_seconds() for earlier, later in pairwise(sent)))
