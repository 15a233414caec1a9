"""How much evidence a name needs before it is taken for a place."""

from retrieval.place_kinds import Place, PlaceKind
from retrieval.place_words import TIMES, common_words, given_names
from retrieval.toponyms import Entry, is_arabic

FREE, EVIDENCE, CUE, NEVER = range(4)
"""FREE: always a place. EVIDENCE: with a capital or any cue. CUE: with a word that says what it is. NEVER: only "X district"."""

KNOWN_ABROAD = 20_000
"""Inhabitants from which a place outside the home country counts as generally known."""


def level(entry: Entry, places: list[Place], home: str) -> int:
    """Give the evidence that a bare occurrence of the name needs."""
    letters = entry.letters
    if letters in TIMES:
        return NEVER
    if letters in common_words() or letters in given_names():
        return CUE
    known = any(_is_known(place, home) for place in places)
    if is_arabic(letters):
        return _arabic_level(letters, known, any(place.country == home for place in places))
    if len(letters) <= 3:
        return CUE
    return FREE if known else EVIDENCE


def _arabic_level(letters: str, known: bool, at_home: bool) -> int:
    if known:
        return FREE if len(letters) >= 3 else CUE
    if not at_home or len(letters) <= 3:
        return CUE
    return EVIDENCE


def _is_known(place: Place, home: str) -> bool:
    if place.kind in (PlaceKind.VILLAGE, PlaceKind.SITE):
        return False
    return place.country == home or place.kind.is_unit or place.population >= KNOWN_ABROAD


def with_article(entry: Entry, needed: int, article: bool) -> int:
    """Correct the evidence needed by whether the article stands where the name has one: "باب" is a door, "الباب" a town."""
    if needed in (FREE, NEVER):
        return max(needed, EVIDENCE) if entry.with_article and not entry.without_article and not article else needed
    if article and entry.with_article and "ال" + entry.letters not in common_words():
        return needed - 1
    if article != entry.with_article and not (entry.without_article and not article):
        return min(needed + 1, CUE)
    return needed
