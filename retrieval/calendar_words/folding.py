"""One form for all spellings of a word: case, accents, Arabic letter forms and stretched letters folded."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_LETTERS = {"ı": "i", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "گ": "ك", "ٱ": "ا", "ء": "", "ـ": ""} | dict.fromkeys(
    "'’ʼ‘`´\u200b\u200c\u200d", ""
)
_STRETCHED = re.compile(r"(.)\1{2,}", re.DOTALL)


def fold(word: str) -> str:
    """The form under which a word is looked up: "Mayıs'ta" is mayista, "الأربعـــاء" is الاربعا."""
    return _STRETCHED.sub(r"\1", word.translate(_table()))


class _Table(dict[int, str]):
    """Fills itself with the folded form of each character that turns up."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code).casefold())
        bare = (letter for letter in apart if not unicodedata.combining(letter))
        self[code] = folded = "".join(_LETTERS.get(letter, letter) for letter in bare)
        return folded


@cache
def _table() -> _Table:
    return _Table()


@lru_cache(maxsize=1 << 15)
def fold_cached(word: str) -> str:
    """`fold`, remembered: for words of everyday length only."""
    return fold(word)


def as_spelt(word: str) -> str:
    """The word with its accents: case folded, marks joined to their letters, one kind of apostrophe."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold()).replace("’", "'")
