"""The tables of rights: who may do what, who was invited, and who did what."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel

from retrieval.models import Moment


class Person(SQLModel, table=True):
    """Somebody with a role, by their numeric id; owners stand in the settings. No name is kept."""

    __tablename__ = "people"
    user_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    role: str  # "editor" or "reader"
    since: datetime = Field(sa_column=Column(Moment, nullable=False))
    given_by: int | None = Field(default=None, sa_column=Column(BigInteger))  # None: on the command line


class Invitation(SQLModel, table=True):
    """A link that gives a role to who opens it, until it expires or is used up. Only its hash is kept."""

    __tablename__ = "invitations"
    sha256: str = Field(primary_key=True, max_length=64)
    role: str
    uses_left: int
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    made_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    made_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class AuditEntry(SQLModel, table=True):
    """What an editor did: appended, never changed; the database refuses to update or delete it."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    done_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    actor: int | None = Field(default=None, sa_column=Column(BigInteger, index=True))  # None: on the command line
    action: str  # the command without its slash: "ingest", "retract", "feed add" …
    subject: str | None = None  # an article's id, an address, a person's id
    detail: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class HandledUpdate(SQLModel, table=True):
    """An update of Telegram's that was handled: one that comes a second time does nothing."""

    __tablename__ = "handled_updates"
    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    handled_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
