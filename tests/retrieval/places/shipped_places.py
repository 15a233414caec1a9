"""The places that ship with Dateline, built once for all tests that read them."""

from functools import cache

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Place, PlaceName
from retrieval.places.regions import default_regions
from retrieval.places.sources.shipped import builtin_places


@cache
def shipped() -> tuple[tuple[Place, ...], tuple[PlaceName, ...]]:
    """Give the places of the default region."""
    places, names = builtin_places(frozenset({"SY", "IQ", "TR"}))
    return tuple(places), tuple(names)


@cache
def shipped_gazetteer() -> Gazetteer:
    """Give a gazetteer of the default region; tests only read it."""
    return Gazetteer(*shipped(), regions=default_regions())
