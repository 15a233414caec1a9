"""Distances on the ground."""

from math import cos, hypot, radians

KM_PER_DEGREE = 111.195  # mean Earth radius 6371 km


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Give the distance in km on a locally flat Earth: within 0.5 % below 300 km away from the poles."""
    return KM_PER_DEGREE * hypot(lat - other_lat, (lon - other_lon) * cos(radians((lat + other_lat) / 2)))
