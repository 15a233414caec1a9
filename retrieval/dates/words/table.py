"""The shape of a language's table of calendar words, and the signs that its words stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Sign(StrEnum):
    """What a word is to the grammar of dates: one letter, so that a sentence becomes a string of letters.

    "Weak" names are everyday words as well ("may", "sat"); they count only where their neighbours say so.
    """

    DAY_NUMBER = "d"  # 1 to 31, in digits
    ORDINAL = "o"  # first, 5th
    COUNT = "n"  # other numbers, and numerals in words
    YEAR = "y"  # four digits, or '22
    DATE = "N"  # 2022-05-03, 3/5/2022
    DAY_MONTH = "z"  # 3/5
    MONTH_YEAR = "q"  # 05/2022
    MONTH = "M"
    WEAK_MONTH = "m"
    WEEKDAY = "W"
    WEAK_WEEKDAY = "w"
    HOUR = "h"
    DAY = "j"
    WEEK = "k"
    WEEKEND = "e"
    MONTH_UNIT = "g"
    QUARTER = "v"
    YEAR_UNIT = "r"
    THIS = "T"
    LAST = "L"  # the calendar unit before this one
    PAST = "G"  # the time up to now: "the past week", "son hafta"
    NEXT = "X"
    RELATIVE_DAY = "D"  # its value: days from today
    DAYPART = "R"
    PART = "P"  # early, middle, late
    HALF = "H"
    SEASON = "I"  # its value: the month it begins
    FEAST = "Y"  # a day of the year with a name; its value: month * 100 + day
    SINCE = "S"
    SINCE_BEHIND = "s"  # stands behind its date, as Turkish "beri" does
    UNTIL = "u"
    UNTIL_BEHIND = "U"
    BETWEEN = "B"
    BETWEEN_BEHIND = "b"
    BEFORE = "E"
    AGO = "A"  # behind a length of time: ago; behind a date: before it
    AFTER = "F"
    AFTER_BEHIND = "f"
    PREPOSITION = "p"
    ARTICLE = "t"  # articles and other words that change nothing
    OF = "O"  # of, from
    AND = "a"
    TO = "i"
    DASH = "-"
    EVENT = "C"  # something that has a date, but not one we know
    VAGUE = "c"  # recently, these days
    NAMED = "!"  # streets, schools, brigades: the date behind them is their name
    THING = "#"  # what an ordinal counts: the fifth floor, the 17th division
    WILL = "V"
    WILL_BEHIND = "l"  # stands behind its date, as Turkish verbs do
    CREDIT = "K"  # photographs and archives: a date beside them is theirs
    NOT_TIME = "x"


class Part(IntEnum):
    """A third of a month (days 1-10, 11-20, 21-end), and what corresponds to it in a week or a year."""

    EARLY = 1
    MIDDLE = 2
    LATE = 3


class DayPart(IntEnum):
    """A part of the day, as its words name it."""

    DAWN = 1
    MORNING = 2
    NOON = 3
    AFTERNOON = 4
    EVENING = 5
    NIGHT = 6


Meaning = tuple[tuple[str, int], ...]
"""The signs with their values that one word stands for, in the order of reading."""


ONE, SOME = 1, 0
"""The value of a unit in the singular and in the plural, and of a number that is not told ("a few")."""

LASTING = 2
"""The value of "during" among the prepositions: whatever stands behind it lasts."""

CLAUSE = 2
"""The value of "since" words behind which, or before which, a whole clause may stand: "since they left"."""

MOVABLE, ENDED = 2, 3
"""The values of events that are feasts of the moon ("in Ramadan"), and of events with "during" joined behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One language's calendar words. A value lists spellings, separated by commas, in that language's letters.

    Case, accents, Arabic letter forms and apostrophes are folded when texts are read, so one spelling serves for all
    of these; a word that ends in "!" counts only as it is spelt, accents included ("gün!" is not "gun").
    `prefixes` and `suffixes` (folded) may be joined to the names of months, weekdays and units; what a prefix says is
    its value. `prefixes` are joined to connecting words as well.
    """

    language: str
    months: Mapping[int, str]
    weak_months: Mapping[int, str] = field(default_factory=dict)
    weekdays: Mapping[int, str]
    weak_weekdays: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[Sign, str]
    plural_units: Mapping[Sign, str] = field(default_factory=dict)  # without a number: some of them
    relative_days: Mapping[int, str]
    dayparts: Mapping[DayPart, str]
    parts: Mapping[Part, str]
    numbers: Mapping[int, str]
    ordinals: Mapping[int, str]
    seasons: Mapping[int, str] = field(default_factory=dict)
    connecting: Mapping[Sign, str]
    compounds: Mapping[Meaning, str] = field(default_factory=dict)
    prefixes: Mapping[str, Meaning] = field(default_factory=dict)
    suffixes: tuple[str, ...] = ()
    definite: str = ""  # the article that is joined to a word, behind which some prefixes change
