"""One text, read for places: names found, the false ones dropped, the ambiguous ones resolved."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from retrieval import cues
from retrieval.families import Family
from retrieval.namesakes import Anchor, rank
from retrieval.place_kinds import PlaceMention
from retrieval.place_words import KIND_CUES, place_words
from retrieval.qualifiers import narrow
from retrieval.toponyms import Line, Span, is_arabic
from retrieval.unknown_places import Phrase, phrases
from retrieval.weakness import CUE, EVIDENCE, FREE, NEVER, with_article

if TYPE_CHECKING:
    from retrieval.places import Gazetteer

KNOWN = 3.0
"""The weight of a place that may be named without a word that says what it is: a city abroad, any place at home."""

PROMINENT = 4.0
"""The weight of a town of the home country or a large city abroad, whose name is hardly ever a person's."""

CLEARLY_NEARER = 0.05
"""A spelling that much more alike than another excludes it: "Nairab" is Neirab and not Ain al-Arab."""

_SHOWN_CUE = {"ilce": "district", "part": "countryside"}


def _overlap(family: Family, others: list[Family]) -> bool:
    return any(set(family.numbers) & set(other.numbers) for other in others)


@dataclass(slots=True)
class Found:
    """A name that was taken for a place; `families` are what it may mean, best first."""

    span: Span
    cue: str | None
    needed: int
    families: list[Family]
    within: int | None = None

    @property
    def number(self) -> int:
        """The place that was chosen."""
        return self.families[0].member(self.cue)


class Reading:
    """Reads one text with one gazetteer."""

    def __init__(self, gazetteer: "Gazetteer", text: str, in_question: bool) -> None:
        self._gazetteer = gazetteer
        self._in_question = in_question
        self._line = Line(text)

    def mentions(self) -> list[PlaceMention]:
        """Give the mentions in order of appearance."""
        found = self._found()
        if self._in_question:
            found = narrow(found, self._line, self._gazetteer)
        return [self._mention(one) for one in found]

    def qualifiers(self) -> list[tuple[int, int]]:
        """Give where names stand that are no mention of their own since they only narrow another."""
        found = self._found()
        kept = narrow(found, self._line, self._gazetteer)
        within = {one.within for one in kept}
        return [
            (one.span.start, one.span.end)
            for one in found
            if one not in kept and any(within & set(family.numbers) for family in one.families)
        ]

    def _found(self) -> list[Found]:
        found = self._accepted(self._gazetteer.toponyms.spans(self._line))
        if self._in_question:
            found = self._with_guesses(found)
        self._resolve(found)
        return found

    def _accepted(self, spans: list[Span]) -> list[Found]:
        """Keep the names with evidence enough; what one occurrence proves holds for the others."""
        found = [self._look_at(span) for span in spans]
        for earlier, later in pairwise(found):
            self._continue_list(earlier, later)
        proven = {one.span.entry for one in found if one.cue in KIND_CUES and self._is_evident(one)}
        kept = []
        for one in found:
            if one.span.entry in proven and one.needed < NEVER and one.needed - (one.cue is not None) < CUE:
                one.needed = FREE
            if self._is_evident(one):
                kept.append(one)
        return kept

    def _with_guesses(self, found: list[Found]) -> list[Found]:
        """Add phrases that are a known name in another spelling."""
        taken = {word for one in found for word in range(one.span.first_word, one.span.last_word + 1)}
        for phrase in phrases(self._line):
            if not taken.isdisjoint(range(phrase.first, phrase.last + 1)):
                continue
            alike = self._gazetteer.spellings.alike(phrase.letters(self._line))
            nearest = [entry for entry, likeness in alike if likeness >= alike[0][1] - CLEARLY_NEARER]
            if nearest:
                found.append(self._guess(phrase, nearest))
        return sorted(found, key=lambda one: one.span.start)

    def _guess(self, phrase: Phrase, entries: list[int]) -> Found:
        text, start = phrase.text(self._line), self._line.word_start(phrase.first)
        start = self._line.text.index(text, start)
        span = Span(start, start + len(text), entries[0], phrase.first, phrase.last, False, "", "")
        meant: list[Family] = []
        for entry in entries:
            meant += (family for family in self._gazetteer.families_of(entry) if not _overlap(family, meant))
        return Found(span, "spelling", EVIDENCE, meant)

    def _look_at(self, span: Span) -> Found:
        entry = self._gazetteer.toponyms.entries[span.entry]
        meant = self._gazetteer.families_of(span.entry)
        known = meant[0].prior >= PROMINENT
        needed = with_article(entry, self._gazetteer.level_of(span.entry), span.article, known)
        if span.attached and is_arabic(entry.letters) and not known and not self._is_at_home(meant):
            needed = max(needed, CUE)  # a particle and a little-known name abroad make another word: "بايدن"
        return Found(span, cues.cue(self._line, span), needed, meant)

    def _continue_list(self, earlier: Found, later: Found) -> None:
        """Give a name in a list the cue of the one before: "in the villages of A, B and C"."""
        if (
            later.cue in (None, "in")
            and cues.joined(self._line, earlier.span, later.span)
            and self._is_evident(earlier)
        ):
            later.cue = earlier.cue if earlier.cue in KIND_CUES - {"dateline", "near"} else "list"

    def _is_evident(self, one: Found) -> bool:
        """Whether the text gives the evidence that the name needs."""
        if one.needed == NEVER:
            return one.cue in ("district", "ilce", "governorate")
        if self._is_of_other_name(one):
            return False
        if one.cue in KIND_CUES or one.needed == FREE:
            return True
        return self._in_question_evident(one) if self._in_question else self._in_article_evident(one)

    def _is_of_other_name(self, one: Found) -> bool:
        """Whether the name is half of a longer one, of a person's, or only the first word of longer ones."""
        if cues.is_part_of_longer_name(self._line, one.span):
            return True
        letters = self._gazetteer.toponyms.entries[one.span.entry].letters
        if letters in place_words().generic and not one.span.article:
            return self._in_question or one.cue not in KIND_CUES
        certain = one.cue in KIND_CUES or (one.needed == FREE and one.families[0].prior >= PROMINENT)
        return not certain and cues.is_of_person(self._line, one.span)

    def _in_article_evident(self, one: Found) -> bool:
        capital = self._is_capital(one.span)
        if one.needed == EVIDENCE:
            return one.cue is not None or capital
        return one.cue == "in" and capital and one.families[0].prior >= KNOWN

    def _in_question_evident(self, one: Found) -> bool:
        if one.needed == EVIDENCE:
            return one.cue is not None or self._is_capital(one.span) or self._is_at_home(one.families)
        return one.cue is not None if self._is_arabic(one.span) else self._is_capital(one.span)

    def _is_at_home(self, meant: list[Family]) -> bool:
        home = self._gazetteer.home
        return any(self._gazetteer.place(family.numbers[0]).country == home for family in meant)

    def _is_arabic(self, span: Span) -> bool:
        return is_arabic(self._line.text[span.start : span.end])

    def _is_capital(self, span: Span) -> bool:
        return self._line.text[self._line.word_start(span.first_word)].isupper()

    def _resolve(self, found: list[Found]) -> None:
        """Order the families of every ambiguous name by what the certain ones say."""
        certain = [one for one in found if len(one.families) == 1 and one.needed <= EVIDENCE]
        anchors = [Anchor(one.span.start, one.span.end, one.families[0]) for one in certain]
        ranked: dict[int, list[Family]] = {}
        for one in found:
            if len(one.families) > 1:
                entry = one.span.entry
                if entry not in ranked:
                    spots = [(other.span.start, other.span.end) for other in found if other.span.entry == entry]
                    ranked[entry] = rank(one.families, spots, anchors, self._gazetteer, self._in_question)
                one.families = ranked[entry]

    def _mention(self, one: Found) -> PlaceMention:
        place = self._gazetteer.place
        chosen = one.number
        others = [family.member(one.cue) for family in one.families[1:]]
        others += one.families[0].numbers
        also = dict.fromkeys(place(number).id for number in others if number != chosen)
        cue = _SHOWN_CUE.get(one.cue or "", one.cue)
        if cue == "side":
            cue = "countryside" if place(chosen).kind.is_unit else "near"
        text = self._line.text[one.span.start : one.span.end]
        within = None if one.within is None else place(one.within).id
        return PlaceMention(one.span.start, one.span.end, text, place(chosen).id, tuple(also), cue, within)
