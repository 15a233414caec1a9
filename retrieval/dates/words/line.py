"""A text as the grammar of dates sees it: one letter for each word about time, with its value and place.

What the letters are, and why, stands in `docs/alphabets.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from retrieval.dates.words.lexicon import LONGEST_WORD, Node, Sense
from retrieval.dates.words.signs import Sign
from retrieval.dates.words.slips import mended
from retrieval.dates.words.table import Meaning
from retrieval.dates.words.tokens import WORD, Known, known_tokens, may_be_date, token_pattern
from retrieval.text.folding import fold_word_cached

# What a letter joined to a number says, and the largest number that it goes with.
_LETTERED = {"q": (Sign.QUARTER, 4), "h": (Sign.HALF, 2), "w": (Sign.WEEK, 53)}

EVERY_LANGUAGE = frozenset(["en", "ar", "ku", "tr"])
OTHER, BREAK = Sign.NOT_TIME.value, Sign.BREAK.value


class Lexeme(NamedTuple):
    """A word about time: its sign and value, how and where it is written, and the languages it belongs to.

    A run of words that say nothing about time is one, with its first word; its value is where its last word begins.
    """

    sign: str
    value: int
    word: str
    start: int
    end: int
    languages: frozenset[str] = EVERY_LANGUAGE


class _Word(NamedTuple):
    """What a lexeme is made from: its value, its tokens, its languages. Few signs are ever asked for theirs."""

    value: int
    first: int
    last: int
    languages: frozenset[str] = EVERY_LANGUAGE


@dataclass(frozen=True, slots=True)
class Line:
    """A text's signs, one character each, and what stands behind them."""

    signs: str
    _text: str
    _words: list[_Word | None]
    _tokens: list[re.Match[str]]

    def lexeme(self, at: int) -> Lexeme | None:
        """The lexeme behind a sign, None for marks."""
        word = self._words[at]
        if word is None:
            return None
        start, end = self._tokens[word.first].start(), self._tokens[word.last].end()
        if self.signs[at] == OTHER:
            return Lexeme(OTHER, self._tokens[word.last].start(), "", start, self._tokens[word.first].end())
        return Lexeme(self.signs[at], word.value, self._text[start:end].casefold(), start, end, word.languages)

    def lexemes(self, start: int, end: int) -> list[Lexeme | None]:
        """The lexemes behind the signs from `start` up to `end`."""
        return [self.lexeme(at) for at in range(start, end)]


def read_line(text: str, *, mend_slips: bool = False) -> Line:
    """The signs of a text.

    Runs of words that say nothing about time are one `x`, ends of sentences are `|`. With `mend_slips` a long word of
    the calendar is known with one letter wrong. Linear in the length of the text.
    """
    builder = _LineBuilder(text)
    if mend_slips:
        builder.mend()
    return builder.build()


def read_dates(text: str) -> Line:
    """The same, but an empty line for a text in which no word could be the core of a date, as in most texts."""
    builder = _LineBuilder(text)
    return builder.build() if any(map(may_be_date().__getitem__, builder.words)) else Line("", text, [], [])


class _LineBuilder:
    """Puts the signs of a text one behind the other, with the words that they stand for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(token_pattern().finditer(text))
        self.words = [token[0] for token in self.tokens]
        self.known: list[Known] = []
        self.signs: list[str] = []
        self.read_words: list[_Word | None] = []
        self.waiting: list[tuple[int, list[Sense]]] = []  # words with several senses, chosen when all is read

    def mend(self) -> None:
        """Take long words of the calendar with one slip for the words that were meant."""
        known = map(known_tokens().__getitem__, self.words)
        self.known = [found or mended(word) for found, word in zip(known, self.words, strict=True)]

    def build(self) -> Line:
        """Go from one token that says something to the next: most words of most texts say nothing about time."""
        self.known = self.known or list(map(known_tokens().__getitem__, self.words))
        at = 0
        for place in [place for place, known in enumerate(self.known) if known is not None]:
            if place >= at:
                if place > at:
                    self._put_other(at, place - 1)
                at = place + self._take(place)
        if at < len(self.tokens):
            self._put_other(at, len(self.tokens) - 1)
        for place, senses in reversed(self.waiting):
            self._choose(place, senses)
        return Line("".join(self.signs), self.text, self.read_words, self.tokens)

    def _take(self, at: int) -> int:
        """Put the signs of what begins with a token, and say how many tokens that takes."""
        known = self.known[at]
        if isinstance(known, Node):
            return self._word(at, known)
        if isinstance(known, str):
            self._put(known, None)
        else:
            self._number(at, known or ())
        return 1

    def _put(self, sign: str, word: _Word | None) -> None:
        self.signs.append(sign)
        self.read_words.append(word)

    def _put_other(self, first: int, last: int) -> None:
        """Put one sign for tokens that say nothing about time, or lengthen the run of such tokens."""
        before = self.read_words[-1] if self.signs and self.signs[-1] == OTHER else None
        if before is None:
            self._put(OTHER, _Word(0, first, last))
        else:
            self.read_words[-1] = _Word(0, before.first, last)

    def _word(self, at: int, node: Node) -> int:
        """Put the longest phrase that begins here, or the word alone, and say how many tokens that takes."""
        senses, length = (node.phrases and self._phrase(at, node)) or (node.alone, 1)
        if not senses or senses[0].meaning[0][0] == Sign.NOT_TIME:
            self._put_other(at, at + length - 1)
            return length
        if len(senses) > 1:
            self.waiting.append((len(self.signs), senses))
        for sign, value in senses[0].meaning:
            self._put(sign, _Word(value, at, at + length - 1, senses[0].languages))
        return length

    def _phrase(self, at: int, node: Node) -> tuple[list[Sense], int] | None:
        first = self._behind(at)
        second = self.words[first] if first < len(self.words) else ""
        if len(second) > LONGEST_WORD or fold_word_cached(second) not in node.phrases:
            return None  # as for nearly all
        for rest, senses in node.phrases[fold_word_cached(second)]:
            last = self._last(at, rest)
            if last is not None:
                return senses, last - at + 1
        return None

    def _last(self, at: int, rest: tuple[str, ...]) -> int | None:
        """Where these words end, if they follow on a place."""
        for word in rest:
            at = self._behind(at)
            if self._folded(at) != word:
                return None
        return at

    def _behind(self, at: int) -> int:
        """The place of the next word, behind a hyphen that joins two: "Eid al-Fitr"."""
        tokens = self.tokens[at + 1 : at + 3]
        joined = len(tokens) == 2 and tokens[0][0] == "-" and tokens[0].start() == self.tokens[at].end()
        return at + 2 if joined and tokens[0].end() == tokens[1].start() else at + 1

    def _folded(self, at: int) -> str:
        """The folded word at a place, empty where it does not follow closely on the one before it."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or token.lastindex != WORD or len(token[0]) > LONGEST_WORD:
            return ""
        return fold_word_cached(token[0]) if token.start() - self.tokens[at - 1].end() <= 2 else ""

    def _number(self, at: int, meaning: Meaning) -> None:
        start = self.tokens[at].start()
        if _is_part_of_a_name(self.text, start):
            meaning = _lettered(self.text, start, meaning, self.signs[-1] if self.signs else "")
        for sign, value in meaning:
            self._put(sign, _Word(value, at, at))
        if not meaning:
            self._put_other(at, at)

    def _choose(self, place: int, senses: list[Sense]) -> None:
        """Choose the sense that a word of several languages has in the language of the word behind it."""
        behind = self.read_words[place + 1] if place + 1 < len(self.read_words) else None
        if behind is None or behind.languages == EVERY_LANGUAGE:
            return
        for sense in senses:
            if len(sense.meaning) == len(senses[0].meaning) and sense.languages & behind.languages:
                self._replace(place, sense)
                return

    def _replace(self, place: int, sense: Sense) -> None:
        for at, (sign, value) in enumerate(sense.meaning, place):
            old = self.read_words[at]
            if old is not None:
                self.signs[at] = sign
                self.read_words[at] = _Word(value, old.first, old.last, sense.languages)


def _lettered(text: str, start: int, number: Meaning, before: str) -> Meaning:
    """The second quarter for the number in "Q2", a half for "H1", a week for "W02" and "KW2", nothing for others."""
    if len(number) != 1 or number[0][0] not in (Sign.DAY_NUMBER, Sign.COUNT):
        return ()
    value = number[0][1]
    if before == Sign.WEEK:
        return number
    letter = text[max(0, start - 2) : start].casefold()
    unit, most = _LETTERED.get(letter[-1:], (Sign.NOT_TIME, 0))
    if letter[:-1].isalnum() or value > most:
        return ()
    return ((Sign.WEEK, 1), *number) if unit is Sign.WEEK else ((Sign.ORDINAL, value), (unit, 1))


def _is_part_of_a_name(text: str, start: int) -> bool:
    """Whether a number hangs on Latin letters, as in M4, MQ-9 or "T-72"."""
    before = text[max(0, start - 2) : start]
    if before[-1:] == "-" and len(before) == 2:
        before = before[:1] if before[0].isupper() else ""
    return before[-1:].isascii() and before[-1:].isalpha()
