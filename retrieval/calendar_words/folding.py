"""One form for all spellings of a word: case, accents, Arabic letter forms and stretched letters folded."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ı": "i", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "گ": "ك", "ٱ": "ا", "ء": None, "ـ": None}
    | dict.fromkeys("'’ʼ‘`´\u200b\u200c\u200d", None)
)
_STRETCHED = re.compile(r"(.)\1{2,}", re.DOTALL)


def fold(word: str) -> str:
    """The form under which a word is looked up: "Mayıs'ta" is mayista, "الأربعـــاء" is الاربعا."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _STRETCHED.sub(r"\1", bare.translate(_LETTERS))


@lru_cache(maxsize=1 << 15)
def fold_cached(word: str) -> str:
    """`fold`, remembered: for words of everyday length only."""
    return fold(word)


def as_spelt(word: str) -> str:
    """The word with its accents: case folded, marks joined to their letters, one kind of apostrophe."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold()).replace("’", "'")
