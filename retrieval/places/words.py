"""Words around place names, in English, Arabic, Kurmanji and Turkish, and what they say about the name.

The words are in `data/`, in the form that `retrieval.text.folding.fold` gives. A cue is one of: governorate,
district, subdistrict, countryside, part ("northern"), side ("north of"), city, town, village, area, camp,
site, near, in, organisation, dateline, list.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from retrieval import data
from retrieval.text.folding import fold
from retrieval.text.phonetics import LEAST_CONSONANTS, consonants

# Cues that prove a name to be a place; "in" and "organisation" do not.
KIND_CUES = frozenset(
    {
        "governorate",
        "district",
        "ilce",
        "subdistrict",
        "countryside",
        "part",
        "side",
        "city",
        "town",
        "village",
        "area",
    }
) | {"camp", "site", "near", "list", "dateline"}

# Folded words that join two names.
CONJUNCTIONS = frozenset({"and", "or", "und", "و", "او", "ve", "veya", "u", "ya", "ile", "to"})

_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ل", "ك")
# What Arabic writes on to the front of a name, and whether it contains the article.
PARTICLES: dict[str, bool] = {
    **{c + p + a: bool(a) for c in _CONJUNCTIONS for p in _PREPOSITIONS for a in ("", "ال")},
    **{c + "لل": True for c in _CONJUNCTIONS},
}


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words of `data/place_words.txt`.

    `before` and `after`: cue words by the side of the name on which they stand. `directions` may follow a
    name or come before its cue, `links` stand between the two. `generic` words begin longer names ("Tal …"):
    the rest of such a name is none by itself. `kinship` words begin names of persons, clans and units.
    `times` are days and months.
    """

    before: dict[str, str]
    after: dict[str, str]
    directions: frozenset[str]
    links: frozenset[str]
    generic: frozenset[str]
    kinship: frozenset[str]
    times: frozenset[str]

    def is_around_names(self, word: str) -> bool:
        """Whether a word stands beside names.

        Some lists have it as a name ("Al Madinah", "Central").
        """
        return word in self.before or word in self.after or word in self.directions

    def bare(self, word: str) -> str:
        """An Arabic word without attached particles where that makes a known cue word."""
        if word in self.before:
            return word
        for cut in (1, 2):
            if word[:cut] in PARTICLES and word[cut:] in self.before:
                return word[cut:]
        return word

    def cue_before(self, word: str) -> str | None:
        """What a word in front of a name tells of it."""
        return self.before.get(self.bare(word))


@cache
def place_words() -> PlaceWords:
    """The cue words, read once."""
    sections: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for line in data.lines("place_words.txt"):
        if line.startswith("["):
            heading = line.strip("[]")
        else:
            sections[heading] += line.split()
    after = _cues(sections, "after")
    for stem, cue in _cues(sections, "stem").items():
        after |= {stem + ending: cue for ending in ["", *sections["endings"]]}
    sets = [frozenset(sections[name]) for name in ("directions", "links", "generic", "kinship", "times")]
    return PlaceWords(_cues(sections, "before"), after, *sets)


@cache
def common_words() -> frozenset[str]:
    """The folded names that are far more often something else: things, offices, quarters."""
    return _word_file("common_words.txt")


@cache
def given_names() -> frozenset[str]:
    """Folded given names, which make the next word a surname and not a place."""
    return _word_file("given_names.txt")


def is_given_name(word: str) -> bool:
    """Whether a folded word is a given name, or sounds like one of three consonants or more in another spelling."""
    return word in given_names() or consonants(word) in _sounds_of_given_names()


@cache
def _sounds_of_given_names() -> frozenset[str]:
    return frozenset(bones for bones in map(consonants, given_names()) if len(bones) >= LEAST_CONSONANTS)


@cache
def not_places() -> frozenset[str]:
    """The folded words of questions that are never a place."""
    return _word_file("not_places.txt")


@cache
def facilities() -> frozenset[str]:
    """The folded words for things that are hit, found or guarded: wells, mills, churches, trucks."""
    return _word_file("facilities.txt")


def is_ordinary(name: str) -> bool:
    """Whether every word of a name is an ordinary one of the four languages, which is no misspelt place."""
    ordinary = _word_file("ordinary_words.txt") | not_places() | common_words() | given_names()
    words = place_words()
    return all(
        not {word, words.bare(word), word.removeprefix("ال")}.isdisjoint(ordinary) or words.is_around_names(word)
        for word in fold(name).split()
    )


def is_elsewhere(name: str) -> bool:
    """Whether a name is that of a well-known place outside the region."""
    return fold(name).replace(" ", "").removeprefix("ال") in _elsewhere()


@cache
def _elsewhere() -> frozenset[str]:
    names = (name for line in data.lines("places_elsewhere.txt") for name in line.split("|"))
    return frozenset(fold(name).replace(" ", "").removeprefix("ال") for name in names)


def _cues(sections: dict[str, list[str]], side: str) -> dict[str, str]:
    headings = [(heading, heading.removeprefix(side + " ")) for heading in sections if heading.startswith(side + " ")]
    return {word: cue for heading, cue in headings for word in sections[heading]}


def _word_file(name: str) -> frozenset[str]:
    return frozenset(word for line in data.lines(name) for word in line.split())
