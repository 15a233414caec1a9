"""Stated publication dates, in the forms that files, feeds and pages write them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from retrieval.article import PublishedPrecision

# A clock elsewhere, or a date in a zone to the east, may be this far ahead.
AHEAD = timedelta(days=1)
# Years before it are the zero dates of some program ("0001-01-01").
EARLIEST = 1800

_ISO_DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}", re.ASCII)
_CLOCK = re.compile(r"\d\s*:\s*\d\d|\d\s*[ap]\.?m\b", re.IGNORECASE)
_NUMERIC_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Published:
    """When something was published: aware UTC and how precisely, or unknown and why."""

    at: datetime | None = None
    precision: PublishedPrecision | None = None
    warning: str | None = None


UNKNOWN = Published()


def read_published(value: object, now: datetime) -> Published:
    """The publication date that `value` states, unknown with a warning where it states none.

    ISO 8601, RFC 2822 and dates in words (English, Arabic, Turkish) are read. A time without a zone is UTC. A
    day without a time is midnight UTC of that day. A date more than a day after `now` is not believed.
    """
    published = _dated(value) if isinstance(value, date) else _stated(value)
    if published is None:
        return Published(warning=f"{_shown(value)} is not a date; kept as unknown")
    if published.at is not None and published.at > now + AHEAD:
        return Published(warning=f"{_shown(value)} is in the future; kept as unknown")
    return published


def _dated(value: date) -> Published:
    if not isinstance(value, datetime):
        return Published(datetime(value.year, value.month, value.day, tzinfo=UTC), PublishedPrecision.DAY)
    return Published(_utc(value), PublishedPrecision.TIME)


def _stated(value: object) -> Published | None:
    if not isinstance(value, str) or len(value) > 100:
        return None
    text = " ".join(value.split())
    for form in (datetime.fromisoformat, parsedate_to_datetime, _in_words):
        moment = _moment(form, text)
        if moment is not None:
            return Published(moment, PublishedPrecision.TIME if _has_time(text) else PublishedPrecision.DAY)
    return None


def _moment(form: Callable[[str], datetime | None], text: str) -> datetime | None:
    """Read `text` in one form: its moment in UTC, None if it is not of that form."""
    try:
        moment = form(text)
        return _utc(moment) if moment is not None and moment.year >= EARLIEST else None
    except (ValueError, OverflowError, IndexError):  # email.utils raises each of them, by Python's version
        return None


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _has_time(text: str) -> bool:
    iso = _ISO_DAY.match(text)
    return len(text) > iso.end() if iso else bool(_CLOCK.search(text))


def _in_words(text: str) -> datetime | None:
    """Read "16 November 2024", "16 Kasım 2024", "16.11.2024": day, month and a year of four digits."""
    if not re.search(r"\d{4}", text) or _either_way(text):
        return None
    import dateparser  # half a second of language data, for the few dates that are not ISO or RFC 2822

    return dateparser.parse(
        text,
        languages=["en", "ar", "tr"],
        settings={
            "STRICT_PARSING": True,  # no missing day, month or year is made up
            "PARSERS": ["absolute-time"],  # "yesterday" is nobody's publication date
            "DATE_ORDER": "DMY",
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": True,
        },
    )


def _either_way(text: str) -> bool:
    """Whether "5/6/2024" could be 5 June as well as 6 May: unknown is better than wrong."""
    found = _NUMERIC_DAY.search(text)
    if found is None or found[2] == ".":  # 5.6.2024 is day first wherever it is written
        return False
    return found[1] != found[3] and int(found[1]) <= 12 and int(found[3]) <= 12


def _shown(value: object) -> str:
    return f'"{str(value)[:40]}"'
