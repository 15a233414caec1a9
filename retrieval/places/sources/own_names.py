"""Which of the names listed with a place are its own, and which say where it lies ("Aleppo" for "Aleppo, Al-Bab")."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.places.sources.units import UnitFinder
from retrieval.text.phonetics import consonants

# How far from a town a list may place what it gives the town's name: about the reach of a subdistrict.
TOWN_REACH_KM = 40.0

# Percent of consonants in common from which two spellings, in whichever script, are of one name.
RESEMBLING = 75.0

_FROM_LARGEST = (
    PlaceKind.GOVERNORATE, PlaceKind.DISTRICT, PlaceKind.SUBDISTRICT, PlaceKind.CITY, PlaceKind.TOWN
)  # fmt: skip


def own_names(place: Place, names: list[PlaceName], existing: Gazetteer, finder: UnitFinder) -> list[PlaceName]:
    """Leave out names of larger places around that the other names do not resemble, unless nothing would be left."""
    kept = names
    for larger in _larger_around(place, names, existing, finder):
        strange = _unlike(kept, finder.spellings(larger.id))
        if strange and any(larger in existing.known_by(name.name) for name in kept if name not in strange):
            kept = strange
    return kept


def _larger_around(place: Place, names: list[PlaceName], existing: Gazetteer, finder: UnitFinder) -> list[Place]:
    """Known places that share a name and contain the place or lie beside it, the largest first."""
    unit = finder.unit_for((), place.lat, place.lon, place.country, None)
    around = {unit, *(above.id for above in existing.ancestors(unit))} if unit else set()
    known = {one.id: one for name in names for one in existing.known_by(name.name)}
    larger = [one for one in known.values() if one.id in around or _is_town_beside(one, place)]
    return sorted(larger, key=lambda one: _FROM_LARGEST.index(one.kind) if one.kind in _FROM_LARGEST else 0)


def _is_town_beside(town: Place, place: Place) -> bool:
    if town.kind not in (PlaceKind.CITY, PlaceKind.TOWN):
        return False
    apart = apart_km(town, place)
    return apart is not None and apart <= TOWN_REACH_KM


def _unlike(names: list[PlaceName], spellings: Iterable[str]) -> list[PlaceName]:
    bones = [consonants(spelling) for spelling in spellings]
    return [name for name in names if not _resembles(consonants(name.name), bones)]


def _resembles(bones: str, others: Iterable[str]) -> bool:
    return any(fuzz.ratio(bones, other) >= RESEMBLING for other in others)
