"""Dates of a text without those that are names: "8 March Street", "12 Mart Stadyumu", "Newroz Ahmed"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from retrieval import data
from retrieval.dates.expressions.meaning import Anchor
from retrieval.dates.expressions.spans import DateSpan, find_spans
from retrieval.dates.words.line import OTHER, Line
from retrieval.dates.words.signs import Sign
from retrieval.text.folding import fold

# What a stadium or a division may be named after.
_NAMING = frozenset([Sign.MONTH, Sign.FEAST, Sign.DAY_MONTH, Sign.HIJRI_MONTH])

# What a person may be named after.
_GIVEN = frozenset([Sign.MONTH, Sign.FEAST, Sign.HIJRI_MONTH])

# Words before a month, behind which it is no person: "in April", "since Ramadan".
_OF_TIME = Sign.SINCE + Sign.UNTIL + Sign.BETWEEN + Sign.AFTER + Sign.BEFORE
_ON = frozenset(["on", "over", "at", "within", "ji", "من"])

# The preposition that is folded to the name of Ali.
_UPON = "على"

# Letters of a text in which the word beside a name is looked for; a longer word is no name.
_REACH = 24

_BEHIND = re.compile(r"[ \u200b-\u200d]{1,2}([^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_])){1,23})")
_BEFORE = re.compile(r"([^\W\d_]{2,23})[ \u200b-\u200d]{1,2}$")


def find_dates(text: str, line: Line, today: date, *, question: bool) -> list[DateSpan]:
    """The expressions of a text that name dates, from left to right, read on the day `today`. Linear time."""
    found = find_spans(line, today, question=question)
    return [span for span in found if not (_is_a_place(text, line, span) or _is_a_person(text, span))]


def _is_a_place(text: str, line: Line, span: DateSpan) -> bool:
    """Whether a street, a stadium or a brigade has its name of a date.

    A weekday in a question names none: people leave words out ("shelled school Friday").
    """
    phrase = span.phrase
    if span.meaning.anchor is not Anchor.FLOATING:
        return False
    if phrase.before is not None and phrase.before.sign == Sign.NAMED:
        return not (phrase.in_question and phrase.rule == "weekday")
    behind = phrase.behind
    if behind is None or behind.sign != Sign.NAMED_BEHIND or not _NAMING.intersection(phrase.signs):
        return False
    is_lower = "en" in behind.languages and text[behind.start].islower()
    return not (is_lower and line.signs[phrase.last + 2 : phrase.last + 3] == OTHER)  # "8 March street protests"


def _is_a_person(text: str, span: DateSpan) -> bool:
    """Whether a month or a feast alone is somebody's name: "Newroz Ahmed", "الشهيد رمضان", "April Smith"."""
    phrase = span.phrase
    if len(phrase.lexemes) != 1 or phrase.lexemes[0].sign not in _GIVEN:
        return False
    before, behind = _word_before(text, span), _word_behind(text, span)
    if behind == _UPON:
        return False
    if fold(before) in _listed("titles") or fold(before) in _listed("given"):
        return True
    return fold(behind) in _listed("given") or (_is_surname(behind) and _may_be_given(text, span))


def _may_be_given(text: str, span: DateSpan) -> bool:
    """Whether a name in Latin script, with a capital, may be a given one: no word before it says a time."""
    lexeme, before = span.phrase.lexemes[0], span.phrase.before
    if not text[lexeme.start].isupper() or text[lexeme.start : lexeme.end].isupper():
        return False
    if lexeme.sign == Sign.MONTH and fold(lexeme.word) not in _listed("months"):
        return False
    told = before is not None and (
        before.sign in _OF_TIME or (before.sign == Sign.PREPOSITION and before.word not in _ON)
    )
    return not told


def _is_surname(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and not word.isupper() and word.isalpha()


def _word_before(text: str, span: DateSpan) -> str:
    found = _BEFORE.search(text[max(0, span.start - _REACH) : span.start])
    return found[1] if found else ""


def _word_behind(text: str, span: DateSpan) -> str:
    found = _BEHIND.match(text[span.end : span.end + _REACH + 2])
    return found[1] if found else ""


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(_words(kind))


def _words(kind: str) -> Iterator[str]:
    for line in data.toml("people.toml")[kind].values():
        yield from (fold(word) for word in line.split())
