"""Numbers of several words, "twenty-five" or "خمسة وعشرين", and ranges, "two to four", each made one unit."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from retrieval.figures.lexicon import WordMeaning
from retrieval.figures.roles import LETTERS, NUMBERS, Role
from retrieval.text.outline import Alphabet, pattern
from retrieval.text.words import plain

Tokens = Sequence["re.Match[str]"]

# Meanings with the first and the last token of each.
Row = tuple[list[WordMeaning], list[int], list[int]]


class _Unit(NamedTuple):
    meaning: WordMeaning
    first: int
    last: int


def join_numbers(language: str, ranges: frozenset[str], matches: Tokens, row: Row) -> Row:
    """The row with the words of one number, and the two ends of one range, as one unit."""
    if not _several_numbers().search("".join([meaning.role for meaning in row[0]])):
        return row
    units: list[_Unit] = []
    for unit in map(_Unit, *row):
        while taken := _with_number_before(language, matches, units, unit):
            length, unit = taken
            del units[-length:]
        units.append(unit)
    units = _with_ranges(ranges, matches, units)
    return [unit.meaning for unit in units], [unit.first for unit in units], [unit.last for unit in units]


@cache
def _several_numbers() -> re.Pattern[str]:
    return pattern("NUMBERS .? NUMBERS", Alphabet(LETTERS))


def _with_number_before(language: str, matches: Tokens, before: list[_Unit], unit: _Unit) -> tuple[int, _Unit] | None:
    """The number that a number word makes with the one before it, and how many units that takes up."""
    if unit.meaning.role not in NUMBERS or matches[unit.first][0][0].isdigit():
        return None
    linked = len(before) > 1 and before[-1].meaning.role is Role.AND
    length = 2 if linked else 1
    if len(before) < length or before[-length].meaning.role not in NUMBERS:
        return None
    first = before[-length]
    if matches[first.first][0][0].isdigit() and unit.meaning.value < 100:
        return None
    value = _combined(language, first.meaning.value, unit.meaning.value, linked)
    if value is None:
        return None
    return length, _Unit(replace(first.meaning, value=value), first.first, unit.last)


def _combined(language: str, first: int, second: int, linked: bool) -> int | None:
    """The number that two number words make together in a language, None where they are two numbers."""
    if not linked and second in (100, 1000) and first < second:
        return first * second
    if first >= 100 and first % 100 == 0 and second < (100 if first < 1000 else 1000):
        return first + second if linked or language != "ar" else None
    if language == "ar":
        teen = not linked and first < 10 and second == 10
        compound = linked and first < 10 and second in range(20, 100, 10)
        return first + second if teen or compound else None
    tens = first in range(20, 100, 10) or (language == "tr" and first == 10)
    return first + second if tens and second < 10 and linked == (language == "ku") else None


def _with_ranges(ranges: frozenset[str], matches: Tokens, units: list[_Unit]) -> list[_Unit]:
    joined: list[_Unit] = []
    for unit in units:
        if unit.meaning.role is Role.NUMBER and (length := _range_before(ranges, matches, joined, unit)):
            low = joined[-length]
            del joined[-length:]
            unit = _Unit(replace(low.meaning, high=unit.meaning.value), low.first, unit.last)
        joined.append(unit)
    return joined


def _range_before(ranges: frozenset[str], matches: Tokens, before: list[_Unit], unit: _Unit) -> int:
    """How many units before a number make a range with it: 1 for "2-4", 2 for "2 to", 0 for none."""
    if before and _rises(before[-1], unit):
        between = matches[unit.first].string[matches[before[-1].last].end() : matches[unit.first].start()]
        return 1 if between.strip() in ("-", "–") else 0
    if len(before) < 2 or not _rises(before[-2], unit):
        return 0
    link, opening = (plain(matches[place.first][0]) for place in (before[-1], before[max(-3, -len(before))]))
    if before[-1].meaning.role is Role.AND:
        return 2 if opening in ("between", "بين") else 0
    return 2 if link in ranges and opening not in ("from", "من") else 0  # "rose from 3 to 5" is no range


def _rises(low: _Unit, high: _Unit) -> bool:
    return low.meaning.role is Role.NUMBER and not low.meaning.high and low.meaning.value < high.meaning.value
