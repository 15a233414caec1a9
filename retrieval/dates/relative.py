"""Expressions that are counted from today: "yesterday", "last week", "the past 3 days", "Friday"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import ceil

from retrieval.dates.intervals import (
    Interval,
    last_weekday,
    month_around,
    months_before,
    one_day,
    safe_date,
    shift_days,
    span,
    week_of,
    weekend_of,
    year_around,
)
from retrieval.dates.meaning import (
    IMPOSSIBLE,
    Anchor,
    Grain,
    Meaning,
    half_of_month,
    half_of_year,
    part_of_month,
    part_of_week,
    part_of_year,
)
from retrieval.dates.parts import half_asked, part_asked, part_is_in_place, unit_shift
from retrieval.dates.phrases import Phrase
from retrieval.dates.words.table import LASTING, SOME, DayPart, Sign

_UNITS = "hjkger"
_SOME = 3  # "the last days", "the past few weeks"
_SOME_AGO = (5, 2)  # "a few days ago": from five to two
_MOST = 999
_HALF_A_DAY = 12
_THE = ("the", "teh")
_TENS = 20
_GRAINS = {Sign.MONTH_UNIT: Grain.MONTH, Sign.YEAR_UNIT: Grain.YEAR, Sign.DAY: Grain.DAY, Sign.HOUR: Grain.DAY}


def _unit(phrase: Phrase, today: date) -> Meaning | None:
    """ "this week", "geçen ay"; "the last days" are three."""
    if not phrase.agrees("TLX", "jkgr"):
        return None
    if phrase.signs[0] in "jkgr" and phrase.is_in("en", "T"):
        return None  # "every day this week"
    unit, shift = _asked_unit(phrase), unit_shift(phrase)
    if unit is Sign.DAY:
        return _near_days(phrase, shift, today)
    if _is_some(phrase):
        return None  # "the last months"
    if _is_the_last(phrase):
        return _relative(span(_start_of_past(unit, 1, today), today), Grain.DAYS)
    return _relative(_calendar_unit(unit, today, shift), _grain(unit))


def _near_days(phrase: Phrase, shift: int, today: date) -> Meaning | None:
    """ "this day"; "the last day" is the 24 hours up to now; "the last days" are three, "the coming days" as well."""
    if shift == 0:
        return _relative(one_day(today), Grain.DAYS)
    if shift > 0:  # "the next day" is counted from another one
        return _relative(span(shift_days(today, 1), shift_days(today, _SOME)), Grain.DAYS) if _is_some(phrase) else None
    days = 2 if phrase.is_in("en", "j") and not _is_some(phrase) else _SOME
    return _relative(span(shift_days(today, 1 - days), today), Grain.DAYS)


def _is_some(phrase: Phrase) -> bool:
    return phrase.value(_UNITS) == SOME


def _is_the_last(phrase: Phrase) -> bool:
    """English tells "last week", the one before this, from "the last week", the seven days up to now."""
    last = phrase.find("L")
    return last is not None and last.word == "last" and phrase.before is not None and phrase.before.word in _THE


def _part_of_unit(phrase: Phrase, today: date) -> Meaning | None:
    """ "late last month", "the beginning of the year"; English says "the" or "of" before a unit alone."""
    unit, shift = _asked_unit(phrase), unit_shift(phrase)
    bare = not phrase.find("TLX") and not phrase.find("tO") and phrase.is_in("en", _UNITS)
    if bare or not part_is_in_place(phrase, "kgr") or not phrase.agrees("TLX", "kgr"):
        return None
    whole, half = _calendar_unit(unit, today, shift), half_asked(phrase)
    if unit is Sign.WEEK:
        return None if half else _relative(part_of_week(whole, part_asked(phrase)), Grain.DAYS)
    if unit is Sign.MONTH_UNIT:
        part = half_of_month(whole, half) if half else part_of_month(whole, part_asked(phrase))
    else:
        year = whole.start.year
        part = half_of_year(year, half) if half else part_of_year(year, part_asked(phrase))
    return _relative(part, _grain(unit))


def _past_units(phrase: Phrase, today: date) -> Meaning | None:
    """ "the past 3 days" ends today and holds three dates; 24 hours reach back to yesterday."""
    if not phrase.agrees("LGTX", _UNITS) or not (phrase.find("LGTX") or _is_within(phrase)):
        return None
    if phrase.find("X"):
        return _coming(phrase, today)
    number = _number(phrase) or _SOME
    if number == 1 and not phrase.find("dn") and _asked_unit(phrase) is Sign.DAY:
        number = 2 if phrase.is_in("en", "j") else _SOME  # "the past day" is 24 hours; "son günlerde" some days
    unit = _asked_unit(phrase)
    return _relative(span(_start_of_past(unit, number, today), today), max(_grain(unit), Grain.DAYS))


def _is_within(phrase: Phrase) -> bool:
    """Arabic asks for the past hours and days with "during" alone: خلال 24 ساعة."""
    before = phrase.before
    return phrase.in_question and before is not None and before.value == LASTING and "ar" in before.languages


def _coming(phrase: Phrase, today: date) -> Meaning | None:
    """ "the next 3 days", "the coming days"; but "the next day" is counted from another one."""
    if not phrase.find("dn"):
        return None
    return _relative(one_day(shift_days(today, 1)), Grain.DAYS)


def _number(phrase: Phrase) -> int:
    """How many are asked for; SOME for "a few days" and "days"."""
    numbers = phrase.values("dn")
    if not numbers:
        return phrase.value(_UNITS) or SOME
    if "n-" in phrase.signs:  # twenty-five
        return sum(numbers) if numbers[0] >= _TENS and numbers[0] % 10 == 0 and numbers[1] < 10 else numbers[1]
    return min(numbers[0], _MOST)


def _start_of_past(unit: Sign, number: int, today: date) -> date:
    if unit is Sign.HOUR:
        return shift_days(today, -_days_touched(number))
    if unit is Sign.WEEKEND:
        return weekend_of(today, 1 - number).start
    if unit in (Sign.DAY, Sign.WEEK):
        return shift_days(today, 1 - number * (7 if unit is Sign.WEEK else 1))
    return shift_days(months_before(today, number * (12 if unit is Sign.YEAR_UNIT else 1)), 1)


def _days_touched(hours: int) -> int:
    """How many dates before today so many hours reach back to; half a day stays within today."""
    return 0 if hours <= _HALF_A_DAY else ceil(hours / 24)


def _ago(phrase: Phrase, today: date) -> Meaning | None:
    """ "2 days ago" is a day, "2 weeks ago" the week, "a month ago" the month that many before this one."""
    number, unit = _number(phrase), _asked_unit(phrase)
    if not phrase.agrees("AE", _UNITS) or (phrase.find("E") and not phrase.find("dn") and phrase.is_in("en", _UNITS)):
        return None
    if number == SOME:
        earliest, latest = (_time_ago(unit, some, today) for some in _SOME_AGO)
        return None if unit is Sign.YEAR_UNIT else _relative(earliest.hull(latest), max(_grain(unit), Grain.DAYS))
    if phrase.find("D"):
        return _relative(one_day(shift_days(_back(unit, number, today), phrase.value("D") or 0)), Grain.DAY)
    return _relative(_time_ago(unit, number, today), _grain(unit))


def _back(unit: Sign, number: int, today: date) -> date:
    """The day so many units before today: "a week ago today"."""
    if unit in (Sign.MONTH_UNIT, Sign.YEAR_UNIT):
        return months_before(today, number * (12 if unit is Sign.YEAR_UNIT else 1))
    days = {Sign.HOUR: _days_touched(number), Sign.DAY: number}.get(unit, 7 * number)
    return shift_days(today, -days)


def _since_units(phrase: Phrase, today: date) -> Meaning | None:
    """ "since 2 days", "3 günden beri": from that day, week, month or year up to now."""
    number, unit = _number(phrase) or _SOME_AGO[0], _asked_unit(phrase)
    from_now = phrase.find("O") and not phrase.is_in("ku" if phrase.find("a") else "ar", "O")
    if from_now or not phrase.agrees("SOs", _UNITS) or (phrase.find("O") and not phrase.in_question):
        return None
    article = phrase.find("t")
    if not phrase.find("dn") and phrase.is_in("en", _UNITS) and (article is None or article.word not in ("a", "an")):
        return None
    return _relative(span(_back(unit, number, today), today), Grain.DAYS)


def _time_ago(unit: Sign, number: int, today: date) -> Interval:
    if unit in (Sign.DAY, Sign.HOUR):
        return one_day(shift_days(today, -(number if unit is Sign.DAY else number // 24)))
    return weekend_of(today, -number) if unit is Sign.WEEKEND else _calendar_unit(unit, today, -number)


def _weekend(phrase: Phrase, today: date) -> Meaning | None:
    """The most recent Saturday and Sunday; "last weekend" is over, "next weekend" is to come."""
    shift = unit_shift(phrase)
    if shift < 0 and weekend_of(today).end < today:
        shift += 1
    return _relative(weekend_of(today, shift), Grain.DAYS)


def _relative_day(phrase: Phrase, today: date) -> Meaning | None:
    """ "yesterday", "this morning"; a night belongs to two dates: "last night" is yesterday and today."""
    if not phrase.agrees("TO", "R") or (phrase.signs.startswith("O") and not phrase.is_in("ar", "O")):
        return None
    if (
        phrase.behind is not None
        and phrase.behind.sign == "o"
        and phrase.signs.endswith("D")
        and phrase.is_in("ar", "D")
    ):
        return None  # "لليوم التاسع": for the ninth day
    shift = phrase.value("D") or 0
    day = shift_days(today, shift)
    weekday = phrase.value("W")
    if weekday is not None:
        return _relative(one_day(_near_weekday(weekday, day)), Grain.DAY)
    if shift < 0 and phrase.value("R") == DayPart.NIGHT:
        return _relative(span(day, shift_days(day, 1)), Grain.DAYS)
    return _relative(one_day(day), Grain.DAY)


def _early_hours(phrase: Phrase, today: date) -> Meaning | None:
    """ "in the early hours" of the day on which it is told; somebody who asks may mean those of any day."""
    if phrase.in_question or (phrase.signs.startswith("O") and not phrase.is_in("ku", "R")):
        return None
    return _relative(one_day(today), Grain.DAY)


def _near_weekday(weekday: int, day: date) -> date:
    """The day of that name beside `day`: "today, Saturday" may be read on the Sunday after midnight."""
    near = (shift_days(day, shift) for shift in (0, -1, 1))
    return next((candidate for candidate in near if candidate.weekday() == weekday), day)


def _weekday(phrase: Phrase, today: date) -> Meaning | None:
    """The most recent one, today included; "last Friday" is before today, "next Friday" after it."""
    weekday = phrase.value("W") or 0
    if not phrase.agrees("TLX", "W"):
        return None
    if phrase.find("X"):
        return _relative(one_day(shift_days(last_weekday(weekday, today), 7)), Grain.DAY)
    if phrase.find("L"):
        weeks = (phrase.value("L") or 1) - 1
        day = shift_days(last_weekday(weekday, shift_days(today, -1)), -7 * weeks)
        return Meaning(one_day(day), Grain.DAY, Anchor.RELATIVE)
    if phrase.find("T"):
        return _relative(one_day(shift_days(week_of(today).start, weekday)), Grain.DAY)
    return Meaning(one_day(last_weekday(weekday, today)), Grain.DAY, Anchor.FLOATING)


def _weekday_of_week(phrase: Phrase, today: date) -> Meaning | None:
    if not phrase.agrees("TLX", "k"):
        return None
    week = week_of(today, unit_shift(phrase))
    return _relative(one_day(shift_days(week.start, phrase.value("W") or 0)), Grain.DAY)


def _night_between(phrase: Phrase, today: date) -> Meaning | None:
    """The most recent one to begin, today included: it is reported while it lasts."""
    first, second = phrase.values("W")
    start = last_weekday(first, today)
    follows = (second - first) % 7 == 1
    return Meaning(span(start, shift_days(start, 1)), Grain.DAYS, Anchor.FLOATING) if follows else None


def _day_of_near_month(phrase: Phrase, today: date) -> Meaning | None:
    """ "the 5th of last month", "8 من الشهر الجاري"."""
    month = month_around(today, unit_shift(phrase)).start
    day = safe_date(month.year, month.month, phrase.value("do") or 0)
    return _relative(one_day(day), Grain.DAY) if day else IMPOSSIBLE


def _asked_unit(phrase: Phrase) -> Sign:
    lexeme = phrase.find(_UNITS)
    return Sign(lexeme.sign) if lexeme else Sign.DAY


def _grain(unit: Sign) -> Grain:
    return _GRAINS.get(unit, Grain.DAYS)


def _calendar_unit(unit: Sign, today: date, shift: int) -> Interval:
    if unit is Sign.WEEK:
        return week_of(today, shift)
    return month_around(today, shift) if unit is Sign.MONTH_UNIT else year_around(today, shift)


def _relative(interval: Interval, grain: Grain) -> Meaning:
    return Meaning(interval, grain, Anchor.RELATIVE)


READERS: Mapping[str, Callable[[Phrase, date], Meaning | None]] = {
    "unit": _unit,
    "part_of_unit": _part_of_unit,
    "past_units": _past_units,
    "ago": _ago,
    "since_units": _since_units,
    "weekend": _weekend,
    "early_hours": _early_hours,
    "relative_day": _relative_day,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "night_between": _night_between,
    "day_of_near_month": _day_of_near_month,
}
