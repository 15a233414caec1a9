"""The tables of feeding: what is being taken in, and what is looked at again."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, LargeBinary
from sqlmodel import Field, SQLModel

from retrieval.library.models import Moment


class Job(SQLModel, table=True):
    """Something to take in that an editor waits for: addresses, a document, posts."""

    __tablename__ = "jobs"
    id: str = Field(primary_key=True, max_length=36)  # also of its durable workflow
    kind: str  # "addresses", "document", "message" or "feeds"
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    asked_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    asked_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    chat_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    thread_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    message_id: int | None = Field(default=None, sa_column=Column(BigInteger))  # that shows its progress
    language: str | None = None  # of that message
    state: str = "waiting"  # "waiting", "running", "done", "cancelled" or "set aside"
    total: int | None = None
    finished_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    told_at: datetime | None = Field(default=None, sa_column=Column(Moment, index=True))  # its message shows the end
    begun: int = 0  # times since it last got on, of which none ended in good order
    begun_at: int = 0  # items that it had dealt with when it was last begun


class JobItem(SQLModel, table=True):
    """One thing that a job has dealt with, once: a restart goes on with the others."""

    __tablename__ = "job_items"
    job_id: str = Field(primary_key=True, foreign_key="jobs.id", max_length=36)
    ordinal: int = Field(primary_key=True)
    source: str
    outcome: str  # "added", "updated", "unchanged" or "failed"
    article_id: str | None = None
    detail: str | None = None  # why it failed, or what was left out
    brought: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))  # by a feed


class JobDocument(SQLModel, table=True):
    """The document of a job until it is read, where another machine may be the one that reads it."""

    __tablename__ = "job_documents"
    job_id: str = Field(primary_key=True, foreign_key="jobs.id", max_length=36)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


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
