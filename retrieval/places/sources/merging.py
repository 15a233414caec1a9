"""Joining imported places to known ones, so that one town does not become its own namesake."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.names import name_key
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.places.sources.own_names import own_names
from retrieval.places.sources.units import UnitFinder, province_ids
from retrieval.text.folding import fold

# Two records of one name closer than this are one place: lists place one village up to some km apart.
SAME_PLACE_KM = 5.0

# Half a governorate: a record inside a unit with the name of its seat is the seat, placed coarsely.
COARSE_KM = 120.0

_TOWNS = (PlaceKind.CITY, PlaceKind.TOWN)


def merge(
    existing: Gazetteer, places: Sequence[Place], names: Sequence[PlaceName]
) -> tuple[list[Place], list[PlaceName], dict[str, str]]:
    """The places that are new, the names that are new, and which imported id is which known place.

    The same id, or a shared spelling close by, is the same place: its names are added to the known one. A new
    settlement without a parent gets the subdistrict around it.
    """
    return _Merging(existing, names).run(places)


class _Merging:
    """One import into one gazetteer."""

    def __init__(self, existing: Gazetteer, names: Sequence[PlaceName]) -> None:
        self._existing = existing
        self._names: dict[str, list[PlaceName]] = defaultdict(list)
        for name in names:
            self._names[name.place_id].append(name)
        self._new: dict[str, Place] = {}
        self._new_by_key: dict[str, list[Place]] = defaultdict(list)
        self._merged: dict[str, str] = {}
        self._finder = UnitFinder(existing.places, existing.names)
        countries = (place for place in existing.places if place.kind is PlaceKind.COUNTRY)
        self._countries = {place.country: place.id for place in countries}

    def run(self, places: Sequence[Place]) -> tuple[list[Place], list[PlaceName], dict[str, str]]:
        for place in sorted(places, key=lambda place: not place.kind.is_unit):
            self._take(place)
        new = [self._with_parent(place) for place in self._new.values()]
        return new, self._new_names(), self._merged

    def _take(self, place: Place) -> None:
        if self._existing.get(place.id) is not None:
            self._merged[place.id] = place.id
            return
        place = place if place.kind.is_unit else self._with_own_names(place)
        known = None if place.kind.is_unit else self._known(place)
        if known is not None:
            self._merged[place.id] = known.id
            return
        self._new[place.id] = place
        for key in self._keys(place):
            self._new_by_key[key].append(place)

    def _with_own_names(self, place: Place) -> Place:
        listed = self._names.get(place.id, [])
        own = own_names(place, listed, self._existing, self._finder)
        if len(own) == len(listed):
            return place
        self._names[place.id] = own
        name = place.name if any(one.name == place.name for one in own) else own[0].name
        return replace(place, name=name)

    def _known(self, place: Place) -> Place | None:
        """The known or earlier imported place that this one is, or None."""
        known = {one.id: one for name in self._spellings(place) for one in self._existing.known_by(name)}
        known |= {one.id: one for key in self._keys(place) for one in self._new_by_key[key]}
        near = [(apart, id_) for id_, one in known.items() if (apart := self._apart(place, one)) is not None]
        if near:
            return known[min(near)[1]]
        return next((one for one in known.values() if self._is_misplaced(place, one)), None)

    def _apart(self, place: Place, known: Place) -> float | None:
        """The distance in km where both may be one place, else None."""
        if known.kind.is_unit or (place.country and place.country != known.country):
            return None
        apart = apart_km(place, known)
        if apart is None or apart <= SAME_PLACE_KM:
            return apart or 0.0
        return apart if apart <= COARSE_KM and self._is_coarse(place, known) else None

    def _is_coarse(self, place: Place, seat: Place) -> bool:
        """Whether the place has only names of `seat` and lies in a unit named after it."""
        if seat.kind not in _TOWNS or not self._has_only_names_of(place, seat):
            return False
        unit = self._finder.unit_for((), place.lat, place.lon, place.country, None)
        around = {unit, *(above.id for above in self._existing.ancestors(unit))} if unit else set()
        shared = (above for above in self._existing.ancestors(seat.id) if above.id in around)
        return any(self._named_alike(seat, above) for above in shared)

    def _is_misplaced(self, place: Place, seat: Place) -> bool:
        """Whether every name is that of a city or seat: then the list has it at a wrong position."""
        if place.country != seat.country or seat.id in self._new or not self._is_seat(seat):
            return False
        return self._has_only_names_of(place, seat)

    def _is_seat(self, place: Place) -> bool:
        if place.kind is not PlaceKind.TOWN:
            return place.kind is PlaceKind.CITY
        districts = (one for one in self._existing.ancestors(place.id) if one.kind is PlaceKind.DISTRICT)
        return any(self._named_alike(place, district) for district in districts)

    def _has_only_names_of(self, place: Place, known: Place) -> bool:
        return all(known in self._existing.known_by(name) for name in self._spellings(place))

    def _named_alike(self, place: Place, other: Place) -> bool:
        return any(place in self._existing.known_by(name) for name in self._finder.spellings(other.id))

    def _with_parent(self, place: Place) -> Place:
        parent = self._listed_parent(place)
        if parent is None or not (place.kind.is_unit or self._is_close(parent)):
            spellings = self._spellings(place)
            found = self._finder.unit_for(spellings, place.lat, place.lon, place.country, parent)
            parent = found or parent
        return replace(place, parent_id=parent or self._countries.get(place.country))

    def _listed_parent(self, place: Place) -> str | None:
        """The id of the parent that the list names: an id, a country code or a GeoNames code.

        None if unknown.
        """
        listed = place.parent_id
        if listed is None:
            return None
        parent = self._countries.get(listed) or self._merged.get(listed) or province_ids().get(listed) or listed
        return parent if self._existing.get(parent) is not None or parent in self._new else None

    def _is_close(self, parent: str) -> bool:
        """Whether a parent says more of a settlement than its governorate."""
        known = self._existing.get(parent)
        return known is None or known.kind not in (PlaceKind.COUNTRY, PlaceKind.GOVERNORATE)

    def _new_names(self) -> list[PlaceName]:
        spelled = {(name.place_id, fold(name.name)) for name in self._existing.names}
        found: list[PlaceName] = []
        for imported, names in self._names.items():
            target = self._merged.get(imported, imported)
            if target not in self._new and self._existing.get(target) is None:
                continue
            for name in names:
                form = (target, fold(name.name))
                if form not in spelled:
                    spelled.add(form)
                    found.append(replace(name, place_id=target))
        return found

    def _spellings(self, place: Place) -> list[str]:
        return [place.name, *(name.name for name in self._names.get(place.id, ()))]

    def _keys(self, place: Place) -> set[str]:
        return {key.letters for name in self._spellings(place) if (key := name_key(name)) is not None}
