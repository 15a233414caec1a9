"""What lies along a road, inside a circle, or between two points."""

from collections.abc import Iterator
from math import cos, hypot, radians
from typing import Protocol

from retrieval.places.geometry import KM_PER_DEGREE, distance_km
from retrieval.places.place import Place
from retrieval.places.regions import Region

# How far from the straight line a place is still between two: the roads of the plains bend less than that.
CORRIDOR_KM = 10.0

Point = tuple[float, float]


class Positions(Protocol):
    """What is needed of known places: one by its id, and those near a point."""

    def get(self, place_id: str) -> Place | None: ...

    def near(self, lat: float, lon: float, km: float) -> Iterator[Place]: ...


def parts_of(places: Positions, region: Region) -> Iterator[Place]:
    """What lies along the road or inside the circle that a region is, beside the units that it holds."""
    for start, end in region.stretches():
        yield from between(places, start, end)
    if region.circle is not None:
        yield from (place for place in places.near(*region.circle) if not place.kind.is_large)


def between(places: Positions, place_id: str, other_id: str) -> Iterator[Place]:
    """The places along the straight line from one place to another.

    None where a position is unknown.
    """
    start, end = position_of(places.get(place_id)), position_of(places.get(other_id))
    if start is None or end is None:
        return
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    for place in places.near(*middle, distance_km(*start, *end) / 2 + CORRIDOR_KM):
        position = position_of(place)
        if position and not place.kind.is_large and _off_line(start, end, position) <= CORRIDOR_KM:
            yield place


def _off_line(start: Point, end: Point, position: Point) -> float:
    """The distance in km from the straight line between two points, beyond its ends from the nearer one."""
    along, point = offset(start, end), offset(start, position)
    length = along[0] ** 2 + along[1] ** 2
    share = min(max((point[0] * along[0] + point[1] * along[1]) / length, 0.0), 1.0) if length else 0.0
    return hypot(point[0] - share * along[0], point[1] - share * along[1])


def offset(start: Point, end: Point) -> Point:
    """How many km east and north of one point another lies, on a locally flat Earth."""
    middle = radians((start[0] + end[0]) / 2)
    return (end[1] - start[1]) * KM_PER_DEGREE * cos(middle), (end[0] - start[0]) * KM_PER_DEGREE


def position_of(place: Place | None) -> Point | None:
    """The latitude and longitude of a place, in degrees.

    None where they are unknown.
    """
    return None if place is None or place.lat is None or place.lon is None else (place.lat, place.lon)
