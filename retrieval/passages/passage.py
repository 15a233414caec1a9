"""A passage as it is found: with its evidence, its score, and the places that it names."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from retrieval.answers import EventWhen
from retrieval.index.embedding import Vectors
from retrieval.library.models import Role

# Headings of the development articles are shorter than this nine times in ten, their lead sentences longer.
HEADING_CHARACTERS = 90


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with the best evidence for its place and its date."""

    passage_id: int
    version_id: int
    article_id: str
    ordinal: int
    start: int
    end: int
    topics: frozenset[str]
    article_topics: frozenset[str]
    publisher: str
    published_at: datetime | None
    place_role: Role | None = None  # None: no place was asked
    place_ids: frozenset[str] = frozenset()  # of the asked ones
    period_role: Role | None = None
    event: EventWhen | None = None  # None: only the publication date is known

    @property
    def is_background(self) -> bool:
        """Whether its own words date it by a month or a year only: it tells of times, not of an event."""
        return self.event is not None and not self.event.is_exact

    @property
    def day(self) -> date:
        """The last day of its event, or of its publication where no event is dated; the first of all for neither."""
        if self.event is not None:
            return self.event.interval.end
        return self.published_at.date() if self.published_at else date.min

    @property
    def is_heading(self) -> bool:
        """Whether it is too short for a sentence of a report: a heading, a caption or a credit."""
        return self.end - self.start < HEADING_CHARACTERS


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage that passed, with its score.

    Higher is better, comparable within one question.
    """

    passage: Candidate
    score: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search brought."""

    passages: tuple[Scored, ...]  # that passed every gate, best first
    considered: int  # passages that concern the place and the period, whatever their topic
    index_away: bool = False
    vector: Vectors | None = field(default=None, compare=False)  # of the question, where it was needed


class PlacedPassage(NamedTuple):
    """A passage with the places that it names."""

    passage: Candidate
    places: frozenset[str]
