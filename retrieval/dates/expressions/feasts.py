"""Feasts, and the months and days of the moon: "on Newroz", "Eid al-Fitr 2024", "15 Rajab 1446", "in Ramadan".

Days of the moon are those of the Umm al-Qura calendar; where the moon is watched for, they may be one off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from hijridate import Gregorian, Hijri

from retrieval.dates.expressions.meaning import IMPOSSIBLE, Anchor, Grain, Meaning, SpanRule, Undated
from retrieval.dates.expressions.parts import part_asked, year_asked
from retrieval.dates.expressions.phrases import Phrase
from retrieval.dates.intervals import Interval, latest_day, one_day, safe_date, shift_days, span
from retrieval.dates.words.numerals import FIRST_HIJRI, LAST_HIJRI
from retrieval.dates.words.signs import NTH, PLACING, Sign
from retrieval.dates.words.table import ANY_EID, OF_THE_MOON, DayPart, Part

# How many days a feast lasts; others are one day.
_LENGTHS = {OF_THE_MOON + 1001: 3, OF_THE_MOON + 1210: 4}

# What "Eid" alone may be.
_EIDS = (OF_THE_MOON + 1001, OF_THE_MOON + 1210)

# Names of people and places as well: these need a word of time beside them.
_NAMES = (321, ANY_EID)
_BESIDE_A_NAME = PLACING + Sign.TOLD_DAY + Sign.BETWEEN + Sign.OF + Sign.MONTH_UNIT + Sign.ARTICLE
_BEHIND_A_NAME = Sign.TOLD_DAY + Sign.SINCE_BEHIND + Sign.UNTIL_BEHIND + Sign.AFTER_BEHIND + Sign.AGO
_WITH_A_NAME = Sign.YEAR + Sign.DAY + Sign.DAYPART + Sign.DAY_NUMBER + Sign.YEAR_UNIT + Sign.THIS + Sign.LAST


def hijri_month(phrase: Phrase, today: date) -> Meaning:
    """A month of the moon: the most recent one that has begun, unless the year is told, ours or that of the moon."""
    month = phrase.value(Sign.HIJRI_MONTH) or 1
    return _dated(phrase, today, lambda year: _month(year, month))


def _month(year: int, month: int) -> Interval | None:
    start = _day(year, month, 1)
    return span(start, shift_days(start, Hijri(year, month, 1).month_length() - 1)) if start else None


def _day(year: int, month: int, day: int) -> date | None:
    """A day of the moon on our calendar, None outside the tables."""
    try:
        return date(*Hijri(year, month, day).to_gregorian().datetuple())
    except (ValueError, OverflowError):
        return None


def _dated(phrase: Phrase, today: date, of_year: Callable[[int], Interval | None]) -> Meaning:
    """What a name means in the year that is told, or the most recent one that has begun."""
    hijri, year = phrase.value(Sign.HIJRI_YEAR), year_asked(phrase, today, phrase.values(Sign.DAY_NUMBER)[1:])
    if hijri:
        found = of_year(hijri)
        return Meaning(found, Grain.DAYS, Anchor.ABSOLUTE) if found else IMPOSSIBLE
    if year:
        within = [found for found in map(of_year, _hijri_years(year)) if found and found.start.year == year]
        return Meaning(within[0], Grain.DAYS, Anchor.ABSOLUTE) if within else IMPOSSIBLE
    over = phrase.find(Sign.LAST) is not None and phrase.rule == "hijri_month"
    begun = [found for found in map(of_year, _hijri_years(today.year)) if found and found.start <= today]
    begun = [found for found in begun if found.end < today] if over else begun
    return Meaning(begun[-1], Grain.DAYS, Anchor.FLOATING) if begun else IMPOSSIBLE


def _hijri_years(year: int) -> range:
    """The years of the moon that one of ours may touch, and the one before."""
    try:
        first = Gregorian(year, 1, 1).to_hijri().year
    except (ValueError, OverflowError):
        return range(0)
    return range(max(first - 1, FIRST_HIJRI), min(first + 2, LAST_HIJRI + 1))


def _hijri_month(phrase: Phrase, today: date) -> Meaning | None:
    return hijri_month(phrase, today)


def _part_of_hijri(phrase: Phrase, today: date) -> Meaning | None:
    """Days 1-10, 11-20, or 21 to the end of a month of the moon."""
    month = hijri_month(phrase, today)
    if month.interval is None:
        return month
    first = shift_days(month.interval.start, 10 * (part_asked(phrase) - 1))
    last = month.interval.end if part_asked(phrase) is Part.LATE else shift_days(first, 9)
    return Meaning(span(first, last), Grain.DAYS, month.anchor)


def _hijri_day(phrase: Phrase, today: date) -> Meaning | None:
    month, number = phrase.value(Sign.HIJRI_MONTH) or 1, phrase.value(NTH) or 0
    found = _dated(phrase, today, lambda year: _on(_day(year, month, number), 1))
    return Meaning(found.interval, Grain.DAY, found.anchor, found.reason)


def _on(day: date | None, days: int) -> Interval | None:
    return span(day, shift_days(day, days - 1)) if day else None


def _feast(phrase: Phrase, today: date) -> Meaning | None:
    """A feast by its name: the most recent one, unless the year is told."""
    value = phrase.value(Sign.FEAST) or 0
    if value in _NAMES and not _is_said_of_time(phrase):
        return None
    if value == ANY_EID:
        return _nth_day(phrase, _any_eid(phrase, today))
    meaning = _moon_feast(phrase, value, today) if value > OF_THE_MOON else _fixed_feast(phrase, value, today)
    return _nth_day(phrase, meaning)


def _is_said_of_time(phrase: Phrase) -> bool:
    beside = phrase.before is not None and phrase.before.sign in _BESIDE_A_NAME
    behind = phrase.behind is not None and phrase.behind.sign in _BEHIND_A_NAME
    feast = phrase.find(Sign.FEAST)
    in_words = feast is not None and " " in feast.word  # "عيد نوروز" is nobody's name
    return beside or behind or in_words or phrase.find(_WITH_A_NAME) is not None


def _fixed_feast(phrase: Phrase, value: int, today: date) -> Meaning:
    """A feast of the calendar: the night before New Year is the last of the old one."""
    year = year_asked(phrase, today, phrase.values(Sign.DAY_NUMBER))
    if value == 101 and phrase.value(Sign.DAYPART) in (DayPart.NIGHT, DayPart.EVENING):
        value = 1231
    month, day = divmod(value, 100)
    found = safe_date(year, month, day) if year else latest_day(month, day, today)
    return Meaning(one_day(found), Grain.DAY, Anchor.ABSOLUTE if year else Anchor.FLOATING) if found else IMPOSSIBLE


def _moon_feast(phrase: Phrase, value: int, today: date) -> Meaning:
    month, day = divmod(value - OF_THE_MOON, 100)
    return _dated(phrase, today, lambda year: _on(_day(year, month, day), _LENGTHS.get(value, 1)))


def _any_eid(phrase: Phrase, today: date) -> Meaning:
    """The more recent of the two; of a whole year neither can be told."""
    if phrase.find(Sign.YEAR):
        return Meaning(None, Grain.DAYS, Anchor.ABSOLUTE, Undated.UNDATABLE)
    found = [_moon_feast(phrase, eid, today) for eid in _EIDS]
    dated = [meaning for meaning in found if meaning.interval]
    return max(dated, key=lambda meaning: meaning.interval.start if meaning.interval else date.min, default=IMPOSSIBLE)


def _nth_day(phrase: Phrase, feast: Meaning) -> Meaning:
    """The second day of a feast."""
    number = phrase.value(Sign.ORDINAL)
    if not number or feast.interval is None:
        return feast
    if number > feast.interval.days:
        return IMPOSSIBLE
    return Meaning(one_day(shift_days(feast.interval.start, number - 1)), Grain.DAY, feast.anchor)


RULES: Mapping[str, SpanRule] = {
    "feast": _feast,
    "hijri_month": _hijri_month,
    "hijri_day": _hijri_day,
    "part_of_hijri": _part_of_hijri,
}
