"""How dates and the words around them make periods: "since", "between … and …", "in the week of …"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from retrieval.calendar_words.reading import Line
from retrieval.datemeaning import Anchor, Grain, Meaning
from retrieval.datespans import DateSpan, reread
from retrieval.intervals import SATURDAY, Interval, one_day, shift_days, span, week_of

EARLIEST = date(1970, 1, 1)
"""Where "before 3 May" begins: older than every article, so that no period is unbounded."""

_DATE = "Z"  # stands for a whole date span, beside the signs of calendar_words.table.Sign
_RULES = {
    # Monday, Tuesday and Wednesday
    "between": r"Z(?:,[tp]{0,2}Z){1,6},?a[tp]{0,2}Z"
    # between 28 April and 3 May; from Monday to Wednesday; pazartesiden cumaya kadar
    r"|[BOS]?[tp]{0,2}Z[t,]{0,2}[-iua][tp]{0,2}Z(?:[tb]{0,2}b|U)?|B[tp]{0,2}ZZ|ZZ(?:U|[tb]{0,2}b)",
    # in the week of 3 May; Monday in the week of 3 May; 3 Mayıs haftasında
    "week_of": r"(?:Z[tpO]{0,2})?kP?[tOp]{0,3}Z|Zk",
    "since": r"[SO]?[tpO]{0,3}Z[tp]?s|S[tpO]{0,3}Z|Ot?Z(?:a(?!Z))?",
    # the day after 3 May; the week before 3 May
    "counted": r"[dn]?[jk][FE]t?Z",
    "after": r"F[tp]{0,2}Z|Zf",
    "before": r"E[tp]{0,2}Z|ZA",
    "until": r"u[tp]{0,2}Z|ZU",
    # yesterday in 2019
    "beside": r"Z[tpO,]{0,3}(?:xp[tO]{0,2})?Z",
    "alone": r"Z",
    # since the ceasefire
    "undatable": r"[SFEu]t{0,2}C|C[sAf]|OCa|St{1,2}x",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that name a period, from code point `start` to `end`; without an interval, the reason for it."""

    start: int
    end: int
    interval: Interval | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A date span, or a word between spans: its letter in the outline, its place in the text, its languages."""

    sign: str
    start: int
    end: int
    value: int = 0
    span: DateSpan | None = None
    languages: frozenset[str] = frozenset()


_Result = tuple[Interval | None, str | None]
_Reader = Callable[[list[_Piece], date], _Result | None]


def combine(line: Line, spans: list[DateSpan], today: date) -> Iterator[Claim]:
    """The periods that the dates of a question make with the words around them, from left to right."""
    pieces = list(_pieces(line, spans))
    outline = "".join(piece.sign for piece in pieces)
    at = 0
    while at < len(outline):
        claim, length = _claim(pieces, outline, at, today)
        if claim:
            yield claim
        at += length


def _claim(pieces: list[_Piece], outline: str, at: int, today: date) -> tuple[Claim | None, int]:
    """What begins at a place of the outline, and how many letters it takes."""
    for name, rule in _patterns():
        match = rule.match(outline, at)
        matched = pieces[match.start() : match.end()] if match else []
        result = _READERS[name](matched, today) if matched else None
        if result:
            return Claim(matched[0].start, matched[-1].end, *result), len(matched)
    return None, 1


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern)) for name, pattern in _RULES.items()]


def _pieces(line: Line, spans: list[DateSpan]) -> Iterator[_Piece]:
    at = 0
    for found in spans:
        yield from _words(line, at, found.phrase.first)
        lexemes = found.phrase.lexemes
        yield _Piece(_DATE, lexemes[0].start, lexemes[-1].end, span=found)
        at = found.phrase.last + 1
    yield from _words(line, at, len(line.signs))


def _words(line: Line, start: int, end: int) -> Iterator[_Piece]:
    for sign, lexeme in zip(line.signs[start:end], line.lexemes[start:end], strict=True):
        if lexeme is None:
            yield _Piece(sign, 0, 0)
        else:
            yield _Piece(sign, lexeme.start, lexeme.end, lexeme.value, languages=lexeme.languages)


def _spans(pieces: list[_Piece]) -> list[DateSpan]:
    return [piece.span for piece in pieces if piece.span]


def _meaning(pieces: list[_Piece]) -> Meaning:
    return _spans(pieces)[0].meaning


def _alone(pieces: list[_Piece], today: date) -> _Result:
    meaning = _meaning(pieces)
    return meaning.interval, meaning.reason


def _since(pieces: list[_Piece], today: date) -> _Result | None:
    """Arabic and Kurmanji say "from" for since (من الجمعة, ji înê ve); "of Friday" is no beginning."""
    if pieces[0].sign == "O" and not ("ar" in pieces[0].languages or ("ku" in pieces[0].languages and len(pieces) > 2)):
        return None
    interval, reason = _alone(pieces, today)
    if interval is None or interval.start > today:
        return interval, reason
    return span(interval.start, today), None


def _after(pieces: list[_Piece], today: date) -> _Result:
    interval, reason = _alone(pieces, today)
    if interval is None:
        return None, reason
    first = shift_days(interval.end, 1)
    return (None, "future") if first > today else (span(first, today), None)


def _before(pieces: list[_Piece], today: date) -> _Result:
    interval, reason = _alone(pieces, today)
    return (span(EARLIEST, shift_days(interval.start, -1)), None) if interval else (None, reason)


def _until(pieces: list[_Piece], today: date) -> _Result | None:
    interval, reason = _alone(pieces, today)
    if interval is None:
        return None, reason
    return (span(EARLIEST, interval.end), None) if interval.end < today else None


def _week_of(pieces: list[_Piece], today: date) -> _Result | None:
    *days, last = _spans(pieces)
    if last.meaning.interval is None or last.meaning.grain is not Grain.DAY:
        return (None, last.meaning.reason) if last.meaning.reason else None
    week = week_of(last.meaning.interval.start)
    return (reread(days[0], week.end).interval, None) if days else (week, None)


def _counted(pieces: list[_Piece], today: date) -> _Result:
    """So many days after or before a date is one day; weeks are the dates between."""
    interval, reason = _alone(pieces, today)
    if interval is None:
        return None, reason
    number = next((piece.value for piece in pieces if piece.sign in "dn"), 1)
    weeks, after = any(piece.sign == "k" for piece in pieces), any(piece.sign == "F" for piece in pieces)
    edge, step = (interval.end, 1) if after else (interval.start, -1)
    far = shift_days(edge, step * number * (7 if weeks else 1))
    return (span(shift_days(edge, step), far) if weeks else one_day(far)), None


def _between(pieces: list[_Piece], today: date) -> _Result | None:
    """From the start of the first date to the end of the last; a first date without a year comes before the last."""
    first, *_, last = _spans(pieces)
    if first.meaning.interval is None or last.meaning.interval is None:
        return None, first.meaning.reason or last.meaning.reason
    end = _end(first, last, today)
    start = reread(first, end.end).interval if first.meaning.anchor is Anchor.FLOATING else first.meaning.interval
    return (start.hull(end), None) if start else None


def _end(first: DateSpan, last: DateSpan, today: date) -> Interval:
    """The last date; one without a year lies within a year behind a first date that has one."""
    begun, ended = first.meaning.interval, last.meaning.interval
    assert begun is not None and ended is not None
    if first.meaning.anchor is Anchor.ABSOLUTE and last.meaning.anchor is Anchor.FLOATING:
        return reread(last, min(today, shift_days(begun.start, 365))).interval or ended
    return ended


def _beside(pieces: list[_Piece], today: date) -> _Result | None:
    """Two dates side by side: what they have in common; else they contradict, if one is counted from today."""
    first, second = _spans(pieces)
    one, other = first.meaning, second.meaning
    if one.interval is None or other.interval is None:
        return None
    if first.phrase.signs == "e" and other.grain is Grain.DAY:  # the weekend of 7 May
        week = week_of(other.interval.start)
        return span(shift_days(week.start, SATURDAY), week.end), None
    common = one.interval.intersection(other.interval)
    if common:
        return common, None
    if first.phrase.rule == second.phrase.rule:
        return one.interval.hull(other.interval), None
    fine, coarse = sorted(
        _spans(pieces), key=lambda found: found.meaning.interval.days if found.meaning.interval else 0
    )
    if fine.meaning.anchor is Anchor.RELATIVE:
        return (None, "contradictory") if coarse.meaning.anchor is Anchor.ABSOLUTE else None
    return _inside(fine, coarse) if fine.meaning.anchor is Anchor.FLOATING else None


def _inside(fine: DateSpan, coarse: DateSpan) -> _Result | None:
    """A day without a year inside a period: "on the 5th, in May 2022"; a weekday only inside a week."""
    period = coarse.meaning.interval
    if period is None or coarse.meaning.grain is Grain.DAY:
        return None
    day = reread(fine, period.end).interval
    fixed = fine.phrase.rule != "weekday" or period.days <= 7
    return (day if day and fixed and period.contains(day) else period), None


def _undatable(pieces: list[_Piece], today: date) -> _Result:
    return None, "undatable"


_READERS: Mapping[str, _Reader] = {
    "between": _between,
    "week_of": _week_of,
    "since": _since,
    "counted": _counted,
    "after": _after,
    "before": _before,
    "until": _until,
    "beside": _beside,
    "alone": _alone,
    "undatable": _undatable,
}
