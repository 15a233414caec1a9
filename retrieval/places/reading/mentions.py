"""One text, read for places: names found, the false ones dropped, the ambiguous ones resolved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from retrieval.places.evidence import CUE, EVIDENCE, FREE, NEVER, with_article
from retrieval.places.families import PROMINENT, Family
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.names import Span, is_arabic
from retrieval.places.place import PlaceKind, PlaceMention, Reach
from retrieval.places.reading import cues
from retrieval.places.reading.asked.inflected import with_inflected
from retrieval.places.reading.asked.misplaced import guessed_elsewhere, misplaced, unknown_inside
from retrieval.places.reading.asked.misspellings import guess
from retrieval.places.reading.asked.named_after import named_after
from retrieval.places.reading.asked.placing import Placing, placing_of
from retrieval.places.reading.asked.qualifiers import narrow
from retrieval.places.reading.asked.regions import NamedRegion, named_regions, without_wider
from retrieval.places.reading.asked.surroundings import Surroundings, is_between, surroundings
from retrieval.places.reading.asked.unknown import (
    Phrase,
    bare_phrases,
    phrases,
    uninflected,
    unknown_phrases,
    unknown_place,
)
from retrieval.places.reading.found_name import FoundName, shown_cue
from retrieval.places.reading.homographs import is_ordinary_word
from retrieval.places.reading.namesakes import resolve
from retrieval.places.toponyms import Line
from retrieval.places.words import KIND_CUES, place_words

# The weight of a place that may be named without a word that says what it is: a city abroad, any place at home.
KNOWN = 3.0

# How far a place may lie from another that an article names, to be meant by it: about the width of a subdistrict.
BESIDE_KM = 25.0

# The cue of a name that only its likeness to a known one speaks for.
GUESSED = "spelling"


class PlaceReading:
    """Reads one text with one gazetteer."""

    def __init__(
        self, gazetteer: Gazetteer, text: str, in_question: bool, explained: Sequence[tuple[int, int]] = ()
    ) -> None:
        """Take a text.

        `explained` are words of a question that mean something else, and are no misspelt place.
        """
        self._gazetteer = gazetteer
        self._in_question = in_question
        self._explained = explained
        self._line = Line(text)

    def mentions(self) -> list[PlaceMention]:
        """The mentions in order of appearance.

        A region is mentioned only where no place inside it is named.
        """
        mentions = [self._mention(one) for one in self._own_names]
        for index, (one, other) in enumerate(pairwise(self._own_names)):
            if self._in_question and is_between(self._line, one.span, other.span):
                mentions[index] = replace(mentions[index], reach=Reach(towards=mentions[index + 1].place_id))
        regions = without_wider(self._gazetteer, self._regions, [one.place_id for one in mentions])
        return sorted([*mentions, *(one.mention(self._line) for one in regions)], key=lambda one: one.start)

    def unknown(self) -> str | None:
        """A phrase of a question that stands where a place would and is none we know, or None.

        A name that only narrows another is known too.
        """
        within = {one.within for one in self._own_names}
        narrowing = (
            one
            for one in self._names
            if one not in self._own_names and any(within & set(family.numbers) for family in one.families)
        )
        names = (*self._own_names, *narrowing, *self._borne, *(one for one, _ in self._misplaced))
        spans = [one.span for one in names] + [region.span for region in self._regions]
        return unknown_place(self._line, [*((span.start, span.end) for span in spans), *self._explained])

    def unknown_inside(self) -> tuple[str, str] | None:
        """A name in a question that nobody knows and the id of the place that it is put in, or None."""
        for one, area in self._misplaced:
            return self._line.text[one.span.start : one.span.end], self._mention(area).place_id
        known = [(one.span.start, one.span.end) for one in self._found]
        found = unknown_inside(
            list(unknown_phrases(self._line, [*known, *self._explained])), self._own_names, self._line
        )
        return None if found is None else (found[0].text(self._line), self._mention(found[1]).place_id)

    def named(self) -> list[tuple[int, int]]:
        """Where known names stand that are written as they are known, also those that only narrow others."""
        return [(one.span.start, one.span.end) for one in self._names if one.cue != GUESSED]

    @cached_property
    def _own_names(self) -> list[FoundName]:
        """The names that are mentions of their own."""
        return narrow(self._names, self._line, self._gazetteer) if self._in_question else self._names

    @cached_property
    def _names(self) -> list[FoundName]:
        other = {id(one) for one in (*self._borne, *(one for one, _ in self._misplaced))}
        names = [one for one in self._found if id(one) not in other]
        if self._in_question:
            guessed = self._with_guesses(names)
            wrong = set(map(id, guessed_elsewhere(guessed, self._line, self._gazetteer, GUESSED)))
            names = [one for one in guessed if id(one) not in wrong]
        resolve(names, self._gazetteer, self._in_question)
        return names

    @cached_property
    def _found(self) -> list[FoundName]:
        return self._accepted([span for span in self._spans if not self._is_region(span)])

    @cached_property
    def _borne(self) -> list[FoundName]:
        """The names of towns that others bear in a question: persons, factions, papers."""
        return named_after(self._found, self._line) if self._in_question else []

    @cached_property
    def _misplaced(self) -> list[tuple[FoundName, FoundName]]:
        """The names that mean no place of theirs which is known, with the areas that they are put in."""
        return misplaced(self._found, self._line, self._gazetteer)

    @cached_property
    def _spans(self) -> list[Span]:
        spans = self._gazetteer.toponyms.spans(self._line)
        return with_inflected(self._gazetteer, self._line, spans, self._explained) if self._in_question else spans

    @cached_property
    def _regions(self) -> list[NamedRegion]:
        """The informal regions that a question names. Articles are not read for them."""
        return named_regions(self._gazetteer, self._line, self._spans) if self._in_question else []

    def _is_region(self, span: Span) -> bool:
        return any(span.start < one.span.end and one.span.start < span.end for one in self._regions)

    def _accepted(self, spans: list[Span]) -> list[FoundName]:
        """The names with evidence enough.

        What one occurrence proves holds for the others.
        """
        names = [self._name_at(span) for span in spans]
        for earlier, later in pairwise(names):
            self._continue_list(earlier, later)
        proven = {one.span.entry for one in names if one.cue in KIND_CUES and self._is_evident(one)}
        for one in names:
            if one.span.entry in proven and one.needed < NEVER and one.needed - (one.cue is not None) < CUE:
                one.needed = FREE
        kept = {at: one for at, one in enumerate(names) if self._is_evident(one)}
        if len(kept) < len(names) and not self._in_question:
            kept |= {at: one for at, one in enumerate(names) if at not in kept and self._is_beside(one, kept.values())}
        return [kept[at] for at in sorted(kept)]

    def _is_beside(self, one: FoundName, certain: Iterable[FoundName]) -> bool:
        """Whether a name of several words is that of a place beside one that an article names for certain.

        In Arabic a little-known name looks like any words; that two of them name a place near another is no chance.
        """
        entry = self._gazetteer.toponyms.entries[one.span.entry]
        if one.needed != EVIDENCE or max(map(len, entry.shapes)) < 2 or self._is_of_other_name(one):
            return False
        here = [self._gazetteer.place(family.numbers[0]) for family in one.families]
        there = [self._gazetteer.place(number) for other in certain for number in other.families[0].numbers]
        apart = (apart_km(place, other) for place in here for other in there if not other.kind.is_unit)
        return any(km is not None and km <= BESIDE_KM for km in apart)

    def _with_guesses(self, names: list[FoundName]) -> list[FoundName]:
        """The names with the phrases that are a known name in another spelling.

        Where no place stands at all, single words are tried too.
        """
        named = [one.span for one in (*names, *self._found)] + [region.span for region in self._regions]
        taken = {word for span in named for word in range(span.first_word, span.last_word + 1)}
        free = [phrase for phrase in phrases(self._line) if taken.isdisjoint(range(phrase.first, phrase.last + 1))]
        guessed = [one for phrase in free if (one := self._guess(phrase, names)) is not None]
        if not named and not guessed and not any(phrase.certain for phrase in free):
            bare = (self._guess(phrase, names) for phrase in bare_phrases(self._line))
            guessed = [one for one in bare if one is not None][:1]
        return sorted([*names, *guessed], key=lambda one: one.span.start)

    def _guess(self, phrase: Phrase, names: list[FoundName]) -> FoundName | None:
        """The known name that a phrase is another spelling of, or None where it is not clear."""
        text, start = phrase.text(self._line), self._line.word_start(phrase.first)
        start = self._line.text.index(text, start)
        whole = Span(start, start + len(text), -1, phrase.first, phrase.last, False, "", "")
        placing = placing_of(phrase, whole, [one.span for one in names], self._line)
        if placing < Placing.CERTAIN and any(a < whole.end and whole.start < b for a, b in self._explained):
            return None
        for begin, end in uninflected(text):
            nearest = guess(self._gazetteer, text[begin:end], placing)
            if nearest is not None and nearest.is_clear:
                span = replace(whole, start=start + begin, end=start + end, entry=nearest.entry)
                return FoundName(span, GUESSED, EVIDENCE, list(nearest.families))
        return None

    def _name_at(self, span: Span) -> FoundName:
        entry = self._gazetteer.toponyms.entries[span.entry]
        meant = self._gazetteer.families_of(span.entry)
        known = meant[0].prior >= PROMINENT
        needed = with_article(entry, self._gazetteer.level_of(span.entry), span.article, known)
        if span.attached and is_arabic(entry.letters) and not known and not self._is_at_home(meant):
            needed = max(needed, CUE)  # a particle and a little-known name abroad make another word: "بايدن"
        return FoundName(span, cues.cue(self._line, span), needed, meant)

    def _continue_list(self, earlier: FoundName, later: FoundName) -> None:
        """Lend a name in a list the cue of the one before: "in the villages of A, B and C"."""
        if (
            later.cue in (None, "in")
            and cues.is_joined(self._line, earlier.span, later.span)
            and self._is_evident(earlier)
        ):
            later.cue = earlier.cue if earlier.cue in KIND_CUES - {"dateline", "near"} else "list"

    def _is_evident(self, one: FoundName) -> bool:
        """Whether the text gives the evidence that the name needs."""
        if not self._in_question and self._is_ordinary(one):
            return False
        if one.needed == NEVER:
            return one.cue in ("district", "ilce", "governorate")
        if self._is_of_other_name(one):
            return False
        if one.cue in KIND_CUES or one.needed == FREE:
            return True
        return self._is_evident_in_question(one) if self._in_question else self._is_evident_in_article(one)

    def _is_ordinary(self, one: FoundName) -> bool:
        """Whether the name is an ordinary word here."""
        letters = self._gazetteer.toponyms.entries[one.span.entry].letters
        return is_ordinary_word(self._line, one.span, letters, one.cue)

    def _is_of_other_name(self, one: FoundName) -> bool:
        """Whether the name is half of a longer one, of a person's, or only the first word of longer ones."""
        if cues.is_part_of_longer_name(self._line, one.span):
            return True
        letters = self._gazetteer.toponyms.entries[one.span.entry].letters
        if letters in place_words().generic and not one.span.article:
            return self._in_question or one.cue not in KIND_CUES
        certain = one.cue in KIND_CUES or (one.needed == FREE and one.families[0].prior >= PROMINENT)
        return not certain and cues.is_of_person(self._line, one.span)

    def _is_evident_in_article(self, one: FoundName) -> bool:
        capital = self._is_capital(one.span)
        if one.needed == EVIDENCE:
            return one.cue is not None or capital
        return one.cue == "in" and capital and one.families[0].prior >= KNOWN

    def _is_evident_in_question(self, one: FoundName) -> bool:
        if one.needed == EVIDENCE:
            return one.cue is not None or self._is_capital(one.span) or self._is_at_home(one.families)
        if self._is_arabic(one.span):
            return one.cue is not None
        return self._is_capital(one.span) or len(one.span.ending) > 1  # "şamda": in Damascus

    def _is_at_home(self, meant: list[Family]) -> bool:
        home = self._gazetteer.home
        return any(self._gazetteer.place(family.numbers[0]).country == home for family in meant)

    def _is_arabic(self, span: Span) -> bool:
        return is_arabic(self._line.text[span.start : span.end])

    def _is_capital(self, span: Span) -> bool:
        return self._line.text[self._line.word_start(span.first_word)].isupper()

    def _mention(self, one: FoundName) -> PlaceMention:
        place = self._gazetteer.place
        around = surroundings(self._line, one.span) if self._in_question else Surroundings()
        said = "countryside" if around.is_of_unit and place(one.number).kind is not PlaceKind.VILLAGE else one.cue
        chosen = one.families[0].member(said)
        others = [family.member(said) for family in one.families[1:]]
        others += one.families[0].numbers
        also = dict.fromkeys(place(number).id for number in others if number != chosen)
        return PlaceMention(
            one.span.start,
            one.span.end,
            self._line.text[one.span.start : one.span.end],
            place(chosen).id,
            tuple(also),
            shown_cue(said, place(chosen)),
            None if one.within is None else place(one.within).id,
            around.reach(place(chosen)),
            one.cue == GUESSED,
        )
