"""A name that is put where no place of that name is known: "المالكية بريف حلب", "Masrab, Aleppo province"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.names import Span
from retrieval.places.place import PlaceKind
from retrieval.places.reading.asked.qualifiers import is_beside, names_in_lists
from retrieval.places.reading.asked.unknown import Phrase
from retrieval.places.reading.found_name import FoundName
from retrieval.places.toponyms import Line

# The words that make a name one of an area around others.
_AREA_CUES = frozenset({"governorate", "district", "subdistrict", "ilce", "countryside", "part"})

# What stands between a name and the place that it lies in, beside a comma.
_INSIDE = re.compile(r"\b(?:in|near|inside|li)\b", re.IGNORECASE)

# How far from an area a place of the name may lie and be meant all the same: readers take a town for one of the next
# governorate, whose seat is that far away at most.
NAMESAKE_KM = 200.0


def misplaced(names: Sequence[FoundName], line: Line, gazetteer: Gazetteer) -> list[tuple[FoundName, FoundName]]:
    """The names that mean a namesake which nobody knows, each with the name of the area that it is put in."""
    return [(one, area) for one, area in _put_inside(names, line) if _is_nowhere_near(one, area, gazetteer)]


def guessed_elsewhere(names: Sequence[FoundName], line: Line, gazetteer: Gazetteer, guessed: str) -> list[FoundName]:
    """The names that were only guessed (their cue is `guessed`), and put in an area where the guess is not."""
    return [
        one for one, area in _put_inside(names, line) if one.cue == guessed and not _is_inside(one, area, gazetteer)
    ]


def unknown_inside(
    phrases: Sequence[Phrase], names: Sequence[FoundName], line: Line
) -> tuple[Phrase, FoundName] | None:
    """The first phrase beside a known name that says where it lies, with that name; None where there is none."""
    listed = names_in_lists(list(names), line)
    pairs = ((phrase, one) for phrase in phrases for one in names if id(one) not in listed)
    return next(((phrase, one) for phrase, one in pairs if _is_qualified(phrase, one, line)), None)


def _is_qualified(phrase: Phrase, one: FoundName, line: Line) -> bool:
    start, end = line.word_start(phrase.first), line.word_end(phrase.last)
    span = Span(start, end, -1, phrase.first, phrase.last, False, "", "")
    if phrase.last < one.span.first_word:
        between = line.text[end : one.span.start]
        says = one.cue in _AREA_CUES or between.lstrip().startswith((",", "،")) or _INSIDE.search(between) is not None
        return says and is_beside(span, one.span, line)
    return one.cue in _AREA_CUES and one.span.last_word < phrase.first and is_beside(one.span, span, line)


def _put_inside(names: Sequence[FoundName], line: Line) -> Iterator[tuple[FoundName, FoundName]]:
    for one, area in pairwise(names):
        if area.cue in _AREA_CUES and one.cue not in _AREA_CUES and is_beside(one.span, area.span, line):
            yield one, area


def _is_nowhere_near(one: FoundName, area: FoundName, gazetteer: Gazetteer) -> bool:
    """Whether no place of the name lies inside the area, or in reach of it."""
    units = _numbers(area)
    known = _numbers(one)
    seat = any(gazetteer.place(number).kind is PlaceKind.GOVERNORATE for number in known)
    if seat or _is_inside(one, area, gazetteer):
        return False
    apart = [apart_km(gazetteer.place(number), gazetteer.place(unit)) for number in known for unit in units]
    told = [km for km in apart if km is not None]
    return bool(told) and min(told) > NAMESAKE_KM


def _is_inside(one: FoundName, area: FoundName, gazetteer: Gazetteer) -> bool:
    units = _numbers(area)
    return any(number in units or not units.isdisjoint(gazetteer.above(number)) for number in _numbers(one))


def _numbers(one: FoundName) -> set[int]:
    return {number for family in one.families for number in family.numbers}
