"""What an expression about time means: an interval and how firmly it is fixed, or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from retrieval.dates.expressions.phrases import Phrase
from retrieval.dates.intervals import Interval, month_of, shift_days, span
from retrieval.dates.words.table import Part


class Grain(IntEnum):
    """How fine an expression is."""

    DAY = 1
    DAYS = 2
    MONTH = 3
    YEAR = 4


class Anchor(StrEnum):
    """What fixes an expression in the calendar."""

    ABSOLUTE = "absolute"  # it names its year
    FLOATING = "floating"  # the most recent one of its name: "Friday", "3 May"
    RELATIVE = "relative"  # counted from today: "yesterday", "last week"


class Undated(StrEnum):
    """Why words about time have no interval."""

    UNDATABLE = "undatable"  # since the ceasefire
    IMPOSSIBLE = "impossible"  # 31 February
    CONTRADICTORY = "contradictory"  # yesterday, in 2019
    FUTURE = "future"  # next week
    SAME_DAY = "same_day"  # of the question before
    DAY_AFTER = "day_after"  # it
    DAY_BEFORE = "day_before"
    UNREAD = "unread"  # words of time that no rule reads
    VAGUE = "vague"  # recently: a wish for the newest, where nothing else is said of the time


@dataclass(frozen=True, slots=True)
class Meaning:
    """An interval, or None with the reason."""

    interval: Interval | None
    grain: Grain
    anchor: Anchor
    reason: Undated | None = None


# What a kind of expression means on a day; None where it names no date after all.
SpanRule = Callable[[Phrase, date], Meaning | None]

IMPOSSIBLE = Meaning(None, Grain.DAY, Anchor.ABSOLUTE, Undated.IMPOSSIBLE)
CONTRADICTORY = Meaning(None, Grain.DAY, Anchor.ABSOLUTE, Undated.CONTRADICTORY)


def from_today(interval: Interval, grain: Grain) -> Meaning:
    """An interval that is counted from today."""
    return Meaning(interval, grain, Anchor.RELATIVE)


def part_of_month(month: Interval, part: Part) -> Interval:
    """Days 1-10, 11-20, or 21 to the end."""
    first, last = {Part.EARLY: (1, 10), Part.MIDDLE: (11, 20), Part.LATE: (21, month.days)}[part]
    return Interval(month.start.replace(day=first), month.start.replace(day=last))


def half_of_month(month: Interval, half: int) -> Interval:
    """Days 1-15, or 16 to the end."""
    first, last = (1, 15) if half == 1 else (16, month.days)
    return Interval(month.start.replace(day=first), month.start.replace(day=last))


def week_of_month(month: Interval, week: int | None) -> Interval:
    """Days 1-7, 8-14, 15-21, 22-28, 29 to the end, or for None the last seven days."""
    if week is None:
        return Interval(shift_days(month.end, -6), month.end)
    first = min(7 * week - 6, month.days)
    return Interval(month.start.replace(day=first), month.start.replace(day=min(7 * week, month.days)))


def part_of_year(year: int, part: Part) -> Interval:
    """January to April, May to August, September to December."""
    return months_of(year, 4 * part - 3, 4 * part)


def half_of_year(year: int, half: int) -> Interval:
    """January to June, July to December."""
    return months_of(year, 1, 6) if half == 1 else months_of(year, 7, 12)


def part_of_week(week: Interval, part: Part) -> Interval:
    """The first two days, the next two, the last three: Monday and Tuesday, …, Friday to Sunday."""
    first, last = {Part.EARLY: (0, 1), Part.MIDDLE: (2, 3), Part.LATE: (4, 6)}[part]
    return Interval(shift_days(week.start, first), shift_days(week.start, last))


def months_of(year: int, first: int, last: int) -> Interval:
    """From the first day of a month to the last day of another, in one year."""
    return span(month_of(year, first).start, month_of(year, last).end)
