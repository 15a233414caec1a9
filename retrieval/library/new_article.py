"""An article as it was read and recognised, before the library keeps it."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.article import NEWSROOM, ArticleMetadata
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay
from retrieval.library.models import Role
from retrieval.places.keys import PlaceKey
from retrieval.places.learned.place import Attestation

_OF_NEWSROOM = re.compile(rf"{NEWSROOM}([0-9a-f]{{16}})")


@dataclass(frozen=True, slots=True)
class NewArticle(ArticleMetadata):
    """An article as it was read."""

    url: str
    text: str
    place_ids: tuple[str, ...] = ()  # that an editor gave; none: its own words tell

    @property
    def id(self) -> str:
        """The id of its address, and of who speaks there."""
        return article_id(self.url, self.speaker)

    @property
    def sha256(self) -> str:
        """The hash by which a new text is told from the one that is kept."""
        return sha256(self.text)


@dataclass(frozen=True, slots=True)
class NewMention:
    """A place in a passage, or the sound of one.

    Offsets into the version's text, none where it stands in the title. A name that is in no list comes with what the
    passage attests of it; its place is then what the library makes of that.
    """

    place: PlaceKey
    role: Role
    start: int | None = None
    end: int | None = None
    attestation: Attestation | None = None


@dataclass(frozen=True, slots=True)
class NewPeriod:
    """Inclusive dates on which what a passage tells happened."""

    starts: date
    ends: date
    precision: Precision
    role: Role
    part: PartOfDay | None = None


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A slice of an article's text with what was recognised in it."""

    start: int
    end: int
    folded: str  # the words for the lexical index
    topics: frozenset[str] = frozenset()
    article_topics: frozenset[str] = frozenset()
    mentions: tuple[NewMention, ...] = ()
    periods: tuple[NewPeriod, ...] = ()


class Kept(StrEnum):
    """What keeping an article changed."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def article_id(url: str, speaker: str | None = None) -> str:
    """The stable id of what a speaker says of an address: the first 16 hexadecimal digits of a SHA-256.

    Without a speaker it is the address's own. That of a file of the newsroom stands in its address.
    """
    if own := _OF_NEWSROOM.fullmatch(url):
        return own[1]
    return sha256(url if speaker is None else f"{speaker}\n{url}")[:16]


def newsroom_address(text: str) -> str:
    """The address of a text of the newsroom that stands nowhere else: the same for the same words."""
    return NEWSROOM + sha256(text)[:16]


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
