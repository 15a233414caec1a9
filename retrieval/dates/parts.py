"""What single words of an expression ask for: which year, which part, how far from the present."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date

from retrieval.dates.phrases import Phrase
from retrieval.dates.words.table import Part

CENTURY = 2000
_LAST_HALF = re.compile(r"[LG]t?H|H[LG]")


def year_asked(phrase: Phrase, today: date, short: list[int]) -> int | None:
    """The year that a phrase names: in four digits, in two ("may 22"), or as "last year"."""
    if phrase.find("y"):
        return phrase.value("y")
    if phrase.find("r"):
        return min(max(today.year + unit_shift(phrase), MINYEAR), MAXYEAR)
    return CENTURY + short[0] if short and CENTURY + short[0] <= today.year else None


def unit_shift(phrase: Phrase) -> int:
    """How many weeks, months or years from the present one: "last" is -1."""
    if phrase.find("L") and not _LAST_HALF.search(phrase.signs):
        return -(phrase.value("L") or 1)
    return 1 if phrase.find("X") else 0


def half_asked(phrase: Phrase) -> int | None:
    """1 or 2 for "first half", "second half", "last half"."""
    if not phrase.find("H"):
        return None
    if phrase.find("o"):
        return 1 if phrase.value("o") == 1 else 2
    return 2 if _LAST_HALF.search(phrase.signs) else None


def part_asked(phrase: Phrase) -> Part:
    """The third that is named; "half" alone is the middle (nîvê meha), "last" alone the end (آخر أيار)."""
    value = phrase.value("P")
    return Part(value) if value else Part.LATE if phrase.find("G") else Part.MIDDLE


def part_is_in_place(phrase: Phrase, whole: str) -> bool:
    """Turkish names the part behind the whole ("Mayıs sonunda"), the other languages before it ("end of May")."""
    parts = [at for at, sign in enumerate(phrase.signs) if sign in "PH"]
    wholes = [at for at, sign in enumerate(phrase.signs) if sign in whole]
    return bool(parts or phrase.find("G")) and (not parts or (parts[0] > wholes[0]) == phrase.is_in("tr", "PH"))
