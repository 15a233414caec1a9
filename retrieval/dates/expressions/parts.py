"""What single words of an expression ask for: which year, which part, how far from the present."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date
from functools import cache

from retrieval.dates.expressions.phrases import Phrase
from retrieval.dates.words.signs import LETTERS, UNIT, Sign
from retrieval.dates.words.table import Part
from retrieval.text.outline import Alphabet, pattern

# Years of two digits are of this century: no article is older.
CENTURY = 2000

_PART = Sign.PART + Sign.HALF


def year_asked(phrase: Phrase, today: date, short: list[int]) -> int | None:
    """The year that a phrase names: in four digits, in two ("may 22"), or as "last year"."""
    if phrase.find(Sign.YEAR):
        return phrase.value(Sign.YEAR)
    if phrase.find(Sign.YEAR_UNIT):
        return min(max(today.year + unit_shift(phrase), MINYEAR), MAXYEAR)
    return CENTURY + short[0] if short and CENTURY + short[0] <= today.year else None


def unit_shift(phrase: Phrase) -> int:
    """How many weeks, months or years from the present one: "last" is -1."""
    if phrase.find(Sign.LAST) and not _last_half().search(phrase.signs):
        return -(phrase.value(Sign.LAST) or 1)
    return 1 if phrase.find(Sign.NEXT) else 0


def unit_asked(phrase: Phrase) -> Sign:
    """The unit of time that is named, or a day where none is."""
    lexeme = phrase.find(UNIT)
    return Sign(lexeme.sign) if lexeme else Sign.DAY


def half_asked(phrase: Phrase) -> int | None:
    """1 or 2 for "first half", "second half", "last half"."""
    if not phrase.find(Sign.HALF):
        return None
    if phrase.find(Sign.ORDINAL):
        return 1 if phrase.value(Sign.ORDINAL) == 1 else 2
    return 2 if _last_half().search(phrase.signs) else None


def part_asked(phrase: Phrase) -> Part:
    """The third that is named.

    "Half" alone is the middle (nîvê meha), "last" alone the end (آخر أيار).
    """
    value = phrase.value(Sign.PART)
    return Part(value) if value else Part.LATE if phrase.find(Sign.PAST) else Part.MIDDLE


def part_is_in_place(phrase: Phrase, whole: str) -> bool:
    """Turkish names the part behind the whole ("Mayıs sonunda"), the other languages before it ("end of May")."""
    parts = [at for at, sign in enumerate(phrase.signs) if sign in _PART]
    wholes = [at for at, sign in enumerate(phrase.signs) if sign in whole]
    if not parts:
        return phrase.find(Sign.PAST) is not None
    if phrase.is_in("tr", _PART) and phrase.is_in("en", _PART):
        return True  # H1, in every language
    return (parts[0] > wholes[0]) == phrase.is_in("tr", _PART)


@cache
def _last_half() -> re.Pattern[str]:
    return pattern("[LAST PAST] ARTICLE? HALF | HALF [LAST PAST]", Alphabet(LETTERS))
