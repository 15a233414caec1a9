"""The periods that the dates of a question make with the words around them: "since Friday", "3 May or 7 May"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

from retrieval.dates.intervals import Interval
from retrieval.dates.period_pieces import Piece, pieces_of
from retrieval.dates.period_rules import READERS, RULES
from retrieval.dates.spans import DateSpan
from retrieval.dates.words.line import OTHER, Line


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """Words that name a period, from code point `start` to `end`; without an interval, the reason for it.

    `parts` are the words of time alone, without what may stand between them: "yesterday in Kobani in 2019".
    """

    start: int
    end: int
    interval: Interval | None
    reason: str | None = None
    parts: tuple[tuple[int, int], ...] = ()


def combine(line: Line, spans: list[DateSpan], today: date) -> Iterator[FoundPeriod]:
    """The periods that the dates of a question make with the words around them, from left to right."""
    pieces = list(pieces_of(line, spans))
    outline = "".join(piece.sign for piece in pieces)
    at = 0
    while at < len(outline):
        claim, length = _claim(pieces, outline, at, today)
        if claim:
            yield claim
        at += length


def _claim(pieces: list[Piece], outline: str, at: int, today: date) -> tuple[FoundPeriod | None, int]:
    """What begins at a place of the outline, and how many letters it takes."""
    for name, rule in _patterns():
        match = rule.match(outline, at)
        matched = pieces[match.start() : match.end()] if match else []
        result = READERS[name](matched, today) if matched else None
        if result:
            parts = _parts(matched)
            return FoundPeriod(parts[0][0], parts[-1][1], *result, parts), len(matched)
    return None, 1


def _parts(pieces: list[Piece]) -> tuple[tuple[int, int], ...]:
    """Where the words of a claim stand, those of other matters between them left out."""
    last = len(pieces) - 1
    groups = groupby(enumerate(pieces), key=lambda pair: pair[1].sign == OTHER and 0 < pair[0] < last)
    words = [[piece for _, piece in group if piece.end] for is_between, group in groups if not is_between]
    return tuple((_begin(run[0]), run[-1].end) for run in words if run)


def _begin(piece: Piece) -> int:
    """Of the other words before "since" only the last belongs to it."""
    return piece.value if piece.sign == OTHER else piece.start


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern)) for name, pattern in RULES.items()]
