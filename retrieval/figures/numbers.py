"""The numbers of a sentence, each made one unit: a count, some of those named before, or not to be read."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

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

# Runs of tokens whose numbers are remembered.
_REMEMBERED = 1 << 14

# The first token of a run, and the one behind its last.
Run = tuple[int, int]

_AND = WordMeaning(Role.AND)
_COMMON = WordMeaning(Role.COMMON)
_UNREADABLE = WordMeaning(Role.UNREADABLE)


class _Found(NamedTuple):
    """A number of a run, its places counted from the first token of the run."""

    numeral: Numeral
    units: tuple[WordMeaning, ...]  # the number, behind an Arabic "and" that is attached to it


def with_numbers(language: str, matches: Tokens, runs: Sequence[Run], row: Row) -> Row:
    """The row with each number as one unit, an Arabic "and" that is attached to it as another.

    `runs` are the tokens among which numbers are looked for.
    """
    joined: Row = ([], [], [])
    found: list[tuple[int, Numeral]] = []
    done = 0
    for start, (numeral, units) in ((run[0], number) for run in runs for number in _numbers(language, matches, run)):
        first, last = numeral.first + start, numeral.last + start
        unit, behind = bisect_left(row[1], first), bisect_right(row[1], last)
        if not done <= unit < behind or not row[1][unit] == row[2][unit] == first:
            continue
        _extend(joined, row, done, unit)
        _append(joined, units, first, last)
        found.append((len(joined[0]) - 1, numeral))
        done = behind
    _extend(joined, row, done, len(row[0]))
    mark_half_read(language, matches, joined, found)
    return joined


def runs_of(places: Sequence[int], matches: Tokens) -> list[Run]:
    """Tokens that may belong to numbers, given by their places, as runs without a gap, with endings of digits."""
    runs: list[Run] = []
    for place in places:
        start = runs.pop()[0] if runs and runs[-1][1] >= place else place
        runs.append((start, place + 1 + _has_ending(matches, place)))
    return runs


def _has_ending(matches: Tokens, place: int) -> bool:
    """Whether the next token is written on to digits: "300'den"."""
    if not matches[place][0][0].isdigit() or place + 1 == len(matches):
        return False
    return matches[place + 1].start() <= matches[place].end() + 1 and matches[place + 1][0][0].isalpha()


def _numbers(language: str, matches: Tokens, run: Run) -> list[_Found]:
    """The numbers of a run; what is read in the same words is remembered."""
    first, behind = run
    text = matches[first].string[matches[first].start() : matches[behind - 1].end()]
    remembered, key = _remembered(), (language, text, behind - first)
    if (found := remembered.get(key)) is None:
        if len(remembered) >= _REMEMBERED:
            remembered.clear()
        tokens = matches[first:behind]
        found = [_Found(numeral, _units(numeral, language, tokens)) for numeral in read_numerals(tokens, language)]
        remembered[key] = found
    return found


@cache
def _remembered() -> dict[tuple[str, str, int], list[_Found]]:
    return {}


def _units(numeral: Numeral, language: str, tokens: Tokens) -> tuple[WordMeaning, ...]:
    meaning = _meaning(numeral, tokens)
    return (_AND, meaning) if language == "ar" and _has_and(tokens[numeral.first][0]) else (meaning,)


def _extend(joined: Row, row: Row, start: int, end: int) -> None:
    joined[0].extend(row[0][start:end])
    joined[1].extend(row[1][start:end])
    joined[2].extend(row[2][start:end])


def _append(joined: Row, units: Sequence[WordMeaning], first: int, last: int) -> None:
    joined[0].extend(units)
    joined[1].extend([first] * len(units))
    joined[2].extend([first] * (len(units) - 1) + [last])


def _has_and(token: str) -> bool:
    """Whether an "and" is attached to an Arabic number; folded, "وأحد" (and one) looks like "واحد" (one)."""
    atoms = lexicons()["ar"].read(token)
    return token.startswith(("وأ", "وإ")) or (len(atoms) > 1 and atoms[0].rank is Rank.AND)


def _meaning(numeral: Numeral, matches: Tokens) -> WordMeaning:
    """What a number states; COMMON where digits are none, or may be a year."""
    written = matches[numeral.first][0]
    if _NO_COUNT.fullmatch(written) or (written.isdecimal() and numeral.is_in_digits and numeral.value in _YEARS):
        return _COMMON
    if numeral.value is None:
        return _UNREADABLE
    role = Role.SOME if numeral.is_part else Role.THE_NUMBER if numeral.is_definite else Role.NUMBER
    return WordMeaning(role, value=numeral.value)
