"""The words of a text, with the broken ones mended, in which figures and topics are found.

One publisher hides words from the filters of social networks: "kil*led", "جـ ـريح", "قتـ.ـلى". The parts are
taken as one word, from its first to its last character, so that a quotation of it stays verbatim.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import TypeVar

from retrieval.text.folding import fold

T = TypeVar("T")

# How many different tokens a memo holds: more than a news corpus of a million words has.
REMEMBERED = 1 << 16

# How many texts keep their tokens: topics, figures and sounds are found in the same passage one after the other.
LAST_TEXTS = 32

# Marks above and below letters, and joiners, which stand inside a word.
_MARK = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d"

# A letter; the stretching stroke is none.
_LETTER = r"[^\W\d_ـ]"

# A part of a word, and what may join it to the next part.
_RUN = rf"{_LETTER}(?:{_LETTER}|[{_MARK}])*"
_JOIN = (
    r"(?:ـ{1,40}"  # stretched: قصــف
    r"|[ .*]{0,2}ـ{1,8}"  # the next part is written as if joined: م ـقـ
    r"|ـ{1,8}[ ]?[.*]{1,2}[ ]?ـ{0,8}"  # dots between: قتـ.ـلى
    r"|ـ{1,8}[ ]ـ{1,8}"  # a space between: جـ ـريح
    rf"|\*{{1,3}})(?={_LETTER})"
)
_BROKEN_START = rf"(?:ا (?={_LETTER}{{1,4}}ـ{{1,8}} ـ))?"  # ا ستـ ـشـ ـهـ
_BROKEN_END = rf"(?:(?<=ـ{_LETTER})(?: [اأدذرزلفةى](?!{_LETTER}|ـ)){{1,4}})?"  # ـهـ ـا د
_WORD = rf"{_BROKEN_START}{_RUN}(?:{_JOIN}{_RUN})*{_BROKEN_END}(?:(?<=[A-Za-z])\d+)?"
_NUMBER = r"\d+(?:[.,:/٬٫]\d+)*(?:-\d+-\d+)?[A-Za-z]*"

# Without these no word is broken up. The underscore of a hashtag parts words.
_BROKEN = r"ـ[.*]|[ .*]ـ|ـ [.ـ]|[*_]"

# The end of a sentence or a line; the full stop of an initial is none.
_STOP = rf"(?:\n+|[!?؟;؛•|]|(?<!\b[A-Z])\.(?=[\s\"”»)]|$)|(?<={_LETTER}{_LETTER})\.(?={_LETTER}))"


@lru_cache(maxsize=LAST_TEXTS)
def tokens(text: str) -> list[re.Match[str]]:
    """The words, numbers, commas and sentence stops of a text in order, as matches.

    The list is remembered for what comes next, and is not to be changed.
    """
    broken, plain_words, mended_words = _patterns()
    pattern = mended_words if broken.search(text) else plain_words
    return list(pattern.finditer(text))


@lru_cache(maxsize=LAST_TEXTS)
def words_of(text: str) -> list[str]:
    """The tokens of a text as they are written, remembered like `tokens`."""
    return [match[0] for match in tokens(text)]


class Memo(dict[str, T]):
    """What a function says of each token: a dictionary that fills itself, and starts afresh when full."""

    def __init__(self, function: Callable[[str], T]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, token: str) -> T:
        if len(self) >= REMEMBERED:
            self.clear()
        self[token] = found = self._function(token)
        return found


@lru_cache(maxsize=1 << 16)
def plain(token: str) -> str:
    """The folded form of one token, as one word without the marks that broke it up."""
    return fold(token).replace(" ", "")


@lru_cache(maxsize=1 << 16)
def spelling(token: str) -> str:
    """A token in lower case with its accents, where they make another word: "öldü", "oldu"."""
    return unicodedata.normalize("NFC", token.replace("İ", "i")).casefold()


def is_stop(token: str) -> bool:
    """Whether a token ends a sentence or a line."""
    return not token[0].isalnum() and token[0] not in ",،"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The pattern that detects broken words, the one for other texts, and the slower one that mends."""
    rest = f"{_NUMBER}|[,،]|{_STOP}"
    word = rf"[^\W\d]+(?:[{_MARK}]+[^\W\d]*)*(?:(?<=[A-Za-z])\d+)?"
    return re.compile(_BROKEN), re.compile(f"{word}|{rest}"), re.compile(f"{_WORD}|{rest}")


def arabic_analyses(folded: str) -> Iterator[tuple[bool, bool, str]]:
    """The ways to read a folded word without its particles, fewest first.

    Each is: whether "and" was attached, whether the article was, and the word that remains.
    """
    for joined, rest in without_conjunction(folded):
        yield joined, False, rest
        bare = rest[1:] if rest[:1] in ("ب", "ل", "ك") and len(rest) > 3 else rest
        if bare != rest:
            yield joined, False, bare
        if bare.startswith("ال") and len(bare) > 4:
            yield joined, True, bare[2:]
        elif rest.startswith("لل") and len(rest) > 4:
            yield joined, False, "ال" + rest[2:]
            yield joined, True, rest[2:]


def without_conjunction(folded: str) -> Iterator[tuple[bool, str]]:
    """A folded word as it stands and, where one may be attached, without the Arabic "and".

    Before each stands whether the "and" was taken off.
    """
    yield False, folded
    if folded[:1] in ("و", "ف") and len(folded) > 2:
        yield True, folded[1:]
