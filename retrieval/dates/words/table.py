"""The shape of a language's table of calendar words, and the values that its words have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from retrieval.dates.words.signs import Sign


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


# The signs with their values that one word stands for, in the order of reading.
Meaning = tuple[tuple[str, int], ...]

# The value of a unit in the singular and in the plural, and of a number that is not told ("a few").
ONE, SOME = 1, 0

# The value of "during" among the prepositions: whatever stands behind it lasts.
LASTING = 2

# The value of "since" words behind which, or before which, a whole clause may stand: "since they left".
CLAUSE = 2

# The value of events with "during" joined behind.
ENDED = 3

# The values of feasts of the moon: this and month * 100 + day. "Eid" alone is one of two.
OF_THE_MOON = 10_000
ANY_EID = 20_000


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
    numbered_months: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # "تشرين 1" and "تشرين 2"
    definite: str = ""  # the article that is joined to a word, behind which some prefixes change
