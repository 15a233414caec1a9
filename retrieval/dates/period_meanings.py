"""What dates and the words around them mean together: "since Friday", "the day after 3 May", "between … and …"."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from retrieval.dates import intervals
from retrieval.dates.expressions.counted import FEW
from retrieval.dates.expressions.meaning import Anchor, Grain, Meaning, Undated
from retrieval.dates.expressions.spans import DateSpan, reread
from retrieval.dates.intervals import SATURDAY, Interval, one_day, shift_days, span
from retrieval.dates.period_pieces import Piece
from retrieval.dates.words.signs import NUMBER, Sign
from retrieval.dates.words.table import CLAUSE, ENDED, LASTING

# Where "before 3 May" begins: older than every article, so that no period is unbounded.
EARLIEST = date(1970, 1, 1)

# How far from the dates of the question before a day is.
_TOLD = {0: Undated.SAME_DAY, 1: Undated.DAY_AFTER, -1: Undated.DAY_BEFORE}


class Partly(NamedTuple):
    """An interval, and the date within that could not be placed in it: "Monday, in 2019"."""

    interval: Interval
    unread: DateSpan


# What a rule makes of words: an interval, with what is left of them, or the reason why there is none.
Result = Interval | Partly | Undated


def _spans(pieces: list[Piece]) -> list[DateSpan]:
    return [piece.span for piece in pieces if piece.span]


def _meaning(pieces: list[Piece]) -> Meaning:
    return _spans(pieces)[0].meaning


def _result(meaning: Meaning) -> Interval | Undated:
    """The interval of a date, or the reason why it has none."""
    return meaning.interval or meaning.reason or Undated.UNDATABLE


def alone(pieces: list[Piece], today: date) -> Interval | Undated:
    """The date itself."""
    return _result(_meaning(pieces))


def since(pieces: list[Piece], today: date) -> Result | None:
    """The days from the first of a date up to today.

    Arabic and Kurmanji say "from" for since (من الجمعة, ji înê ve), but "of Friday" is no beginning.
    """
    languages = pieces[0].languages
    if pieces[0].sign == Sign.OF and not ("ar" in languages or ("ku" in languages and len(pieces) > 2)):
        return None
    found = alone(pieces, today)
    if isinstance(found, Undated) or found.start > today:
        return found
    return span(found.start, today)


def after(pieces: list[Piece], today: date) -> Result:
    """From the day behind a date up to today."""
    found = alone(pieces, today)
    if isinstance(found, Undated):
        return found
    first = shift_days(found.end, 1)
    return Undated.FUTURE if first > today else span(first, today)


def before(pieces: list[Piece], today: date) -> Result:
    """All days up to the one before a date."""
    found = alone(pieces, today)
    return found if isinstance(found, Undated) else _up_to(shift_days(found.start, -1))


def until(pieces: list[Piece], today: date) -> Result | None:
    """All days up to a date, unless it is to come."""
    found = alone(pieces, today)
    if isinstance(found, Undated):
        return found
    return _up_to(found.end) if found.end < today else None


def _up_to(day: date) -> Interval:
    return Interval(min(EARLIEST, day.replace(month=1, day=1)), day)


def week_of(pieces: list[Piece], today: date) -> Result | None:
    """The week around a day, or the day of that name in it."""
    *days, last = _spans(pieces)
    if last.meaning.interval is None or last.meaning.grain is not Grain.DAY:
        return last.meaning.reason
    week = intervals.week_of(last.meaning.interval.start)
    return _result(reread(days[0], week.end)) if days else week


def counted(pieces: list[Piece], today: date) -> Result:
    """So many days after or before a date is one day, so many weeks are the dates between."""
    found = alone(pieces, today)
    if isinstance(found, Undated):
        return found
    number = next((piece.value for piece in pieces if piece.sign in NUMBER), 1) or FEW
    told = next((piece.value for piece in pieces if piece.sign == Sign.TOLD_DAY), None)
    if told == 0:
        return found
    weeks = _has(pieces, Sign.WEEK)
    edge, step = (found.end, 1) if _has(pieces, Sign.AFTER) or (told or 0) > 0 else (found.start, -1)
    far = shift_days(edge, step * number * (7 if weeks else 1))
    return span(shift_days(edge, step), far) if weeks else one_day(far)


def between(pieces: list[Piece], today: date) -> Result | None:
    """From the start of the first date to the end of the last.

    A first date without a year comes before the last.
    """
    first, *_, last = _spans(pieces)
    if first.meaning.interval is None or last.meaning.interval is None:
        return first.meaning.reason or last.meaning.reason
    end = _end(first, last, today)
    start = reread(first, end.end).interval if first.meaning.anchor is Anchor.FLOATING else first.meaning.interval
    return start.hull(end) if start else None


def _end(first: DateSpan, last: DateSpan, today: date) -> Interval:
    """The last date: one without a year lies within a year behind a first date that has one."""
    begun, ended = first.meaning.interval, last.meaning.interval
    assert begun is not None and ended is not None
    if first.meaning.anchor is Anchor.ABSOLUTE and last.meaning.anchor is Anchor.FLOATING:
        return reread(last, min(today, shift_days(begun.start, 365))).interval or ended
    return ended


def beside(pieces: list[Piece], today: date) -> Result | None:
    """Two dates side by side: what they have in common.

    Where that is nothing, they contradict each other if one is counted from today.
    """
    first, second = _spans(pieces)
    one, other = first.meaning, second.meaning
    if one.interval is None or other.interval is None:
        return None
    if first.phrase.signs == Sign.WEEKEND and other.grain is Grain.DAY:  # the weekend of 7 May
        saturday = intervals.day_of_week(intervals.week_of(other.interval.start), SATURDAY)
        return span(saturday, shift_days(saturday, 1))
    common = one.interval.intersection(other.interval)
    if common:
        return common
    if first.phrase.rule == second.phrase.rule:
        return one.interval.hull(other.interval)
    fine, coarse = (first, second) if one.interval.days <= other.interval.days else (second, first)
    if fine.meaning.anchor is Anchor.RELATIVE:
        return Undated.CONTRADICTORY if coarse.meaning.anchor is Anchor.ABSOLUTE else None
    return _inside(fine, coarse) if fine.meaning.anchor is Anchor.FLOATING else None


def _inside(fine: DateSpan, coarse: DateSpan) -> Interval | Partly | None:
    """A day without a year inside a period, a weekday only inside a week: "on the 5th, in May 2022"."""
    period = coarse.meaning.interval
    if period is None or coarse.meaning.grain is Grain.DAY:
        return None
    day = reread(fine, period.end).interval
    fixed = fine.phrase.rule != "weekday" or period.days <= 7
    return day if day and fixed and period.contains(day) else Partly(period, fine)


def undatable(pieces: list[Piece], today: date) -> Result | None:
    """Events have no date that we know. "In the war" may be a place as well, "during the war" not."""
    first, event = pieces[0], next(piece for piece in pieces if piece.sign == Sign.EVENT)
    if first is event and len(pieces) == 1:
        return Undated.UNDATABLE if event.value == ENDED else None
    lasts = first.value == LASTING or _has(pieces, Sign.PART)
    if first.sign == Sign.PREPOSITION and not lasts:
        return None
    return Undated.UNDATABLE if first.sign != Sign.OF or "ku" in first.languages else None


def clause(pieces: list[Piece], today: date) -> Result | None:
    """Clauses have no date: "since they left", "saldırılar başladığından beri".

    "Starting" and "until now" have no clause beside them.
    """
    first, last = pieces[0], pieces[-1]
    if last.sign == Sign.SINCE_BEHIND:
        return Undated.UNDATABLE if last.value == CLAUSE else None
    if first.sign == Sign.OF:
        return Undated.UNDATABLE if "ku" in first.languages else None
    return Undated.UNDATABLE if first.value == CLAUSE or len(pieces) > 2 else None


def _has(pieces: list[Piece], sign: Sign) -> bool:
    return any(piece.sign == sign for piece in pieces)


def unread(pieces: list[Piece], today: date) -> Result:
    """Words of time that no rule reads: what they leave of a date is none."""
    return Undated.UNREAD


def told(pieces: list[Piece], today: date) -> Result:
    """A day that is counted from the dates of the question before."""
    return _TOLD.get(pieces[-1].value, Undated.SAME_DAY)


def vague(pieces: list[Piece], today: date) -> Result:
    """A wish for the newest: "recently"."""
    return Undated.VAGUE
