"""What an answer is: incidents with their quotations, what was understood, and what was searched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from retrieval.article import ArticleMetadata, PublishedPrecision
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay
from retrieval.dates.intervals import Interval
from retrieval.figures.kinds import FigureKind
from retrieval.places.learned.place import Settlement
from retrieval.places.place import Place, Reach


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOTHING_FOUND = "nothing_found"  # articles concern what was asked, and none reports it
    NOT_COVERED = "not_covered"  # no article concerns it
    UNCLEAR = "unclear"  # nothing was searched: the reader is asked what is meant


class Doubt(StrEnum):
    """Why a question is unclear, or what of it could not be used."""

    EMPTY = "empty"  # no words at all
    TOO_LONG = "too_long"
    NOTHING_TO_SEARCH = "nothing_to_search"  # no place, no period, no topic: "any updates??"
    PERIOD = "period"  # words of time that cannot be dated
    NO_SUCH_DAY = "no_such_day"  # 31 February
    CONTRADICTION = "contradiction"  # words of time that exclude each other: "yesterday in 2019"
    OTHER_PERIOD = "other_period"  # a second period, apart from the one that was looked up
    FUTURE = "future"
    UNKNOWN_PLACE = "unknown_place"  # a place that the gazetteer does not know
    AMBIGUOUS_PLACE = "ambiguous_place"
    EXCLUSION = "exclusion"  # what cannot be left out: "except weddings"
    LEFT_OUT = "left_out"  # words of time, number or position that nothing was read from
    OTHER_TARGET = "other_target"  # what was hit, by the question before: nothing like it was hit here


# Words of time that give no dates.
UNDATED = (Doubt.PERIOD, Doubt.NO_SUCH_DAY, Doubt.CONTRADICTION)


class Focus(StrEnum):
    """What a reader wants to see first of an answer."""

    FIGURES = "figures"  # "how many …"
    SOURCES = "sources"  # "who says so?"
    ACTORS = "actors"  # "who did it?"
    WHEN = "when"
    WHERE = "where"


class Order(StrEnum):
    """In which order incidents are shown."""

    RELEVANCE = "relevance"
    LATEST = "latest"  # by the day of the event, the newest first: "latest news", "when was the last …"


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that the reader may have meant instead."""

    id: str
    name: str
    within: tuple[Place, ...]  # what contains it, nearest first
    country: str


@dataclass(frozen=True, slots=True)
class UnderstoodLearned:
    """What reports say of a place that is in no list."""

    settlement: Settlement
    anchor: PlaceChoice  # the known place that they put it in or near
    radius_km: int  # how far from there it may lie
    reports: int


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
    within: tuple[Place, ...]  # what contains it, nearest first
    parent_id: str | None = None
    also: tuple[PlaceChoice, ...] = ()  # namesakes that were not taken
    guessed: bool = False  # nothing has exactly this name: the nearest spelling was taken
    reach: Reach | None = None  # what around it is asked for too: "around", "north of", "between"
    note: Mapping[str, str] | None = None  # by language: what an informal region holds here, and who says so
    learned: UnderstoodLearned | None = None  # no list has it: what the reports say


@dataclass(frozen=True, slots=True)
class UnderstoodPeriod:
    """Inclusive dates on the reader's calendar."""

    interval: Interval
    matched: str  # the reader's words


@dataclass(frozen=True, slots=True)
class Excluded:
    """What a question leaves out: no passage about any of it answers."""

    places: tuple[UnderstoodPlace, ...] = ()
    topics: tuple[frozenset[str], ...] = ()  # keys of the thesaurus; those of one set are left out together
    actors: tuple[str, ...] = ()  # keys of the thesaurus
    publishers: tuple[str, ...] = ()  # usual names of outlets

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.places or self.topics or self.actors or self.publishers)

    def joined(self, other: "Excluded") -> "Excluded":
        """What either of the two leaves out."""
        known = {place.id for place in self.places}
        return Excluded(
            (*self.places, *(place for place in other.places if place.id not in known)),
            tuple(dict.fromkeys((*self.topics, *other.topics))),
            tuple(dict.fromkeys((*self.actors, *other.actors))),
            tuple(dict.fromkeys((*self.publishers, *other.publishers))),
        )


NOTHING_EXCLUDED = Excluded()


@dataclass(frozen=True, slots=True)
class Understood:
    """How a question was read, so that the reader can object."""

    places: tuple[UnderstoodPlace, ...] = ()
    period: UnderstoodPeriod | None = None
    topic: str = ""  # words of the question that are neither place nor period
    doubts: tuple[tuple[Doubt, str], ...] = ()  # what could not be used, with its words
    focus: Focus | None = None
    counted: tuple[FigureKind, ...] = ()  # focus figures: what is counted
    inherited: tuple[str, ...] = ()  # "place", "period", "topic": taken from earlier questions of the chat
    offered: UnderstoodPeriod | None = None  # dates of the question before, not taken since this one stands alone
    excluded: Excluded = NOTHING_EXCLUDED
    order: Order = Order.RELEVANCE
    inside: PlaceChoice | None = None  # the known place that an unknown one was put in: "Masrab, Aleppo province"


@dataclass(frozen=True, slots=True)
class ArticleRef(ArticleMetadata):
    """The article version that a quotation is cut from."""

    id: str
    version: int
    sha256: str
    url: str
    publisher: str = field(kw_only=True)  # always known here


@dataclass(frozen=True, slots=True)
class EventWhen:
    """When it happened, as the words of the report say."""

    interval: Interval
    precision: Precision
    part: PartOfDay | None = None  # where the words say so

    @property
    def is_exact(self) -> bool:
        """Whether it dates an event.

        A month or a year is what background is dated with.
        """
        return self.precision in (Precision.DAY, Precision.DAYS)

    @property
    def reach(self) -> Interval:
        """The days on which it may have happened: the night of a day ends on the next one."""
        if self.part != PartOfDay.NIGHT or self.interval.end == date.max:
            return self.interval
        return Interval(self.interval.start, self.interval.end + timedelta(days=1))


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
    also_in: tuple[str, ...] = ()  # publishers that reprinted the same report


@dataclass(frozen=True, slots=True)
class FigureClaim:
    """A number as one excerpt states it."""

    low: int
    high: int
    excerpt: int  # index into the incident's excerpts
    words: str
    qualifier: str | None = None  # "at least", "up to", "about"
    later: bool = False  # published after a report with another figure


@dataclass(frozen=True, slots=True)
class Figure:
    """All that is claimed of one kind, side by side.

    Never averaged, never chosen.
    """

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
    publishers: tuple[str, ...]  # each outlet once, without those that only reprinted
    figures: tuple[Figure, ...]
    excerpts: tuple[Excerpt, ...]
    reprints: int = 0  # reports that are copies of those counted
    later_deaths: tuple[EventWhen, ...] = ()  # days after its own on which people died who had been wounded in it
    sources: tuple[ArticleRef, ...] = ()  # focus sources: an article of each publisher that reports it


@dataclass(frozen=True, slots=True)
class Quiet:
    """A publisher that has sent nothing for longer than it used to."""

    publisher: str
    since: date


@dataclass(frozen=True, slots=True)
class Failing:
    """A publisher whose feed cannot be read."""

    publisher: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched."""

    articles: int  # that concern the asked place (or all, where none was asked)
    publishers: int
    newest: datetime | None  # publication of the newest of them
    newest_precision: PublishedPrecision | None = None
    quiet: tuple[Quiet, ...] = ()
    failing: tuple[Failing, ...] = ()
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
    context: tuple[str, ...] = ()  # earlier questions of the chat that this one was read with, oldest first
    index_away: bool = False  # the vector index did not answer; the vectors in SQL were compared instead
