"""Closed intervals of dates and the arithmetic of weeks, months and years."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from retrieval.dates.weeks import first_weekday

# The number of the weekday, Monday being 0.
SATURDAY = 5

# Years within which 29 February comes round, 1900 and 2100 included.
_LEAP_CYCLE = 9


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The dates from `start` to `end`, both included: `start` is never after `end` (ValueError)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"interval ends {self.end} before it starts {self.start}: swap the two dates")

    @classmethod
    def from_iso(cls, start: str, end: str) -> Interval:
        """The interval between two dates as ISO 8601 writes them."""
        return cls(date.fromisoformat(start), date.fromisoformat(end))

    @property
    def days(self) -> int:
        """The number of dates inside."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: Interval) -> bool:
        """Whether the two have a date in common."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Interval) -> bool:
        """Whether every date of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def intersection(self, other: Interval) -> Interval | None:
        """The dates in common, or None."""
        return span(max(self.start, other.start), min(self.end, other.end)) if self.overlaps(other) else None

    def hull(self, other: Interval) -> Interval:
        """The shortest interval that holds both."""
        return Interval(min(self.start, other.start), max(self.end, other.end))


def span(first: date, last: date) -> Interval:
    """The interval between two dates, given in either order."""
    return Interval(min(first, last), max(first, last))


def one_day(day: date) -> Interval:
    """The interval of a single date."""
    return Interval(day, day)


def shift_days(day: date, days: int) -> date:
    """`day` moved by a number of days, held inside the calendar that `date` can count."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def last_days(today: date, days: int) -> Interval:
    """So many days that end today, fewer at the beginning of the calendar."""
    return Interval(shift_days(today, 1 - days), today)


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    if not MINYEAR <= year <= MAXYEAR or not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        return None
    return date(year, month, day)


def month_length(year: int, month: int) -> int:
    """How many days a month has."""
    return calendar.monthrange(year, month)[1]


def week_of(day: date, weeks: int = 0) -> Interval:
    """The week around `day`, moved by `weeks`: Monday to Sunday unless weeks begin on another day here."""
    first = shift_days(last_weekday(first_weekday(), day), 7 * weeks)
    return span(first, shift_days(first, 6))


def day_of_week(week: Interval, weekday: int) -> date:
    """The day of that name (Monday is 0) in a week, on whichever day it begins."""
    return shift_days(week.start, (weekday - week.start.weekday()) % 7)


def iso_week(year: int, number: int) -> Interval | None:
    """The week of that number, as ISO 8601 counts them, None where the year has no such week."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return span(monday, shift_days(monday, 6))


def latest_iso_week(number: int, today: date) -> Interval | None:
    """The most recent week of that number that has begun."""
    years = range(min(today.year + 1, MAXYEAR), max(today.year - _LEAP_CYCLE, 0), -1)
    found = (iso_week(year, number) for year in years)
    return next((week for week in found if week and week.start <= today), None)


def weekend_of(day: date, weekends: int = 0) -> Interval:
    """The Saturday and Sunday that have most recently begun on `day`, moved by `weekends`."""
    saturday = shift_days(last_weekday(SATURDAY, day), 7 * weekends)
    return span(saturday, shift_days(saturday, 1))


def month_of(year: int, month: int) -> Interval:
    """A month of a year."""
    return Interval(date(year, month, 1), date(year, month, month_length(year, month)))


def month_around(day: date, months: int = 0) -> Interval:
    """The calendar month that holds `day`, moved by `months`."""
    count = max(min(day.year * 12 + day.month - 1 + months, MAXYEAR * 12 + 11), MINYEAR * 12)
    return month_of(count // 12, count % 12 + 1)


def year_of(year: int) -> Interval:
    """A year, from its first day to its last."""
    return Interval(date(year, 1, 1), date(year, 12, 31))


def year_around(day: date, years: int = 0) -> Interval:
    """The calendar year that holds `day`, moved by `years`."""
    return year_of(min(max(day.year + years, MINYEAR), MAXYEAR))


def last_weekday(weekday: int, day: date) -> date:
    """The most recent such weekday (Monday is 0), `day` itself included."""
    return shift_days(day, -((day.weekday() - weekday) % 7))


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day."""
    month = month_around(day, -months)
    return date(month.start.year, month.start.month, min(day.day, month.end.day))


def latest_day(month: int, day: int, today: date) -> date | None:
    """The most recent such day of the year, today included, None where no year has it."""
    years = range(today.year, max(today.year - _LEAP_CYCLE, 0), -1)
    found = (safe_date(year, month, day) for year in years)
    return next((candidate for candidate in found if candidate and candidate <= today), None)


def latest_month(month: int, today: date, over: bool, ahead: bool) -> date:
    """The first day of the most recent such month that has begun, or that is over, or of the next one."""
    year = today.year if month <= today.month else today.year - 1
    if over and (year, month) == (today.year, today.month):
        year -= 1
    return date(min(year + 1, 9999) if ahead else max(year, 1), month, 1)


def latest_numbered_day(number: int, today: date) -> date | None:
    """The most recent day of that number, today included, None above 31."""
    for months in range(3):
        month = month_around(today, -months).start
        day = safe_date(month.year, month.month, number)
        if day and day <= today:
            return day
    return None
