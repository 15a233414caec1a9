"""Long words of the calendar with one letter wrong, missing, doubled or swapped: "yesteday", "septmber", "haftta"."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.dates.words import en, tr
from retrieval.dates.words.lexicon import LONGEST_WORD, Node, look_up, names_of
from retrieval.dates.words.signs import Sign
from retrieval.text.folding import fold_word

# Letters from which one slip leaves a word that is nothing else.
_SHORTEST = 7

# Letters of a word in which a letter too many is seen to be a slip: "haftta" is no word, "haftsa" could be.
_SHORTEST_DOUBLED = 5

# What is mended: the words that carry a question's time, and are long.
_MENDED = (Sign.MONTH, Sign.WEEKDAY, Sign.RELATIVE_DAY, Sign.WEEK, Sign.WEEKEND)


@lru_cache(maxsize=1 << 12)
def mended(word: str) -> Node | None:
    """What a word stands for in the calendar if it is written with one slip, None for every other word.

    A letter wrong, missing or too many, or two letters swapped (the edits of Damerau, "A technique for computer
    detection and correction of spelling errors", 1964), the first letter apart. Latin script only: Arabic words of one
    root differ by one letter.
    """
    folded = fold_word(word)
    if not _SHORTEST_DOUBLED < len(folded) <= LONGEST_WORD or not folded.isascii():
        return None
    return _undoubled(folded) or (_nearest(folded) if len(folded) >= _SHORTEST - 1 else None)


def _undoubled(folded: str) -> Node | None:
    shorter = (folded[:at] + folded[at + 1 :] for at in range(1, len(folded)) if folded[at] == folded[at - 1])
    return next((look_up(name) for name in shorter if name in _names()), None)


def _nearest(folded: str) -> Node | None:
    found = process.extractOne(folded, _long_names(), scorer=OSA.distance, score_cutoff=1)
    return look_up(found[0]) if found and found[0][0] == folded[0] else None


@cache
def _names() -> frozenset[str]:
    """English and Turkish names: the Kurmanji ones are names of people and villages as well."""
    names = (name for table in (en.TABLE, tr.TABLE) for name in names_of(_MENDED, table))
    return frozenset(name for name in names if len(name) >= _SHORTEST_DOUBLED)


@cache
def _long_names() -> list[str]:
    return sorted(name for name in _names() if len(name) >= _SHORTEST)
