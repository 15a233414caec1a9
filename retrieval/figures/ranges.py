"""The two ends of a range, "two to four" or "10-15", made one unit."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from retrieval.figures.lexicon import WordMeaning
from retrieval.figures.roles import Role
from retrieval.text.words import plain

Tokens = Sequence["re.Match[str]"]

# Meanings with the first and the last token of each.
Row = tuple[list[WordMeaning], list[int], list[int]]

# What parts the ends of a range where no word does.
_DASHES = frozenset("-–—")


class _Unit(NamedTuple):
    meaning: WordMeaning
    first: int
    last: int


def join_ranges(links: frozenset[str], matches: Tokens, row: Row) -> Row:
    """The row with the two numbers of each range as one unit, `links` being the words between them: "to"."""
    if sum(meaning.role is Role.NUMBER for meaning in row[0]) < 2:
        return row
    joined: list[_Unit] = []
    for unit in map(_Unit, *row):
        if unit.meaning.role is Role.NUMBER and (length := _range_before(links, matches, joined, unit)):
            low = joined[-length]
            del joined[-length:]
            unit = _Unit(replace(low.meaning, high=unit.meaning.value), low.first, unit.last)
        joined.append(unit)
    return [unit.meaning for unit in joined], [unit.first for unit in joined], [unit.last for unit in joined]


def _range_before(links: frozenset[str], matches: Tokens, before: list[_Unit], unit: _Unit) -> int:
    """How many units before a number make a range with it: 1 for "2-4", 2 for "2 to", 0 for none."""
    if before and _rises(before[-1], unit):
        between = matches[unit.first].string[matches[before[-1].last].end() : matches[unit.first].start()]
        return 1 if between.strip() in _DASHES else 0
    if len(before) < 2 or not _rises(before[-2], unit):
        return 0
    link, opening = (plain(matches[place.first][0]) for place in (before[-1], before[max(-3, -len(before))]))
    if before[-1].meaning.role is Role.AND:
        return 2 if opening in ("between", "بين") else 0
    return 2 if link in links and opening not in ("from", "من") else 0  # "rose from 3 to 5" is no range


def _rises(low: _Unit, high: _Unit) -> bool:
    return low.meaning.role is Role.NUMBER and not low.meaning.high and low.meaning.value < high.meaning.value
