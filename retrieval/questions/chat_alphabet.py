"""Arabic typed in Latin letters and digits, "shu sar b 3afrin", put into the writing that the rest reads."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from retrieval import data

# A word of such writing: Latin letters without signs, with digits between or before them, none beside another.
_WORD = re.compile(r"(?<![\w'’])(?:[2356789](?=[a-zA-Z]))?[a-zA-Z]+(?:[2356789]['’]?[a-zA-Z]+)*[2356789]?(?![\w’]|'\w)")
_DIGIT = re.compile(r"([2356789])(['’]?)")

# Letters of a word whose digit may be one: "f16" and "m4" are no Arabic, nor is what has no vowel ("rpg7").
LEAST_LETTERS = 3
_VOWEL = re.compile("[aeiou]", re.IGNORECASE)

# Digits that a single word may have, so that its readings are few.
MOST_DIGITS = 4

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ChatText:
    """A question in plain writing, and what was typed for the words of it that were put there."""

    text: str
    typed: Mapping[str, str]

    def as_typed(self, words: str) -> str:
        """Words of the plain text as they were typed."""
        return " ".join(self.typed.get(word, word) for word in words.split(" "))


def in_plain_writing(text: str, is_name: Known, is_other: Known) -> ChatText:
    """A question with its words of the chat alphabet in plain writing; others stay as they are.

    `is_name` tells a known name, `is_other` a word that means something else: "5killed", "7days".
    """
    words = list(_WORD.finditer(text))
    if not any(_is_chat(word[0], is_name, is_other) for word in words):
        return ChatText(text, {})
    pieces: list[str] = []
    typed: dict[str, str] = {}
    at = 0
    for word in words:
        plain = _plain(word[0], is_name, is_other)
        if plain != word[0]:
            typed |= {plain: word[0], plain.lstrip("ʿ"): word[0]}  # a name is told without its first apostrophe
        pieces += [text[at : word.start()], plain]
        at = word.end()
    return ChatText("".join([*pieces, text[at:]]), typed)


def _is_chat(word: str, is_name: Known, is_other: Known) -> bool:
    """Whether a word shows that a question is typed so."""
    return word.lower() in _tables().chat or (_has_digit(word) and _is_spelt_so(word, is_name, is_other))


def _plain(word: str, is_name: Known, is_other: Known) -> str:
    tables = _tables()
    listed = tables.chat.get(word.lower()) or tables.also.get(word.lower())
    if listed:
        return listed
    if not (_has_digit(word) and _is_spelt_so(word, is_name, is_other)):
        return word
    reading = _reading(word, is_name)
    return reading.title() if is_name(reading) else reading  # a digit in a name is a capital's worth


def _is_spelt_so(word: str, is_name: Known, is_other: Known) -> bool:
    """Whether the digits of a word are letters: those of "7days", "covid9" and "tb2" are none."""
    letters = _DIGIT.sub("", word)
    digits = len(_DIGIT.findall(word))
    if digits > MOST_DIGITS or not _VOWEL.search(letters):
        return False
    if is_name(_reading(word, is_name)):
        return True
    return len(letters) >= LEAST_LETTERS and not (is_other(letters) or is_other(word))


def _has_digit(word: str) -> bool:
    return _DIGIT.search(word) is not None


def _reading(word: str, is_name: Known) -> str:
    """The first reading that is a known name, else the likeliest one."""
    readings = list(_readings(word))
    return next(filter(is_name, readings), readings[0])


def _readings(word: str) -> Iterator[str]:
    tables = _tables()
    parts = _DIGIT.split(word)  # letters, digit, mark, letters, digit, mark, …
    choices: list[tuple[str, ...]] = []
    for at in range(1, len(parts), 3):
        digit, mark = parts[at], parts[at + 1]
        letters = tables.initial if at == 1 and not parts[0] else tables.letters
        choices.append((tables.marked[digit],) if mark and digit in tables.marked else letters[digit])
    for chosen in product(*choices):
        yield parts[0] + "".join(letter + rest for letter, rest in zip(chosen, parts[3::3], strict=True))


@dataclass(frozen=True, slots=True)
class _Tables:
    letters: Mapping[str, tuple[str, ...]]
    initial: Mapping[str, tuple[str, ...]]
    marked: Mapping[str, str]
    chat: Mapping[str, str]
    also: Mapping[str, str]


@cache
def _tables() -> _Tables:
    listed = data.toml("chat_alphabet.toml")
    letters, initial = ({digit: tuple(found) for digit, found in listed[key].items()} for key in ("letters", "initial"))
    return _Tables(letters, initial, listed["marked"], listed["chat"], listed["also"])
