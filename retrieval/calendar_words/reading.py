"""A text as the grammar of dates sees it: one letter for each word about time, with its value and place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from retrieval.calendar_words import numerals
from retrieval.calendar_words.lexicon import LONGEST_WORD, Node, Sense, look_up
from retrieval.calendar_words.folding import fold
from retrieval.calendar_words.table import Sign

EVERY_LANGUAGE = frozenset(["en", "ar", "ku", "tr"])
OTHER, BREAK = "x", "|"
_DASHES = "-–—−‐‑"
_MARKS = {"،": ",", "؛": BREAK, "+": "a", "&": "a"} | dict.fromkeys(_DASHES, "-") | {m: m for m in ",/()."}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word about time: its sign and value, how and where it is written, and the languages it belongs to."""

    sign: str
    value: int
    word: str
    start: int
    end: int
    languages: frozenset[str] = EVERY_LANGUAGE


@dataclass(frozen=True, slots=True)
class Line:
    """A text's signs, one character each, and the lexeme behind every character (None for marks).

    A run of words that say nothing about time is one sign, with the lexeme of its first word.
    """

    signs: str
    lexemes: list[Lexeme | None]


def read_line(text: str) -> Line:
    """The signs of a text. Runs of words that say nothing about time are one `x`; ends of sentences are `|`.

    Linear in the length of the text.
    """
    reader = _Reader(text)
    reader.read()
    return Line("".join(reader.signs), reader.lexemes)


@cache
def _token() -> re.Pattern[str]:
    letter = r"[^\W\d_]"
    mark = r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200d"
    joined = rf"(?:{letter}|[{mark}]|['’ʼ‘](?={letter}))*"
    return re.compile(rf"(?P<number>{numerals.PATTERN})|(?P<word>{letter}{joined})|(?P<mark>[,،؛/()+&.{_DASHES}])|[\n;:!?؟…|•]")


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_token().finditer(text))
        self.signs: list[str] = []
        self.lexemes: list[Lexeme | None] = []
        self.waiting: list[tuple[int, list[Sense]]] = []  # words with several senses, chosen when all is read

    def read(self) -> None:
        at, tokens = 0, self.tokens
        while at < len(tokens):
            token = tokens[at]
            kind = token.lastgroup
            if kind == "word":
                word = token.group()
                node = look_up(word) if len(word) <= LONGEST_WORD else None
                at += self._word(at, node) if node else self._other(token)
            elif kind == "number":
                at += self._number(token)
            else:
                self._put(_MARKS.get(token.group(), BREAK), None)
                at += 1
        for place, senses in reversed(self.waiting):
            self._choose(place, senses)

    def _put(self, sign: str, lexeme: Lexeme | None) -> None:
        self.signs.append(sign)
        self.lexemes.append(lexeme)

    def _other(self, token: re.Match[str]) -> int:
        if not self.signs or self.signs[-1] != OTHER:
            self._put(OTHER, Lexeme(OTHER, 0, "", token.start(), token.end()))
        return 1

    def _word(self, at: int, node: Node) -> int:
        """Put the longest phrase that begins here, or the word alone; the number of tokens used."""
        senses, length = node.alone, 1
        for rest, phrase in node.phrases:
            if self._continues(at, rest):
                senses, length = phrase, len(rest) + 1
                break
        if not senses or senses[0].meaning[0][0] is Sign.NOT_TIME:
            self._other(self.tokens[at])
            return length
        if len(senses) > 1:
            self.waiting.append((len(self.signs), senses))
        self._put_sense(senses[0], self.tokens[at].start(), self.tokens[at + length - 1].end())
        return length

    def _continues(self, at: int, rest: tuple[str, ...]) -> bool:
        tokens = self.tokens[at : at + len(rest) + 1]
        if len(tokens) <= len(rest):
            return False
        for before, token, expected in zip(tokens, tokens[1:], rest, strict=False):
            word = token.group()
            if token.lastgroup != "word" or token.start() - before.end() > 3 or len(word) > LONGEST_WORD:
                return False
            if fold(word) != expected:
                return False
        return True

    def _put_sense(self, sense: Sense, start: int, end: int) -> None:
        word = self.text[start:end].casefold()
        for sign, value in sense.meaning:
            self._put(sign.value, Lexeme(sign.value, value, word, start, end, sense.languages))

    def _number(self, token: re.Match[str]) -> int:
        read = () if _is_part_of_a_name(self.text, token.start()) else numerals.read_number(token.group())
        for sign, value in read:
            self._put(sign.value, Lexeme(sign.value, value, token.group(), token.start(), token.end()))
        return 1 if read else self._other(token)

    def _choose(self, place: int, senses: list[Sense]) -> None:
        """Give a word of several languages the sense of the language beside it, the one behind first."""
        for neighbour in self._neighbours(place):
            for sense in senses:
                if len(sense.meaning) == len(senses[0].meaning) and sense.languages & neighbour.languages:
                    self._replace(place, sense)
                    return

    def _neighbours(self, place: int) -> Iterator[Lexeme]:
        for beside in (place + 1, place - 1):
            if 0 <= beside < len(self.lexemes):
                lexeme = self.lexemes[beside]
                if lexeme is not None and lexeme.languages != EVERY_LANGUAGE:
                    yield lexeme

    def _replace(self, place: int, sense: Sense) -> None:
        old = self.lexemes[place]
        if old is not None:
            for at, (sign, value) in enumerate(sense.meaning, place):
                self.signs[at] = sign.value
                self.lexemes[at] = Lexeme(sign.value, value, old.word, old.start, old.end, sense.languages)


def _is_part_of_a_name(text: str, start: int) -> bool:
    """Say whether a number hangs on Latin letters, as in M4, MQ-9 or "T-72"."""
    before = text[max(0, start - 2) : start]
    if before[-1:] == "-" and len(before) == 2:
        before = before[:1] if before[0].isupper() else ""
    return before[-1:].isascii() and before[-1:].isalpha()
