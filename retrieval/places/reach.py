"""What a question about a place means too: around it, on one side of it, or between it and another."""

from collections.abc import Iterator
from math import atan2, degrees

from retrieval.places.extent import Point, between, offset, position_of
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Direction, Place, Reach

# How far "around" and "near" reach: a circle as large as the average subdistrict (185,180 km² / 272) has 14.7 km.
AROUND_KM = 15

# How far "north of" reaches: a circle as large as the average district (185,180 km² / 62) has 30.8 km.
SIDE_KM = 30

# Degrees to either side: a direction with its two neighbours on the rose of eight, since reporters round.
#
# A cone for each direction is the model of Frank, "Qualitative spatial reasoning about cardinal directions" (1991).
HALF_SECTOR = 67.5

_BEARING = {direction: 45.0 * number for number, direction in enumerate(Direction)}


def reached(gazetteer: Gazetteer, place_id: str, reach: Reach | None) -> set[str]:
    """The ids of a place and of what a question about it means: inside it, or as `reach` says.

    A place asked with its surroundings is always among them, since reports say "north of Tal Tamr"; of a unit asked
    with a direction ("northern Aleppo") only what lies on that side of its seat.
    """
    inside = gazetteer.within(place_id)
    if reach is None:
        return set(inside)
    found = {place_id}
    if reach.km is None and reach.direction is not None:
        found |= _side_of(gazetteer, place_id, inside, reach.direction)
    else:
        found |= inside
    if reach.km is not None:
        found |= {place.id for place in _around(gazetteer, place_id, reach.km, reach.direction)}
    if reach.towards is not None:
        found |= {place.id for place in between(gazetteer, place_id, reach.towards)}
    return found


def _side_of(gazetteer: Gazetteer, place_id: str, inside: frozenset[str], direction: Direction) -> set[str]:
    """What lies inside a place on one side of its seat.

    All of it where no position is known.
    """
    centre = position_of(gazetteer.seat(place_id))
    if centre is None:
        return set(inside)
    places = (gazetteer.get(id_) for id_ in inside)
    return {place.id for place in places if place is not None and _is_towards(centre, position_of(place), direction)}


def _around(gazetteer: Gazetteer, place_id: str, km: int, direction: Direction | None) -> Iterator[Place]:
    centre = position_of(gazetteer.get(place_id))
    if centre is None:
        return
    for place in gazetteer.near(*centre, km):
        if not place.kind.is_large and (direction is None or _is_towards(centre, position_of(place), direction)):
            yield place


def _is_towards(centre: Point, position: Point | None, direction: Direction) -> bool:
    if position is None:
        return False
    east, north = offset(centre, position)
    if not east and not north:
        return False
    turned = (degrees(atan2(east, north)) - _BEARING[direction] + 180) % 360 - 180
    return abs(turned) <= HALF_SECTOR
