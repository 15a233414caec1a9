"""The way in: a text or a question to the places that it names."""

from collections.abc import Sequence

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Place, PlaceMention
from retrieval.places.reading.asked.misspellings import choices
from retrieval.places.reading.mentions import PlaceReading


def find_places(gazetteer: Gazetteer, text: str) -> list[PlaceMention]:
    """The places that an article names, in order of appearance, resolved by what else it names."""
    return PlaceReading(gazetteer, text, False).mentions()


def read_question(gazetteer: Gazetteer, text: str, explained: Sequence[tuple[int, int]] = ()) -> PlaceReading:
    """A question read for places: what it asks about, and what in it is unknown.

    Small letters and other transliterations will do; a place that only narrows another is folded into it. Words at
    `explained` (start, end) mean something else, and are not corrected into names.
    """
    return PlaceReading(gazetteer, text, True, explained)


def find_asked_places(gazetteer: Gazetteer, question: str) -> list[PlaceMention]:
    """The places that a question asks about."""
    return read_question(gazetteer, question).mentions()


def near_names(gazetteer: Gazetteer, name: str) -> list[Place]:
    """The well-known places at home that a name nobody knows may be a misspelling of, nearest first."""
    return [gazetteer.place(family.numbers[0]) for family in choices(gazetteer, name)]
