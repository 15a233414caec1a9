"""Expressions that count inside a month or a year: "the last Friday of May", "week 2", "the first three days"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from retrieval.dates.expressions.absolute import whole_month
from retrieval.dates.expressions.feasts import hijri_month
from retrieval.dates.expressions.meaning import (
    IMPOSSIBLE,
    Anchor,
    Grain,
    Meaning,
    SpanRule,
    week_of_month,
)
from retrieval.dates.expressions.parts import year_asked
from retrieval.dates.expressions.phrases import Phrase
from retrieval.dates.intervals import (
    SATURDAY,
    Interval,
    iso_week,
    last_weekday,
    latest_day,
    latest_iso_week,
    latest_month,
    month_around,
    month_of,
    one_day,
    safe_date,
    shift_days,
    span,
    week_of,
    year_around,
    year_of,
)
from retrieval.dates.words.signs import LETTERS, NTH, NUMBER, Sign
from retrieval.dates.words.table import SOME, Part
from retrieval.text.outline import Alphabet, pattern

# "The first days of May" are a third of the month.
_DAYS_IN_A_PART = 10

# Days. "Early May/June" names no part of one month.
_LONGEST_MONTH = 31

_MONTHS = 12

# Weeks that the longest years have.
_WEEKS_OF_YEAR = 53

# Weeks that a month begins or ends.
_WEEKS_OF_MONTH = 5

_LAST = Sign.LAST + Sign.PAST

# What tells a plural where the table has one word for both: günleri, rojên.
_PLURAL = ("leri", "lerinde", "lerinden", "ên", "en")


def _whole(phrase: Phrase, today: date) -> Meaning | None:
    """The week, month or year that something is counted in."""
    if phrase.find(Sign.HIJRI_MONTH):
        return hijri_month(phrase, today)
    if phrase.find(Sign.MONTH):
        return whole_month(phrase, year_asked(phrase, today, _behind_the_month(phrase)), today)
    if phrase.find(Sign.YEAR):
        return Meaning(year_of(phrase.value(Sign.YEAR) or 0), Grain.YEAR, Anchor.ABSOLUTE)
    found = _near_unit().search(phrase.signs)
    return None if found is None else _near_whole(phrase, found, today)


def _behind_the_month(phrase: Phrase) -> list[int]:
    """The numbers that may be a year in two digits: "the first three days of may 22"."""
    before, _, behind = phrase.signs.rpartition(Sign.MONTH)
    joined = behind.lstrip(Sign.COMMA).startswith(Sign.DAY_NUMBER)
    return phrase.values(Sign.DAY_NUMBER)[before.count(Sign.DAY_NUMBER) :] if joined else []


def _near_whole(phrase: Phrase, found: re.Match[str], today: date) -> Meaning:
    near = [lexeme for lexeme in phrase.lexemes if lexeme.sign in (Sign.LAST, Sign.NEXT) and lexeme.sign in found[0]]
    shift = 0 if not near else 1 if near[-1].sign == Sign.NEXT else -(near[-1].value or 1)
    around = {Sign.WEEK: week_of, Sign.MONTH_UNIT: month_around, Sign.YEAR_UNIT: year_around}
    unit = next(around[Sign(sign)] for sign in found[0] if sign in tuple(around))
    return Meaning(unit(today, shift), Grain.MONTH, Anchor.RELATIVE)


@cache
def _near_unit() -> re.Pattern[str]:
    """The unit that is the whole: last in most languages, first in Turkish."""
    ways = """
        NEAR ARTICLE? [WEEK MONTH_UNIT YEAR_UNIT]$ | [WEEK MONTH_UNIT YEAR_UNIT] NEAR$
        | ^[THIS LAST] WEEK (?= [ORDINAL PAST])
        | ^[THIS LAST]? [MONTH_UNIT YEAR_UNIT] (?= [ORDINAL PAST]) | (?<= LINK) [MONTH_UNIT YEAR_UNIT]
    """
    return pattern(ways, Alphabet(LETTERS))


def _rank(phrase: Phrase) -> int | None:
    """Which one is meant: 1 for the first, 0 for the last, None for the middle."""
    if phrase.find(Sign.ORDINAL):
        return phrase.value(Sign.ORDINAL)
    part = phrase.value(Sign.PART)
    if phrase.find(_LAST) and not (part and phrase.signs.find(Sign.PART) < _first(phrase, _LAST)):
        return 0
    return {Part.EARLY: 1, Part.LATE: 0}.get(Part(part)) if part else 1


def _first(phrase: Phrase, signs: str) -> int:
    return next((at for at, sign in enumerate(phrase.signs) if sign in signs), -1)


def _weekday_of_month(phrase: Phrase, today: date) -> Meaning | None:
    whole, rank, weekday = _whole(phrase, today), _rank(phrase), phrase.value(Sign.WEEKDAY) or 0
    if whole is None or whole.interval is None or rank is None:
        return None
    if rank == 0:
        day = shift_days(last_weekday(weekday, whole.interval.end), -7 * _weeks_before_the_last(phrase))
        return Meaning(one_day(day), Grain.DAY, whole.anchor)
    if _is_a_date(phrase, whole.interval, rank, weekday):
        return None
    first = shift_days(whole.interval.start, (weekday - whole.interval.start.weekday()) % 7)
    day = shift_days(first, 7 * (rank - 1))
    return Meaning(one_day(day), Grain.DAY, whole.anchor) if day <= whole.interval.end else IMPOSSIBLE


def _weeks_before_the_last(phrase: Phrase) -> int:
    """One for "the penultimate Friday"."""
    return max((phrase.value(_LAST) or 1) - 1, 0) if phrase.signs[0] == Sign.LAST else 0


def _is_a_date(phrase: Phrase, whole: Interval, number: int, weekday: int) -> bool:
    """Whether "الاثنين الثاني من أيار" is Monday, the second: where the second is a Monday.

    English has no other reading: "Friday the 3rd of May".
    """
    day = shift_days(whole.start, number - 1)
    behind = phrase.signs.find(Sign.ORDINAL) > phrase.signs.find(Sign.WEEKDAY)
    agrees = whole.days <= _LONGEST_MONTH and day.weekday() == weekday and number > 1
    return behind and (agrees or phrase.is_in("en", Sign.WEEKDAY))


def _week_of_month(phrase: Phrase, today: date) -> Meaning | None:
    month = _whole(phrase, today)
    if month is None or month.interval is None or month.interval.days > _LONGEST_MONTH:
        return None
    week = 0 if phrase.find(_LAST) and not phrase.find(Sign.ORDINAL) else phrase.value(Sign.ORDINAL) or 1
    if week > _WEEKS_OF_MONTH:
        return None
    if phrase.find(Sign.WEEKEND):
        return _weekend_of_month(month.interval, week, month.anchor)
    return Meaning(week_of_month(month.interval, week or None), Grain.DAYS, month.anchor)


def _weekend_of_month(month: Interval, number: int, anchor: Anchor) -> Meaning:
    """A weekend belongs to the month in which its Saturday lies."""
    if number:
        first = shift_days(month.start, (SATURDAY - month.start.weekday()) % 7)
        saturday = shift_days(first, 7 * (number - 1))
    else:
        saturday = last_weekday(SATURDAY, month.end)
    if saturday > month.end:
        return IMPOSSIBLE
    return Meaning(span(saturday, shift_days(saturday, 1)), Grain.DAYS, anchor)


def _days_of_month(phrase: Phrase, today: date) -> Meaning | None:
    """The first or last days, weeks or months of a whole: ten days, unless their number is told."""
    whole, rank = _whole(phrase, today), _rank(phrase)
    if whole is None or whole.interval is None or rank is None:
        return None
    if _is_one_day(phrase):
        return _single_day(whole, rank)
    number, grain = phrase.value(NUMBER) or _DAYS_IN_A_PART, Grain.MONTH
    if rank > 1 or number <= 0:
        return None
    if phrase.find(Sign.DAY) is None and phrase.find(Sign.WEEK) is None:
        return _months_of_year(whole, rank, number)
    days = number * (7 if phrase.find(Sign.DAY) is None else 1)
    if days > whole.interval.days:
        return None
    start, end = whole.interval.start, whole.interval.end
    interval = span(start, shift_days(start, days - 1)) if rank else span(shift_days(end, 1 - days), end)
    return Meaning(interval, grain, whole.anchor)


def _is_one_day(phrase: Phrase) -> bool:
    day = phrase.find(Sign.DAY)
    if day is None or phrase.find(NUMBER):
        return False
    return day.value != SOME and not day.word.endswith(_PLURAL)


def _single_day(whole: Meaning, rank: int) -> Meaning:
    assert whole.interval is not None
    day = shift_days(whole.interval.start, rank - 1) if rank else whole.interval.end
    return Meaning(one_day(day), Grain.DAY, whole.anchor) if day <= whole.interval.end else IMPOSSIBLE


def _months_of_year(whole: Meaning, rank: int, number: int) -> Meaning | None:
    """The first or last months of a year; a month holds no months."""
    assert whole.interval is not None
    if number > 12 or whole.interval.days <= _LONGEST_MONTH:
        return None
    year = whole.interval
    if rank:
        return Meaning(span(year.start, month_around(year.start, number - 1).end), Grain.MONTH, whole.anchor)
    return Meaning(span(month_around(year.end, 1 - number).start, year.end), Grain.MONTH, whole.anchor)


def _week_number(phrase: Phrase, today: date) -> Meaning | None:
    """A week by its number, as ISO 8601 counts them: the most recent one, unless the year is told."""
    if phrase.find(Sign.MONTH_YEAR):  # KW 2/2025
        told = iso_week(*divmod(phrase.value(Sign.MONTH_YEAR) or 0, 100))
        return Meaning(told, Grain.DAYS, Anchor.ABSOLUTE) if told else IMPOSSIBLE
    number, *others = phrase.values(NTH + Sign.COUNT) or [0]
    if not 1 <= number <= _WEEKS_OF_YEAR or _is_of_an_event(phrase):
        return None
    year = year_asked(phrase, today, []) if phrase.find(Sign.YEAR + Sign.YEAR_UNIT) else None
    week = iso_week(year, number) if year else latest_iso_week(number, today)
    last = iso_week(week.end.year, others[0]) if week and others else week
    if week is None or last is None:
        return IMPOSSIBLE
    return Meaning(week.hull(last), Grain.DAYS, Anchor.ABSOLUTE if year else Anchor.FLOATING)


def _is_of_an_event(phrase: Phrase) -> bool:
    """Whether it may be a week of something else: "savaşın ikinci haftası"."""
    behind_event = phrase.before is not None and phrase.before.sign == Sign.EVENT
    return behind_event and phrase.find(Sign.YEAR + Sign.YEAR_UNIT) is None


def _month_by_number(phrase: Phrase, today: date) -> Meaning | None:
    """Turkish counts the months: "3. ayda" is March, "3. ayın 5'i" its fifth day."""
    number, *days = phrase.values(NTH)
    if number > _MONTHS or not phrase.is_in("tr", Sign.MONTH_UNIT):
        return None
    year = phrase.value(Sign.YEAR)
    start = date(year, number, 1) if year else latest_month(number, today, False, False)
    anchor = Anchor.ABSOLUTE if year else Anchor.FLOATING
    if not days:
        return Meaning(month_of(start.year, number), Grain.MONTH, anchor)
    day = safe_date(year, number, days[0]) if year else latest_day(number, days[0], today)
    return Meaning(one_day(day), Grain.DAY, anchor) if day else IMPOSSIBLE


RULES: Mapping[str, SpanRule] = {
    "weekday_of_month": _weekday_of_month,
    "week_of_month": _week_of_month,
    "days_of_month": _days_of_month,
    "week_number": _week_number,
    "month_by_number": _month_by_number,
}
