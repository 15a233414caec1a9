"""How a question can be asked again with other dates or a larger place."""

from datetime import date
from enum import StrEnum

from retrieval.dates.intervals import last_days
from retrieval.questions.question import Change, Question


class Widening(StrEnum):
    """One way to ask again, as a button offers it."""

    LAST_7_DAYS = "7d"
    LAST_30_DAYS = "30d"
    ALL_DATES = "all"
    PARENT_PLACE = "up"
    EVERYWHERE = "every"  # and at any time: only what it asks about is left


def widened(question: Question, widening: Widening, today: date) -> Change:
    """What the button changes in a question, an empty change where there is nothing to change."""
    match widening:
        case Widening.LAST_7_DAYS:
            return Change(interval=last_days(today, 7))
        case Widening.LAST_30_DAYS:
            return Change(interval=last_days(today, 30))
        case Widening.ALL_DATES:
            return Change(all_dates=True)
        case Widening.EVERYWHERE:
            return Change(all_dates=True, everywhere=True)
        case Widening.PARENT_PLACE:
            return Change(place_ids=tuple(place.parent_id for place in question.places if place.parent_id) or None)
