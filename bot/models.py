"""The tables of people: who may do what and who did, how a chat wants to be told things, and what is on its way."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from retrieval.library.models import Moment


class Person(SQLModel, table=True):
    """Somebody with a role, by their numeric id.

    Owners stand in the settings. No name is kept.
    """

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


class Pseudonym(SQLModel, table=True):
    """Under which number a person stands in the audit trail. The row goes with everything about them."""

    __tablename__ = "pseudonyms"
    user_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    number: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))


class AuditEntry(SQLModel, table=True):
    """What an editor did: appended, never changed.

    The database refuses to update or delete it.
    """

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    done_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    actor: int | None = Field(
        default=None, sa_column=Column(BigInteger, index=True)
    )  # a pseudonym; None: on the command line
    action: str  # the command without its slash: "ingest", "retract", "feed add" …
    subject: str | None = None  # an article's id, an address, "person" with a pseudonym
    detail: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class InboxRow(SQLModel, table=True):
    """An update of Telegram's: what it says until it is dealt with, and then only that it was.

    Telegram is told that it has been taken once it stands here, and one that comes a second time changes nothing.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "inbox_open",
            "bot_id",
            "chat_id",
            "update_id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )
    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    chat_id: int | None = Field(default=None, sa_column=Column(BigInteger))  # None once it is dealt with
    body: str | None = None  # sealed (`bot.inbox.seal`); None as well
    lane: str  # "quick" or "search"
    is_question: bool = False
    left_out: bool = False  # one of too many: its reader is told so, and it is not answered
    ask_again_at: float | None = None  # Unix time from which its chat may ask; 0: it was told before; None: no limit
    taken_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    turn: float = 0.0  # Unix time that decides whose turn it is: later for each further update of the same chat
    free_at: float = 0.0  # Unix time before which nobody claims it: somebody handles it
    worker: str | None = None  # who does
    attempts: int = 0  # times that it was begun
    sent: list[list[int]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))  # chat, message
    answers: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))  # that messages show
    in_flight: bool = False  # a message was handed to Telegram, and nothing is known of it yet
    uncertain: int = 0  # times that nobody can know whether a message arrived, so that it was sent again
    told: bool = False  # its reader knows that it waits
    outcome: str | None = None
    done_at: datetime | None = Field(default=None, sa_column=Column(Moment, index=True))


class Allowance(SQLModel, table=True):
    """How much a chat may still ask. Of what it asked nothing is kept, and after a day without a question not this."""

    __tablename__ = "allowances"
    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    minute: float  # questions, as of `at`
    day: float
    at: float  # Unix time
    told: bool = False  # that it has to wait, and until when


class ChatSettings(SQLModel, table=True):
    """A chat that is told things of its own accord: a person's private one, or a group."""

    __tablename__ = "readers"
    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    language: str | None = None  # in which it was last spoken to
    zone: str | None = None  # IANA name; None: DATELINE_TIMEZONE
    first_weekday: int | None = None  # on which its weeks begin, Monday is 0; None: DATELINE_WEEK_STARTS
    quiet_from: int | None = None  # minutes after midnight; None: no quiet hours
    quiet_until: int | None = None
    muted_until: datetime | None = Field(default=None, sa_column=Column(Moment))
    unreachable_since: datetime | None = Field(default=None, sa_column=Column(Moment))  # blocked, left, deactivated
    back_at: float = 0.0  # Unix time at which it was last known that it can be reached
    free_at: float = 0.0  # Unix time from which Telegram takes another message to it


class Delivery(SQLModel, table=True):
    """Something that a chat is to be told, and what became of it. What it says is read when it is sent."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("chat_id", "kind", "subject", "reply_to"),
        Index("deliveries_by_due", "due_at", "free_at"),
        Index("deliveries_by_subject", "kind", "subject"),
    )
    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    thread_id: int | None = Field(default=None, sa_column=Column(BigInteger))  # the forum topic
    kind: str  # "incident", "correction" or "answer"
    subject: int  # the id of the incident, the alteration or the watch
    watch_id: int | None = None  # because of which it is told; None: it is not watched for any more
    reply_to: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))  # a message; 0: to none
    due_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # None: nothing is to be done
    waited: bool = False  # for a digest or the morning: it is told together with what waited as well
    free_at: float = 0.0  # Unix time before which nobody claims it: somebody is sending it, or a pause was asked for
    message_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    sent_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    revision: int = 0  # of the incident, that the message shows
    killed: int | None = None  # the highest number that the chat was told
    hushed: bool = False  # a correction says what is new of the toll, so that it needs no sound of its own
    fixed: bool = False  # the message cannot be edited: what is new is said in a reply
    attempts: int = 0  # that failed in a row
    taken: bool = False  # somebody has claimed it until `free_at`
    in_flight: bool = False  # a message was handed to Telegram, and nothing is known of it yet
    uncertain: int = 0  # times that nobody can know whether it arrived, so that it was sent again
    failed: str | None = None  # why it was given up
    made_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class Pace(SQLModel, table=True):
    """When the next message may go out, by everybody who sends together."""

    __tablename__ = "paces"
    name: str = Field(primary_key=True)
    free_at: float  # Unix time
