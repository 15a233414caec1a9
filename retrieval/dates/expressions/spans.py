"""The dates that a text names, each read as an interval from a given day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from retrieval.dates.expressions import absolute, counted, feasts, ordinals, relative, years
from retrieval.dates.expressions.meaning import Meaning, SpanRule
from retrieval.dates.expressions.phrases import Phrase, search
from retrieval.dates.words.line import Line
from retrieval.dates.words.signs import Sign
from retrieval.dates.words.table import DayPart


class PartOfDay(StrEnum):
    """A part of the day that words name."""

    DAWN = "dawn"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """An expression of a text, and what it means."""

    phrase: Phrase
    meaning: Meaning

    @property
    def start(self) -> int:
        """Where it begins in the text, in code points."""
        return self.phrase.lexemes[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text, in code points."""
        return self.phrase.lexemes[-1].end

    @property
    def daypart(self) -> PartOfDay | None:
        """The part of the day that the words name."""
        value = self.phrase.value(Sign.DAYPART)
        return None if value is None else PartOfDay(DayPart(value).name.lower())


def find_spans(line: Line, today: date, *, question: bool) -> list[DateSpan]:
    """The expressions of a text that name dates, names among them, from left to right. Linear time."""

    def read(phrase: Phrase) -> DateSpan | None:
        meaning = _rules()[phrase.rule](phrase, today)
        return DateSpan(phrase, meaning) if meaning else None

    return list(search(line, read, question=question))


def reread(span: DateSpan, today: date) -> Meaning:
    """What the same words mean on another day, or the old meaning where they mean nothing then."""
    return _rules()[span.phrase.rule](span.phrase, today) or span.meaning


@cache
def _rules() -> Mapping[str, SpanRule]:
    return {**absolute.RULES, **years.RULES, **relative.RULES, **counted.RULES, **ordinals.RULES, **feasts.RULES}
