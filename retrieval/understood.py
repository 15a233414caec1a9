"""How a question was read: its places, its period, what it leaves out, and what of it could not be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from retrieval.dates.intervals import Interval
from retrieval.figures.kinds import FigureKind
from retrieval.places.learned.place import Settlement
from retrieval.places.place import Place, Reach

# Days of a period that is long enough to have a beginning, and of that beginning.
_WEEK, _BEGINNING = 7, 2


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
    PART_OF_TOPIC = "part_of_topic"  # no report has all that it asks about: those that have a part are shown
    OTHER_TARGET = "other_target"  # what was hit, by the question before: nothing like it was hit here


# Words of time that give no dates.
UNDATED = (Doubt.PERIOD, Doubt.NO_SUCH_DAY, Doubt.CONTRADICTION)


class Request(StrEnum):
    """What a reader asks for besides reports of events."""

    MAP = "map"
    TIMELINE = "timeline"
    EXPORT = "export"  # a file of what is shown
    LANGUAGE = "language"  # it in another language
    SOURCES = "sources"  # which publishers the library has
    FRESHNESS = "freshness"  # how new what it has is
    NEARBY = "nearby"  # "near me"
    VERDICT = "verdict"  # whether something is true


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
    is_seat: bool = False  # of what lies around it nearest, which is named after it
    shared: PlaceChoice | None = None  # the governorate of its name, where no word says which of the two is meant


@dataclass(frozen=True, slots=True)
class UnderstoodPeriod:
    """Inclusive dates on the reader's calendar."""

    interval: Interval
    matched: str  # the reader's words

    to_come: int = 0  # days of it that had not come yet when it was asked

    @property
    def days(self) -> int:
        """How many days it has with those to come."""
        return self.interval.days + self.to_come

    @property
    def has_only_begun(self) -> bool:
        """Whether it is a week or longer, and no more than its first two days have come."""
        return self.days >= _WEEK and self.interval.days <= _BEGINNING


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
    excluded: Excluded = NOTHING_EXCLUDED
    order: Order = Order.RELEVANCE
    requests: tuple[Request, ...] = ()  # what it asks for besides reports
    inside: PlaceChoice | None = None  # the known place that an unknown one was put in: "Masrab, Aleppo province"
