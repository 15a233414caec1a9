"""The expressions of a text that look like dates, found by the grammar of dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from retrieval.dates.expressions.grammar import any_rule, rules, trigger
from retrieval.dates.words.line import OTHER, Lexeme, Line
from retrieval.dates.words.signs import NEAR, NTH, PLACING, RECENT, WEAK, Sign

Read = TypeVar("Read")

# Signs beside which "may" and "march" are months: "in May", "May 3"; and "mid-May".
_BEFORE_MONTH = frozenset(
    PLACING
    + RECENT
    + NTH
    + Sign.OF
    + Sign.BETWEEN
    + Sign.PART
    + Sign.MONTH_UNIT
    + Sign.FULL_DATE
    + Sign.TO
    + Sign.HALF
    + Sign.SLASH
    + Sign.OPENING
)
_BEHIND_MONTH = frozenset(
    NTH
    + Sign.YEAR
    + Sign.THIS
    + Sign.LAST
    + Sign.MONTH_UNIT
    + Sign.SINCE_BEHIND
    + Sign.UNTIL_BEHIND
    + Sign.BETWEEN_BEHIND
    + Sign.AGO
    + Sign.AFTER_BEHIND
    + Sign.PART
)
_EARLY = Sign.PART + Sign.DASH

# Signs beside which "sat" and "sun" are days: "on Sat", "Sun night".
_BEFORE_WEEKDAY = frozenset(PLACING + NEAR + Sign.BETWEEN + Sign.PART + Sign.RELATIVE_DAY + Sign.TO + Sign.DAY)
_BEHIND_WEEKDAY = frozenset(
    NTH + Sign.DAYPART + Sign.THIS + Sign.LAST + Sign.DAY + Sign.SINCE_BEHIND + Sign.UNTIL_BEHIND
)

# Signs between the names of a list ("March and April"), and behind the last word of a question.
_LISTING = frozenset(Sign.AND + Sign.DASH + Sign.SLASH + Sign.COMMA)
_NAMES = frozenset(WEAK + Sign.MONTH + Sign.WEEKDAY)
_ENDING = frozenset(Sign.BREAK + Sign.COMMA + Sign.DOT + Sign.CLOSING + Sign.DASH + Sign.SLASH)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a text's signs that matched a rule.

    `first` and `last` count signs, both included. `before` and `behind` are the words on either side; a question allows
    readings that an article does not.
    """

    rule: str
    signs: str
    lexemes: tuple[Lexeme, ...]
    first: int
    last: int
    before: Lexeme | None
    behind: Lexeme | None
    in_question: bool

    def find(self, signs: str) -> Lexeme | None:
        """The first lexeme with one of these signs."""
        return next((lexeme for lexeme in self.lexemes if lexeme.sign in signs), None)

    def values(self, signs: str) -> list[int]:
        """The values of all lexemes with one of these signs, in order."""
        return [lexeme.value for lexeme in self.lexemes if lexeme.sign in signs]

    def value(self, signs: str) -> int | None:
        """The value of the first lexeme with one of these signs."""
        lexeme = self.find(signs)
        return None if lexeme is None else lexeme.value

    def is_in(self, language: str, signs: str) -> bool:
        """Whether the first lexeme with one of these signs belongs to that language."""
        lexeme = self.find(signs)
        return lexeme is not None and language in lexeme.languages

    def agrees(self, *signs: str) -> bool:
        """Whether the first lexemes of these signs can belong to one language."""
        found = [lexeme.languages for group in signs if (lexeme := self.find(group))]
        return len(found) < 2 or bool(frozenset.intersection(*found))


def search(line: Line, read: Callable[[Phrase], Read | None], *, question: bool) -> Iterator[Read]:
    """What `read` makes of the expressions that look like dates, from left to right.

    Where it returns None for the first rule that matches, the others are tried, then the next place.
    """
    if trigger().search(line.signs) is None:
        return
    signs, at = settle_weak_names(line.signs, question=question), 0
    while found := any_rule(question=question).search(signs, at):
        at = found.start() + 1
        for rule, match in _matches(found, signs, question):
            result = read(_phrase(line, rule, match, question))
            if result is not None:
                yield result
                at = match.end()
                break


def _matches(found: re.Match[str], signs: str, question: bool) -> Iterator[tuple[str, re.Match[str]]]:
    """The rules that match at one place: the first, which is known already, then the others."""
    first = found.lastgroup or ""
    yield first, found
    names = list(rules(question=question))
    for name in names[names.index(first) + 1 :]:
        match = rules(question=question)[name].match(signs, found.start())
        if match:
            yield name, match


def _phrase(line: Line, rule: str, match: re.Match[str], question: bool) -> Phrase:
    start, end = match.span()
    lexemes = tuple(_settled(lexeme) for lexeme in line.lexemes(start, end) if lexeme is not None)
    before = line.lexeme(start - 1) if start else None
    behind = line.lexeme(end) if end < len(line.signs) else None
    return Phrase(rule, match.group(), lexemes, start, end - 1, before, behind, question)


def _settled(lexeme: Lexeme) -> Lexeme:
    return lexeme._replace(sign=lexeme.sign.upper()) if lexeme.sign in WEAK else lexeme


def settle_weak_names(signs: str, *, question: bool) -> str:
    """The signs with everyday words ("may", "sat") as names of months and days, where the signs beside them say so."""
    if Sign.WEAK_MONTH not in signs and Sign.WEAK_WEEKDAY not in signs:
        return signs
    return "".join(
        sign if sign not in WEAK else sign.upper() if _is_name(signs, at, question) else OTHER
        for at, sign in enumerate(signs)
    )


def _is_name(signs: str, at: int, question: bool) -> bool:
    before, behind = signs[max(0, at - 2) : at], signs[at + 1 : at + 2]
    if signs[at] == Sign.WEAK_MONTH:
        beside = before == _EARLY or before[-1:] in _BEFORE_MONTH or behind in _BEHIND_MONTH
    else:
        beside = before[-1:] in _BEFORE_WEEKDAY or behind in _BEHIND_WEEKDAY
    around = (before[::-1], signs[at + 1 : at + 3])
    in_list = any(len(pair) == 2 and pair[0] in _LISTING and pair[1] in _NAMES for pair in around)
    at_end = question and before[-1:] != Sign.ARTICLE and (not behind or behind in _ENDING)
    return beside or in_list or at_end
