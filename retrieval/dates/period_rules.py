"""How dates and the words around them make periods: "since", "between … and …", "in the week of …".

A question is matched as a string of letters, one for each date or word, and the rules are written in the names of
these letters. See `docs/alphabets.md`, which also tells how to add a rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import NamedTuple

from retrieval.dates.expressions.meaning import Anchor, Grain, Meaning, Undated
from retrieval.dates.expressions.spans import DateSpan, reread
from retrieval.dates.intervals import SATURDAY, Interval, one_day, shift_days, span, week_of
from retrieval.dates.period_pieces import DATE, Piece
from retrieval.dates.words.signs import LETTERS, NUMBER, Sign
from retrieval.dates.words.table import CLAUSE, ENDED, LASTING, MOVABLE
from retrieval.text.outline import Alphabet, pattern

# Where "before 3 May" begins: older than every article, so that no period is unbounded.
EARLIEST = date(1970, 1, 1)

# What a rule makes of words: an interval, or the reason why there is none.
Result = Interval | Undated


class PeriodRule(NamedTuple):
    """One way to name a period: what is written so, separated by semicolons, the pattern, and what it means.

    `mean` takes the matched pieces and the day on which is asked; it gives None where the words are no period after
    all.
    """

    examples: str
    ways: str
    mean: Callable[[list[Piece], date], Result | None]


def _spans(pieces: list[Piece]) -> list[DateSpan]:
    return [piece.span for piece in pieces if piece.span]


def _meaning(pieces: list[Piece]) -> Meaning:
    return _spans(pieces)[0].meaning


def _result(meaning: Meaning) -> Result:
    """The interval of a date, or the reason why it has none."""
    return meaning.interval or meaning.reason or Undated.UNDATABLE


def _alone(pieces: list[Piece], today: date) -> Result:
    return _result(_meaning(pieces))


def _since(pieces: list[Piece], today: date) -> Result | None:
    """From the first of a date up to today.

    Arabic and Kurmanji say "from" for since (من الجمعة, ji înê ve), but "of Friday" is no beginning.
    """
    languages = pieces[0].languages
    if pieces[0].sign == Sign.OF and not ("ar" in languages or ("ku" in languages and len(pieces) > 2)):
        return None
    found = _alone(pieces, today)
    if isinstance(found, Undated) or found.start > today:
        return found
    return span(found.start, today)


def _after(pieces: list[Piece], today: date) -> Result:
    found = _alone(pieces, today)
    if isinstance(found, Undated):
        return found
    first = shift_days(found.end, 1)
    return Undated.FUTURE if first > today else span(first, today)


def _before(pieces: list[Piece], today: date) -> Result:
    found = _alone(pieces, today)
    return found if isinstance(found, Undated) else _up_to(shift_days(found.start, -1))


def _until(pieces: list[Piece], today: date) -> Result | None:
    found = _alone(pieces, today)
    if isinstance(found, Undated):
        return found
    return _up_to(found.end) if found.end < today else None


def _up_to(day: date) -> Interval:
    return Interval(min(EARLIEST, day.replace(month=1, day=1)), day)


def _week_of(pieces: list[Piece], today: date) -> Result | None:
    *days, last = _spans(pieces)
    if last.meaning.interval is None or last.meaning.grain is not Grain.DAY:
        return last.meaning.reason
    week = week_of(last.meaning.interval.start)
    return _result(reread(days[0], week.end)) if days else week


def _counted(pieces: list[Piece], today: date) -> Result:
    """So many days after or before a date is one day, so many weeks are the dates between."""
    found = _alone(pieces, today)
    if isinstance(found, Undated):
        return found
    number = next((piece.value for piece in pieces if piece.sign in NUMBER), 1)
    weeks = _has(pieces, Sign.WEEK)
    edge, step = (found.end, 1) if _has(pieces, Sign.AFTER) else (found.start, -1)
    far = shift_days(edge, step * number * (7 if weeks else 1))
    return span(shift_days(edge, step), far) if weeks else one_day(far)


def _between(pieces: list[Piece], today: date) -> Result | None:
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


def _beside(pieces: list[Piece], today: date) -> Result | None:
    """Two dates side by side: what they have in common.

    Where that is nothing, they contradict each other if one is counted from today.
    """
    first, second = _spans(pieces)
    one, other = first.meaning, second.meaning
    if one.interval is None or other.interval is None:
        return None
    if first.phrase.signs == Sign.WEEKEND and other.grain is Grain.DAY:  # the weekend of 7 May
        week = week_of(other.interval.start)
        return span(shift_days(week.start, SATURDAY), week.end)
    common = one.interval.intersection(other.interval)
    if common:
        return common
    if first.phrase.rule == second.phrase.rule:
        return one.interval.hull(other.interval)
    fine, coarse = (first, second) if one.interval.days <= other.interval.days else (second, first)
    if fine.meaning.anchor is Anchor.RELATIVE:
        return Undated.CONTRADICTORY if coarse.meaning.anchor is Anchor.ABSOLUTE else None
    return _inside(fine, coarse) if fine.meaning.anchor is Anchor.FLOATING else None


def _inside(fine: DateSpan, coarse: DateSpan) -> Result | None:
    """A day without a year inside a period, a weekday only inside a week: "on the 5th, in May 2022"."""
    period = coarse.meaning.interval
    if period is None or coarse.meaning.grain is Grain.DAY:
        return None
    day = reread(fine, period.end).interval
    fixed = fine.phrase.rule != "weekday" or period.days <= 7
    return day if day and fixed and period.contains(day) else period


def _undatable(pieces: list[Piece], today: date) -> Result | None:
    """Events have no date that we know. "In the war" may be a place as well, "during the war" and "in Ramadan" not."""
    first, event = pieces[0], next(piece for piece in pieces if piece.sign == Sign.EVENT)
    if first is event and len(pieces) == 1:
        return Undated.UNDATABLE if event.value == ENDED else None
    lasts = first.value == LASTING or event.value == MOVABLE or _has(pieces, Sign.PART)
    if first.sign == Sign.PREPOSITION and not lasts:
        return None
    return Undated.UNDATABLE if first.sign != Sign.OF or "ku" in first.languages else None


def _clause(pieces: list[Piece], today: date) -> Result | None:
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


def _vague(pieces: list[Piece], today: date) -> Result:
    return Undated.VAGUE


# The rules by name, the one to be preferred first.
RULES = {
    "between": PeriodRule(
        "Monday, Tuesday and Wednesday; between 28 April and 3 May; from Monday to Wednesday; "
        "pazartesiden cumaya kadar",
        """
        DATE (?: COMMA [ARTICLE PREPOSITION]{0,2} DATE){1,6} COMMA? AND [ARTICLE PREPOSITION]{0,2} DATE
        | [BETWEEN OF SINCE]? [ARTICLE PREPOSITION]{0,2} DATE [ARTICLE COMMA DOT]{0,2} JOINT
            [ARTICLE PREPOSITION]{0,2} DATE (?: [ARTICLE BETWEEN_BEHIND]{0,2} BETWEEN_BEHIND | UNTIL_BEHIND)?
        | BETWEEN [ARTICLE PREPOSITION]{0,2} DATE DATE
        | DATE DATE (?: UNTIL_BEHIND | [ARTICLE BETWEEN_BEHIND]{0,2} BETWEEN_BEHIND)
        """,
        _between,
    ),
    "week_of": PeriodRule(
        "in the week of 3 May; Monday in the week of 3 May; 3 Mayıs haftasında",
        "(?: DATE LINK{0,2})? WEEK PART? LINK{0,3} DATE | DATE WEEK",
        _week_of,
    ),
    "since": PeriodRule(
        "since Friday; since the earthquake of 6 February; cumadan beri; ji înê ve; من الجمعة",
        """
        [SINCE OF]? LINK{0,3} DATE [ARTICLE PREPOSITION]? EVENT? SINCE_BEHIND
        | SINCE LINK{0,3} OF_EVENT? DATE
        | OF ARTICLE? DATE (?: AND (?! DATE))?
        """,
        _since,
    ),
    "counted": PeriodRule(
        "the day after 3 May; the week before 3 May; two days after 3 May",
        "NUMBER? [DAY WEEK] [AFTER BEFORE] ARTICLE? DATE",
        _counted,
    ),
    "after": PeriodRule(
        "after 3 May; after the earthquake of 6 February; 3 Mayıs'tan sonra",
        "AFTER [ARTICLE PREPOSITION]{0,2} OF_EVENT? DATE | DATE EVENT? AFTER_BEHIND",
        _after,
    ),
    "before": PeriodRule(
        "before 3 May; 3 Mayıs'tan önce",
        "BEFORE [ARTICLE PREPOSITION]{0,2} OF_EVENT? DATE | DATE EVENT? AGO",
        _before,
    ),
    "until": PeriodRule(
        "until 3 May; 3 Mayıs'a kadar",
        "UNTIL [ARTICLE PREPOSITION]{0,2} OF_EVENT? DATE | DATE UNTIL_BEHIND",
        _until,
    ),
    "beside": PeriodRule(
        "yesterday in 2019; on the 5th, in May 2022",
        "DATE [LINK COMMA]{0,3} (?: NOT_TIME PREPOSITION [ARTICLE OF]{0,2})? DATE",
        _beside,
    ),
    "alone": PeriodRule("3 May; last week", "DATE", _alone),
    "undatable": PeriodRule(
        "since the ceasefire; before the start of the war; ateşkesten beri; ji destpêka şer ve; during the siege",
        """
        PLACING ARTICLE{0,2} (?: PART [ARTICLE OF]{0,3})? EVENT
        | EVENT PART? [SINCE_BEHIND AGO AFTER_BEHIND]
        | OF PART? EVENT AND
        | BETWEEN ARTICLE{0,2} EVENT
        | EVENT
        """,
        _undatable,
    ),
    "clause": PeriodRule(
        "since they left; since the start of the raids; rejimin düşüşünden beri",
        """
        SINCE ARTICLE{0,2} (?: PART [ARTICLE OF]{0,3})? NOT_TIME
        | OF PART NOT_TIME AND
        | NOT_TIME PART? SINCE_BEHIND
        """,
        _clause,
    ),
    "vague": PeriodRule("recently; مؤخراً; son zamanlarda", "[PREPOSITION OF]{0,2} VAGUE", _vague),
}


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of the rules by name, in their order."""
    alphabet = Alphabet(LETTERS | {"DATE": DATE}, {"OF_EVENT": "EVENT EVENT? LINK{0,3}"})
    return {name: pattern(rule.ways, alphabet) for name, rule in RULES.items()}
