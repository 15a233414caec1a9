"""Keys under which watches wait, and which a passage looks up: no watch is looked at that shares none with it.

A place watch waits under its place ("in:X"), and a passage looks up its places and all that contain them. A circle
waits under the cells that it touches, of a size that grows with it, and a passage looks up one cell of each size.
"""

from collections.abc import Iterable, Iterator
from math import ceil, cos, floor, radians

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import KM_PER_DEGREE
from retrieval.places.place import Place
from retrieval.watches.terms import Circle, Terms

ANYWHERE = "anywhere"

# Radius in km up to which circles are cut into cells of so many degrees: into a dozen each, or fewer.
CELLS = ((12, 0.1), (30, 0.25), (100, 1.0))


def keys_of(terms: Terms) -> frozenset[str]:
    """Under which a watch with these terms waits."""
    if terms.circle is not None:
        return frozenset(_cells_of(terms.circle))
    if not terms.places and not terms.ids:
        return frozenset({ANYWHERE})
    whole = () if terms.reaches else terms.place_ids
    return frozenset({*(f"in:{id_}" for id_ in whole), *(f"at:{id_}" for id_ in terms.ids)})


def lookup_keys(places: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """Under which the watches wait that a report of these places may concern."""
    return frozenset(key for place in places for key in _keys_of_place(place, gazetteer)) | {ANYWHERE}


def positions(places: Iterable[str], gazetteer: Gazetteer) -> Iterator[Place]:
    """Those of the places that are small enough to be at a distance from a point.

    The centre of a governorate is not where an event happened.
    """
    for id_ in places:
        place = gazetteer.get(id_)
        if place is not None and place.lat is not None and place.lon is not None and not place.kind.is_large:
            yield place


def _keys_of_place(place_id: str, gazetteer: Gazetteer) -> Iterator[str]:
    yield f"at:{place_id}"
    yield f"in:{place_id}"
    yield from (f"in:{above.id}" for above in gazetteer.ancestors(place_id))
    for place in positions([place_id], gazetteer):
        for _, size in CELLS:
            yield _cell(size, floor((place.lat or 0) / size), floor((place.lon or 0) / size))


def _cells_of(circle: Circle) -> Iterator[str]:
    size = next(size for km, size in CELLS if circle.km <= km)
    high = circle.km / KM_PER_DEGREE
    wide = circle.km / (KM_PER_DEGREE * max(cos(radians(circle.lat)), 0.1))
    for row in range(floor((circle.lat - high) / size), ceil((circle.lat + high) / size)):
        for column in range(floor((circle.lon - wide) / size), ceil((circle.lon + wide) / size)):
            yield _cell(size, row, column)


def _cell(size: float, row: int, column: int) -> str:
    return f"cell:{size}:{row}:{column}"
