"""Distances on the ground."""

from math import cos, hypot, radians
from typing import Protocol

KM_PER_DEGREE = 111.195  # mean Earth radius 6371 km


class Positioned(Protocol):
    """Anything with a position, which may be unknown."""

    @property
    def lat(self) -> float | None: ...

    @property
    def lon(self) -> float | None: ...


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give the distance in km on a locally flat Earth: within 0.5 % below 300 km away from the poles."""
    return KM_PER_DEGREE * hypot(lat - other_lat, (lon - other_lon) * cos(radians((lat + other_lat) / 2)))


def apart_km(place: Positioned, other: Positioned) -> float | None:
    """Give the distance in km, or None where a position is unknown."""
    if place.lat is None or place.lon is None or other.lat is None or other.lon is None:
        return None
    return distance_km(place.lat, place.lon, other.lat, other.lon)
