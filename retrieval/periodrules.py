"""How dates and the words around them make periods: "since", "between … and …", "in the week of …"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from retrieval.calendar_words.reading import OTHER, Line
from retrieval.datemeaning import Anchor, Meaning
from retrieval.datespans import DateSpan, reread
from retrieval.intervals import Interval, shift_days, span, week_of

EARLIEST = date(1970, 1, 1)
"""Where "before 3 May" begins: older than every article, so that no period is unbounded."""

_DATE = "Z"  # stands for a whole date span, beside the signs of calendar_words.table.Sign
_RULES = {
    # Monday, Tuesday and Wednesday
    "listed": r"Z(?:,[tp]*Z)+,?a[tp]*Z",
    # between 28 April and 3 May; from Monday to Wednesday; pazartesiden cumaya kadar
    "between": r"[BOS]?[tp]{0,2}Z[t,]{0,2}[-iua][tp]{0,2}Z(?:[tb]{0,2}b|U)?|ZZU|ZZ[tb]{0,2}b",
    # in the week of 3 May; 3 Mayıs haftasında
    "week_of": r"kP?[tOp]{0,3}Z|Zk",
    "since": r"S[tpOP]{0,3}Z|Z[tp]?s|Ot?Za(?!Z)|Ot?Z",
    "after": r"F[tp]{0,2}Z|Zf",
    "before": r"E[tp]{0,2}Z|ZA",
    "until": r"u[tp]{0,2}Z|ZU",
    # yesterday in 2019
    "beside": r"Z[tpO,]{0,3}x?[tpO,]{0,3}Z",
    "alone": r"Z",
    # since the ceasefire
    "undatable": r"[SFEu]t{0,2}C|Cs|St{1,2}x",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that name a period, from code point `start` to `end`; without an interval, the reason for it."""

    start: int
    end: int
    interval: Interval | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    """A stretch of the outline that matched a rule."""

    signs: str
    spans: list[DateSpan]
    languages: frozenset[str]  # of the word before the first date


_Result = tuple[Interval | None, str | None]


def combine(line: Line, spans: list[DateSpan], today: date) -> Iterator[Claim]:
    """The periods that the dates of a question make with the words around them, from left to right."""
    outline, places = _outline(line, spans)
    rules, at = _patterns(), 0
    while at < len(outline):
        for name, rule in rules:
            match = rule.match(outline, at)
            result = match and _read(name, _matched(line, spans, places, match), today)
            if match and result:
                first, last = places[match.start()], places[match.end() - 1]
                yield Claim(_offsets(line, spans, first)[0], _offsets(line, spans, last)[1], *result)
                at = match.end() - 1
                break
        at += 1


def _outline(line: Line, spans: list[DateSpan]) -> tuple[str, list[int]]:
    """The line with one letter for each span, and for each letter its place: a sign's, or -1 minus the span's."""
    signs: list[str] = []
    places: list[int] = []
    at = 0
    for number, found in enumerate(spans):
        signs.extend(line.signs[at : found.first])
        places.extend(range(at, found.first))
        signs.append(_DATE)
        places.append(-1 - number)
        at = found.last + 1
    signs.extend(line.signs[at:])
    places.extend(range(at, len(line.signs)))
    return "".join(signs), places


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern)) for name, pattern in _RULES.items()]
