"""What an answer is: incidents with their quotations, what was understood, and what was searched."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from retrieval.article import ArticleMetadata, PublishedPrecision
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay
from retrieval.dates.intervals import Interval
from retrieval.figures.kinds import FigureKind
from retrieval.understood import PlaceChoice, Understood


class Beyond(StrEnum):
    """Why an incident is shown that lies just beyond what was asked, below what was."""

    GOVERNORATE = "governorate"  # elsewhere in the governorate that bears the town's name
    DAYS = "days"  # before dates that have only begun


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOTHING_FOUND = "nothing_found"  # articles concern what was asked, and none reports it
    NOT_COVERED = "not_covered"  # no article concerns it
    UNCLEAR = "unclear"  # nothing was searched: the reader is asked what is meant


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
    beyond: Beyond | None = None  # it lies just beyond what was asked


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
    held: tuple[tuple[str, int], ...] = ()  # request sources: all publishers with their articles, the most first
    index_away: bool = False  # the vector index did not answer; the vectors in SQL were compared instead
    waiting: int = 0  # passages that are not searched by meaning yet, where that is how the question was searched
