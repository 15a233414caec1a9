"""Phrases of a question that stand where a place would."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.places.names import ARTICLES, is_arabic
from retrieval.places.toponyms import Line
from retrieval.places.words import facilities, not_places, place_words

# Words: "Jisr al-Shughour al-Sharqi" has as many.
LONGEST_PHRASE = 4
_BREAK = re.compile(r"[,.;:!?()\n/،؛؟–—+&]|\s-\s")
_PREPOSITIONS = frozenset({"in", "at", "from", "inside", "في", "li", "ji"})
_PLACING = frozenset({"near", "village", "town", "camp"})
_ARABIC_PLACE = frozenset({"في", "قريه", "بلده"})
_SETTLED = frozenset({"village", "town", "camp", "district", "subdistrict"})
_BESIDE = frozenset({"near", "nr", "in"})
_APOSTROPHE_ENDING = re.compile(r"['’](?:n?[dt][ae]n?|[dt][ae]ki)\b", re.IGNORECASE)
_PARTICLE = re.compile(r"(?:[وف]?[بل]|[وف])(?P<name>[^\W\d_]{4,})")
_CASE = re.compile(r"(?P<name>.{5,}?)(?:[dt][ae](?:n|ki)?|y?[êî])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a question, by index, that may name a place.

    `placed`: a word of place stands before. `certain`: their surroundings leave little doubt. `generic`: they begin
    with a word with which longer names begin ("Tal", "Kafr").
    """

    first: int
    last: int
    placed: bool = False
    certain: bool = False
    generic: bool = False

    def text(self, line: Line) -> str:
        """The phrase as written, without an attached particle or a case ending after an apostrophe."""
        start = line.word_start(self.first)
        return line.text[start + _attached(line, self.first) : _end(line, self.last)]


def unknown_place(line: Line, known: Sequence[tuple[int, int]]) -> str | None:
    """The first phrase that is surely meant as a place and overlaps no `known` (start, end), or None."""
    phrase = next(unknown_phrases(line, known), None)
    return phrase.text(line) if phrase else None


def unknown_phrases(line: Line, known: Sequence[tuple[int, int]]) -> Iterator[Phrase]:
    """The phrases that are surely meant as places and overlap no `known` (start, end)."""
    for phrase in phrases(line):
        start, end = line.word_start(phrase.first), line.word_end(phrase.last)
        if phrase.certain and all(other_end <= start or end <= other_start for other_start, other_end in known):
            yield phrase


def phrases(line: Line) -> Iterator[Phrase]:
    """The phrases of a question that may name a place, in order of appearance."""
    at = 0
    while at < len(line.all_words):
        first = at
        while first < len(line.all_words) - 1 and line.all_words[first] in ARTICLES:
            first += 1
        last = _extend(line, first)
        if last is None or (last == first and _is_facility(line, first)):
            at += 1
            continue
        where = _where(line, at, first)
        generic = last > first and _is_generic(line, first)
        phrase = Phrase(first, last, where is not None, _is_certain(line, first, last, where), generic)
        if phrase.certain or phrase.placed or _is_capital(line, first):
            yield phrase
        at = last + 1


def bare_phrases(line: Line) -> Iterator[Phrase]:
    """Single words and pairs of them that nothing marks as a place, pairs first: "qamichlo yesterday"."""
    able = [index for index in line.words if len(line.all_words[index]) > 3 and _may_name(line, index)]
    for first, last in pairwise(able):
        between = line.all_words[first + 1 : last]
        broken = _BREAK.search(line.text, line.word_end(first), line.word_start(last))
        if not broken and all(word in ARTICLES for word in between):
            yield Phrase(first, last)
    for first in able:
        yield Phrase(first, first)


def uninflected(name: str) -> Iterator[tuple[int, int]]:
    """Where a name may begin and end inside its word: whole, without an Arabic particle or a case ending.

    Turkish and Kurmanji endings without an apostrophe: "Kobnaide", "Kobnayê".
    """
    yield 0, len(name)
    for pattern in (_PARTICLE, _CASE):
        found = pattern.fullmatch(name)
        if found is not None:
            yield found.span("name")


def _extend(line: Line, first: int) -> int | None:
    """The last word of the phrase that begins here, or None where none does."""
    if not _may_name(line, first):
        return None
    last = first
    wanted = _is_capital(line, first)
    while last + 1 < len(line.all_words) and last + 1 - first < LONGEST_PHRASE:
        if _BREAK.search(line.text, line.word_end(last), line.word_start(last + 1)):
            break
        word = line.all_words[last + 1]
        if word in ARTICLES:
            if last + 2 >= len(line.all_words) or not _may_name(line, last + 2):
                break
        elif not _may_name(line, last + 1) or (wanted and not _is_capital(line, last + 1)):
            break
        last += 1
    while last > first and line.all_words[last] in ARTICLES:
        last -= 1
    if is_arabic(line.all_words[first]) and not _is_generic(line, first):
        return first
    return last


def _may_name(line: Line, index: int) -> bool:
    words, word = place_words(), line.all_words[index]
    if word in words.generic:
        return True
    if len(word) < 3 or any(char.isdigit() for char in word):
        return False
    bare = words.bare(word)
    if word in words.after or bare in words.before:
        return False
    return {word, bare}.isdisjoint(not_places() | words.times | facilities())


def _is_facility(line: Line, index: int) -> bool:
    """Whether a word by itself is a thing, though longer names may begin with it: "in a well", "ببير"."""
    return not {line.all_words[index], _stem(line, index)}.isdisjoint(facilities())


def _is_certain(line: Line, first: int, last: int, where: str | None) -> bool:
    """Whether the words around the phrase and its form leave little doubt that a place is meant."""
    words = place_words()
    following = line.all_words[last + 1] if last + 1 < len(line.all_words) else ""
    if words.after.get(following) == "organisation":
        return False
    generic = last > first and _is_generic(line, first)
    if is_arabic(line.all_words[first]):
        return where is not None and (generic or where in _ARABIC_PLACE)
    if not _is_capital(line, first):
        return generic
    placed = where is not None or _end(line, last) < line.word_end(last)
    return generic or placed or words.after.get(following) in _SETTLED or (first > 0 and following in _BESIDE)


def _where(line: Line, at: int, first: int) -> str | None:
    """The word of place right before, or None.

    An attached Arabic "in" counts.
    """
    if _attached(line, first):
        return "في"
    if at == 0 or _BREAK.search(line.text, line.word_end(at - 1), line.word_start(at)):
        return None
    before = place_words().bare(line.all_words[at - 1])
    return before if before in _PREPOSITIONS or place_words().before.get(before) in _PLACING else None


def _is_generic(line: Line, index: int) -> bool:
    """Whether a word is one with which longer names begin ("Tal", "Kafr")."""
    return _stem(line, index) in place_words().generic


def _stem(line: Line, index: int) -> str:
    return line.all_words[index][_attached(line, index) :]


def _attached(line: Line, index: int) -> int:
    """The number of letters of an attached "in" or "to" before a word of longer Arabic names."""
    word = line.all_words[index]
    return 1 if word[:1] in ("ب", "ل") and word[1:] in place_words().generic else 0


def _is_capital(line: Line, index: int) -> bool:
    return line.text[line.word_start(index)].isupper()


def _end(line: Line, index: int) -> int:
    """Where the word ends in the original, before an apostrophe with a Turkish case ending."""
    start, end = line.word_start(index), line.word_end(index)
    ending = _APOSTROPHE_ENDING.search(line.text, start, end)
    return ending.start() if ending is not None and ending.end() == end else end
