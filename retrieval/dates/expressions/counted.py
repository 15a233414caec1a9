"""Lengths of time that are counted back from today: "the past 3 days", "2 days ago", "since a week"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import ceil

from retrieval.dates.expressions.meaning import Grain, Meaning, SpanRule, from_today
from retrieval.dates.expressions.parts import unit_asked
from retrieval.dates.expressions.phrases import Phrase
from retrieval.dates.intervals import (
    Interval,
    month_around,
    months_before,
    one_day,
    shift_days,
    span,
    week_of,
    weekend_of,
    year_around,
)
from retrieval.dates.words.signs import NUMBER, RECENT, UNIT, Sign
from retrieval.dates.words.table import LASTING, SOME

# How many "the last days", "the past few weeks" are.
FEW = 3

# How far back "a few days ago" is: from five to two.
_FEW_AGO = (5, 2)

# The largest count that is read in digits (see `words.numerals`); larger numbers in words are taken as this one.
_MOST = 999

# "The past 12 hours", and fewer, stay within today.
_HALF_A_DAY = 12

# Days in half a unit, and how many on either side "a week and a half ago" may be.
_HALVES = {Sign.DAY: (0, 1), Sign.WEEK: (3, 2), Sign.MONTH_UNIT: (15, 7), Sign.YEAR_UNIT: (183, 45)}

# Behind the point of "1.5".
_POINT_FIVE = 5

# Letters of a unit in shorthand: 2w, 6mo.
_LETTERS = 2

# From here on number words are tens, which a unit may follow: twenty-five.
_TENS = 20

_GRAINS = {Sign.MONTH_UNIT: Grain.MONTH, Sign.YEAR_UNIT: Grain.YEAR, Sign.DAY: Grain.DAY, Sign.HOUR: Grain.DAY}


def _past_units(phrase: Phrase, today: date) -> Meaning | None:
    """Units of time up to today.

    "The past 3 days" are three dates, of which today is the last; 24 hours reach back to yesterday.
    """
    if not phrase.agrees(RECENT, UNIT) or not (phrase.find(RECENT) or _is_within(phrase)):
        return None
    if phrase.find(Sign.NEXT):
        return _coming(phrase, today)
    number = _number(phrase) or FEW
    if number == 1 and not phrase.find(NUMBER) and unit_asked(phrase) is Sign.DAY:
        number = 2 if phrase.is_in("en", Sign.DAY) else FEW  # "the past day" is 24 hours; "son günlerde" some days
    unit = unit_asked(phrase)
    return from_today(span(start_of_past(unit, number, today), today), max(grain_of(unit), Grain.DAYS))


def _is_within(phrase: Phrase) -> bool:
    """Arabic asks for the past hours and days with "during" alone: خلال 24 ساعة."""
    before = phrase.before
    return phrase.in_question and before is not None and before.value == LASTING and "ar" in before.languages


def _coming(phrase: Phrase, today: date) -> Meaning | None:
    """The first day of those to come, where they are counted.

    "The next 3 days" begin tomorrow, but "the next day" is counted from another one.
    """
    if not phrase.find(NUMBER):
        return None
    return from_today(one_day(shift_days(today, 1)), Grain.DAYS)


def _ago(phrase: Phrase, today: date) -> Meaning | None:
    """The unit so many before this one: "2 days ago" is a day, "2 weeks ago" a week."""
    number, unit = _number(phrase), unit_asked(phrase)
    if not phrase.agrees(Sign.AGO + Sign.BEFORE, UNIT) or (
        phrase.find(Sign.BEFORE) and not phrase.find(NUMBER) and phrase.is_in("en", UNIT)
    ):
        return None
    if number == SOME:
        earliest, latest = (_time_ago(unit, some, today) for some in _FEW_AGO)
        return None if unit is Sign.YEAR_UNIT else from_today(earliest.hull(latest), max(grain_of(unit), Grain.DAYS))
    if phrase.find(Sign.RELATIVE_DAY):
        return from_today(
            one_day(shift_days(_back(unit, number, today), phrase.value(Sign.RELATIVE_DAY) or 0)), Grain.DAY
        )
    return from_today(_time_ago(unit, number, today), grain_of(unit))


def _since_units(phrase: Phrase, today: date) -> Meaning | None:
    """From the day so many units ago up to now: "since 2 days", "3 günden beri"."""
    number, unit = _number(phrase) or _FEW_AGO[0], unit_asked(phrase)
    from_now = phrase.find(Sign.OF) and not phrase.is_in("ku" if phrase.find(Sign.AND) else "ar", Sign.OF)
    if (
        from_now
        or not phrase.agrees(Sign.SINCE + Sign.OF + Sign.SINCE_BEHIND, UNIT)
        or (phrase.find(Sign.OF) and not phrase.in_question)
    ):
        return None
    article = phrase.find(Sign.ARTICLE)
    if not phrase.find(NUMBER) and phrase.is_in("en", UNIT) and (article is None or article.word not in ("a", "an")):
        return None
    return from_today(span(_back(unit, number, today), today), Grain.DAYS)


def _number(phrase: Phrase) -> int:
    """How many are asked for, or SOME for "a few days" and "days"."""
    numbers = phrase.values(NUMBER)
    if not numbers:
        return phrase.value(UNIT) or SOME
    if Sign.COUNT + Sign.DASH in phrase.signs:  # twenty-five
        return sum(numbers) if numbers[0] >= _TENS and numbers[0] % 10 == 0 and numbers[1] < 10 else numbers[1]
    return min(numbers[0], _MOST)


def start_of_past(unit: Sign, number: int, today: date) -> date:
    """The first day of so many units up to today."""
    if unit is Sign.HOUR:
        return shift_days(today, -_days_touched(number))
    if unit is Sign.WEEKEND:
        return weekend_of(today, 1 - number).start
    if unit in (Sign.DAY, Sign.WEEK):
        return shift_days(today, 1 - number * (7 if unit is Sign.WEEK else 1))
    return shift_days(months_before(today, number * (12 if unit is Sign.YEAR_UNIT else 1)), 1)


def _days_touched(hours: int) -> int:
    """How many dates before today so many hours reach back to: half a day stays within today."""
    return 0 if hours <= _HALF_A_DAY else ceil(hours / 24)


def _back(unit: Sign, number: int, today: date) -> date:
    """The day so many units before today: "a week ago today"."""
    if unit in (Sign.MONTH_UNIT, Sign.YEAR_UNIT):
        return months_before(today, number * (12 if unit is Sign.YEAR_UNIT else 1))
    days = {Sign.HOUR: _days_touched(number), Sign.DAY: number}.get(unit, 7 * number)
    return shift_days(today, -days)


def _time_ago(unit: Sign, number: int, today: date) -> Interval:
    if unit in (Sign.DAY, Sign.HOUR):
        return one_day(shift_days(today, -(number if unit is Sign.DAY else number // 24)))
    return weekend_of(today, -number) if unit is Sign.WEEKEND else calendar_unit(unit, today, -number)


def calendar_unit(unit: Sign, today: date, shift: int) -> Interval:
    """The week, month or year around today, moved by so many."""
    if unit is Sign.WEEK:
        return week_of(today, shift)
    return month_around(today, shift) if unit is Sign.MONTH_UNIT else year_around(today, shift)


def grain_of(unit: Sign) -> Grain:
    """How fine an expression with such a unit is."""
    return _GRAINS.get(unit, Grain.DAYS)


def _before_the_half(phrase: Phrase) -> int | None:
    """The whole number: of "1.5" and "1,5" as well, but of no other decimal."""
    if phrase.find(Sign.DAY_MONTH):
        half, whole = divmod(phrase.value(Sign.DAY_MONTH) or 0, 100)
    elif Sign.COMMA in phrase.signs:
        whole, half = phrase.values(NUMBER)
    else:
        return sum(phrase.values(NUMBER)) or 1
    return whole if half == _POINT_FIVE else None


def _half_more(phrase: Phrase, today: date) -> Meaning | None:
    """So many units and a half: some days around that day where it is "ago", and all since then where it lasts."""
    number = _before_the_half(phrase)
    unit = next(Sign(sign) for sign in phrase.signs if sign in UNIT)
    if number is None or not phrase.agrees(Sign.AGO + Sign.BEFORE, UNIT) or not _HALVES.get(unit):
        return None
    half, around = _HALVES[unit]
    day = shift_days(_back(unit, number, today), -half)
    if phrase.find(RECENT + Sign.SINCE + Sign.SINCE_BEHIND + Sign.OF):
        return from_today(span(day, today), Grain.DAYS)
    return from_today(span(shift_days(day, -around), min(shift_days(day, around), today)), grain_of(unit))


def _shorthand(phrase: Phrase, today: date) -> Meaning | None:
    """The time up to now, in a number with one letter or two: "3d", "48h", but not "3 days"."""
    number, unit = phrase.lexemes
    is_short = number.start == unit.start and len(number.word.lstrip("0123456789")) <= _LETTERS
    return (
        from_today(span(start_of_past(Sign(unit.sign), number.value, today), today), Grain.DAYS) if is_short else None
    )


RULES: Mapping[str, SpanRule] = {
    "past_units": _past_units,
    "ago": _ago,
    "since_units": _since_units,
    "half_more": _half_more,
    "shorthand": _shorthand,
}
