"""How dates and the words around them make periods: "since", "between … and …", "in the week of …"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from retrieval.dates.intervals import SATURDAY, Interval, one_day, shift_days, span, week_of
from retrieval.dates.meaning import Anchor, Grain, Meaning
from retrieval.dates.period_pieces import Piece
from retrieval.dates.spans import DateSpan, reread
from retrieval.dates.words.table import CLAUSE, ENDED, LASTING, MOVABLE

EARLIEST = date(1970, 1, 1)
"""Where "before 3 May" begins: older than every article, so that no period is unbounded."""

_OF_EVENT = r"(?:CC?[tpO]{0,3})?"  # since the earthquake of 6 February

VAGUE = "vague"
"""The reason why "recently" has no interval: a wish for the newest, where nothing else is said of the time."""

RULES = {
    # Monday, Tuesday and Wednesday
    "between": r"Z(?:,[tp]{0,2}Z){1,6},?a[tp]{0,2}Z"
    # between 28 April and 3 May; from Monday to Wednesday; pazartesiden cumaya kadar
    r"|[BOS]?[tp]{0,2}Z[t,.]{0,2}[-iua][tp]{0,2}Z(?:[tb]{0,2}b|U)?|B[tp]{0,2}ZZ|ZZ(?:U|[tb]{0,2}b)",
    # in the week of 3 May; Monday in the week of 3 May; 3 Mayıs haftasında
    "week_of": r"(?:Z[tpO]{0,2})?kP?[tOp]{0,3}Z|Zk",
    "since": rf"[SO]?[tpO]{{0,3}}Z[tp]?C?s|S[tpO]{{0,3}}{_OF_EVENT}Z|Ot?Z(?:a(?!Z))?",
    # the day after 3 May; the week before 3 May
    "counted": r"[dn]?[jk][FE]t?Z",
    "after": rf"F[tp]{{0,2}}{_OF_EVENT}Z|ZC?f",
    "before": rf"E[tp]{{0,2}}{_OF_EVENT}Z|ZC?A",
    "until": rf"u[tp]{{0,2}}{_OF_EVENT}Z|ZU",
    # yesterday in 2019
    "beside": r"Z[tpO,]{0,3}(?:xp[tO]{0,2})?Z",
    "alone": r"Z",
    # since the ceasefire; before the start of the war; ateşkesten beri; ji destpêka şer ve; during the siege
    "undatable": r"[SFEup]t{0,2}(?:P[tO]{0,3})?C|CP?[sAf]|OP?Ca|Bt{0,2}C|C",
    # since they left; since the start of the raids; rejimin düşüşünden beri
    "clause": r"St{0,2}(?:P[tO]{0,3})?x|OPxa|xP?s",
    # recently
    "vague": r"[pO]{0,2}c",
}


Result = tuple[Interval | None, str | None]
_NO_DATE: Result = (None, "undatable")
Reader = Callable[[list[Piece], date], Result | None]


def _spans(pieces: list[Piece]) -> list[DateSpan]:
    return [piece.span for piece in pieces if piece.span]


def _meaning(pieces: list[Piece]) -> Meaning:
    return _spans(pieces)[0].meaning


def _alone(pieces: list[Piece], today: date) -> Result:
    meaning = _meaning(pieces)
    return meaning.interval, meaning.reason


def _since(pieces: list[Piece], today: date) -> Result | None:
    """Arabic and Kurmanji say "from" for since (من الجمعة, ji înê ve); "of Friday" is no beginning."""
    if pieces[0].sign == "O" and not ("ar" in pieces[0].languages or ("ku" in pieces[0].languages and len(pieces) > 2)):
        return None
    interval, reason = _alone(pieces, today)
    if interval is None or interval.start > today:
        return interval, reason
    return span(interval.start, today), None


def _after(pieces: list[Piece], today: date) -> Result:
    interval, reason = _alone(pieces, today)
    if interval is None:
        return None, reason
    first = shift_days(interval.end, 1)
    return (None, "future") if first > today else (span(first, today), None)


def _before(pieces: list[Piece], today: date) -> Result:
    interval, reason = _alone(pieces, today)
    return (_up_to(shift_days(interval.start, -1)), None) if interval else (None, reason)


def _until(pieces: list[Piece], today: date) -> Result | None:
    interval, reason = _alone(pieces, today)
    if interval is None:
        return None, reason
    return (_up_to(interval.end), None) if interval.end < today else None


def _up_to(day: date) -> Interval:
    return Interval(min(EARLIEST, day.replace(month=1, day=1)), day)


def _week_of(pieces: list[Piece], today: date) -> Result | None:
    *days, last = _spans(pieces)
    if last.meaning.interval is None or last.meaning.grain is not Grain.DAY:
        return (None, last.meaning.reason) if last.meaning.reason else None
    week = week_of(last.meaning.interval.start)
    return (reread(days[0], week.end).interval, None) if days else (week, None)


def _counted(pieces: list[Piece], today: date) -> Result:
    """So many days after or before a date is one day; weeks are the dates between."""
    interval, reason = _alone(pieces, today)
    if interval is None:
        return None, reason
    number = next((piece.value for piece in pieces if piece.sign in "dn"), 1)
    weeks, after = any(piece.sign == "k" for piece in pieces), any(piece.sign == "F" for piece in pieces)
    edge, step = (interval.end, 1) if after else (interval.start, -1)
    far = shift_days(edge, step * number * (7 if weeks else 1))
    return (span(shift_days(edge, step), far) if weeks else one_day(far)), None


def _between(pieces: list[Piece], today: date) -> Result | None:
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


def _beside(pieces: list[Piece], today: date) -> Result | None:
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


def _inside(fine: DateSpan, coarse: DateSpan) -> Result | None:
    """A day without a year inside a period: "on the 5th, in May 2022"; a weekday only inside a week."""
    period = coarse.meaning.interval
    if period is None or coarse.meaning.grain is Grain.DAY:
        return None
    day = reread(fine, period.end).interval
    fixed = fine.phrase.rule != "weekday" or period.days <= 7
    return (day if day and fixed and period.contains(day) else period), None


def _undatable(pieces: list[Piece], today: date) -> Result | None:
    """Events have no date that we know. "In the war" may be a place as well, "during the war" and "in Ramadan" not."""
    first, event = pieces[0], next(piece for piece in pieces if piece.sign == "C")
    if first is event and len(pieces) == 1:
        return _NO_DATE if event.value == ENDED else None
    if first.sign == "p" and not (first.value == LASTING or event.value == MOVABLE or _begins_or_ends(pieces)):
        return None
    return _NO_DATE if first.sign != "O" or "ku" in first.languages else None


def _clause(pieces: list[Piece], today: date) -> Result | None:
    """ "since they left", "saldırılar başladığından beri"; "starting" and "until now" have no clause beside them."""
    first, last = pieces[0], pieces[-1]
    if last.sign == "s":
        return _NO_DATE if last.value == CLAUSE else None
    if first.sign == "O":
        return _NO_DATE if "ku" in first.languages else None
    return _NO_DATE if first.value == CLAUSE or len(pieces) > 2 else None


def _begins_or_ends(pieces: list[Piece]) -> bool:
    return any(piece.sign == "P" for piece in pieces)


def _vague(pieces: list[Piece], today: date) -> Result:
    return None, VAGUE


READERS: Mapping[str, Reader] = {
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
    "clause": _clause,
    "vague": _vague,
}
