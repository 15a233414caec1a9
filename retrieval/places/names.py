"""What of a name is compared: its letters without spaces, articles and accents."""

import re
from dataclasses import dataclass, field

from retrieval.text.folding import fold

# The Arabic article as transliterations write it, with the letters it takes on.
ARTICLES = frozenset({
    "al", "el", "ul", "il", "ar", "er", "ur", "as", "es", "us", "ash", "esh", "ach", "ech", "at", "et", "ut", "ath",
    "eth", "ad", "ed", "ud", "adh", "edh", "az", "ez", "uz", "an", "en", "un",
})  # fmt: skip

# Letters: two-letter names are noise in any of the four languages.
SHORTEST = 3

_ARABIC = re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name without spaces and articles, the lengths of its words, and whether it began with an article."""

    letters: str
    shape: tuple[int, ...]
    article: bool


@dataclass(slots=True)
class Entry:
    """Everything one key stands for.

    `written` is one of the names that have it.
    """

    letters: str
    written: str
    places: list[int] = field(default_factory=list)
    shapes: set[tuple[int, ...]] = field(default_factory=set)
    with_article: bool = False
    without_article: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text where a known name stands: original offsets, folded words around it by index."""

    start: int
    end: int
    entry: int
    first_word: int
    last_word: int
    article: bool
    attached: str
    ending: str


def is_arabic(letters: str) -> bool:
    """Whether the first letter is Arabic script."""
    return bool(letters) and _ARABIC.match(letters) is not None


def name_key(name: str) -> NameKey | None:
    """The key of a name, or None where nothing usable is left of it."""
    words = fold(name).split()
    article = bool(words) and words[0] in ARTICLES
    words = [word for word in words if word not in ARTICLES]
    if words and words[0].startswith("ال") and len(words[0]) >= 2 + SHORTEST:
        words[0] = words[0][2:]
        article = True
    letters = "".join(words)
    if len(letters) < SHORTEST or letters.isdigit():
        return None
    return NameKey(letters, tuple(map(len, words)), article)


def letters_of(name: str) -> str:
    """The letters of a name's key, empty where nothing usable is left of it."""
    key = name_key(name)
    return "" if key is None else key.letters


def joined_key(name: str) -> NameKey | None:
    """The key with inner articles kept ("Deirezzor"), or None where the name has none."""
    words = fold(name).split()
    while words and words[0] in ARTICLES:
        words = words[1:]
    if not any(word in ARTICLES for word in words):
        return None
    letters = "".join(words)
    return NameKey(letters, (len(letters),), False)
