"""The learned places that a question asks about, found by their sound in every script.

Only the names of learned places are compared, and not all words of all reports, so that a name of two consonants can be
found too; the shorter it is, the more has to speak for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.learned.place import SAME_PLACE_KM, LearnedPlace, Standing, skeleton_of
from retrieval.places.names import is_arabic
from retrieval.places.place import PlaceKind, PlaceMention
from retrieval.places.reading.announced import announced_in, end_of_name
from retrieval.places.reading.settlement_words import settlement_words
from retrieval.places.reading.unknown import uninflected
from retrieval.places.similarity import VOWEL, apart
from retrieval.places.toponyms import Line
from retrieval.places.words import CONJUNCTIONS, is_ordinary, place_words
from retrieval.text.folding import fold
from retrieval.text.phonetics import heard

Span = tuple[int, int]

# Words of the longest name.
MOST_WORDS = 3

# How many vowels two spellings of one name may differ by, for each consonant: Arabic writes none of the short vowels
# that Latin script writes. Half as many where nothing but its sound says that a word is a name.
_VOWELS, _VOWELS_BARE = 1.0, 0.5
_LEAST_VOWELS = 4

# Characters between a name and the known place that narrows it ("Binah village in the countryside of Afrin").
_NARROWING = 40


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

    def __init__(self, gazetteer: Gazetteer, text: str, mentions: Sequence[PlaceMention], explained: Sequence[Span]):
        """Take the text, the known places that it names, and the spans of words that mean something else."""
        self._gazetteer = gazetteer
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
        is_marked = self._is_marked(start, end, first)
        share = _VOWELS if is_marked or asked else _VOWELS_BARE
        most = VOWEL * share * max(_LEAST_VOWELS, len(skeleton_of(name)))
        able = [one for one in asked or named if costs[one.place.id] <= most]
        if not able or not (is_marked or self._may_be_bare(name, start, end, bool(asked))):
            return None
        if self._is_of_known(start, end, able, bool(asked)):
            return None
        best = sorted(able, key=lambda one: (costs[one.place.id], -one.reports, one.place.id))
        return _Found(start, end, tuple(best), costs[best[0].place.id])

    def _is_marked(self, start: int, end: int, first: int) -> bool:
        """Whether the words around a name say that it is one."""
        if any(a <= start < b or a < end <= b for a, b in self._announced):
            return True
        words, before = place_words(), self._words[first - 1].folded if first else ""
        return words.cue_before(before) is not None or start > self._words[first].start

    def _may_be_bare(self, name: str, start: int, end: int, is_asked: bool) -> bool:
        """Whether a word may be a name without any other beside it that says so."""
        if is_ordinary(name) or any(a < end and start < b for a, b in self._explained):
            return False
        if not all(settlement_words().may_name(word) for word in fold(name).split()):
            return False
        return is_asked or is_arabic(name) or self._text[start].isupper() or len(skeleton_of(name)) > 2

    def _is_of_known(self, start: int, end: int, able: Sequence[LearnedPlace], is_asked: bool) -> bool:
        """Whether the words are the name of a known place, which goes first unless another place decides."""
        over = [m for m in self._mentions if m.start < end and start < m.end and not m.guessed]
        if not over:
            return False
        if not is_asked or any(m.start < start or end < m.end for m in over):
            return True
        return any(self._is_inside_other(m, able) for m in over)

    def _is_inside_other(self, mention: PlaceMention, able: Sequence[LearnedPlace]) -> bool:
        """Whether a known place is a unit, or lies where the learned ones do: then it is the better known of two."""
        place = self._gazetteer.get(mention.place_id)
        if place is None or place.kind is not PlaceKind.VILLAGE:
            return True
        return any((km := apart_km(place, one.place)) is not None and km <= SAME_PLACE_KM for one in able)

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
        return km is not None and km <= SAME_PLACE_KM

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


def is_learned(gazetteer: Gazetteer, place_id: str) -> bool:
    """Whether only articles name a place, and no editor has said where it is."""
    learned = gazetteer.learned.get(place_id)
    return learned is not None and learned.standing is Standing.HEARD


def _words_of(text: str) -> Iterator[_Word]:
    line = Line(text)
    for index, word in enumerate(line.all_words):
        yield _Word(line.word_start(index), line.word_end(index), word)


def _cost(name: str, other: str) -> float:
    """What two names of the same consonants differ by: the vowels that they do not have in common."""
    return 0.0 if fold(name) == fold(other) else apart(heard(name), heard(other)) or VOWEL / 2
