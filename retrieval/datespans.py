"""The dates that a text names, each read as an interval from a given day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from retrieval import absolutedates, relativedates
from retrieval.calendar_words.reading import Line
from retrieval.calendar_words.table import DayPart
from retrieval.datemeaning import Meaning
from retrieval.daterules import Phrase, candidates

Reader = Callable[[Phrase, date], Meaning | None]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """An expression of a text with its meaning; `first` and `last` count the signs of the line, both included."""

    phrase: Phrase
    meaning: Meaning

    @property
    def first(self) -> int:
        return self.phrase.first

    @property
    def last(self) -> int:
        return self.phrase.last

    @property
    def daypart(self) -> str | None:
        """The part of the day that the words name, in lower case."""
        value = self.phrase.value("R")
        return None if value is None else DayPart(value).name.lower()


def find_spans(line: Line, today: date, *, question: bool) -> list[DateSpan]:
    """The expressions of a text that name dates, from left to right, read on the day `today`. Linear time."""
    spans: list[DateSpan] = []
    search = candidates(line, question=question)
    phrases = next(search, None)
    while phrases is not None:
        span = _first_that_means_something(phrases, today)
        if span:
            spans.append(span)
        try:
            phrases = search.send(span.phrase if span else None)
        except StopIteration:
            break
    return spans


def reread(span: DateSpan, today: date) -> Meaning:
    """What the same words mean on another day; the old meaning where they mean nothing then."""
    return _readers()[span.phrase.rule](span.phrase, today) or span.meaning


def _first_that_means_something(phrases: list[Phrase], today: date) -> DateSpan | None:
    for phrase in phrases:
        meaning = _readers()[phrase.rule](phrase, today)
        if meaning:
            return DateSpan(phrase, meaning)
    return None


@cache
def _readers() -> Mapping[str, Reader]:
    return {**absolutedates.READERS, **relativedates.READERS}
