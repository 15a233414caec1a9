"""Distances on the ground."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import ceil, cos, floor, hypot, radians
from typing import Generic, Protocol, TypeVar

# Mean Earth radius 6371 km.
KM_PER_DEGREE = 111.195

# Degrees, about 11 km: "near" takes a few cells, and few of those hold what is farther away.
CELL = 0.1


class Positioned(Protocol):
    """Anything with a position, which may be unknown."""

    @property
    def lat(self) -> float | None: ...

    @property
    def lon(self) -> float | None: ...


P = TypeVar("P", bound=Positioned)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance in km on a locally flat Earth: within 0.5 % below 300 km away from the poles."""
    return KM_PER_DEGREE * hypot(lat - other_lat, (lon - other_lon) * cos(radians((lat + other_lat) / 2)))


def apart_km(place: Positioned, other: Positioned) -> float | None:
    """The distance in km, or None where a position is unknown."""
    if place.lat is None or place.lon is None or other.lat is None or other.lon is None:
        return None
    return distance_km(place.lat, place.lon, other.lat, other.lon)


class Grid(Generic[P]):
    """Things with positions, by cells of a tenth of a degree, so that those near a point need not be looked for."""

    def __init__(self, things: Iterable[P]) -> None:
        """Take things.

        Those without a position are left out.
        """
        self._cells: dict[tuple[int, int], list[tuple[float, float, P]]] = defaultdict(list)
        for thing in things:
            self.add(thing)

    def add(self, thing: P) -> None:
        """Take one thing more."""
        if thing.lat is not None and thing.lon is not None:
            self._cells[_cell(thing.lat, thing.lon)].append((thing.lat, thing.lon, thing))

    def near(self, lat: float, lon: float, km: float) -> Iterator[P]:
        """What lies within `km` of a point, in no order."""
        high = ceil(km / KM_PER_DEGREE / CELL)
        wide = ceil(km / (KM_PER_DEGREE * max(cos(radians(lat)), 0.1)) / CELL)
        row, column = _cell(lat, lon)
        for at in ((row + r, column + c) for r in range(-high, high + 1) for c in range(-wide, wide + 1)):
            for thing_lat, thing_lon, thing in self._cells.get(at, ()):
                if distance_km(lat, lon, thing_lat, thing_lon) <= km:
                    yield thing


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return floor(lat / CELL), floor(lon / CELL)
