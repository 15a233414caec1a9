"""The subdistrict around a settlement, found without boundaries."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from retrieval import data
from retrieval.places.geometry import distance_km
from retrieval.places.names import letters_of
from retrieval.places.place import Place, PlaceKind, PlaceName

# How far a settlement may lie from the centre of the subdistrict that is named after it.
SEAT_KM = 40.0

# Beyond this the nearest subdistrict is no guess at all.
UNIT_KM = 80.0


class UnitFinder:
    """Finds the subdistrict around a settlement by name and position.

    There are no boundaries to look in. A subdistrict is where its centre is and where the towns named after it are.
    """

    def __init__(self, places: Iterable[Place], names: Iterable[PlaceName]) -> None:
        known = {place.id: place for place in places}
        self._above = {place.id: place.parent_id for place in known.values()}
        self._spellings: dict[str, list[str]] = defaultdict(list)
        for name in names:
            self._spellings[name.place_id].append(name.name)
        units = [place for place in known.values() if place.kind is PlaceKind.SUBDISTRICT and place.lat is not None]
        self._units = [(unit, {letters_of(name) for name in self._spellings[unit.id]}) for unit in units]
        unit_ids = {unit.id for unit in units}
        self._points = [(unit.lat, unit.lon, unit.id, unit.country) for unit in units]
        self._points += [
            (place.lat, place.lon, place.parent_id, place.country)
            for place in known.values()
            if place.kind in (PlaceKind.TOWN, PlaceKind.CITY) and place.parent_id in unit_ids
        ]

    def spellings(self, place_id: str) -> list[str]:
        """The known spellings of a place."""
        return self._spellings.get(place_id, [])

    def unit_for(
        self, spellings: Iterable[str], lat: float | None, lon: float | None, country: str, inside: str | None
    ) -> str | None:
        """The id of the subdistrict of one of these names close by, or else of the nearest one.

        `inside` limits the choice to a governorate or district. None where no subdistrict is known here.
        """
        if lat is None or lon is None:
            return None
        keys = {letters_of(spelling) for spelling in spellings} - {""}
        named = [
            (distance_km(lat, lon, unit.lat, unit.lon), unit.id)
            for unit, letters in self._units
            if unit.lat is not None
            and unit.lon is not None
            and not keys.isdisjoint(letters)
            and self._lies_in(unit.id, inside)
        ]
        if named and min(named)[0] <= SEAT_KM:
            return min(named)[1]
        near = [
            (distance_km(lat, lon, point_lat, point_lon), unit)
            for point_lat, point_lon, unit, code in self._points
            if point_lat is not None and point_lon is not None and unit is not None
            and code == country and abs(point_lat - lat) < 1 and self._lies_in(unit, inside)
        ]  # fmt: skip
        best = min(near, default=None)
        return best[1] if best is not None and best[0] <= UNIT_KM else None

    def _lies_in(self, unit: str, inside: str | None) -> bool:
        if inside is None:
            return True
        around: str | None = unit
        while around is not None and around != inside:
            around = self._above.get(around)
        return around is not None


@cache
def province_ids() -> dict[str, str]:
    """The id of a first-level unit by its GeoNames code: "admin1:SY.01" is al-Hasakah."""
    return {f"admin1:{row['country']}.{row['code']}": row["id"] for row in data.rows("admin1.tsv")}
