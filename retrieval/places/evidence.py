"""How much evidence a name needs before it is taken for a place."""

from retrieval.places.names import Entry, is_arabic
from retrieval.places.place import Place, PlaceKind
from retrieval.places.words import common_words, given_names, not_places, place_words

# Always a place; with a capital or any cue; with a word that says what it is; only as a unit.
FREE, EVIDENCE, CUE, NEVER = range(4)

# Letters: so short, nearly every name of the gazetteer is also a word of one of the four languages.
SHORT = 3

# Inhabitants from which a place outside the home country counts as generally known.
KNOWN_ABROAD = 20_000


def needed(entry: Entry, places: list[Place], home: str) -> int:
    """The evidence that a bare occurrence of the name needs."""
    letters = entry.letters
    words = place_words()
    if letters in words.times or words.is_around_names(letters):
        return NEVER
    if letters in not_places() and not _is_country(places):
        return NEVER
    if letters in common_words() or letters in given_names() or letters in words.generic:
        return CUE
    if _is_country(places):
        return FREE
    known = any(_is_known(place, home) for place in places)
    if is_arabic(letters):
        return _arabic_needed(letters, known, any(place.country == home for place in places))
    if len(letters) <= SHORT:
        return CUE
    return FREE if known else EVIDENCE


def _arabic_needed(letters: str, known: bool, at_home: bool) -> int:
    if known and (len(letters) > SHORT or at_home):
        return FREE
    if not at_home or len(letters) <= SHORT:
        return CUE
    return EVIDENCE


def _is_country(places: list[Place]) -> bool:
    return any(place.kind is PlaceKind.COUNTRY for place in places)


def _is_known(place: Place, home: str) -> bool:
    if place.kind in (PlaceKind.VILLAGE, PlaceKind.SITE):
        return False
    return place.country == home or place.kind.is_unit or place.population >= KNOWN_ABROAD


def with_article(entry: Entry, level: int, article: bool, known: bool) -> int:
    """Correct the evidence needed by whether the article stands where the name has one.

    "باب" is a door and "الباب" a town; "سورية" is a country and "السورية" an adjective. The Arabic article proves
    nothing for a village: "المتحف" may be one, and is a museum.
    """
    arabic = is_arabic(entry.letters)
    if level == NEVER:
        return NEVER
    if article and not entry.with_article:
        return CUE if arabic else min(level + 1, CUE)
    if article and (known or not arabic) and "ال" + entry.letters not in common_words():
        return max(level - 1, EVIDENCE) if arabic and level else max(level - 1, FREE)
    if not article and not entry.without_article:
        return CUE if arabic and len(entry.letters) <= SHORT + 1 else min(level + 1, CUE)
    return level
