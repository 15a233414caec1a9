"""Expressions that are counted from today: "yesterday", "last week", "the past 3 days", "Friday"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from retrieval.dates.expressions.counted import FEW, calendar_unit, grain_of, start_of_past
from retrieval.dates.expressions.meaning import (
    IMPOSSIBLE,
    Anchor,
    Grain,
    Meaning,
    SpanRule,
    from_today,
    half_of_month,
    half_of_year,
    part_of_month,
    part_of_week,
    part_of_year,
)
from retrieval.dates.expressions.parts import half_asked, part_asked, part_is_in_place, unit_asked, unit_shift
from retrieval.dates.expressions.phrases import Phrase
from retrieval.dates.intervals import (
    day_of_week,
    last_weekday,
    month_around,
    one_day,
    safe_date,
    shift_days,
    span,
    week_of,
    weekend_of,
)
from retrieval.dates.words.signs import LONG_UNIT, NEAR, NTH, UNIT, Sign
from retrieval.dates.words.table import SOME, DayPart

# "The last week" is another one than "last week"; typed fast, the article is "teh".
_THE = ("the", "teh")


def _unit(phrase: Phrase, today: date) -> Meaning | None:
    """A unit beside the present one: "this week", "geçen ay"."""
    if not phrase.agrees(NEAR, LONG_UNIT + Sign.DAY):
        return None
    if phrase.signs[0] in LONG_UNIT + Sign.DAY and phrase.is_in("en", Sign.THIS):
        return None  # "every day this week"
    unit, shift = unit_asked(phrase), unit_shift(phrase)
    if unit is Sign.DAY:
        return _near_days(phrase, shift, today)
    if _is_some(phrase):
        return None  # "the last months"
    if _is_the_last(phrase):
        return from_today(span(start_of_past(unit, 1, today), today), Grain.DAYS)
    return from_today(calendar_unit(unit, today, shift), grain_of(unit))


def _near_days(phrase: Phrase, shift: int, today: date) -> Meaning | None:
    """Days beside today.

    "The last day" is the 24 hours up to now. "The last days" are three, and so are "the coming days".
    """
    if shift == 0:
        return from_today(one_day(today), Grain.DAYS)
    if shift > 0:  # "the next day" is counted from another one
        return from_today(span(shift_days(today, 1), shift_days(today, FEW)), Grain.DAYS) if _is_some(phrase) else None
    days = 2 if phrase.is_in("en", Sign.DAY) and not _is_some(phrase) else FEW
    return from_today(span(shift_days(today, 1 - days), today), Grain.DAYS)


def _is_some(phrase: Phrase) -> bool:
    return phrase.value(UNIT) == SOME


def _is_the_last(phrase: Phrase) -> bool:
    """English tells "last week", the one before this, from "the last week", the seven days up to now."""
    last = phrase.find(Sign.LAST)
    return last is not None and last.word == "last" and phrase.before is not None and phrase.before.word in _THE


def _part_of_unit(phrase: Phrase, today: date) -> Meaning | None:
    """A part of a unit: "late last month", "the beginning of the year".

    English says "the" or "of" before a unit alone.
    """
    unit, shift = unit_asked(phrase), unit_shift(phrase)
    bare = not phrase.find(NEAR) and not phrase.find(Sign.ARTICLE + Sign.OF) and phrase.is_in("en", UNIT)
    if bare or not part_is_in_place(phrase, LONG_UNIT) or not phrase.agrees(NEAR, LONG_UNIT):
        return None
    whole, half = calendar_unit(unit, today, shift), half_asked(phrase)
    if unit is Sign.WEEK:
        return None if half else from_today(part_of_week(whole, part_asked(phrase)), Grain.DAYS)
    if unit is Sign.MONTH_UNIT:
        part = half_of_month(whole, half) if half else part_of_month(whole, part_asked(phrase))
    else:
        year = whole.start.year
        part = half_of_year(year, half) if half else part_of_year(year, part_asked(phrase))
    return from_today(part, grain_of(unit))


def _weekend(phrase: Phrase, today: date) -> Meaning | None:
    """The most recent Saturday and Sunday: "last weekend" is over, "next weekend" is to come."""
    shift = unit_shift(phrase)
    if shift < 0 and weekend_of(today).end < today:
        shift += 1
    return from_today(weekend_of(today, shift), Grain.DAYS)


def _relative_day(phrase: Phrase, today: date) -> Meaning | None:
    """A day beside today: "yesterday", "this morning".

    A night belongs to two dates: "last night" is yesterday and today.
    """
    if not phrase.agrees(Sign.THIS + Sign.OF, Sign.DAYPART) or (
        phrase.signs.startswith(Sign.OF) and not phrase.is_in("ar", Sign.OF)
    ):
        return None
    if _is_ordinal_day(phrase):
        return None
    shift = phrase.value(Sign.RELATIVE_DAY) or 0
    day = shift_days(today, shift)
    weekday = phrase.value(Sign.WEEKDAY)
    if weekday is not None:
        return from_today(one_day(_near_weekday(weekday, day)), Grain.DAY)
    if shift < 0 and phrase.value(Sign.DAYPART) == DayPart.NIGHT:
        return from_today(span(day, shift_days(day, 1)), Grain.DAYS)
    return from_today(one_day(day), Grain.DAY)


def _is_ordinal_day(phrase: Phrase) -> bool:
    """Whether Arabic counts a day, with the word for today: "لليوم التاسع", for the ninth day."""
    counted = phrase.behind is not None and phrase.behind.sign == Sign.ORDINAL
    return counted and phrase.signs.endswith(Sign.RELATIVE_DAY) and phrase.is_in("ar", Sign.RELATIVE_DAY)


def _early_hours(phrase: Phrase, today: date) -> Meaning | None:
    """The day of "in the early hours", which is the one on which it is told.

    Somebody who asks may mean those of any day.
    """
    if phrase.in_question or (phrase.signs.startswith(Sign.OF) and not phrase.is_in("ku", Sign.DAYPART)):
        return None
    return from_today(one_day(today), Grain.DAY)


def _near_weekday(weekday: int, day: date) -> date:
    """The day of that name beside `day`: "today, Saturday" may be read on the Sunday after midnight."""
    near = (shift_days(day, shift) for shift in (0, -1, 1))
    return next((candidate for candidate in near if candidate.weekday() == weekday), day)


def _weekday(phrase: Phrase, today: date) -> Meaning | None:
    """The most recent one, today included: "last Friday" is before today, "next Friday" after it."""
    weekday = phrase.value(Sign.WEEKDAY) or 0
    if not phrase.agrees(NEAR, Sign.WEEKDAY):
        return None
    if phrase.find(Sign.NEXT):
        return from_today(one_day(shift_days(last_weekday(weekday, today), 7)), Grain.DAY)
    if phrase.find(Sign.LAST):
        weeks = (phrase.value(Sign.LAST) or 1) - 1
        day = shift_days(last_weekday(weekday, shift_days(today, -1)), -7 * weeks)
        return Meaning(one_day(day), Grain.DAY, Anchor.RELATIVE)
    if phrase.find(Sign.THIS):
        return from_today(one_day(day_of_week(week_of(today), weekday)), Grain.DAY)
    return Meaning(one_day(last_weekday(weekday, today)), Grain.DAY, Anchor.FLOATING)


def _weekday_of_week(phrase: Phrase, today: date) -> Meaning | None:
    if not phrase.agrees(NEAR, Sign.WEEK):
        return None
    week = week_of(today, unit_shift(phrase))
    return from_today(one_day(day_of_week(week, phrase.value(Sign.WEEKDAY) or 0)), Grain.DAY)


def _night_between(phrase: Phrase, today: date) -> Meaning | None:
    """The most recent one to begin, today included: it is reported while it lasts."""
    first, second = phrase.values(Sign.WEEKDAY)
    start = last_weekday(first, today)
    follows = (second - first) % 7 == 1
    return Meaning(span(start, shift_days(start, 1)), Grain.DAYS, Anchor.FLOATING) if follows else None


def _day_of_near_month(phrase: Phrase, today: date) -> Meaning | None:
    """A day of a month beside the present one: "the 5th of last month", "8 من الشهر الجاري"."""
    month = month_around(today, unit_shift(phrase)).start
    day = safe_date(month.year, month.month, phrase.value(NTH) or 0)
    return from_today(one_day(day), Grain.DAY) if day else IMPOSSIBLE


RULES: Mapping[str, SpanRule] = {
    "unit": _unit,
    "part_of_unit": _part_of_unit,
    "weekend": _weekend,
    "early_hours": _early_hours,
    "relative_day": _relative_day,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "night_between": _night_between,
    "day_of_near_month": _day_of_near_month,
}
