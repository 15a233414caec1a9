"""The units of a sentence about figures: its words, phrases and numbers, each with the role that it plays."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from retrieval.figure_words import LANGUAGES, Reading, Word, lexicons, phrase_at
from retrieval.words import plain

_LONGEST_PHRASE = 6


class Unit(NamedTuple):
    """One or more tokens that play one role; `high` is the upper end of a range, else 0."""

    start: int
    end: int
    reading: Reading
    high: int = 0


def units_of(text: str, language: int, matches: Sequence["re.Match[str]"], words: Sequence[Word]) -> list[Unit]:
    """Give the units of one sentence in a language (its place in LANGUAGES); an attached "and" is a unit of its own."""
    units: list[Unit] = []
    position = 0
    while position < len(words):
        match, found, length = matches[position], words[position], 1
        start, reading = match.start(), found.readings[language]
        if found.starts_phrase:
            following = [plain(ahead[0]) for ahead in matches[position : position + _LONGEST_PHRASE]]
            length, reading = phrase_at(language, following) or (1, reading)
        if reading.joined and reading.role not in "&x":
            units.append(Unit(start, start, _AND))
        units.append(Unit(start, matches[position + length - 1].end(), reading))
        position += length
    return _with_numbers(text, language, units)


_AND = Reading("&")


@cache
def _several_numbers() -> re.Pattern[str]:
    return re.compile("[nN].?[nN]")


def _with_numbers(text: str, language: int, units: list[Unit]) -> list[Unit]:
    """Join the words of one number ("twenty five", "خمسة وعشرين") and of one range ("two to four")."""
    if not _several_numbers().search("".join(unit.reading.role for unit in units)):
        return units
    joined: list[Unit] = []
    for unit in units:
        if unit.reading.role in "nN":
            while merged := _with_previous(text, language, joined, unit):
                length, unit = merged
                del joined[-length:]
        joined.append(unit)
    ranges = lexicons()[LANGUAGES[language]].ranges
    return _with_ranges(text, ranges, joined)


def _with_previous(text: str, language: int, before: list[Unit], unit: Unit) -> tuple[int, Unit] | None:
    """Join a number word with the number before it; give how many units before are taken up."""
    linked = len(before) > 1 and before[-1].reading.role == "&"
    length = 2 if linked else 1
    if len(before) < length or before[-length].reading.role not in "nN":
        return None
    first = before[-length]
    if text[first.start].isdigit() and unit.reading.value < 100:
        return None
    value = _combined(LANGUAGES[language], first.reading.value, unit.reading.value, linked)
    if value is None or text[unit.start].isdigit():
        return None
    return length, Unit(first.start, unit.end, replace(first.reading, value=value))


def _combined(language: str, first: int, second: int, linked: bool) -> int | None:
    """Give the number that two number words make together in a language, None when they are two numbers."""
    if not linked and second in (100, 1000) and first < second:
        return first * second
    if first >= 100 and first % 100 == 0 and second < min(first, 100 if first < 1000 else 1000):
        return first + second if linked or language != "ar" else None
    if language == "ar":
        teen = not linked and first < 10 and second == 10
        compound = linked and first < 10 and second in range(20, 100, 10)
        return first + second if teen or compound else None
    tens = first in range(20, 100, 10) or (language == "tr" and first == 10)
    return first + second if tens and second < 10 and linked == (language == "ku") else None


def _with_ranges(text: str, ranges: frozenset[str], units: list[Unit]) -> list[Unit]:
    joined: list[Unit] = []
    for unit in units:
        if unit.reading.role == "n" and (length := _range_before(text, ranges, joined, unit)):
            first = joined[-length]
            del joined[-length:]
            unit = Unit(first.start, unit.end, first.reading, high=unit.reading.value)
        joined.append(unit)
    return joined


def _range_before(text: str, ranges: frozenset[str], before: list[Unit], unit: Unit) -> int:
    """Give how many units before a number make a range with it: 2 for "two to", 1 for "2-", else 0."""
    if not before:
        return 0
    if before[-1].reading.role == "n" and not before[-1].high and before[-1].reading.value < unit.reading.value:
        return 1 if text[before[-1].end : unit.start].strip() in ("-", "–") else 0
    if len(before) < 2 or before[-2].reading.role != "n" or before[-2].reading.value >= unit.reading.value:
        return 0
    link = plain(text[before[-1].start : before[-1].end])
    opening = plain(text[before[-3].start : before[-3].end]) if len(before) > 2 else ""
    if before[-1].reading.role == "&":
        return 2 if opening in ("between", "بين") else 0
    return 2 if link in ranges and opening not in ("from", "من") else 0
