"""The places that ship with Dateline, built once for all tests that read them."""

from functools import cache

from retrieval.gazetteer import builtin_places
from retrieval.places import Gazetteer, Place, PlaceName
from retrieval.regions import default_regions


@cache
def shipped() -> tuple[tuple[Place, ...], tuple[PlaceName, ...]]:
    """Give the places of the default region."""
    places, names = builtin_places(frozenset({"SY", "IQ", "TR"}))
    return tuple(places), tuple(names)


@cache
def shipped_gazetteer() -> Gazetteer:
    """Give a gazetteer of the default region; tests only read it."""
    return Gazetteer(*shipped(), regions=default_regions())
