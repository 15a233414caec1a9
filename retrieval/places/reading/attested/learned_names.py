"""The learned places that a question asks about, found by their sound in every script.

Only the names of learned places are compared, and not all words of all reports, so that a name of two consonants can be
found too; the shorter it is, the more has to speak for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.learned.place import LEAST_CONSONANTS, ONE_PLACE_KM, LearnedPlace, skeleton_of
from retrieval.places.names import ARTICLES, is_arabic
from retrieval.places.place import PlaceKind, PlaceMention
from retrieval.places.reading.asked.unknown import uninflected
from retrieval.places.reading.attested.announced import announced_in, end_of_name
from retrieval.places.reading.attested.settlement_words import settlement_words
from retrieval.places.similarity import VOWEL, apart
from retrieval.places.toponyms import Line
from retrieval.places.words import CONJUNCTIONS, KIND_CUES, is_given_name, is_ordinary, place_words
from retrieval.text.folding import fold
from retrieval.text.phonetics import heard

Span = tuple[int, int]

# Words of the longest name.
MOST_WORDS = 3

# How many vowels two spellings of one name may differ by, for each consonant: Arabic writes none of the short vowels
# that Latin script writes. Half as many where no word for settlements says that a word is a name.
_VOWELS, _VOWELS_BARE = 1.0, 0.5
_LEAST_VOWELS = 4

# Cues that may stand before any noun.
_AROUND = frozenset({"near", "side", "part", "countryside", "area", "site"})

# Characters between a name and the known place that narrows it ("Binah village in the countryside of Afrin").
_NARROWING = 40


class _Sign(IntEnum):
    """What says that words are a name, the more the higher."""

    NONE = 0
    WRITTEN = 1  # a capital that begins the question, or Arabic script, which has none
    PLACED = 2  # a capital within the question, a place behind "in", or a particle written on to it
    ANNOUNCED = 3  # beside a word such as "village"


class _Word(NamedTuple):
    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A name of a question and the learned places that it may be, best first."""

    start: int
    end: int
    places: tuple[LearnedPlace, ...]
    cost: float


class LearnedNames:
    """Reads one question for learned places."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        text: str,
        mentions: Sequence[PlaceMention],
        named: Sequence[Span],
        explained: Sequence[Span],
    ) -> None:
        """Take the text with the known places that it asks about.

        `named` are the spans of all known names, also of those that only narrow another; `explained` those of words
        that mean something else.
        """
        self._gazetteer = gazetteer
        self._named = named
        self._text = text
        self._mentions = mentions
        self._explained = explained
        self._words = list(_words_of(text))
        self._announced = [(one.start, one.end) for one in announced_in(text)]

    def mentions(self) -> list[PlaceMention]:
        """All places of the question: the known ones, and the learned ones in the place of guesses and namesakes."""
        found = self._distinct(self._found())
        learned = [self._mention(one) for one in found]
        kept = [m for m in self._mentions if not any(m.start < o.end and o.start < m.end for o in found)]
        narrowing = {id(m) for m in kept for one in learned if self._narrows(m, one)}
        return sorted([*learned, *(m for m in kept if id(m) not in narrowing)], key=lambda one: one.start)

    def _found(self) -> Iterator[_Found]:
        for first in range(len(self._words)):
            for last in range(min(first + MOST_WORDS, len(self._words)) - 1, first - 1, -1):
                found = self._at(first, last)
                if found is not None:
                    yield found

    def _at(self, first: int, last: int) -> _Found | None:
        start = self._words[first].start
        end = end_of_name(self._text, self._words[last].start, self._words[last].end)
        if "\n" in self._text[start:end]:
            return None
        for begin, finish in uninflected(self._text[start:end]):
            name = self._text[start + begin : start + finish]
            named = self._gazetteer.learned.sounding(name)
            found = self._weighed(start + begin, start + finish, name, first, named) if named else None
            if found is not None:
                return found
        return None

    def _weighed(self, start: int, end: int, name: str, first: int, named: Sequence[LearnedPlace]) -> _Found | None:
        """The places of that sound that the question may mean, or None where too little speaks for any."""
        costs = {one.place.id: min(_cost(name, other) for other in one.names) for one in named}
        asked = [one for one in named if self._is_in_asked(one, start, end)]
        sign = self._sign(start, end, name, first)
        most = _most_apart(name, sign)
        able = [one for one in asked or named if costs[one.place.id] <= most]
        if not able or self._is_of_known(start, end, able, bool(asked)):
            return None
        best = sorted(able, key=lambda one: (costs[one.place.id], -one.reports, one.place.id))
        found = _Found(start, end, tuple(best), costs[best[0].place.id])
        return found if sign is _Sign.ANNOUNCED or self._may_be_named(found, name, sign, bool(asked)) else None

    def _sign(self, start: int, end: int, name: str, first: int) -> "_Sign":
        """What the words around a name and its letters say of it."""
        if any(a <= start < b or a < end <= b for a, b in self._announced):
            return _Sign.ANNOUNCED
        before = self._words[first - 1].folded if first else ""
        cue = place_words().cue_before(before)
        if cue in KIND_CUES and cue not in _AROUND:
            return _Sign.ANNOUNCED
        if cue is not None or start > self._words[first].start:
            return _Sign.PLACED
        if self._text[start].isupper():
            return _Sign.PLACED if first else _Sign.WRITTEN
        return _Sign.WRITTEN if is_arabic(name) else _Sign.NONE

    def _may_be_named(self, found: _Found, name: str, sign: "_Sign", is_asked: bool) -> bool:
        """Whether words may be a name that no word for settlements announces."""
        start, end = found.start, found.end
        if self._is_of_person(start):
            return False
        if is_ordinary(name) or any(a < end and start < b for a, b in self._explained):
            return False
        if not all(settlement_words().may_name(word) for word in fold(name).split()) or self._is_half(start, end):
            return False
        is_short = len(skeleton_of(name)) <= LEAST_CONSONANTS
        if not found.cost:
            return sign is not _Sign.NONE or not is_short or is_asked
        if sign is _Sign.NONE:
            return not is_short and found.cost <= VOWEL
        return is_asked or sign is _Sign.PLACED or not is_short

    def _is_of_person(self, start: int) -> bool:
        """Whether a given name stands right before, in whatever spelling: "suleyman selim" is no village."""
        before = next((word for word in reversed(self._words) if word.end <= start), None)
        return before is not None and self._is_beside(before, start, start) and is_given_name(before.folded)

    def _is_half(self, start: int, end: int) -> bool:
        """Whether a name is only a part of words with capitals: "Abyad" of "Naher Abyad"."""
        line = [word for word in self._words if word.folded not in ARTICLES]
        before = next((word for word in reversed(line) if word.end <= start), None)
        behind = next((word for word in line if word.start >= end), None)
        return any(
            word is not None and word is not line[0] and self._is_capital(word) and self._is_beside(word, start, end)
            for word in (before, behind)
        )

    def _is_capital(self, word: _Word) -> bool:
        is_known = any(a < word.end and word.start < b for a, b in self._named)
        return self._text[word.start].isupper() and not is_known and settlement_words().may_name(word.folded)

    def _is_beside(self, word: _Word, start: int, end: int) -> bool:
        between = self._text[word.end : start] if word.end <= start else self._text[end : word.start]
        return not between.strip(" -") or between.strip(" -").lower() in ARTICLES

    def _is_of_known(self, start: int, end: int, able: Sequence[LearnedPlace], is_asked: bool) -> bool:
        """Whether the words are the name of a known place, which goes first unless another place decides."""
        if not any(a < end and start < b for a, b in self._named):
            return False
        over = [m for m in self._mentions if m.start < end and start < m.end]
        if not is_asked or not over or any(m.start < start or end < m.end for m in over):
            return True
        return any(self._is_inside_other(m, able) for m in over)

    def _is_inside_other(self, mention: PlaceMention, able: Sequence[LearnedPlace]) -> bool:
        """Whether a known place is a unit, or lies where the learned ones do: then it is the better known of two."""
        place = self._gazetteer.get(mention.place_id)
        if place is None or place.kind is not PlaceKind.VILLAGE:
            return True
        return any((km := apart_km(place, one.place)) is not None and km <= ONE_PLACE_KM for one in able)

    def _is_in_asked(self, learned: LearnedPlace, start: int, end: int) -> bool:
        """Whether another place of the question contains a learned one, or is the one that reports put it by."""
        others = (m for m in self._mentions if m.end <= start or end <= m.start)
        return any(self._contains(mention.place_id, learned) for mention in others)

    def _contains(self, place_id: str, learned: LearnedPlace) -> bool:
        if place_id == learned.anchor_id:
            return True
        if place_id in {place.id for place in self._gazetteer.ancestors(learned.place.id)}:
            return True
        place = self._gazetteer.get(place_id)
        if place is None or place.kind.is_large:
            return False
        km = apart_km(place, learned.place)
        return km is not None and km <= ONE_PLACE_KM

    def _narrows(self, mention: PlaceMention, learned: PlaceMention) -> bool:
        """Whether a known place only says where the learned one is: "Binah in Afrin", not "Binah and Afrin"."""
        one = self._gazetteer.learned.get(learned.place_id)
        if one is None or not self._contains(mention.place_id, one):
            return False
        first, second = sorted((mention, learned), key=lambda m: m.start)
        between = fold(self._text[first.end : second.start]).split()
        joined = any(word in CONJUNCTIONS for word in between) or self._text[second.start - 1 : second.start] == "و"
        return not joined and second.start - first.end <= _NARROWING

    def _distinct(self, found: Iterator[_Found]) -> list[_Found]:
        """Of names that overlap the longest, else the one that is spelled most like it."""
        kept: list[_Found] = []
        for one in sorted(found, key=lambda one: (one.start - one.end, one.cost, one.start)):
            if not any(one.start < other.end and other.start < one.end for other in kept):
                kept.append(one)
        return kept

    def _mention(self, found: _Found) -> PlaceMention:
        ids = [one.merged_into or one.place.id for one in found.places]
        known = [m.place_id for m in self._mentions if m.start < found.end and found.start < m.end and not m.guessed]
        also = tuple(dict.fromkeys(id_ for id_ in (*ids[1:], *known) if id_ != ids[0]))
        text = self._text[found.start : found.end]
        return PlaceMention(found.start, found.end, text, ids[0], also, None)


def _most_apart(name: str, sign: _Sign) -> float:
    """How much the vowels of a name may differ from those of a learned one."""
    share = _VOWELS if sign is _Sign.ANNOUNCED else _VOWELS_BARE
    return VOWEL * share * max(_LEAST_VOWELS, len(skeleton_of(name)))


def _words_of(text: str) -> Iterator[_Word]:
    line = Line(text)
    for index, word in enumerate(line.all_words):
        yield _Word(line.word_start(index), line.word_end(index), word)


def _cost(name: str, other: str) -> float:
    """What two names of the same consonants differ by: the vowels that they do not have in common."""
    return 0.0 if fold(name) == fold(other) else apart(heard(name), heard(other)) or VOWEL / 2
