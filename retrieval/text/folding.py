"""Writing reduced to one searchable form: `fold` for texts and names, `fold_word` for the words of a calendar.

`fold_with_offsets` keeps the way back to the original characters.
"""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

# Marks a character that leaves no trace, so that translation keeps the length of the text.
DELETED = "\x00"

_GAP = re.compile(f"[ {DELETED}]{{2,}}|{DELETED}|^ | $")

# How many long texts are remembered: the passages of an article are folded for their places and for the index.
LAST_TEXTS = 256

# Characters of a long text; shorter ones are names and words, of which there are too many to remember.
_LONG = 48

# What is written for an apostrophe, which no name is told apart by.
_APOSTROPHES = "'’‘ʼʻʾʿ`´ˈ′‛＇ʹʽ"

# Letters that Unicode does not decompose into what people write for them.
_SPECIAL = {
    **dict.fromkeys(_APOSTROPHES, ""),
    "*": "",  # one publisher hides words from filters by writing "kil*led"
    "ـ": "",  # kashida
    "ء": "", "أ": "ا", "إ": "ا", "ٱ": "ا", "آ": "ا", "ٲ": "ا", "ٳ": "ا", "ؤ": "و", "ئ": "ي",
    "ى": "ي", "ی": "ي", "ې": "ي", "ێ": "ي", "ے": "ي", "ۍ": "ي",
    "ة": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه", "ۃ": "ه", "ۂ": "ه",
    "ک": "ك", "گ": "ك", "ڪ": "ك", "ڭ": "ك", "چ": "ج", "پ": "ب", "ژ": "ز", "ڤ": "ف",
    "ۆ": "و", "ۇ": "و", "ۋ": "و", "ڕ": "ر", "ڵ": "ل", "ڎ": "د",
    "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ħ": "h",
    "ə": "e", "ŋ": "n", "ŧ": "t",
}  # fmt: skip

# Letters of calendar words that are written for one another.
_WORD_LETTERS = {
    "ı": "i",
    "ة": "ه",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "گ": "ك",
    "ٱ": "ا",
    "ء": "",
    "ـ": "",
} | dict.fromkeys("'’ʼ‘`´\u200b\u200c\u200d", "")

# A letter three times or more: "yesterdaaay".
_STRETCHED = re.compile(r"(.)\1{2,}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and the original index of each of its characters.

    `offsets` ends with the length of the original.
    """

    text: str
    offsets: Sequence[int]


def fold(text: str) -> str:
    """The searchable form of a text: no case, accents or marks.

    Each Arabic letter has one form, and words are parted by single spaces. Punctuation becomes a space, apostrophes and
    direction marks vanish, digits become 0-9.
    """
    return " ".join(_flatten(text).replace(DELETED, "").split())


def fold_with_offsets(text: str) -> Folded:
    """The same as `fold`, with the original index of every folded character."""
    flat, origin = _flat_with_origin(text)
    pieces: list[str] = []
    offsets = array("I")
    at = 0
    for gap in _GAP.finditer(flat):
        start, end = gap.span()
        inner = " " in gap[0] and start > 0 and end < len(flat)
        pieces += (flat[at:start], " ") if inner else (flat[at:start],)
        offsets += origin[at : start + inner]
        at = end
    pieces.append(flat[at:])
    offsets += origin[at:]
    offsets.append(len(text))
    return Folded("".join(pieces), offsets)


def _flat_with_origin(text: str) -> "tuple[str, array[int]]":
    """The translated text, and from which original character each came: one may unfold into several."""
    flat = _flatten(text)
    if len(flat) == len(text):
        return flat, array("I", range(len(text)))
    pieces = [_flatten(char) for char in text]
    return "".join(pieces), array("I", (index for index, piece in enumerate(pieces) for _ in piece))


def _flatten(text: str) -> str:
    return text.translate(_table()) if len(text) < _LONG else _flatten_remembered(text)


@lru_cache(maxsize=LAST_TEXTS)
def _flatten_remembered(text: str) -> str:
    return text.translate(_table())


class _Table(dict[int, str]):
    """Fills itself with the folded form of each character that turns up."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


@cache
def _table() -> _Table:
    return _Table()


def _fold_char(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char] or DELETED
    if unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf"):
        return DELETED
    folded = "".join(_fold_part(part) for part in _decompose(char))
    return folded if folded.strip() else " " if folded else DELETED


def _decompose(char: str) -> str:
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())


def _fold_part(part: str) -> str:
    if part in _SPECIAL:
        return _SPECIAL[part]
    if unicodedata.category(part) in ("Mn", "Me", "Mc", "Cf"):
        return ""
    digit = unicodedata.digit(part, None)
    if digit is not None:
        return str(digit)
    return part if part.isalnum() else " "


def fold_word(word: str) -> str:
    """The form under which a word of time is looked up: "Mayıs'ta" is mayista, "الأربعـــاء" is الاربعا.

    It differs from `fold` in what a calendar word needs: punctuation and spaces stay, letters that only Persian and
    Kurdish have keep their form, and a letter that is written three times or more counts once ("yesterdaaay").
    """
    return _STRETCHED.sub(r"\1", word.translate(_word_table()))


class _WordTable(dict[int, str]):
    """Fills itself with the folded form of each character that turns up."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code).casefold())
        bare = (letter for letter in apart if not unicodedata.combining(letter))
        self[code] = folded = "".join(_WORD_LETTERS.get(letter, letter) for letter in bare)
        return folded


@cache
def _word_table() -> _WordTable:
    return _WordTable()


@lru_cache(maxsize=1 << 15)
def fold_word_cached(word: str) -> str:
    """`fold_word`, remembered: for words of everyday length only."""
    return fold_word(word)


def as_spelt(word: str) -> str:
    """The word with its accents: case folded, marks joined to their letters, one kind of apostrophe."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold()).replace("’", "'")
