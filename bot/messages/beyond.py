"""What is said of that which lies just beyond a question: elsewhere in its governorate, before its dates."""

from bot.messages.dates import span
from bot.messages.names import place_name
from bot.phrases.catalogues import Phrases
from retrieval.answers import Answer, Beyond
from retrieval.dates.intervals import last_days


def begun_line(answer: Answer, phrases: Phrases) -> list[str]:
    """How many of the asked dates have come, where they have only begun."""
    period = answer.understood.period
    if period is None or not period.has_only_begun:
        return []
    return [
        phrases.ngettext(
            "Only {count} day of these dates has come yet.",
            "Only {count} days of these dates have come yet.",
            period.interval.days,
        )
    ]


def beyond_line(beyond: Beyond | None, answer: Answer, phrases: Phrases) -> str:
    """The line above incidents that lie just beyond what was asked."""
    if beyond is Beyond.GOVERNORATE:
        shared = [place_name(phrases, place.shared) for place in answer.understood.places if place.shared]
        return phrases.gettext("Elsewhere in {place} governorate:", place=phrases.join(shared))
    period = answer.understood.period
    if period is None:
        return ""
    days = last_days(period.interval.end, period.days)
    return phrases.gettext("In the days before ({dates}):", dates=span(phrases, days.start, days.end))
