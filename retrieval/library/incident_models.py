"""The tables of incidents in the news, and of the watches whose chats are told of them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from retrieval.library.models import Moment, Word


class Rhythm(StrEnum):
    """How often a watch tells."""

    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"


class IncidentRow(SQLModel, table=True):
    """An incident that was in the news, under one id from its first report on."""

    __tablename__ = "incidents"
    id: int | None = Field(default=None, primary_key=True)
    opened_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    starts: date = Field(index=True)  # the days in which it may have happened
    ends: date
    trace: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # by what further reports of it are known
    revision: int = 0  # grows with everything that changes what is shown of it
    answer_id: str | None = Field(default=None, foreign_key="answers.id")  # what the revision quotes
    publishers: int = 0
    killed: int | None = None  # the highest number stated


class IncidentPassage(SQLModel, table=True):
    """A passage that reports an incident."""

    __tablename__ = "incident_passages"
    passage_id: int = Field(primary_key=True, foreign_key="passages.id")
    incident_id: int = Field(foreign_key="incidents.id", index=True)


class Watch(SQLModel, table=True):
    """A question that stays: what a chat wants to be told of."""

    __tablename__ = "watches"
    __table_args__ = (UniqueConstraint("chat_id", "fingerprint"),)
    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    thread_id: int | None = Field(default=None, sa_column=Column(BigInteger))  # the forum topic
    terms: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # `retrieval.watches.terms.Terms`
    fingerprint: str = Field(max_length=64)  # of terms and topic of a forum: the same is watched once
    rhythm: Rhythm = Field(
        default=Rhythm.INSTANT, sa_column=Column(Word(Rhythm), nullable=False, default=Rhythm.INSTANT)
    )
    hour: int = 8  # of the digest, on the reader's clock
    weekday: int = 0  # of the weekly digest, Monday is 0
    paused: bool = False
    made_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    # A standing question: answered once, under the message that asked it.
    answer_id: str | None = Field(default=None, foreign_key="answers.id")
    asked: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    message_id: int | None = Field(default=None, sa_column=Column(BigInteger))


class WatchKey(SQLModel, table=True):
    """What selects a watch: a passage looks up its places, cells and topics, and finds no other watch."""

    __tablename__ = "watch_keys"
    __table_args__ = (Index("watch_keys_by_key", "key", "topic", "killed", "publishers", "watch_id"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str  # see `retrieval.watches.keys`
    topic: str = ""  # a key of the thesaurus; empty for any
    killed: int = 0  # at least so many
    publishers: int = 0
    watch_id: int = Field(foreign_key="watches.id", index=True)
