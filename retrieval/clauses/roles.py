"""Why a place or a date stands in a clause."""

from enum import StrEnum


class PlaceRole(StrEnum):
    """What a place is to its clause; only an event role says that something happened there."""

    EVENT = "event"
    ORIGIN = "origin"  # of a person: "a man from Raqqa"
    DESTINATION = "destination"  # "taken to hospitals in Gaziantep"
    SPEAKER = "speaker"  # who speaks, or where: "Damascus said", "the ministry in Baghdad"
    NAME = "name"  # part of one: "Jiyan Afrin", "Baghdad Street", "Manbij Military Council"
    FILED = "filed"  # "editing by … in Baghdad"
    BACKGROUND = "background"  # of an old story: "killed in Kobani in 2014"
    COMPARISON = "comparison"  # "as happened in Aleppo"


class DateRole(StrEnum):
    """What a date is to its clause."""

    EVENT = "event"
    STATEMENT = "statement"  # when somebody said so
    DEATH = "death"  # when somebody died who had been wounded in the event before
    BACKGROUND = "background"
    YEARS_AFTER = "years after"  # from which years are counted back: "a year ago today"
    NAME = "name"  # part of one: "15 Temmuz Parkı"
    AGE = "age"  # "born in 1998"


ALONE = frozenset({PlaceRole.SPEAKER, PlaceRole.DESTINATION, PlaceRole.FILED, PlaceRole.BACKGROUND})
"""Roles that hold even where no other place is told of; a name or an origin may be all that says where it was."""
