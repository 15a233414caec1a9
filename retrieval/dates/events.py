"""When things happened, by the words of an article: weekdays and dates anchored to the day it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.dates.expressions.meaning import Anchor, Grain, Meaning
from retrieval.dates.expressions.spans import DateSpan, PartOfDay, reread
from retrieval.dates.intervals import Interval, one_day, shift_days, span
from retrieval.dates.named import find_dates
from retrieval.dates.words.line import BREAK, Line, read_dates
from retrieval.dates.words.signs import NEAR, NUMBER, PLACING, Sign

# An event may be dated one day after the publication: the clocks of publishers and their public differ.
_DAYS_AHEAD = 1

# Days. A date without a year that was longer ago will be back within a month: it may as well be the one to come.
_AGES_AGO = 335

# Days. What is told of longer ranges ("the past two weeks") sums up, and dates no event.
_LONGEST_RANGE = 10

# Signs. "Will meet in Geneva on Friday" has the date three behind the verb.
_REACH_OF_WILL = 4

# Signs. "Photo: AFP, 12 March 2019" has the date four behind the word for the picture.
_REACH_OF_CREDIT = 5

# "34 salî" is a person's age, "Salı" a Tuesday.
_YEARS_OLD = frozenset(["salî", "sali"])

# "The previous day" is counted from a day of the story.
_OF_THE_STORY = frozenset(["previous", "prior", "السابق", "السابقة"])

# Endings that only the name of a month has: Mayıs'ta, nisanda, Adarê.
_INFLECTED = re.compile(r"(?:['’]\w+|[dt][ae]n?|ê)$")

# What stands before the name of a month, and before the last of several: "in March and April".
_BEFORE_MONTH = frozenset(PLACING + NEAR + Sign.OF + Sign.BETWEEN + Sign.PART + Sign.TO)
_LISTED = frozenset(
    [Sign.MONTH + Sign.AND, Sign.YEAR + Sign.AND, Sign.MONTH + Sign.DASH, Sign.MONTH + Sign.COMMA],
)

# Beside these a month needs no word like "in": "April 2022", "last April", "Nisan ayı".
_MONTH_TOLD = NEAR + Sign.YEAR + Sign.YEAR_UNIT + Sign.MONTH_UNIT

# Units of time short enough that "for 3 days" tells the day on which something began.
_SHORT_UNIT = Sign.HOUR + Sign.DAY + Sign.WEEK

# Kinds of expression that name a day without a year, which may be the one to come.
_NO_YEAR_NEEDED = frozenset(["day_month", "month_day", "days"])


class Precision(StrEnum):
    """How finely the words of an article date an event."""

    DAY = "day"
    DAYS = "days"  # a night over midnight, a weekend, a week
    MONTH = "month"  # a month, a part of one, or some weeks
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class EventDate:
    """The words of an article that date something.

    `text` is `article[start:end]`, in code points. `part` is the part of the day that the words name.
    """

    start: int
    end: int
    text: str
    interval: Interval
    precision: Precision
    part: PartOfDay | None = None


def find_event_dates(text: str, published: date | None) -> list[EventDate]:
    """When things happened, by the words of an article, from left to right.

    Weekdays and relative words count from `published`: a bare weekday is the most recent one, that day included.
    Without `published` only dates that name their year are given. What is announced for later gives nothing.
    Takes time linear in the length of the text.
    """
    line = read_dates(text)
    found: list[EventDate] = []
    for date_span in find_dates(text, line, published or date.max, question=False):
        event = _event(text, line, date_span, published)
        if event:
            found.append(event)
    return found


def _event(text: str, line: Line, found: DateSpan, published: date | None) -> EventDate | None:
    meaning = found.meaning
    if published is None:
        interval = meaning.interval if meaning.anchor is Anchor.ABSOLUTE else None
    else:
        interval = _interval(found, published)
    wrong = (_is_an_age, _is_announced, _lacks_context, _is_a_credit)
    if interval is None or any(is_wrong(line, found) for is_wrong in wrong):
        return None
    precision = _precision(interval, meaning.grain)
    return EventDate(found.start, found.end, text[found.start : found.end], interval, precision, found.daypart)


def _precision(interval: Interval, grain: Grain) -> Precision:
    if grain is Grain.YEAR:
        return Precision.YEAR
    if grain is Grain.MONTH or interval.days > _LONGEST_RANGE:
        return Precision.MONTH
    return Precision.DAYS if interval.days > 1 else Precision.DAY


def _interval(found: DateSpan, published: date) -> Interval | None:
    """The dates that are meant, cut where the future begins."""
    meaning = found.meaning
    if found.phrase.rule in _NO_YEAR_NEEDED and meaning.anchor is Anchor.FLOATING:
        meaning = reread(found, shift_days(published, _DAYS_AHEAD))
        if meaning.interval and (published - meaning.interval.end).days > _AGES_AGO:
            return None
    if found.phrase.rule == "since_units":
        meaning = _day_it_began(found, meaning)
    if meaning.interval is None:
        return None
    latest = published if meaning.anchor is Anchor.RELATIVE else shift_days(published, _DAYS_AHEAD)
    if meaning.interval.start > latest:
        return None
    end = published if meaning.interval.contains(one_day(published)) else latest
    return span(meaning.interval.start, min(meaning.interval.end, max(end, meaning.interval.start)))


def _day_it_began(found: DateSpan, meaning: Meaning) -> Meaning:
    """The day on which something began that lasts.

    "منذ يومين" dates an event two days back, "منذ سنوات" (for years) dates nothing.
    """
    if meaning.interval is None or not found.phrase.find(NUMBER) or not found.phrase.find(_SHORT_UNIT):
        return Meaning(None, meaning.grain, meaning.anchor)
    return Meaning(one_day(meaning.interval.start), Grain.DAY, meaning.anchor)


def _is_an_age(line: Line, found: DateSpan) -> bool:
    """Whether a number stands before the Kurmanji word for years of age, which is spelt like a Turkish Tuesday."""
    before = line.signs[: found.phrase.first][-1:]
    return found.phrase.lexemes[0].word in _YEARS_OLD and before in tuple(NUMBER)


def _is_announced(line: Line, found: DateSpan) -> bool:
    """Whether it is to come, or counted from another day of the story than the one of publication."""
    last = found.phrase.find(Sign.LAST)
    if found.phrase.find(Sign.NEXT) or (last is not None and last.word in _OF_THE_STORY):
        return True
    first, behind = found.phrase.first, found.phrase.last + 1
    before = line.signs[max(0, first - _REACH_OF_WILL) : first].rpartition(BREAK)[2]
    after = line.signs[behind : behind + _REACH_OF_WILL].partition(BREAK)[0]
    return (Sign.WILL in before or Sign.WILL_BEHIND in after) and found.meaning.anchor is Anchor.FLOATING


def _is_a_credit(line: Line, found: DateSpan) -> bool:
    """Whether a date of the calendar stands beside a word for photographs: "File photo, 12 March 2019"."""
    first = found.phrase.first
    before = line.signs[max(0, first - _REACH_OF_CREDIT) : first].rpartition(Sign.DOT)[2]
    is_credited = Sign.CREDIT in before
    return is_credited and found.meaning.anchor is not Anchor.RELATIVE and found.phrase.find(Sign.WEEKDAY) is None


def _lacks_context(line: Line, found: DateSpan) -> bool:
    """A month alone ("Nisan", "April") is often a name: in an article it needs an ending or a word like "in"."""
    phrase, month = found.phrase, found.phrase.find(Sign.MONTH)
    if phrase.rule != "month" or month is None or phrase.find(_MONTH_TOLD):
        return False
    before = line.signs[max(0, phrase.first - 2) : phrase.first]
    return before not in _LISTED and before[-1:] not in _BEFORE_MONTH and not _INFLECTED.search(month.word)
