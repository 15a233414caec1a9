"""A question as the rules of periods see it: its dates, and the words about time between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.dates.expressions.spans import DateSpan
from retrieval.dates.words.line import Line

# The letter of a whole date, beside the signs of `retrieval.dates.words.signs`.
DATE = "Z"


@dataclass(frozen=True, slots=True)
class Piece:
    """A date span, or a word between spans: its letter in the outline, its place in the text, its languages."""

    sign: str
    start: int
    end: int
    value: int = 0
    span: DateSpan | None = None
    languages: frozenset[str] = frozenset()


def pieces_of(line: Line, spans: list[DateSpan]) -> Iterator[Piece]:
    """The dates of a text, and one piece for each other sign, from left to right."""
    at = 0
    for found in spans:
        yield from _words(line, at, found.phrase.first)
        lexemes = found.phrase.lexemes
        yield Piece(DATE, lexemes[0].start, lexemes[-1].end, span=found)
        at = found.phrase.last + 1
    yield from _words(line, at, len(line.signs))


def _words(line: Line, start: int, end: int) -> Iterator[Piece]:
    for sign, lexeme in zip(line.signs[start:end], line.lexemes(start, end), strict=True):
        if lexeme is None:
            yield Piece(sign, 0, 0)
        else:
            yield Piece(sign, lexeme.start, lexeme.end, lexeme.value, languages=lexeme.languages)
