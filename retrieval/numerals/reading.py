"""The numbers of a text, each read whole or known to be unreadable.

A number that is half understood is worse than none: "ثلاثمئة شخص" is not one person, and "several hundred" is not a
hundred. So a run of number words that no rule puts together is given as unreadable, and nothing is counted by it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.numerals.grammar import Element, Grammar
from retrieval.numerals.lexicon import Atom, Lexicon, Rank, lexicons
from retrieval.text.words import plain

Tokens = Sequence["re.Match[str]"]

# The largest number that is read: more people than live in the region are never counted.
LARGEST = 99_999_999

_DIGITS = re.compile(r"(?P<digits>\d+(?:[.,٬٫]\d+)*)(?P<ending>[A-Za-z]*)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,٬]\d{3})+")
_DECIMAL = re.compile(r"\d{1,3}[.,٫]\d{1,2}")
_APOSTROPHES = frozenset("'’ʼ‘`´")
_SCALES = frozenset({Rank.HUNDREDS, Rank.HUNDRED, Rank.THOUSAND, Rank.MILLION})
_SCALED = {"k": 1_000}  # "12k"; "12m" are metres


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that stands at tokens `first` to `last`, included; without a value where it cannot be read.

    `is_part` where it counts some of those named before ("3'ü": three of them), `is_definite` with an Arabic article,
    `is_in_digits` where it is written in digits, `opens_with_scale` where it begins with "hundred" or the like, before
    which a count may be missing, `is_from` where its ending says "from" ("9'dan 12'ye").
    """

    first: int
    last: int
    value: int | None
    is_part: bool = False
    is_definite: bool = False
    is_in_digits: bool = False
    opens_with_scale: bool = False
    is_from: bool = False


def read_numerals(tokens: Tokens, language: str) -> list[Numeral]:
    """The numbers among the tokens of one sentence in one language, from left to right, none overlapping.

    `tokens` are matches of `retrieval.text.words.tokens`. Numbers that stand side by side without a word or a comma
    between them are one number that cannot be read.
    """
    lexicon = lexicons()[language]
    elements = list(_elements(tokens, lexicon))
    return _apart(list(_numbers(elements, language)), tokens)


def _elements(tokens: Tokens, lexicon: Lexicon) -> Iterator[Element]:
    """The elements of numbers, each with the token in which it stands."""
    skipped = -1
    for place, token in enumerate(tokens):
        if place <= skipped:
            continue
        written = token[0]
        if written[0].isdigit():
            element, skipped = _in_digits(tokens, place, lexicon)
            yield element
        elif written[0].isalpha():
            yield from (
                Element(atom, place, place, is_part=atom.is_part, is_from=atom.is_from)
                for atom in _atoms(lexicon.language, written)
            )


@lru_cache(maxsize=1 << 16)
def _atoms(language: str, token: str) -> tuple[Atom, ...]:
    atoms = lexicons()[language].read(token)
    if language == "ar" and "ً" in token:  # "ألفاً" is one thousand, "ألفا" two of them
        return tuple(replace(atom, is_pair=False) for atom in atoms)
    return atoms


def _in_digits(tokens: Tokens, place: int, lexicon: Lexicon) -> tuple[Element, int]:
    """A number in digits with the ending that is written on to it, and the last token that it takes up."""
    found = _DIGITS.fullmatch(tokens[place][0])
    ending, last = _ending(tokens, place)
    if found is None:
        return Element(None, place, last), last
    ending = plain(found["ending"] + ending)
    value = _value(found["digits"]) if ending in ("", *lexicon.cases, *lexicon.parts, *_SCALED) else None
    if value is not None and ending in _SCALED:
        value *= _SCALED[ending]
    return Element(None, place, last, value, ending in lexicon.parts, ending in lexicon.from_), last


def _ending(tokens: Tokens, place: int) -> tuple[str, int]:
    """The word that is written on to a token, directly or after an apostrophe, and the last token."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None or not following[0][0].isalpha():
        return "", place
    between = following.string[tokens[place].end() : following.start()]
    if between and not (len(between) == 1 and between in _APOSTROPHES):
        return "", place
    return following[0], place + 1


def _value(digits: str) -> float | None:
    """What digits are worth: with marks between thousands, or with a decimal mark."""
    if digits.isdecimal():
        return int(digits) if int(digits) <= LARGEST else None
    if _THOUSANDS.fullmatch(digits):
        return int("".join(char for char in digits if char.isdecimal()))
    if _DECIMAL.fullmatch(digits):
        return float(digits.replace(",", ".").replace("٫", "."))
    return None


def _numbers(elements: Sequence[Element], language: str) -> Iterator[Numeral]:
    grammar = Grammar(language, elements)
    at = 0
    while at < len(elements):
        found = grammar.longest(at)
        if found is None:
            if elements[at].counts:
                yield Numeral(elements[at].first, elements[at].last, None)
            at += 1
        else:
            value, behind = found
            yield _numeral(elements[at:behind], value)
            at = behind


def _numeral(elements: Sequence[Element], value: float) -> Numeral:
    first, last = elements[0], elements[-1]
    is_whole = value == int(value) and 0 < value <= LARGEST
    return Numeral(
        first=first.first,
        last=last.last,
        value=int(value) if is_whole else None,
        is_part=last.is_part,
        is_definite=first.atom is not None and first.atom.is_definite,
        is_in_digits=first.atom is None and len(elements) == 1,
        is_from=last.is_from,
        opens_with_scale=first.rank in _SCALES,
    )


def _apart(numbers: Sequence[Numeral], tokens: Tokens) -> list[Numeral]:
    """The numbers, those that stand side by side made one that cannot be read."""
    kept: list[Numeral] = []
    for number in numbers:
        if kept and number.first <= kept[-1].last + 1 and not _are_parted(tokens, kept[-1], number):
            kept[-1] = Numeral(kept[-1].first, number.last, None)
        else:
            kept.append(number)
    return kept


def _are_parted(tokens: Tokens, before: Numeral, number: Numeral) -> bool:
    """Whether a sign parts two numbers: "2-4", "23: three", or an ending that says "from"."""
    if number.first == before.last:
        return False
    between = tokens[number.first].string[tokens[before.last].end() : tokens[number.first].start()]
    return before.is_from or not between.isspace()
