"""What lies around a place, on one side of it, or between two."""

from collections.abc import Iterator
from math import atan2, cos, degrees, hypot, radians
from typing import TYPE_CHECKING

from retrieval.geometry import KM_PER_DEGREE, distance_km
from retrieval.place_kinds import Direction, Place, PlaceKind, Reach
from retrieval.regions import Region

if TYPE_CHECKING:
    from retrieval.places import Gazetteer

AROUND_KM = 15
"""How far "around" and "near" reach: a circle as large as the average subdistrict (185,180 km² / 272) has 14.7 km."""

SIDE_KM = 30
"""How far "north of" reaches: a circle as large as the average district (185,180 km² / 62) has 30.8 km."""

CORRIDOR_KM = 10.0
"""How far from the straight line a place is still between two: the roads of the plains bend less than that."""

HALF_SECTOR = 67.5
"""Degrees to either side: a direction with its two neighbours on the rose of eight, since reporters round.

A cone for each direction is the model of Frank, "Qualitative spatial reasoning about cardinal directions" (1991).
"""

_LARGER = frozenset({PlaceKind.COUNTRY, PlaceKind.GOVERNORATE, PlaceKind.DISTRICT})
_BEARING = {direction: 45.0 * number for number, direction in enumerate(Direction)}

Point = tuple[float, float]


def reached(gazetteer: "Gazetteer", place_id: str, reach: Reach | None) -> set[str]:
    """Give the ids of a place and of what a question about it means: inside it, or as `reach` says.

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
        found |= {place.id for place in _between(gazetteer, place_id, reach.towards)}
    return found


def parts_of(gazetteer: "Gazetteer", region: Region) -> Iterator[Place]:
    """Give what lies along the road or inside the circle that a region is, beside the units that it holds."""
    for start, end in region.stretches():
        yield from _between(gazetteer, start, end)
    if region.circle is not None:
        yield from (place for place in gazetteer.near(*region.circle) if place.kind not in _LARGER)


def _side_of(gazetteer: "Gazetteer", place_id: str, inside: frozenset[str], direction: Direction) -> set[str]:
    """Give what lies inside a place on one side of its seat; all of it where no position is known."""
    centre = _position(gazetteer.seat(place_id))
    if centre is None:
        return set(inside)
    places = (gazetteer.get(id_) for id_ in inside)
    return {place.id for place in places if place is not None and _is_towards(centre, _position(place), direction)}


def _around(gazetteer: "Gazetteer", place_id: str, km: int, direction: Direction | None) -> Iterator[Place]:
    centre = _position(gazetteer.get(place_id))
    if centre is None:
        return
    for place in gazetteer.near(*centre, km):
        if place.kind not in _LARGER and (direction is None or _is_towards(centre, _position(place), direction)):
            yield place


def _between(gazetteer: "Gazetteer", place_id: str, other_id: str) -> Iterator[Place]:
    start, end = _position(gazetteer.get(place_id)), _position(gazetteer.get(other_id))
    if start is None or end is None:
        return
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    for place in gazetteer.near(*middle, distance_km(*start, *end) / 2 + CORRIDOR_KM):
        position = _position(place)
        if position and place.kind not in _LARGER and _off_line(start, end, position) <= CORRIDOR_KM:
            yield place


def _is_towards(centre: Point, position: Point | None, direction: Direction) -> bool:
    if position is None:
        return False
    east, north = _offset(centre, position)
    if not east and not north:
        return False
    turned = (degrees(atan2(east, north)) - _BEARING[direction] + 180) % 360 - 180
    return abs(turned) <= HALF_SECTOR


def _off_line(start: Point, end: Point, position: Point) -> float:
    """Give the distance in km from the straight line between two points, beyond its ends from the nearer one."""
    along, point = _offset(start, end), _offset(start, position)
    length = along[0] ** 2 + along[1] ** 2
    share = min(max((point[0] * along[0] + point[1] * along[1]) / length, 0.0), 1.0) if length else 0.0
    return hypot(point[0] - share * along[0], point[1] - share * along[1])


def _offset(start: Point, end: Point) -> Point:
    """Give how many km east and north of one point another lies, on a locally flat Earth."""
    middle = radians((start[0] + end[0]) / 2)
    return (end[1] - start[1]) * KM_PER_DEGREE * cos(middle), (end[0] - start[0]) * KM_PER_DEGREE


def _position(place: Place | None) -> Point | None:
    return None if place is None or place.lat is None or place.lon is None else (place.lat, place.lon)
