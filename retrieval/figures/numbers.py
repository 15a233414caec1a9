"""The numbers of a sentence, each made one unit: a count, some of those named before, or not to be read."""

import re

from retrieval.figures.lexicon import WordMeaning
from retrieval.figures.ranges import Row, Tokens
from retrieval.figures.roles import Role
from retrieval.figures.unreadable import mark_half_read
from retrieval.numerals.lexicon import Rank, lexicons
from retrieval.numerals.reading import Numeral, read_numerals

# Digits that are no count: times, dates, ordinals and measures.
_NO_COUNT = re.compile(r"\d.*[:/\-].*|\d+(?:st|nd|rd|th|mm|cm|m|km|kg|am|pm|h)", re.IGNORECASE)

# Digits that may be a year as well as a count.
_YEARS = range(1900, 2101)

_AND = WordMeaning(Role.AND)
_COMMON = WordMeaning(Role.COMMON)
_UNREADABLE = WordMeaning(Role.UNREADABLE)


def with_numbers(language: str, matches: Tokens, row: Row) -> Row:
    """The row with each number as one unit, an Arabic "and" that is attached to it as another."""
    numbers = {numeral.first: numeral for numeral in read_numerals(matches, language)}
    if not numbers:
        return row
    joined: Row = ([], [], [])
    inside = -1
    for meaning, first, last in zip(*row, strict=True):
        if first <= inside:
            continue
        numeral = numbers.get(first)
        if numeral is None or last > first:
            _append(joined, meaning, first, last)
            continue
        inside = numeral.last
        if language == "ar" and _has_and(matches[first][0]):
            _append(joined, _AND, first, first)
        _append(joined, _meaning(numeral, matches), first, inside)
    mark_half_read(language, matches, joined, numbers)
    return joined


def _append(row: Row, meaning: WordMeaning, first: int, last: int) -> None:
    row[0].append(meaning)
    row[1].append(first)
    row[2].append(last)


def _has_and(token: str) -> bool:
    atoms = lexicons()["ar"].read(token)
    return len(atoms) > 1 and atoms[0].rank is Rank.AND


def _meaning(numeral: Numeral, matches: Tokens) -> WordMeaning:
    """What a number states; COMMON where digits are none, or may be a year."""
    written = matches[numeral.first][0]
    if _NO_COUNT.fullmatch(written) or (written.isdecimal() and numeral.is_in_digits and numeral.value in _YEARS):
        return _COMMON
    if numeral.value is None:
        return _UNREADABLE
    role = Role.SOME if numeral.is_part else Role.THE_NUMBER if numeral.is_definite else Role.NUMBER
    return WordMeaning(role, value=numeral.value)
