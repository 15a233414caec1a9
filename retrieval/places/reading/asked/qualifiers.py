"""Two places in a question that are one: "Hajin in Deir ez-Zor", "Shnan (Idlib)", "hoshan ain issa"."""

from itertools import pairwise

from retrieval.places.families import Family
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.names import Span
from retrieval.places.place import Place, PlaceKind
from retrieval.places.reading.cues import is_joined, words_between
from retrieval.places.reading.found_name import FoundName
from retrieval.places.toponyms import Line
from retrieval.places.words import CONJUNCTIONS, place_words

# A village named beside a town belongs to it up to this distance: about the reach of a subdistrict.
NEIGHBOURS_KM = 40.0

# Beyond this a village is not "in" or "near" the town named beside it: about the size of a governorate.
ELSEWHERE_KM = 100.0

_TOWNS = frozenset({PlaceKind.CITY, PlaceKind.TOWN})
_NEAR_UNITS = frozenset({PlaceKind.DISTRICT, PlaceKind.SUBDISTRICT})
_UNIT_CUES = frozenset({"district", "subdistrict", "countryside", "part", "ilce"})
_SMALL = frozenset({PlaceKind.VILLAGE, PlaceKind.SITE, PlaceKind.AREA})
_SEPARATING = CONJUNCTIONS | {"between"}


def narrow(names: list[FoundName], line: Line, gazetteer: Gazetteer) -> list[FoundName]:
    """The names without those that only say where another place lies.

    Such a name chooses among the namesakes of that other place.
    """
    kept: list[FoundName] = []
    listed = names_in_lists(names, line)
    for one in names:
        if kept and not (id(one) in listed and id(kept[-1]) in listed) and is_beside(kept[-1].span, one.span, line):
            earlier = kept[-1]
            if _choose_beside(earlier, one, gazetteer):
                continue
            if _choose_beside(one, earlier, gazetteer):
                kept[-1] = one
                continue
            if _is_elsewhere(earlier, one, gazetteer):
                kept.pop()
                kept.append(one)
                continue
            if _is_elsewhere(one, earlier, gazetteer):
                continue
        kept.append(one)
    return kept


def names_in_lists(names: list[FoundName], line: Line) -> set[int]:
    """The identities of the names in lists that end with "and".

    Of "A, B and C" none says where another lies.
    """
    listed: set[int] = set()
    running: list[FoundName] = []
    for earlier, later in pairwise(names):
        if not is_joined(line, earlier.span, later.span):
            running = []
            continue
        running = [*running, earlier] if running else [earlier]
        if _is_conjoined(line, earlier, later):
            listed |= {id(one) for one in (*running, later)}
    return listed


def _is_conjoined(line: Line, earlier: FoundName, later: FoundName) -> bool:
    words = words_between(line, earlier.span, later.span)
    return later.span.attached.startswith("و") or not CONJUNCTIONS.isdisjoint(words)


def _is_elsewhere(one: FoundName, by: FoundName, gazetteer: Gazetteer) -> bool:
    """Whether a small place lies too far from the larger one beside it to be meant: a namesake is."""
    larger = gazetteer.place(by.families[0].numbers[0])
    if larger.kind in _SMALL:
        return False
    places = [gazetteer.place(family.numbers[0]) for family in one.families]
    return all(place.kind in _SMALL and _apart(place, larger) > ELSEWHERE_KM for place in places)


def is_beside(earlier: Span, later: Span, line: Line) -> bool:
    """Whether nothing but words of place stands between two names."""
    between = line.text[earlier.end : later.start]
    if any(char in between for char in "+/&;\n") or later.attached.startswith("و"):
        return False
    words = words_between(line, earlier, later)
    known = place_words()
    if len(words) > 4 or not _SEPARATING.isdisjoint(words):
        return False
    return all(word in known.links or known.is_around_names(word) for word in words)


def _choose_beside(one: FoundName, by: FoundName, gazetteer: Gazetteer) -> bool:
    """Choose the family of `one` that lies in or beside `by`.

    False where there is none.
    """
    for family in one.families:
        around = _around(family, by, gazetteer)
        if around is not None and gazetteer.place(around).id != gazetteer.place(family.numbers[0]).id:
            one.families = [family, *(other for other in one.families if other is not family)]
            one.within = around
            return True
    return False


def _around(family: Family, by: FoundName, gazetteer: Gazetteer) -> int | None:
    """The place meant by `by` that the family lies in, or the larger town that it lies beside."""
    first = family.numbers[0]
    above = gazetteer.above(first)
    if first in by.families[0].numbers:
        return None
    place = gazetteer.place(first)
    for container in by.families:
        for number in (container.member(by.cue), *reversed(container.numbers)):
            if number in above and (place.kind not in _TOWNS or _is_wide(gazetteer, container, number, by.cue)):
                return number
    if place.kind in _SMALL:
        beside = by.families[0].numbers[0]
        if gazetteer.place(beside).kind not in _SMALL and _apart(place, gazetteer.place(beside)) <= NEIGHBOURS_KM:
            return beside
    return None


def _is_wide(gazetteer: Gazetteer, container: Family, number: int, cue: str | None) -> bool:
    """Whether a name says where a town lies.

    A governorate does, while a town of the same district is asked about itself.
    """
    town = not gazetteer.place(container.numbers[0]).kind.is_unit
    return cue in _UNIT_CUES or not town or gazetteer.place(number).kind not in _NEAR_UNITS


def _apart(place: Place, other: Place) -> float:
    apart = apart_km(place, other)
    return float("inf") if apart is None else apart
