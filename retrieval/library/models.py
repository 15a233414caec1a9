"""The tables of articles and answers: SQL is the truth, and the index can be built again from them."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Index,
    LargeBinary,
    String,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlmodel import Field, SQLModel

from retrieval.article import Origin, PublishedPrecision
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay


class Moment(TypeDecorator[datetime]):
    """Aware UTC on both sides.

    SQLite keeps no offset, so it is put back when read.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """A member of an enum, whose text the column holds."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind
        self._members = {member.value: member for member in kind}

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self._members[value]


def partial_index(name: str, column: str, where: str) -> Index:
    """An index of the few rows that work is looked for in, so that looking does not grow with the table."""
    return Index(name, column, sqlite_where=text(where), postgresql_where=text(where))


class Role(StrEnum):
    """Where the words stand that give a passage its place or its date."""

    TEXT = "text"  # in the passage itself
    TITLE = "title"
    LEAD = "lead"  # in the opening of its article
    DATELINE = "dateline"  # where the report was filed: not evidence of where it happened
    PUBLISHED = "published"  # the publication date, standing in for an unknown event date


class Altered(StrEnum):
    """How an article was altered."""

    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    RESTORED = "restored"  # an editor took back that it was withdrawn
    RETURNED = "returned"  # its page is there again


class Article(SQLModel, table=True):
    """One address, whatever has stood there; or what somebody else says of it, which is an article of its own."""

    __tablename__ = "articles"
    __table_args__ = (partial_index("articles_retracted", "id", "retracted_at IS NOT NULL"),)
    id: str = Field(primary_key=True, max_length=16)  # of address and speaker: `new_article.article_id`
    url: str
    title: str
    publisher: str = Field(index=True)
    language: str | None = None
    published_at: datetime | None = Field(default=None, sa_column=Column(Moment, index=True))
    published_precision: PublishedPrecision | None = Field(default=None, sa_column=Column(Word(PublishedPrecision)))
    date_source: str | None = None  # where the date was read
    byline: str | None = None
    modified_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    origin: Origin | None = Field(default=None, sa_column=Column(Word(Origin)))  # of the current version
    speaker: str | None = None  # whose words it carries, where they are not those of the address
    retracted_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # by an editor: not shown any more
    retracted_because: str | None = None
    gone_at: datetime | None = Field(default=None, sa_column=Column(Moment))  # the page has not been there since
    current_version: int
    added_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class Version(SQLModel, table=True):
    """The text that stood at an address, kept for good."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(foreign_key="articles.id", index=True)
    number: int
    sha256: str = Field(max_length=64)
    title: str
    text: str
    kept_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    # The bytes that it was read from.
    capture_id: int | None = Field(default=None, foreign_key="captures.id", index=True)
    origin: Origin | None = Field(default=None, sa_column=Column(Word(Origin)))  # None: kept before they were noted


class Capture(SQLModel, table=True):
    """The raw bytes that an address gave at a moment: a record of a WARC file in the data dir."""

    __tablename__ = "captures"
    id: int | None = Field(default=None, primary_key=True)
    url: str
    final_url: str  # after redirects
    article_id: str | None = Field(default=None, foreign_key="articles.id", index=True)
    captured_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    status: int
    content_type: str | None = None
    sha256: str = Field(max_length=64, index=True)  # of the bytes as they were read, after content decoding
    size: int  # bytes
    warc: str  # file name below the folder of captures
    offset: int = Field(sa_column=Column(BigInteger, nullable=False))  # of the record in that file


class Correction(SQLModel, table=True):
    """What an editor said of an article: it outlives every new version. The last one of a field counts."""

    __tablename__ = "corrections"
    id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(foreign_key="articles.id", index=True)
    field: str  # "date", "place", "publisher" or "language"
    value: str
    corrected_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    corrected_by: int | None = Field(default=None, sa_column=Column(BigInteger))  # None: on the command line


class Alteration(SQLModel, table=True):
    """An article that was quoted has changed, was withdrawn or is gone, or that was taken back.

    It says who has to be told, not what: that is read when the message leaves.
    """

    __tablename__ = "alterations"
    id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(foreign_key="articles.id", index=True)
    kind: Altered = Field(sa_column=Column(Word(Altered), nullable=False))
    altered_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    before_id: int = Field(foreign_key="versions.id")
    after_id: int | None = Field(default=None, foreign_key="versions.id")  # None: nothing stands there any more
    reason: str | None = None  # of a retraction
    passed_on: bool = Field(default=False)  # everybody who was shown it is on the list of those to be told


class AlteredQuotation(SQLModel, table=True):
    """A quotation whose words an alteration touched."""

    __tablename__ = "altered_quotations"
    alteration_id: int = Field(primary_key=True, foreign_key="alterations.id")
    quotation_id: int = Field(primary_key=True, foreign_key="quotations.id", index=True)


class Passage(SQLModel, table=True):
    """A slice of a version: `version.text[start:end]`, in code points."""

    __tablename__ = "passages"
    __table_args__ = (
        partial_index("passages_unwatched", "id", "NOT watched AND current"),
        partial_index("passages_replaced", "id", "NOT current"),
    )
    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="versions.id", index=True)
    article_id: str = Field(foreign_key="articles.id", index=True)
    ordinal: int
    start: int
    end: int
    current: bool = Field(default=True)  # of the article's current version
    topics: str = ""  # keys of the thesaurus that it names, separated by spaces
    article_topics: str = ""  # the same for the title and the opening of its article
    watched: bool = Field(default=False)  # it was seen who watches for it


class Mention(SQLModel, table=True):
    """A place that a passage names, or that its article's title or opening lends it."""

    __tablename__ = "mentions"
    __table_args__ = (Index("mentions_by_place", "place_id", "passage_id"),)
    id: int | None = Field(default=None, primary_key=True)
    passage_id: int = Field(foreign_key="passages.id", index=True)
    place_id: str  # a `PlaceKey`; no foreign key: the shipped gazetteer may be replaced under it
    role: str
    start: int | None = None  # in the version's text; none where it stands in the title
    end: int | None = None


class Period(SQLModel, table=True):
    """When what a passage tells happened, as inclusive dates."""

    __tablename__ = "periods"
    __table_args__ = (Index("periods_by_date", "starts", "ends", "passage_id"),)
    id: int | None = Field(default=None, primary_key=True)
    passage_id: int = Field(foreign_key="passages.id", index=True)
    starts: date
    ends: date
    precision: Precision = Field(sa_column=Column(Word(Precision), nullable=False))
    role: str
    part: PartOfDay | None = Field(default=None, sa_column=Column(Word(PartOfDay)))  # where the words say so


class EmbeddingModel(SQLModel, table=True):
    """The model whose vectors the library holds: one row."""

    __tablename__ = "embedding_models"
    id: int = Field(default=1, primary_key=True)
    name: str
    dimension: int
    query_prompt: str
    passage_prompt: str


class Vector(SQLModel, table=True):
    """A passage's vector (float32, unit length), and whether the index has it."""

    __tablename__ = "vectors"
    passage_id: int = Field(primary_key=True, foreign_key="passages.id")
    vector: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    indexed: bool = Field(default=False, index=True)


class AnswerRow(SQLModel, table=True):
    """An answer that was given: what `dateline receipt` proves, and what "More" continues."""

    __tablename__ = "answers"
    __table_args__ = (partial_index("answers_with_words", "answered_at", "question IS NOT NULL"),)
    id: str = Field(primary_key=True, max_length=12)
    answered_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    outcome: str
    # The question's words are kept only while follow-ups need them, then set to null.
    question: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class ShownAnswer(SQLModel, table=True):
    """A message of a chat that shows an answer or an incident: where a reply goes on, and where corrections go.

    No person is kept; the rows go when nothing is corrected any more after so long.
    """

    __tablename__ = "shown_answers"
    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    message_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    answer_id: str = Field(primary_key=True, foreign_key="answers.id", index=True)
    thread_id: int | None = Field(default=None, sa_column=Column(BigInteger))  # the forum topic
    shown_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    in_dialogue: bool = True  # the next question of the chat goes on with it
    asked_in: int | None = Field(default=None, sa_column=Column(BigInteger))  # the message that asked


class Quotation(SQLModel, table=True):
    """A passage that an answer showed."""

    __tablename__ = "quotations"
    id: int | None = Field(default=None, primary_key=True)
    answer_id: str = Field(foreign_key="answers.id", index=True)
    incident: int
    version_id: int = Field(foreign_key="versions.id", index=True)
    start: int
    end: int


class Fact(SQLModel, table=True):
    """What the library knows about itself: which gazetteer it holds, which Chroma folder is the current one."""

    __tablename__ = "facts"
    key: str = Field(primary_key=True)
    value: str
