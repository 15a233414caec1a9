"""Joining imported places to known ones, so that one town does not become its own namesake."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from retrieval.folding import fold
from retrieval.geometry import distance_km
from retrieval.place_kinds import Place, PlaceKind, PlaceName
from retrieval.spelling import skeleton
from retrieval.toponyms import letters_of, name_key
from retrieval.unit_finder import UnitFinder, province_ids

if TYPE_CHECKING:
    from retrieval.places import Gazetteer

_TOWNS = (PlaceKind.CITY, PlaceKind.TOWN)

SAME_PLACE_KM = 5.0
"""Two records of one name closer than this are one place: lists place one village up to some km apart."""

COARSE_KM = 120.0
"""Half a governorate: a record inside a unit with the name of its seat is the seat, placed coarsely."""

RESEMBLING = 75.0
"""Percent of consonants in common from which two spellings, in whichever script, are of one name."""


def merge(
    existing: "Gazetteer", places: Sequence[Place], names: Sequence[PlaceName]
) -> tuple[list[Place], list[PlaceName], dict[str, str]]:
    """Give the places that are new, the names that are new, and which imported id is which known place.

    The same id, or a shared spelling close by, is the same place: its names are added to the known one. A new
    settlement without a parent gets the subdistrict around it.
    """
    return _Merging(existing, names).run(places)


class _Merging:
    """One import into one gazetteer."""

    def __init__(self, existing: "Gazetteer", names: Sequence[PlaceName]) -> None:
        self._existing = existing
        self._names: dict[str, list[PlaceName]] = defaultdict(list)
        for name in names:
            self._names[name.place_id].append(name)
        self._new: dict[str, Place] = {}
        self._new_by_key: dict[str, list[Place]] = defaultdict(list)
        self._merged: dict[str, str] = {}
        self._finder = UnitFinder(existing.places, existing.names)
        self._countries = {
            place.country: place.id for place in existing.places if place.kind is PlaceKind.COUNTRY
        }

    def run(self, places: Sequence[Place]) -> tuple[list[Place], list[PlaceName], dict[str, str]]:
        ordered = sorted(places, key=lambda place: not place.kind.is_unit)
        for place in ordered:
            self._take(place)
        new = [self._with_parent(place) for place in self._new.values()]
        return new, self._new_names(), self._merged

    def _take(self, place: Place) -> None:
        known = self._known(place)
        if known is None:
            self._add(place)
            return
        strange = self._strange_names(place, known)
        if not strange:
            self._merged[place.id] = known.id
            return
        self._names[known.id] += [
            replace(name, place_id=known.id) for name in self._names[place.id] if name not in strange
        ]
        self._names[place.id] = strange
        self._add(replace(place, name=strange[0].name, parent_id=known.id))

    def _add(self, place: Place) -> None:
        self._new[place.id] = place
        for key in self._keys(place):
            self._new_by_key[key].append(place)

    def _strange_names(self, place: Place, known: Place) -> list[PlaceName]:
        """Give names that no spelling of a known town resembles: those of its quarters, listed with it."""
        is_old_town = known.kind in _TOWNS and known.id not in self._new
        if place.id == known.id or not is_old_town:
            return []
        own = [skeleton(letters_of(name)) for name in self._finder.spellings(known.id)]
        return [
            name for name in self._names[place.id] if not _resembles(skeleton(letters_of(name.name)), own)
        ]

    def _known(self, place: Place) -> Place | None:
        if (same := self._existing.get(place.id)) is not None:
            return same
        if place.kind.is_unit:
            return None
        candidates = {
            known.id: known for name in self._spellings(place) for known in self._existing.known_by(name)
        }
        candidates |= {other.id: other for key in self._keys(place) for other in self._new_by_key[key]}
        near = [
            (apart, known.id)
            for known in candidates.values()
            if (apart := self._apart_if_same(place, known)) is not None
        ]
        if near:
            return candidates[min(near)[1]]
        return next((known for known in candidates.values() if self._is_misplaced(place, known)), None)

    def _is_misplaced(self, place: Place, city: Place) -> bool:
        """Whether every name is that of a city or seat: then the list has it at a wrong position."""
        if place.country != city.country or city.id in self._new or not self._is_seat(city):
            return False
        return self._has_only_names_of(place, city)

    def _has_only_names_of(self, place: Place, known: Place) -> bool:
        return all(known in self._existing.known_by(name) for name in self._spellings(place))

    def _apart_if_same(self, place: Place, known: Place) -> float | None:
        """Give the distance in km where both may be one place, else None."""
        if known.kind.is_unit or (place.country and place.country != known.country):
            return None
        apart = _apart(place, known)
        if apart is None or apart <= SAME_PLACE_KM:
            return apart or 0.0
        return apart if apart <= COARSE_KM and self._is_coarse(place, known) else None

    def _is_seat(self, place: Place) -> bool:
        if place.kind is PlaceKind.CITY:
            return True
        districts = (
            above for above in self._existing.ancestors(place.id) if above.kind is PlaceKind.DISTRICT
        )
        return place.kind is PlaceKind.TOWN and any(
            self._named_alike(place, district) for district in districts
        )

    def _is_coarse(self, place: Place, seat: Place) -> bool:
        """Whether the place lies in a unit named after `seat`, as its seat does."""
        if seat.kind not in _TOWNS or not self._has_only_names_of(place, seat):
            return False
        unit = self._finder.unit_for((), place.lat, place.lon, place.country, None)
        around = {unit, *(above.id for above in self._existing.ancestors(unit))} if unit else set()
        own = [above for above in self._existing.ancestors(seat.id) if above.id in around]
        return any(self._named_alike(seat, above) for above in own)

    def _named_alike(self, place: Place, other: Place) -> bool:
        return other in self._existing.known_by(place.name) or any(
            place in self._existing.known_by(name) for name in self._finder.spellings(other.id)
        )

    def _with_parent(self, place: Place) -> Place:
        parent = place.parent_id
        if parent is not None:
            parent = (
                self._countries.get(parent)
                or self._merged.get(parent)
                or province_ids().get(parent)
                or parent
            )
            if self._existing.get(parent) is None and parent not in self._new:
                parent = None
        if parent is None or not self._is_fine(parent, place):
            parent = (
                self._finder.unit_for(self._spellings(place), place.lat, place.lon, place.country, parent)
                or parent
            )
        return replace(place, parent_id=parent or self._countries.get(place.country))

    def _is_fine(self, parent: str, place: Place) -> bool:
        """Whether a parent says more than the governorate of a settlement."""
        known = self._existing.get(parent)
        large = known is not None and known.kind in (PlaceKind.COUNTRY, PlaceKind.GOVERNORATE)
        return place.kind.is_unit or not large

    def _new_names(self) -> list[PlaceName]:
        spelled = {(name.place_id, fold(name.name)) for name in self._existing.names}
        found: list[PlaceName] = []
        for imported, names in self._names.items():
            target = self._merged.get(imported, imported)
            if target not in self._new and self._existing.get(target) is None:
                continue
            for name in self._own(names, target):
                form = (target, fold(name.name))
                if form not in spelled:
                    spelled.add(form)
                    found.append(PlaceName(target, name.name, name.lang))
        return found

    def _own(self, names: list[PlaceName], target: str) -> list[PlaceName]:
        """Leave out names of larger places around ("Aleppo" for "Aleppo, Al-Bab"), unless nothing is left."""
        place = self._existing.get(target) or self._with_parent(self._new[target])
        around = {above.id for above in self._existing.ancestors(target)}
        if place.parent_id is not None:
            around |= {place.parent_id, *(above.id for above in self._existing.ancestors(place.parent_id))}
        own = [name for name in names if not self._is_of_larger(name.name, target, around)]
        return own or (names if target in self._new else [])

    def _is_of_larger(self, name: str, target: str, around: set[str]) -> bool:
        known = self._existing.known_by(name)
        if not known or any(place.id == target for place in known):
            return False
        return any(
            place.id in around or (place.kind is PlaceKind.CITY and place.parent_id is not None)
            for place in known
        ) and not any(self._shares(place, target) for place in known)

    def _shares(self, place: Place, target: str) -> bool:
        """Whether the larger place is named after the target: then the name is the target's too."""
        target_names = self._finder.spellings(target)
        return any(place in self._existing.known_by(name) for name in target_names)

    def _spellings(self, place: Place) -> list[str]:
        return [place.name, *(name.name for name in self._names.get(place.id, ()))]

    def _keys(self, place: Place) -> set[str]:
        return {key.letters for name in self._spellings(place) if (key := name_key(name)) is not None}


def _resembles(bones: str, others: Iterable[str]) -> bool:
    return any(fuzz.ratio(bones, other) >= RESEMBLING for other in others)


def _apart(place: Place, other: Place) -> float | None:
    if place.lat is None or place.lon is None or other.lat is None or other.lon is None:
        return None
    return distance_km(place.lat, place.lon, other.lat, other.lon)
