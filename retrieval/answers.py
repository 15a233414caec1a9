"""What an answer is: incidents with their quotations, what was understood, and what was searched."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from retrieval.figures import FigureKind
from retrieval.periods import Interval


class Outcome(StrEnum):
    """How a question ended; see `contracts.md` for the exact meaning of each."""

    ANSWERED = "answered"
    NOTHING_FOUND = "nothing_found"
    NOT_COVERED = "not_covered"
    UNCLEAR = "unclear"


class Doubt(StrEnum):
    """Why a question is unclear, or what of it could not be used."""

    EMPTY = "empty"  # no words at all
    TOO_LONG = "too_long"
    NOTHING_TO_SEARCH = "nothing_to_search"  # no place, no period, no topic: "any updates??"
    PERIOD = "period"  # words of time that cannot be dated
    FUTURE = "future"
    UNKNOWN_PLACE = "unknown_place"  # a place that the gazetteer does not know
    AMBIGUOUS_PLACE = "ambiguous_place"


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that the reader may have meant instead."""

    id: str
    name: str
    within: tuple[str, ...]  # names of what contains it, nearest first
    country: str


@dataclass(frozen=True, slots=True)
class UnderstoodPlace:
    """A place as it was understood, with the reader's own spelling."""

    id: str
    name: str
    matched: str  # the reader's spelling
    kind: str
    country: str
    lat: float | None
    lon: float | None
    within: tuple[str, ...]  # names of what contains it, nearest first
    parent_id: str | None = None
    also: tuple[PlaceChoice, ...] = ()  # namesakes that were not taken
    guessed: bool = False  # nothing has exactly this name: the nearest spelling was taken


@dataclass(frozen=True, slots=True)
class UnderstoodPeriod:
    """Inclusive dates on the reader's calendar."""

    interval: Interval
    matched: str  # the reader's words


@dataclass(frozen=True, slots=True)
class Understood:
    """How a question was read, so that the reader can object."""

    places: tuple[UnderstoodPlace, ...] = ()
    period: UnderstoodPeriod | None = None
    topic: str = ""  # words of the question that are neither place nor period
    doubts: tuple[tuple[Doubt, str], ...] = ()  # what could not be used, with its words


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """The article version that a quotation is cut from."""

    id: str
    version: int
    sha256: str
    url: str
    title: str
    publisher: str
    published_at: datetime | None
    published_precision: str | None  # "day" or "time"
    language: str | None


@dataclass(frozen=True, slots=True)
class EventWhen:
    """When it happened, as the words of the report say."""

    interval: Interval
    precision: str  # "day", "days", "month", "year"
    part: str | None = None  # "night", "morning" … where the words say so

    @property
    def is_exact(self) -> bool:
        """Whether it dates an event; a month or a year is what background is dated with."""
        return self.precision in ("day", "days")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A verbatim slice of a stored article version."""

    text: str
    start: int
    end: int
    article: ArticleRef
    link: str  # the article's address, with a text fragment where one can match
    event: EventWhen | None  # None: not stated; the publication date stands in
    places: tuple[str, ...]  # ids of the places it names


@dataclass(frozen=True, slots=True)
class FigureClaim:
    """A number as one excerpt states it."""

    low: int
    high: int
    excerpt: int  # index into the incident's excerpts
    words: str
    qualifier: str | None = None  # "at least", "up to", "about"


@dataclass(frozen=True, slots=True)
class Figure:
    """All that is claimed of one kind, side by side; never averaged, never chosen."""

    kind: FigureKind
    low: int
    high: int
    claims: tuple[FigureClaim, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """Reports of one event."""

    places: tuple[str, ...]
    place_names: tuple[str, ...]
    event: EventWhen | None
    kind: str | None  # key of the thesaurus
    label: str | None  # its neutral English label, "armed clash"
    publishers: tuple[str, ...]
    figures: tuple[Figure, ...]
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """A publisher that has sent nothing for longer than it used to."""

    publisher: str
    since: date


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched."""

    articles: int  # that concern the asked place (or all, where none was asked)
    publishers: int
    newest: datetime | None  # publication of the newest of them
    newest_precision: str | None = None
    quiet: tuple[Quiet, ...] = ()
    last_match: Excerpt | None = None  # the newest related report outside the asked period


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that the reader is shown, and nothing that is not in the library."""

    answer_id: str
    question: str
    now: datetime  # aware, in the reader's zone
    understood: Understood
    outcome: Outcome
    incidents: tuple[Incident, ...]
    coverage: Coverage
    choices: tuple[PlaceChoice, ...] = ()  # outcome unclear: which place is meant
    first: int = 0  # how many incidents come before these ("More")
    total: int = 0  # incidents found in all
    index_away: bool = False  # the vector index did not answer; the vectors in SQL were compared instead
