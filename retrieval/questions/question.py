"""What a reader asks for: a question as it was understood, what a button changes in it, a turn of a dialogue."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from retrieval.dates.intervals import Interval
from retrieval.figures.kinds import FigureKind
from retrieval.places.words import is_given_name
from retrieval.questions.dialogue_words import Cues
from retrieval.text.folding import fold
from retrieval.topics.query import ANY_TOPIC, TopicQuery
from retrieval.understood import (
    NOTHING_EXCLUDED,
    UNDATED,
    Doubt,
    Excluded,
    Focus,
    Order,
    PlaceChoice,
    Request,
    UnderstoodPeriod,
    UnderstoodPlace,
)


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks for, as far as it was understood."""

    text: str
    today: date  # on the reader's calendar
    meaning: str = ""  # its words with those that it takes from the question before, for the vector
    places: tuple[UnderstoodPlace, ...] = ()
    place_ids: frozenset[str] = frozenset()  # keys of mentions of these places (`SearchedPlaces`)
    period: UnderstoodPeriod | None = None
    topic: str = ""  # its words that are neither place, period nor filler
    topics: TopicQuery = ANY_TOPIC  # kinds, targets, actors
    details: frozenset[str] = frozenset()  # to whom, where, about what: they order, and leave nothing out
    wording: tuple[str, ...] = ()  # its words that name no topic, folded, for the lexical index
    names: tuple[str, ...] = ()  # those of them that name no detail either, as they are written: names, perhaps
    doubts: tuple[tuple[Doubt, str], ...] = ()
    choices: tuple[PlaceChoice, ...] = ()  # known places near an unknown name
    inside: PlaceChoice | None = None  # the known place that the unknown one was put in, one of the choices
    focus: Focus | None = None
    counted: tuple[FigureKind, ...] = ()  # focus figures: what is counted
    page: int = 0  # how often "more" was asked
    cues: Cues = field(default=Cues())
    inherited: frozenset[str] = frozenset()  # "place", "period", "topic": from earlier questions of the chat
    told_day: int | None = None  # days from the dates of the question before: "the same day" is 0
    excluded: Excluded = NOTHING_EXCLUDED
    excluded_ids: frozenset[str] = frozenset()  # keys of mentions of the excluded places
    requests: tuple[Request, ...] = ()  # what it asks for besides reports

    @property
    def order(self) -> Order:
        """In which order it wants its incidents."""
        is_by_date = self.cues.latest or Request.TIMELINE in self.requests
        return Order.LATEST if is_by_date else Order.RELEVANCE

    @property
    def interval(self) -> Interval | None:
        """The asked dates, or None."""
        return self.period.interval if self.period else None

    def has_doubt(self, *kinds: Doubt) -> bool:
        """Whether any of these doubts was had."""
        return any(doubt in kinds for doubt, _ in self.doubts)

    @property
    def names_place(self) -> bool:
        """Whether its own words name a place, known or not."""
        return bool(self.places) or self.has_doubt(Doubt.UNKNOWN_PLACE, Doubt.AMBIGUOUS_PLACE)

    @property
    def names_period(self) -> bool:
        """Whether its own words name a time, dated or not."""
        return self.period is not None or self.has_doubt(*UNDATED, Doubt.FUTURE)

    @property
    def names_topic(self) -> bool:
        """Whether its own words say about what it asks."""
        return bool(self.topics or self.wording)

    @property
    def names_person(self) -> bool:
        """Whether its names are those of a person: a given name with another name behind it."""
        return any(is_given_name(fold(first)) for first in self.names[:-1])

    @property
    def is_only_request(self) -> bool:
        """Whether no report can answer it: it asks for something else, or for a place that nobody knows."""
        if Request.NEARBY in self.requests and not self.names_place:
            return True
        return bool(self.requests) and not self.names_anything

    @property
    def names_anything(self) -> bool:
        """Whether there is anything in it to search for."""
        return self.names_place or self.names_period or self.names_topic or bool(self.excluded)


@dataclass(frozen=True, slots=True)
class Change:
    """What a button replaces in a question: its places, or its period."""

    place_ids: tuple[str, ...] | None = None
    interval: Interval | None = None
    all_dates: bool = False
    everywhere: bool = False

    def plain(self) -> dict[str, Any]:
        """The change as JSON keeps it."""
        dates = None if self.interval is None else [self.interval.start.isoformat(), self.interval.end.isoformat()]
        places = None if self.place_ids is None else list(self.place_ids)
        return {"place_ids": places, "interval": dates, "all_dates": self.all_dates, "everywhere": self.everywhere}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Change":
        """The change that was kept."""
        dates, places = plain.get("interval"), plain.get("place_ids")
        return cls(
            place_ids=tuple(places) if places else None,
            interval=Interval(*map(date.fromisoformat, dates)) if dates else None,
            all_dates=bool(plain.get("all_dates")),
            everywhere=bool(plain.get("everywhere")),
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a dialogue, with the day on which it was asked and what buttons changed in it since."""

    text: str
    today: date
    changes: tuple[Change, ...] = ()
    first_weekday: int | None = None  # on which the reader's weeks begin, Monday is 0; None: as everybody's here

    def plain(self) -> dict[str, Any]:
        """The turn as JSON keeps it."""
        return {
            "text": self.text,
            "today": self.today.isoformat(),
            "changes": [change.plain() for change in self.changes],
            **({} if self.first_weekday is None else {"first_weekday": self.first_weekday}),
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Turn":
        """The turn that was kept."""
        changes = tuple(Change.from_plain(change) for change in plain["changes"])
        return cls(plain["text"], date.fromisoformat(plain["today"]), changes, plain.get("first_weekday"))
