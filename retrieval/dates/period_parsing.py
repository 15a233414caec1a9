"""The periods that the dates of a question make with the words around them: "since Friday", "3 May or 7 May"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from retrieval.dates.expressions.meaning import Undated
from retrieval.dates.expressions.spans import DateSpan
from retrieval.dates.intervals import Interval
from retrieval.dates.period_meanings import Partly, Result
from retrieval.dates.period_pieces import Piece, pieces_of
from retrieval.dates.period_rules import RULES, patterns
from retrieval.dates.words.line import OTHER, Line


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """Words that name a period, from code point `start` to `end`.

    Without an interval there is a reason for it. `to_come` counts its days that have not come yet, and were cut off.
    `parts` are the words of time alone, without what may stand between them: "yesterday in Kobani in 2019".
    """

    start: int
    end: int
    interval: Interval | None
    reason: Undated | None = None
    parts: tuple[tuple[int, int], ...] = ()
    to_come: int = 0


def combine(line: Line, spans: list[DateSpan], today: date) -> Iterator[FoundPeriod]:
    """The periods that the dates of a question make with the words around them, from left to right."""
    for _, pieces, result in apply_rules(line, spans, today):
        parts = _parts(pieces)
        start, end = parts[0][0], parts[-1][1]
        if isinstance(result, Undated):
            yield FoundPeriod(start, end, None, result, parts)
        elif isinstance(result, Partly):
            yield FoundPeriod(start, end, result.interval, None, parts)
            unread = result.unread
            yield FoundPeriod(unread.start, unread.end, None, Undated.UNREAD, ((unread.start, unread.end),))
        else:
            yield FoundPeriod(start, end, result, None, parts)


def apply_rules(line: Line, spans: list[DateSpan], today: date) -> Iterator[tuple[str, list[Piece], Result]]:
    """The names of the rules that hold in a question, from left to right, with their pieces and what these mean."""
    pieces = list(pieces_of(line, spans))
    outline = "".join(piece.sign for piece in pieces)
    at = 0
    while at < len(outline):
        applied = _rule_at(pieces, outline, at, today)
        if applied:
            yield applied
        at += len(applied[1]) if applied else 1


def _rule_at(pieces: list[Piece], outline: str, at: int, today: date) -> tuple[str, list[Piece], Result] | None:
    for name, rule in patterns().items():
        match = rule.match(outline, at)
        matched = pieces[match.start() : match.end()] if match else []
        result = RULES[name].mean(matched, today) if matched else None
        if result is not None:
            return name, matched, result
    return None


def _parts(pieces: list[Piece]) -> tuple[tuple[int, int], ...]:
    """Where the words of a claim stand, those of other matters between them left out."""
    last = len(pieces) - 1
    groups = groupby(enumerate(pieces), key=lambda pair: pair[1].sign == OTHER and 0 < pair[0] < last)
    words = [[piece for _, piece in group if piece.end] for is_between, group in groups if not is_between]
    return tuple((_begin(run[0]), run[-1].end) for run in words if run)


def _begin(piece: Piece) -> int:
    """Of the other words before "since" only the last belongs to it."""
    return piece.value if piece.sign == OTHER else piece.start
