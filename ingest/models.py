"""The tables of feeding: which sources are watched, and what is being taken in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel

from retrieval.models import Moment


class Feed(SQLModel, table=True):
    """A feed that is checked for new articles, and how it has been doing."""

    __tablename__ = "feeds"
    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    site_url: str | None = None
    title: str
    publisher: str | None = None  # of its articles, where they state none
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


class Channel(SQLModel, table=True):
    """A Telegram channel whose posts are articles, since an editor took the bot in there."""

    __tablename__ = "channels"
    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    title: str
    username: str | None = None
    added_by: int = Field(sa_column=Column(BigInteger, nullable=False))
    added_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    left_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    post_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # the last post that was kept


class Job(SQLModel, table=True):
    """Something to take in that an editor waits for: addresses, a document, posts."""

    __tablename__ = "jobs"
    id: str = Field(primary_key=True, max_length=36)  # also of its durable workflow
    kind: str  # "addresses", "document", "message" or "feed"
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    asked_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    asked_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    chat_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    thread_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    message_id: int | None = Field(default=None, sa_column=Column(BigInteger))  # that shows its progress
    language: str | None = None  # of that message
    state: str = "waiting"  # "waiting", "running", "done" or "cancelled"
    total: int | None = None
    finished_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    told_at: datetime | None = Field(default=None, sa_column=Column(Moment, index=True))  # its message shows the end


class JobItem(SQLModel, table=True):
    """One thing that a job has dealt with, once: a restart goes on with the others."""

    __tablename__ = "job_items"
    job_id: str = Field(primary_key=True, foreign_key="jobs.id", max_length=36)
    ordinal: int = Field(primary_key=True)
    source: str
    outcome: str  # "added", "updated", "unchanged" or "failed"
    article_id: str | None = None
    detail: str | None = None  # why it failed, or what was left out


class Recheck(SQLModel, table=True):
    """When the page of a quoted article is to be looked at again."""

    __tablename__ = "rechecks"
    article_id: str = Field(primary_key=True, foreign_key="articles.id", max_length=16)
    due_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    step: int = 0  # how far down the falling schedule
    checked_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    etag: str | None = None
    last_modified: str | None = None
    missing: int = 0  # times in a row that the page was not there
