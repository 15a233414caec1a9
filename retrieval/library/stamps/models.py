"""The tables of proofs of time."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field, SQLModel

from retrieval.library.models import Moment


class Stamp(SQLModel, table=True):
    """One hash that an authority is asked to stamp, of many things at once; with its token from then on."""

    __tablename__ = "stamps"
    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(max_length=64)  # of the leaves, one after the other
    asked_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    due_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))  # when it is asked for again
    attempts: int = 0
    fault: str | None = None  # of the last attempt
    stamped_at: datetime | None = Field(default=None, sa_column=Column(Moment, index=True))  # as the authority says
    authority: str | None = None  # the address that gave the token
    token: bytes | None = Field(default=None, sa_column=Column(LargeBinary))  # its answer (RFC 3161), as it came


class Stamped(SQLModel, table=True):
    """One thing of a stamp: a hash of it with a salt, so that the hash tells nobody what it is of."""

    __tablename__ = "stamped"
    kind: str = Field(primary_key=True, max_length=16)  # "capture", "quotation" or "gone": what it was of was deleted
    key: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False)
    )  # the id of its row; of what is gone, any
    stamp_id: int = Field(foreign_key="stamps.id", index=True)
    salt: str = Field(max_length=64)
    leaf: str = Field(max_length=64)
