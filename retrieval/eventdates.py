"""When things happened, by the words of an article: weekdays and dates anchored to the day it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.calendar_words.reading import BREAK, Line, read_line
from retrieval.datemeaning import Anchor, Grain, Meaning
from retrieval.datespans import DateSpan, find_spans, reread
from retrieval.intervals import Interval, one_day, shift_days, span

_DAYS_AHEAD = 1
"""An event may be dated one day after the publication: the clocks of publishers and readers differ."""

_REACH_OF_WILL = 4  # signs; "will meet in Geneva on Friday"
_INFLECTED = re.compile(r"(?:['’]\w+|[dt][ae]n?|ê)$")  # Mayıs'ta, nisanda, Adarê
_BESIDE_A_MONTH = frozenset("pSOuEFBTLXPi")
_NO_YEAR_NEEDED = frozenset(["day_month", "month_day", "days"])


class Precision(StrEnum):
    """How finely the words of an article date an event."""

    DAY = "day"
    DAYS = "days"  # a night over midnight, a weekend, a week
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class EventDate:
    """The words of an article that date something; `text` is `article[start:end]`, in code points.

    `part` is the part of the day that the words name: dawn, morning, noon, afternoon, evening or night.
    """

    start: int
    end: int
    text: str
    interval: Interval
    precision: Precision
    part: str | None = None


def find_event_dates(text: str, published: date | None) -> list[EventDate]:
    """When things happened, by the words of an article, from left to right.

    Weekdays and relative words count from `published`: a bare weekday is the most recent one, that day included.
    Without `published` only dates that name their year are given. What is announced for later gives nothing.
    Takes time linear in the length of the text.
    """
    line = read_line(text)
    found: list[EventDate] = []
    for date_span in find_spans(line, published or date.max, question=False):
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
    if interval is None or _is_a_name(found) or _is_announced(line, found) or _lacks_context(line, found):
        return None
    precision = _PRECISIONS[meaning.grain] if interval.days > 1 or meaning.grain > Grain.DAYS else Precision.DAY
    return EventDate(found.start, found.end, text[found.start : found.end], interval, precision, found.daypart)


_PRECISIONS = {
    Grain.DAY: Precision.DAY,
    Grain.DAYS: Precision.DAYS,
    Grain.MONTH: Precision.MONTH,
    Grain.YEAR: Precision.YEAR,
}


def _interval(found: DateSpan, published: date) -> Interval | None:
    """The dates that are meant, cut where the future begins."""
    meaning = found.meaning
    if found.phrase.rule in _NO_YEAR_NEEDED and meaning.anchor is Anchor.FLOATING:
        meaning = reread(found, shift_days(published, _DAYS_AHEAD))
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
    """ "منذ يومين" dates an event two days back; "منذ سنوات" (for years) dates nothing."""
    if meaning.interval is None or not found.phrase.find("dn") or not found.phrase.find("hjk"):
        return Meaning(None, meaning.grain, meaning.anchor)
    return Meaning(one_day(meaning.interval.start), Grain.DAY, meaning.anchor)


def _is_a_name(found: DateSpan) -> bool:
    """ "8 March Street": a day of the year behind such a word names the street."""
    before = found.phrase.before
    return found.meaning.anchor is Anchor.FLOATING and before is not None and before.sign == "!"


def _is_announced(line: Line, found: DateSpan) -> bool:
    if found.phrase.find("X"):
        return True
    before = line.signs[max(0, found.phrase.first - _REACH_OF_WILL) : found.phrase.first]
    return "V" in before.rpartition(BREAK)[2] and found.meaning.anchor is Anchor.FLOATING


def _lacks_context(line: Line, found: DateSpan) -> bool:
    """A month alone ("Nisan", "April") is often a name: in an article it needs an ending or a word like "in"."""
    phrase, month = found.phrase, found.phrase.find("M")
    if phrase.rule != "month" or month is None or phrase.find("yrgTLX"):
        return False
    before = line.signs[max(0, phrase.first - 2) : phrase.first]
    listed = before in ("Ma", "ya", "M-", "M,")  # in March and April
    return not listed and before[-1:] not in _BESIDE_A_MONTH and not _INFLECTED.search(month.word)
