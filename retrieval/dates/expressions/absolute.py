"""Expressions that name days and months of the calendar: "3 May 2022", "early May", "on Newroz"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import MAXYEAR, date

from retrieval.dates.expressions.meaning import (
    CONTRADICTORY,
    IMPOSSIBLE,
    Anchor,
    Grain,
    Meaning,
    SpanRule,
    half_of_month,
    part_of_month,
)
from retrieval.dates.expressions.parts import CENTURY, half_asked, part_asked, part_is_in_place, year_asked
from retrieval.dates.expressions.phrases import Phrase
from retrieval.dates.intervals import (
    latest_day,
    latest_month,
    latest_numbered_day,
    month_around,
    month_of,
    one_day,
    safe_date,
    shift_days,
    span,
)
from retrieval.dates.words.numerals import IMPOSSIBLE as NO_SUCH_DATE
from retrieval.dates.words.signs import NEAR, NTH, Sign

# "Early May/June" names no part of one month.
_LONGEST_MONTH = 31

# "Since may 22": the number behind the month is a day.
_NO_YEAR_BEHIND = Sign.SINCE + Sign.UNTIL + Sign.BETWEEN + Sign.BEFORE + Sign.AFTER + Sign.TO

# Beside these the number behind a month is no year: "Friday, dec 22".
_DAY_OR_YEAR_TOLD = Sign.YEAR + Sign.YEAR_UNIT + Sign.WEEKDAY + Sign.RELATIVE_DAY + Sign.DAYPART


def _numeric(phrase: Phrase, today: date) -> Meaning | None:
    ordinal = phrase.value(Sign.FULL_DATE)
    if not ordinal or ordinal == NO_SUCH_DATE:
        return IMPOSSIBLE
    day = date.fromordinal(ordinal)
    return CONTRADICTORY if _denies(phrase, day, today) else Meaning(one_day(day), Grain.DAY, Anchor.ABSOLUTE)


def _denies(phrase: Phrase, day: date, today: date) -> bool:
    """Whether "yesterday" beside a date is another day.

    One day off may be the hour of midnight.
    """
    shift = phrase.value(Sign.RELATIVE_DAY)
    return phrase.in_question and shift is not None and abs((day - today).days - shift) > 1


def _month_year(phrase: Phrase, today: date) -> Meaning | None:
    year, month = divmod(phrase.value(Sign.MONTH_YEAR) or 0, 100)
    return Meaning(month_of(year, month), Grain.MONTH, Anchor.ABSOLUTE)


def _day_month(phrase: Phrase, today: date) -> Meaning | None:
    return _day_of_month(phrase, phrase.values(NTH), today)


def _month_day(phrase: Phrase, today: date) -> Meaning | None:
    numbers = phrase.values(NTH)
    if len(numbers) == 1 and _could_be_a_year(phrase, numbers[0], today):
        return whole_month(phrase, CENTURY + numbers[0], today)
    return _day_of_month(phrase, numbers, today)


def _day_of_month(phrase: Phrase, numbers: list[int], today: date) -> Meaning:
    year = year_asked(phrase, today, numbers[1:])
    month = phrase.values(Sign.MONTH)[0]
    day = safe_date(year, month, numbers[0]) if year else latest_day(month, numbers[0], today)
    if day is None:
        return IMPOSSIBLE
    if _denies(phrase, day, today):
        return CONTRADICTORY
    if phrase.find(Sign.NEXT):
        return Meaning(one_day(shift_days(day, 365)), Grain.DAY, Anchor.RELATIVE)
    return Meaning(one_day(day), Grain.DAY, Anchor.ABSOLUTE if year else Anchor.FLOATING)


def _could_be_a_year(phrase: Phrase, number: int, today: date) -> bool:
    """Whether "dec 22" is December 2022.

    "in" says so, "on" and "since" deny it. Else, where both meanings fall in one year, the month is taken, which holds
    the day as well.
    """
    if (
        not phrase.in_question
        or phrase.find(Sign.DAY_NUMBER) is None
        or phrase.find(_DAY_OR_YEAR_TOLD)
        or not 10 <= number <= today.year - CENTURY
    ):
        return False
    before = phrase.before.word if phrase.before else ""
    if before == "in":
        return date(CENTURY + number, phrase.values(Sign.MONTH)[0], 1) <= today
    if before == "on" or (phrase.before is not None and phrase.before.sign in _NO_YEAR_BEHIND):
        return False
    day = latest_day(phrase.values(Sign.MONTH)[0], number, today)
    return day is not None and day.year == CENTURY + number


def _year_month(phrase: Phrase, today: date) -> Meaning | None:
    numbers = phrase.values(NTH)
    return (
        _day_of_month(phrase, numbers, today) if numbers else whole_month(phrase, year_asked(phrase, today, []), today)
    )


def _days(phrase: Phrase, today: date) -> Meaning | None:
    numbers, month = phrase.values(NTH), phrase.values(Sign.MONTH)[0]
    if phrase.find(Sign.DAY_MONTH):  # 3/4 May
        first, last = reversed(divmod(phrase.value(Sign.DAY_MONTH) or 0, 100))
        behind = numbers
    else:
        named = _days_named(phrase, len(numbers))
        first, last, behind = numbers[0], numbers[named - 1], numbers[named:]
    year = year_asked(phrase, today, behind)
    end = safe_date(year, month, last) if year else _latest_range_end(month, first, last, today)
    if end is None:
        return IMPOSSIBLE
    start_month = end if first <= last else month_around(end, -1).start
    start = safe_date(start_month.year, start_month.month, first)
    if start is None:
        return IMPOSSIBLE
    return Meaning(span(start, end), Grain.DAYS, Anchor.ABSOLUTE if year else Anchor.FLOATING)


def _days_named(phrase: Phrase, numbers: int) -> int:
    """How many of its numbers are days: those before the month, or all where there are none.

    "2 to May 7" has one on either side.
    """
    before = sum(sign in NTH for sign in phrase.signs.partition(Sign.MONTH)[0])
    return 2 if phrase.rule == "days_up_to" else before or numbers


def _latest_range_end(month: int, first: int, last: int, today: date) -> date | None:
    """The end of the most recent range of days that has begun: "3-7 May" has on 5 May."""
    begun = latest_day(month, min(first, last), today)
    return safe_date(begun.year, month, last) if begun else None


def _days_numeric(phrase: Phrase, today: date) -> Meaning | None:
    """Days up to a date in digits, in its month: "3 - 7.5.2022"."""
    last = _numeric(phrase, today)
    if last is None or last.interval is None:
        return last
    first = safe_date(last.interval.start.year, last.interval.start.month, phrase.value(Sign.DAY_NUMBER) or 0)
    if first is None or first > last.interval.start:
        return IMPOSSIBLE
    return Meaning(span(first, last.interval.start), Grain.DAYS, Anchor.ABSOLUTE)


def _month(phrase: Phrase, today: date) -> Meaning | None:
    year = year_asked(phrase, today, [])
    if phrase.find(Sign.PAST) or (phrase.find(NEAR) and not phrase.agrees(NEAR, Sign.MONTH)):
        return None
    return whole_month(phrase, year, today)


def whole_month(phrase: Phrase, year: int | None, today: date) -> Meaning:
    """The month, or the months, that a phrase names."""
    first, *_, last = (*phrase.values(Sign.MONTH), phrase.values(Sign.MONTH)[-1])
    start = _month_start(phrase, year, today)
    end_year = start.year if last >= first else min(start.year + 1, MAXYEAR)
    interval = span(start, max(month_of(end_year, last).end, month_of(start.year, first).end))
    return Meaning(interval, Grain.MONTH, Anchor.ABSOLUTE if year else Anchor.FLOATING)


def _month_start(phrase: Phrase, year: int | None, today: date) -> date:
    month = phrase.values(Sign.MONTH)[0]
    if year:
        return date(year, month, 1)
    return latest_month(month, today, phrase.find(Sign.LAST) is not None, phrase.find(Sign.NEXT) is not None)


def _part_of_month(phrase: Phrase, today: date) -> Meaning | None:
    past = phrase.find(Sign.PAST) and not phrase.find(Sign.HALF)  # آخر أيار; but "son Mayıs" is the last May
    if not part_is_in_place(phrase, Sign.MONTH) or (past and not phrase.is_in("ar", Sign.PAST)):
        return None
    month = whole_month(phrase, year_asked(phrase, today, phrase.values(Sign.DAY_NUMBER)), today)
    if month.interval is None or month.interval.days > _LONGEST_MONTH:
        return None
    half = half_asked(phrase)
    interval = half_of_month(month.interval, half) if half else part_of_month(month.interval, part_asked(phrase))
    return Meaning(interval, Grain.MONTH, month.anchor)


def _numbered_day(phrase: Phrase, today: date) -> Meaning | None:
    """The most recent day of a number: "on the 5th", "يوم 5", "ayın 5'i".

    But "شهر 5" and "meha 5an" are the fifth month.
    """
    number = phrase.value(NTH + Sign.COUNT) or 0
    if phrase.signs[0] == Sign.MONTH_UNIT and not phrase.is_in("tr", Sign.MONTH_UNIT):
        return _numbered_month(phrase, number, today)
    is_length = phrase.signs[0] == Sign.DAY and phrase.is_in("en", Sign.DAY)  # "day 5"
    is_length = is_length or (phrase.signs[-1] == Sign.MONTH_UNIT and phrase.is_in("tr", Sign.MONTH_UNIT))  # "5 ay"
    if is_length:
        return None
    day = latest_numbered_day(number, today)
    return Meaning(one_day(day), Grain.DAY, Anchor.FLOATING) if day else IMPOSSIBLE


def _numbered_month(phrase: Phrase, number: int, today: date) -> Meaning | None:
    counts = phrase.is_in("ar", Sign.MONTH_UNIT) or phrase.is_in("ku", Sign.MONTH_UNIT)
    in_english = phrase.before is not None and phrase.before.word == "in" and phrase.find(Sign.DAY_NUMBER)
    if not 1 <= number <= 12 or not (counts or in_english):
        return None
    year = year_asked(phrase, today, phrase.values(NTH + Sign.COUNT)[1:])
    start = date(year, number, 1) if year else latest_month(number, today, False, False)
    return Meaning(month_of(start.year, number), Grain.MONTH, Anchor.ABSOLUTE if year else Anchor.FLOATING)


def _day_slash_month(phrase: Phrase, today: date) -> Meaning | None:
    month, day = divmod(phrase.value(Sign.DAY_MONTH) or 0, 100)
    found = latest_day(month, day, today)
    return Meaning(one_day(found), Grain.DAY, Anchor.FLOATING) if found else IMPOSSIBLE


def _bare_day_month(phrase: Phrase, today: date) -> Meaning | None:
    """A day and a month with nothing beside them: written with a slash, and not "24/7"."""
    written = phrase.lexemes[0].word
    return _day_slash_month(phrase, today) if "/" in written and written != "24/7" else None


RULES: Mapping[str, SpanRule] = {
    "numeric": _numeric,
    "month_year": _month_year,
    "days": _days,
    "days_up_to": _days,
    "days_numeric": _days_numeric,
    "part_of_month": _part_of_month,
    "day_month": _day_month,
    "month_day": _month_day,
    "year_month": _year_month,
    "month": _month,
    "day_of_month": _numbered_day,
    "day_slash_month": _day_slash_month,
    "bare_day_month": _bare_day_month,
}
