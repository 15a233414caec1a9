"""Phrases of a question that stand where a place would."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.place_words import AFTER, BEFORE, GENERIC, TIMES, bare, not_places
from retrieval.toponyms import ARTICLES, Line, is_arabic

LONGEST_PHRASE = 4  # words: "Jisr al-Shughour al-Sharqi" has as many
_BREAK = re.compile(r"[,.;:!?()\n/،؛؟–—+&]|\s-\s")
_APOSTROPHE_ENDING = re.compile(r"['’](?:n?[dt][ae]n?|[dt][ae]ki)\b", re.IGNORECASE)
_WHERE = frozenset(["in", "near", "nr", "around", "at", "outside", "from", "inside", "village", "town", "camp", "في", "قرب", "li", "ji", "gunde", "bajare", "قريه", "بلده", "مدينه", "مخيم"])
_ORGANISATIONS = frozenset(word for word, cue in AFTER.items() if cue == "organisation")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a question, by index, that may name a place.

    `placed`: a word of place stands before. `certain`: their surroundings leave little doubt.
    """

    first: int
    last: int
    placed: bool
    certain: bool

    def text(self, line: Line) -> str:
        """Give the phrase as it was written, without a case ending after an apostrophe or an attached particle."""
        start = line.word_start(self.first)
        return line.text[start + _attached(line, self.first) : _end(line, self.last)]

    def letters(self, line: Line) -> str:
        """Give its folded letters without spaces and articles."""
        words = [word for word in line.all_words[self.first : self.last + 1] if word not in ARTICLES]
        ending = line.word_end(self.last) - _end(line, self.last)
        words[0] = words[0][_attached(line, self.first) :].removeprefix("ال")
        joined = "".join(words)
        return joined[: len(joined) - max(ending - 1, 0)]


def unknown_place(line: Line, known: Sequence[tuple[int, int]]) -> str | None:
    """Give the first phrase that is surely meant as a place and overlaps none of the `known` (start, end), or None."""
    for phrase in phrases(line):
        start, end = line.word_start(phrase.first), line.word_end(phrase.last)
        if phrase.certain and all(other_end <= start or end <= other_start for other_start, other_end in known):
            return phrase.text(line)
    return None


def phrases(line: Line) -> Iterator[Phrase]:
    """Give the phrases of a question that may name a place, in order of appearance."""
    at = 0
    while at < len(line.all_words):
        first = at
        while first < len(line.all_words) - 1 and line.all_words[first] in ARTICLES:
            first += 1
        last = _extend(line, first)
        if last is None:
            at += 1
            continue
        phrase = Phrase(first, last, _where(line, at) is not None, _is_certain(line, at, last))
        if phrase.certain or phrase.placed or _is_capital(line, first):
            yield phrase
        at = last + 1


def _extend(line: Line, first: int) -> int | None:
    """Give the last word of the phrase that begins here, or None where none does."""
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
    while line.all_words[last] in ARTICLES:
        last -= 1
    if is_arabic(line.all_words[first]) and bare(line.all_words[first]) not in GENERIC and _stem(line, first) not in GENERIC:
        return first
    return last


def _may_name(line: Line, index: int) -> bool:
    word = line.all_words[index]
    if any(char.isdigit() for char in word) or len(word) < 3:
        return False
    return not ({word, bare(word)} & _no_names()) and word not in AFTER and bare(word) not in BEFORE


def _no_names() -> frozenset[str]:
    return not_places() | TIMES


def _is_certain(line: Line, at: int, last: int) -> bool:
    """Whether a word of place stands before or after, and the phrase looks like a name."""
    following = line.all_words[last + 1] if last + 1 < len(line.all_words) else ""
    if following in _ORGANISATIONS:
        return False
    if following in ("near", "nr", "in") and _is_capital(line, at) and at > 0:
        return True
    if AFTER.get(following) in ("village", "town", "camp", "district", "subdistrict"):
        return True
    first = at
    while line.all_words[first] in ARTICLES and first < last:
        first += 1
    generic = line.all_words[first] in GENERIC or _stem(line, first) in GENERIC
    where = _where(line, at)
    if _end(line, last) < line.word_end(last) and _is_capital(line, first):
        return True
    if is_arabic(line.all_words[first]):
        return where is not None and (generic or where in ("في", "قريه", "بلده"))
    return (generic and last > first) or (where is not None and _is_capital(line, first))


def _where(line: Line, at: int) -> str | None:
    """Give the word of place right before, if there is one; an attached Arabic "in" counts."""
    if at == 0 or _BREAK.search(line.text, line.word_end(at - 1), line.word_start(at)):
        return None
    before = bare(line.all_words[at - 1])
    return before if before in _WHERE else None


def _stem(line: Line, index: int) -> str:
    return line.all_words[index][_attached(line, index) :]


def _attached(line: Line, index: int) -> int:
    """Give how many letters of attached "in" or "to" an Arabic phrase begins with, where a word of longer names follows."""
    word = line.all_words[index]
    return 1 if word[:1] in ("ب", "ل") and word[1:] in GENERIC else 0


def _is_capital(line: Line, index: int) -> bool:
    return line.text[line.word_start(index)].isupper()


def _end(line: Line, index: int) -> int:
    """Give where the word ends in the original, before an apostrophe with a Turkish case ending."""
    start, end = line.word_start(index), line.word_end(index)
    ending = _APOSTROPHE_ENDING.search(line.text, start, end)
    return ending.start() if ending is not None and ending.end() == end else end
