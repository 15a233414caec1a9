"""The tables of what processes that share a library agree on, and of what they hand to each other."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from retrieval.library.models import Moment


class LeaseRow(SQLModel, table=True):
    """Who leads a task, and until when. Only PostgreSQL has rows: on SQLite a lock on a file does."""

    __tablename__ = "leases"
    task: str = Field(primary_key=True)
    holder: str = ""  # the process; empty: it was given back
    fence: int = 0  # one more with each that takes it: who holds an older one writes nothing more
    until: datetime = Field(sa_column=Column(Moment, nullable=False))  # by the clock of the database


class CaptureRecord(SQLModel, table=True):
    """The WARC record of a capture that stands in no file, so that every machine can read it."""

    __tablename__ = "capture_records"
    capture_id: int = Field(primary_key=True, foreign_key="captures.id")
    record: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # gzip, as in a file
