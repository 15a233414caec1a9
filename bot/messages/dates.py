"""Days, spans and moments as the reader's language writes them.

This year's days have no year, unless days of other years stand beside them in a list.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.phrases.catalogues import Phrases
from retrieval.answers import ArticleRef, EventWhen, Incident
from retrieval.article import PublishedPrecision
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay


def weekday_date(phrases: Phrases, day: date, today: date | None) -> str:
    """ "Fri 15 Nov", and with its year where that is not this one or where `today` is None"""
    if today is not None and day.year == today.year:
        return phrases.date(day, phrases.pgettext("date pattern", "EEE d MMM"))
    return phrases.date(day, phrases.pgettext("date pattern", "EEE d MMM y"))


def short_date(phrases: Phrases, day: date, today: date) -> str:
    """ "16 Nov" """
    if day.year == today.year:
        return phrases.date(day, phrases.pgettext("date pattern", "d MMM"))
    return full_date(phrases, day)


def full_date(phrases: Phrases, day: date) -> str:
    """ "16 Nov 2024" """
    return phrases.date(day, phrases.pgettext("date pattern", "d MMM y"))


def span(phrases: Phrases, start: date, end: date) -> str:
    """ "Mon 11 – Sun 17 Nov 2024", always with its year"""
    last = phrases.date(end, phrases.pgettext("date pattern", "EEE d MMM y"))
    if start == end:
        return last
    first = phrases.date(start, _start_pattern(phrases, start, end))
    return phrases.gettext("{first} – {last}", first=first, last=last)


def event_date(phrases: Phrases, when: EventWhen, today: date | None) -> str:
    """ "Fri 15 Nov, night", or as much of it as the report states; `today` as in `weekday_date`"""
    first, last = when.interval.start, when.interval.end
    match when.precision:
        case Precision.MONTH:
            stated = phrases.date(first, phrases.pgettext("date pattern", "LLLL y"))
        case Precision.YEAR:
            stated = phrases.date(first, phrases.pgettext("date pattern", "y"))
        case _ if first == last:
            stated = weekday_date(phrases, first, today)
        case _:
            stated = _short_span(phrases, first, last, today)
    return phrases.gettext("{date}, {part}", date=stated, part=part_of_day(phrases, when.part)) if when.part else stated


def spans_years(incidents: Sequence[Incident], now: datetime) -> bool:
    """Whether incidents that stand in one list are of another year than this one, so that each needs its year."""
    days = [day for incident in incidents for day in _days_of(incident, now)]
    return any(day.year != now.year for day in days)


def _days_of(incident: Incident, now: datetime) -> list[date]:
    if incident.event is not None:
        return [incident.event.interval.start, incident.event.interval.end]
    return [day for excerpt in incident.excerpts if (day := publication_day(excerpt.article, now))]


def incident_date(phrases: Phrases, incident: Incident, now: datetime, *, with_year: bool = False) -> str:
    """The day of an incident, "Fri 15 Nov, night", with the days on which people died of it later.

    Where no report states it: that it is not stated, and when the first one was published.
    """
    today = None if with_year else now.date()
    if incident.event is not None:
        stated = event_date(phrases, incident.event, today)
        deaths = [event_date(phrases, death, today) for death in incident.later_deaths]
        return (
            phrases.gettext("{date}; later death, {later}", date=stated, later=", ".join(deaths)) if deaths else stated
        )
    days = _days_of(incident, now)
    if not days:
        return phrases.gettext("date not stated")
    return phrases.gettext("date not stated, published {date}", date=weekday_date(phrases, min(days), today))


def part_of_day(phrases: Phrases, part: PartOfDay) -> str:
    """The part of the day that a report states, in the reader's language."""
    known = {
        PartOfDay.DAWN: phrases.gettext("dawn"),
        PartOfDay.MORNING: phrases.gettext("morning"),
        PartOfDay.NOON: phrases.gettext("noon"),
        PartOfDay.AFTERNOON: phrases.gettext("afternoon"),
        PartOfDay.EVENING: phrases.gettext("evening"),
        PartOfDay.NIGHT: phrases.gettext("night"),
    }
    return known[part]


def freshness(phrases: Phrases, moment: datetime, precision: PublishedPrecision | None, now: datetime) -> str:
    """ "today 09:40", "yesterday", "12 Nov" """
    day = _relative_day(phrases, calendar_day(moment, precision, now.tzinfo), now.date())
    if precision != PublishedPrecision.TIME:
        return day
    return phrases.gettext("{day} {time}", day=day, time=time_of_day(phrases, moment.astimezone(now.tzinfo)))


def time_of_day(phrases: Phrases, moment: datetime) -> str:
    """ "09:40", on the clock that the moment carries"""
    return phrases.time(moment, phrases.pgettext("date pattern", "HH:mm"))


def calendar_day(moment: datetime, precision: PublishedPrecision | None, zone: tzinfo | None) -> date:
    """The date of a publication.

    Where only the day is known (as midnight UTC), it is that everywhere.
    """
    return moment.astimezone(UTC if precision is PublishedPrecision.DAY else zone).date()


def publication_day(article: ArticleRef, now: datetime) -> date | None:
    """The date on which an article was published, on the reader's calendar."""
    if article.published_at is None:
        return None
    return calendar_day(article.published_at, article.published_precision, now.tzinfo)


def _relative_day(phrases: Phrases, day: date, today: date) -> str:
    if day == today:
        return phrases.gettext("today")
    if day == today - timedelta(days=1):
        return phrases.gettext("yesterday")
    return short_date(phrases, day, today)


def _short_span(phrases: Phrases, start: date, end: date, today: date | None) -> str:
    first = phrases.date(start, _start_pattern(phrases, start, end))
    return phrases.gettext("{first} – {last}", first=first, last=weekday_date(phrases, end, today))


def _start_pattern(phrases: Phrases, start: date, end: date) -> str:
    if start.year != end.year:
        return phrases.pgettext("date pattern", "EEE d MMM y")
    if start.month != end.month:
        return phrases.pgettext("date pattern", "EEE d MMM")
    return phrases.pgettext("date pattern", "EEE d")
