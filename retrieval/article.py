"""What is known of an article beside its words, in one value for drafts, rows, references and JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any


class PublishedPrecision(StrEnum):
    """How finely a publication date is known."""

    DAY = "day"  # kept as midnight UTC of the calendar day
    TIME = "time"


class Origin(StrEnum):
    """Where the words of a version come from."""

    PAGE = "page"  # the page that stands at the address was read
    FEED = "feed"  # an entry of a feed
    FORWARD = "forward"  # a post of a channel or a public group
    FILE = "file"  # a file of the newsroom that names no address
    EDITOR = "editor"  # the newsroom handed them in and named the address at which they stand


# Words that were read where they stand. What the newsroom hands in takes their place never.
READ = frozenset({Origin.PAGE, Origin.FEED, Origin.FORWARD})

# What the address of a file of the newsroom begins with; the id of its article follows.
NEWSROOM = "newsroom:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleMetadata:
    """What is known of an article.

    Drafts, new articles, rows and references all hold these fields. A new field stands here and in the row
    (`retrieval.library.models.Article`). Drafts, new articles and references take it over by `metadata_of`.
    """

    title: str = ""
    publisher: str | None = None
    language: str | None = None
    published_at: datetime | None = None  # aware UTC
    published_precision: PublishedPrecision | None = None
    date_source: str | None = None  # where the date was read: "json-ld", "meta", "url", "text", "feed", "stated" …
    byline: str | None = None
    modified_at: datetime | None = None
    origin: Origin | None = None  # None: it was kept before origins were noted
    # Whose words they are, "digest.example.org", where they are not those of the address: they were read in a feed of
    # somebody else. None: the address speaks for itself.
    speaker: str | None = None


METADATA = tuple(field.name for field in fields(ArticleMetadata))

# What belongs to one publication date: of two dates, all three are taken from the same one.
DATING = frozenset({"published_at", "published_precision", "date_source"})


def metadata_of(article: object) -> dict[str, Any]:
    """The fields of `ArticleMetadata` of a draft, a row or a reference, to make another of these from."""
    return {name: getattr(article, name) for name in METADATA}


def completed(stated: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are stated, and those that are known in the place of what is missing.

    A date is stated whole or not at all: a known moment never meets a stated precision.
    """
    dated = stated if stated["published_at"] else known
    return {name: dated[name] if name in DATING else stated[name] or known[name] for name in METADATA}


def published_json(moment: datetime | None, precision: str | None) -> str | None:
    """A publication date as it was stated: a day, or a moment in UTC."""
    if moment is None:
        return None
    return moment.date().isoformat() if precision == PublishedPrecision.DAY else moment.isoformat()


def is_newsroom(url: str) -> bool:
    """Whether an address is that of a file of the newsroom, which nobody can open."""
    return url.lower().startswith((NEWSROOM, "file:"))


def public_url(id_: str, url: str) -> str:
    """An address as it may be told to anybody: where a file lay on the server is nobody's business."""
    return f"{NEWSROOM}{id_}" if is_newsroom(url) else url
