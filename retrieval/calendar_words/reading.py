"""A text as the grammar of dates sees it: one letter for each word about time, with its value and place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from retrieval.calendar_words import numerals
from retrieval.calendar_words.folding import fold_cached
from retrieval.calendar_words.lexicon import LONGEST_WORD, Node, Sense, look_up
from retrieval.calendar_words.table import Meaning, Sign

EVERY_LANGUAGE = frozenset(["en", "ar", "ku", "tr"])
OTHER, BREAK = "x", "|"
_DASHES = "-–—−‐‑"
_MARKS = {"،": ",", "+": "a", "&": "a"} | dict.fromkeys(_DASHES, "-") | {mark: mark for mark in ",/()."}
_WORD, _NUMBER = 1, 2  # groups of the token pattern


class Lexeme(NamedTuple):
    """A word about time: its sign and value, how and where it is written, and the languages it belongs to.

    A named tuple, because one is made for every such word of every article.
    """

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
    mark = r"[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200d]"
    word = rf"{letter}++(?:(?:{mark}|['’ʼ‘](?={letter})){letter}*+)*+"
    return re.compile(rf"({word})|(?=[\d'’‘])({numerals.PATTERN})|[,،؛/()+&.{re.escape(_DASHES)}\n;:!?؟…|•]")


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_token().finditer(text))
        self.signs: list[str] = []
        self.lexemes: list[Lexeme | None] = []
        self.waiting: list[tuple[int, list[Sense]]] = []  # words with several senses, chosen when all is read

    def read(self) -> None:
        at, tokens, look = 0, self.tokens, look_up
        while at < len(tokens):
            token = tokens[at]
            kind = token.lastindex
            if kind == _WORD:
                word = token[0]
                node = look(word) if len(word) <= LONGEST_WORD else None
                at += self._word(at, node) if node else self._others(at)
            elif kind == _NUMBER:
                at += self._number(at)
            else:
                self._put(_MARKS.get(token[0], BREAK), None)
                at += 1
        for place, senses in reversed(self.waiting):
            self._choose(place, senses)

    def _put(self, sign: str, lexeme: Lexeme | None) -> None:
        self.signs.append(sign)
        self.lexemes.append(lexeme)

    def _others(self, at: int) -> int:
        """Put one sign for the words from here on that say nothing about time; the number of tokens used.

        Most words of most texts pass through here, which is why the loop does so little.
        """
        tokens, look, end = self.tokens, look_up, at + 1
        while end < len(tokens) and tokens[end].lastindex == _WORD:
            word = tokens[end][0]
            if len(word) <= LONGEST_WORD and look(word) is not None:
                break
            end += 1
        self._put_other(at)
        return end - at

    def _put_other(self, at: int) -> None:
        if not self.signs or self.signs[-1] != OTHER:
            self._put(OTHER, Lexeme(OTHER, 0, "", self.tokens[at].start(), self.tokens[at].end()))

    def _word(self, at: int, node: Node) -> int:
        """Put the longest phrase that begins here, or the word alone; the number of tokens used."""
        senses, length = (node.phrases and self._phrase(at, node)) or (node.alone, 1)
        if not senses or senses[0].meaning[0][0] == Sign.NOT_TIME:
            self._put_other(at)
            return length
        if len(senses) > 1:
            self.waiting.append((len(self.signs), senses))
        self._put_sense(senses[0], self.tokens[at].start(), self.tokens[at + length - 1].end())
        return length

    def _phrase(self, at: int, node: Node) -> tuple[list[Sense], int] | None:
        second = self._folded(at + 1)
        for rest, senses in node.phrases.get(second, ()) if second else ():
            if all(self._folded(at + 1 + ahead) == word for ahead, word in enumerate(rest)):
                return senses, len(rest) + 1
        return None

    def _folded(self, at: int) -> str:
        """The folded word at a place, where it follows the one before it closely; else nothing."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or token.lastindex != _WORD or len(token[0]) > LONGEST_WORD:
            return ""
        return fold_cached(token[0]) if token.start() - self.tokens[at - 1].end() <= 2 else ""

    def _put_sense(self, sense: Sense, start: int, end: int) -> None:
        word = self.text[start:end].casefold()
        for sign, value in sense.meaning:
            self._put(sign, Lexeme(sign, value, word, start, end, sense.languages))

    def _number(self, at: int) -> int:
        token = self.tokens[at]
        named = token.end() - token.start() > LONGEST_WORD or _is_part_of_a_name(self.text, token.start())
        read = () if named else numerals.read_number(token[0]) or _with_a_word(token[0])
        for sign, value in read:
            self._put(sign, Lexeme(sign, value, token[0], token.start(), token.end()))
        if not read:
            self._put_other(at)
        return 1

    def _choose(self, place: int, senses: list[Sense]) -> None:
        """Give a word of several languages the sense of the language of the word behind it."""
        behind = self.lexemes[place + 1] if place + 1 < len(self.lexemes) else None
        if behind is None or behind.languages == EVERY_LANGUAGE:
            return
        for sense in senses:
            if len(sense.meaning) == len(senses[0].meaning) and sense.languages & behind.languages:
                self._replace(place, sense)
                return

    def _replace(self, place: int, sense: Sense) -> None:
        old = self.lexemes[place]
        if old is not None:
            for at, (sign, value) in enumerate(sense.meaning, place):
                self.signs[at] = sign
                self.lexemes[at] = Lexeme(sign, value, old.word, old.start, old.end, sense.languages)


def _with_a_word(written: str) -> Meaning:
    """A number joined to a month or a unit: 9may, 3gün."""
    digits, ending = numerals.split_ending(written)
    node = look_up(ending) if 0 < len(ending) <= LONGEST_WORD else None
    if node is None or not node.alone or node.alone[0].meaning[0][0] not in "mMhjkgr":
        return ()
    number = numerals.read_number(digits)
    return (*number, *node.alone[0].meaning) if number else ()


def _is_part_of_a_name(text: str, start: int) -> bool:
    """Say whether a number hangs on Latin letters, as in M4, MQ-9 or "T-72"."""
    before = text[max(0, start - 2) : start]
    if before[-1:] == "-" and len(before) == 2:
        before = before[:1] if before[0].isupper() else ""
    return before[-1:].isascii() and before[-1:].isalpha()
