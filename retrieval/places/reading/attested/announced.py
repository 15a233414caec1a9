"""Names that a word such as "village" announces, each as one name: in front of it or behind it, in a text or a list.

Unlike `unlisted`, which keeps every length that a name may have, this decides where a name ends: in Latin script with
its capitals, in Arabic after one word, or more where they are of the kind that belongs together ("كفر زيتون الشرقية").
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from retrieval.places.learned.place import Settlement
from retrieval.places.names import ARTICLES, is_arabic
from retrieval.places.reading.attested.settlement_words import SettlementWords, settlement_words
from retrieval.places.words import CONJUNCTIONS, is_ordinary
from retrieval.text.folding import Folded, fold, fold_with_offsets

# Words of the longest names ("Tal al-Sheikh Maktoum").
MOST_WORDS = 3

# Names of one list: "the villages of A, B and C".
MOST_NAMES = 6

# Where a name cannot go on; between the names of a list a comma may stand.
_BREAK = re.compile(r"[.,;:!?()\[\]\n،؛؟/|–—«»\"“”…]|\s-\s")
_JOINED = re.compile(r"[^\w.,;:!?)\]\n،؛؟/|—…]*")
_BETWEEN = re.compile(r"[\s,،“”«»\"()]*")
# Letters of a conjunction or a name.
_LONGEST_WORD = 40
_ENDING = re.compile(r"['’][^\W\d_]*$")


class Announced(NamedTuple):
    """A name with what it is; offsets into the text."""

    start: int
    end: int
    settlement: Settlement


class _Word(NamedTuple):
    start: int
    end: int
    folded: str


def announced_in(text: str) -> Iterator[Announced]:
    """The names that words such as "village of" announce, in no order."""
    words, folded = settlement_words(), fold_with_offsets(text)
    for match in words.before.finditer(folded.text):
        settlement = Settlement(match.lastgroup or "")
        is_list = any(match[0].endswith(one) for one in words.many)
        if _is_joined(text, folded, match.end() - 1, match.end() + 1):
            for start, end in _names_behind(text, folded, match.end() + 1, words, is_list):
                yield Announced(start, end, settlement)
    for match in words.after.finditer(folded.text):
        is_joined = _is_joined(text, folded, match.start() - 2, match.start())
        span = _name_before(text, folded, match.start() - 1, words) if is_joined else None
        if span is not None:
            yield Announced(*span, Settlement(match.lastgroup or ""))


def end_of_name(text: str, start: int, end: int) -> int:
    """Where a name ends inside its last word, before an apostrophe with a case ending ("Şorik'te")."""
    ending = _ENDING.search(text[start:end])
    return end if ending is None or not _is_case(ending[0]) else start + ending.start()


def _is_joined(text: str, folded: Folded, last: int, first: int) -> bool:
    """Whether nothing but spaces and opening quotes stands between a word's last folded letter and the next's first."""
    between = text[folded.offsets[last] + 1 : folded.offsets[first]]
    return _JOINED.fullmatch(between) is not None


def _names_behind(
    text: str, folded: Folded, at: int, words: SettlementWords, is_list: bool
) -> Iterator[tuple[int, int]]:
    for _ in range(MOST_NAMES if is_list else 1):
        span = _name_at(text, folded, at, words)
        if span is None:
            return
        start, end, after = span
        yield start, end
        following = _next_of_list(text, folded, after)
        if following is None:
            return
        at = following


def _name_at(text: str, folded: Folded, at: int, words: SettlementWords) -> tuple[int, int, int] | None:
    """Where the name that begins at a folded offset starts and ends, and the folded offset behind it."""
    following = _words_behind(text, folded, at)
    if not following:
        return None
    name = _arabic(following, words) if is_arabic(following[0].folded) else _latin(text, following, words)
    if not name:
        return None
    start, end = name[0].start, end_of_name(text, name[-1].start, name[-1].end)
    return start, end, at + sum(len(word.folded) + 1 for word in name)


def _words_behind(text: str, folded: Folded, at: int) -> list[_Word]:
    """The words from a folded offset on, up to the first break."""
    found: list[_Word] = []
    while at < len(folded.text) and len(found) < 2 * MOST_WORDS:
        end = folded.text.find(" ", at)
        end = len(folded.text) if end < 0 else end
        word = _Word(folded.offsets[at], folded.offsets[end - 1] + 1, folded.text[at:end])
        if found and _BREAK.search(text, found[-1].end, word.start):
            break
        found.append(word)
        at = end + 1
    return found


def _arabic(following: list[_Word], words: SettlementWords) -> list[_Word]:
    first = following[0]
    if not _may_begin(first, words):
        return []
    name = [first]
    for word in following[1:MOST_WORDS]:
        begins = name[-1].folded.removeprefix("ال") in words.begin
        belongs = begins and is_arabic(word.folded) and words.may_name(word.folded)
        if not belongs and word.folded not in words.longer:
            break
        name.append(word)
    is_whole = len(name) > 1 or first.folded not in words.begin
    return name if is_whole else []


def _may_begin(word: _Word, words: SettlementWords) -> bool:
    return len(word.folded) > 1 and words.may_name(word.folded)


def _latin(text: str, following: list[_Word], words: SettlementWords) -> list[_Word]:
    name = list(takewhile(lambda word: _is_named(text, word, words), following))
    while name and name[-1].folded in ARTICLES:
        name.pop()
    count = len([word for word in name if word.folded not in ARTICLES])
    return name if count else []


def _is_named(text: str, word: _Word, words: SettlementWords) -> bool:
    if word.folded in ARTICLES:
        return True
    return text[word.start].isupper() and words.may_name(word.folded)


def _name_before(text: str, folded: Folded, at: int, words: SettlementWords) -> tuple[int, int] | None:
    """The name that ends at a folded offset: words with capitals, in Latin script only."""
    name: list[_Word] = []
    while at > 0 and len(name) < MOST_WORDS + 1:
        begin = folded.text.rfind(" ", 0, at) + 1
        word = _Word(folded.offsets[begin], folded.offsets[at - 1] + 1, folded.text[begin:at])
        broken = name and _BREAK.search(text, word.end, name[0].start)
        if broken or is_arabic(word.folded) or not _is_named(text, word, words):
            break
        name.insert(0, word)
        at = begin - 1
    while name and (name[0].folded in CONJUNCTIONS or _is_ordinary(name[0].folded, words)):
        name.pop(0)
    if not name or len(name) > MOST_WORDS:
        return None
    return name[0].start, end_of_name(text, name[-1].start, name[-1].end)


def _next_of_list(text: str, folded: Folded, at: int) -> int | None:
    """The folded offset of the next name of a list: behind a comma, "and", or و that is written on to the name."""
    if at >= len(folded.text):
        return None
    gap = text[folded.offsets[at - 2] + 1 : folded.offsets[at]]
    if not _BETWEEN.fullmatch(gap):
        return None
    word = folded.text[at : at + _LONGEST_WORD].split(" ", 1)[0]
    if word in CONJUNCTIONS:
        return at + len(word) + 1
    if word.startswith("و") and len(word) > 2:
        return at + 1
    return at if "," in gap or "،" in gap else None


def _is_ordinary(folded: str, words: SettlementWords) -> bool:
    return folded not in words.begin and is_ordinary(folded)


def _is_case(ending: str) -> bool:
    """Whether what follows an apostrophe is an ending and no letter of the name ("Ma'ar")."""
    return fold(ending[1:]) in settlement_words().endings
