"""Finding known names in a text: one pass of an Aho-Corasick automaton over its letters.

Spaces are left out, which makes "Sere Kaniye" and "Serekaniye", "Kafr Noran" and "Kafrnoran" one name; word
boundaries are checked afterwards. Articles ("al-", "ez-", "ال") are left out too and remembered.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

import ahocorasick

from retrieval.places.names import ARTICLES, Entry, NameKey, Span, joined_key, name_key
from retrieval.places.words import PARTICLES, common_words
from retrieval.text.folding import fold_with_offsets

_BREAK = re.compile(r"[,.;:!?()\n/،؛؟]")
_APOSTROPHES = frozenset("'’‘ʼ`´′")
# English possessive and Turkish case endings, folded: "Cerablus'ta", "Hesekê'nin".
_ENDING_AFTER_APOSTROPHE = re.compile("s|n?[aeiu]|y[aeiu]|n?[iu]n|n?[dt][ae]n?|n?[dt][ae]ki|y?l[ae]|l[iu]k?|d[iu]r")
_TURKISH_ENDING = re.compile("[dt][ae](?:n|ki)?")
_KURMANJI_ENDINGS = frozenset({"ê", "î", "yê", "yî"})


class Line:
    """A text as one run of letters, with the way back to its folded words and original characters."""

    __slots__ = (
        "all_words",
        "ends",
        "folded",
        "letters",
        "starts",
        "text",
        "word_at",
        "word_starts",
        "words",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold_with_offsets(text)
        self.all_words = self.folded.text.split()
        spaced = map((1).__add__, map(len, self.all_words))
        self.word_starts = list(accumulate(spaced, initial=0))  # in the folded text
        self.words: Sequence[int] = range(len(self.all_words))
        kept = self.all_words
        if not ARTICLES.isdisjoint(kept):
            self.words = [index for index, word in enumerate(self.all_words) if word not in ARTICLES]
            kept = [self.all_words[index] for index in self.words]
        self.letters = "".join(kept)
        self.starts = list(accumulate(map(len, kept), initial=0))  # of the words that are kept, in the letters
        self.ends = self.starts[1:]
        self.word_at = dict(zip(self.starts, range(len(kept)), strict=False))

    def word_start(self, word: int) -> int:
        """The original index where a folded word begins."""
        return self.folded.offsets[self.word_starts[word]]

    def word_end(self, word: int) -> int:
        """The original index after the last letter of a folded word."""
        return self.folded.offsets[self.word_starts[word] + len(self.all_words[word]) - 1] + 1

    def joined_article(self, word: int, first: int) -> bool:
        """Whether the word begins with an article written on to the name: "Alraqqa", "Arraqqa"."""
        start = self.starts[word]
        return self.letters[start:first] in ARTICLES and first - start == 2

    def span(self, entry: Entry, number: int, first: int, last: int, word: int) -> Span | None:
        """Check boundaries and give the span, or None."""
        final = bisect_right(self.starts, last - 1, 0, len(self.words)) - 1
        attached = self.letters[self.starts[word] : first]
        ending = self.letters[last : self.ends[final]]
        start, end = self._original(first, word), self._original_end(last, final)
        if ending and not self._is_ending(ending, end, len(entry.letters)):
            return None
        if word != final and not self._reads_as_one(entry, first, last, word, final, start, end):
            return None
        article, start = self._with_article(entry, attached, word, start)
        if attached and not self._may_attach(entry, attached, article):
            return None
        return Span(start, end, number, self.words[word], self.words[final], article, attached, ending)

    def _original(self, letter: int, word: int) -> int:
        return self.folded.offsets[self.word_starts[self.words[word]] + letter - self.starts[word]]

    def _original_end(self, last: int, final: int) -> int:
        end = self._original(last - 1, final) + 1
        while end < len(self.text) and _is_mark(self.text[end]):
            end += 1
        return end

    def _is_ending(self, ending: str, end: int, length: int) -> bool:
        """Whether what follows in the same word is a case ending of English, Turkish or Kurmanji."""
        if self.text[end : end + 1] in _APOSTROPHES:
            return _ENDING_AFTER_APOSTROPHE.fullmatch(ending) is not None
        if _TURKISH_ENDING.fullmatch(ending):
            return length >= 5
        return length >= 4 and self.text[end : end + len(ending)] in _KURMANJI_ENDINGS

    def _reads_as_one(self, entry: Entry, first: int, last: int, word: int, final: int, start: int, end: int) -> bool:
        """Whether a name over several words has no punctuation inside and is not cut at random."""
        if _BREAK.search(self.text, start, end):
            return False
        cuts = [first, *self.starts[word + 1 : final + 1], last]
        shape = tuple(b - a for a, b in pairwise(cuts))
        return shape in entry.shapes or (len(entry.letters) >= 7 and min(shape) >= 3)

    def _with_article(self, entry: Entry, attached: str, word: int, start: int) -> tuple[bool, int]:
        """Whether an article stands before the name, and where the name with it begins."""
        if attached:
            if attached in ARTICLES:
                return True, start - len(attached)
            has = PARTICLES[attached]
            return has, start - (2 if attached.endswith("ال") else 1 if has else 0)
        index = self.words[word] - 1
        if index < 0 or (article := self.all_words[index]) not in ARTICLES:
            return False, start
        at = self.word_start(index)
        gap = self.text[self.word_end(index) : start]
        if article in ("al", "el") or "-" in gap or (entry.with_article and self.text[at].isupper()):
            return True, at
        return False, start

    def _may_attach(self, entry: Entry, attached: str, article: bool) -> bool:
        """Whether the name may carry a particle and does not end another word: "لبنان" is no "بنان"."""
        if attached in ARTICLES:
            return len(entry.letters) >= 4 or entry.with_article
        if attached != "ال" and attached + entry.letters in common_words():
            return False
        return not article or len(entry.letters) >= 4 or entry.with_article


class Toponyms:
    """The names of a gazetteer, ready to be found."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        """Take names with the number of their place."""
        self.entries: list[Entry] = []
        self._numbers: dict[str, int] = {}
        for name, place in names:
            for key in (name_key(name), joined_key(name)):
                if key is not None:
                    self._add(key, name, place)
        self._automaton = _build(self._numbers)

    def _add(self, key: NameKey, name: str, place: int) -> None:
        number = self._numbers.setdefault(key.letters, len(self.entries))
        if number == len(self.entries):
            self.entries.append(Entry(key.letters, name))
        entry = self.entries[number]
        if place not in entry.places:
            entry.places.append(place)
        entry.shapes.add(key.shape)
        entry.with_article |= key.article
        entry.without_article |= not key.article

    def number(self, key: NameKey) -> int | None:
        """The entry of a key, if it is known."""
        return self._numbers.get(key.letters)

    def spans(self, line: Line) -> list[Span]:
        """The longest known names that begin and end where words do, in order, none overlapping."""
        if self._automaton is None or not line.letters:
            return []
        found = [span for span in self._candidates(self._automaton, line) if span is not None]
        return _longest(found)

    def _candidates(self, automaton: "ahocorasick.Automaton", line: Line) -> Iterator[Span | None]:
        for last, number in automaton.iter(line.letters):
            entry = self.entries[number]
            first = last + 1 - len(entry.letters)
            word = line.word_at.get(first)
            if word is None:
                word = bisect_right(line.starts, first, 0, len(line.words)) - 1
                if line.letters[line.starts[word] : first] not in PARTICLES and not line.joined_article(word, first):
                    continue
            yield line.span(entry, number, first, last + 1, word)


def _build(numbers: dict[str, int]) -> "ahocorasick.Automaton | None":
    if not numbers:
        return None
    automaton = ahocorasick.Automaton()
    for letters, number in numbers.items():
        automaton.add_word(letters, number)
    automaton.make_automaton()
    return automaton


def _longest(found: list[Span]) -> list[Span]:
    """Keep the longest of overlapping spans, the earlier one of equals."""
    found.sort(key=lambda span: (span.start - span.end, span.start))
    kept: list[Span] = []
    for span in found:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _is_mark(char: str) -> bool:
    return "\u0300" <= char <= "\u036f" or "\u064b" <= char <= "\u0670" or char == "ـ"
