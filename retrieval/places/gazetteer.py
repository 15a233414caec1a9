"""The gazetteer: names in any script to places, what contains what, and what lies near."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from retrieval.places import evidence
from retrieval.places.extent import parts_of
from retrieval.places.families import PROMINENT, Family, families, weight
from retrieval.places.geometry import Grid
from retrieval.places.learned.registry import LearnedPlaces
from retrieval.places.names import name_key
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.places.regions import Region, RegionNames, as_place
from retrieval.places.similarity import Spellings
from retrieval.places.toponyms import Toponyms
from retrieval.text.phonetics import consonants


class Gazetteer:
    """Known places and names.

    Everything costly is built when it is first asked for and then kept.
    """

    def __init__(
        self, places: Iterable[Place], names: Iterable[PlaceName], home: str = "SY", regions: Iterable[Region] = ()
    ) -> None:
        """Take places with their names.

        `home` is the country preferred among namesakes. Of the informal `regions` those are known that hold any of the
        places.
        """
        self.places: list[Place] = list(places)
        self.names: list[PlaceName] = list(names)
        self.home = home
        self.learned = LearnedPlaces()  # beside the places of lists: what only articles name
        self._number = {place.id: number for number, place in enumerate(self.places)}
        self._above: dict[int, tuple[int, ...]] = {}
        self._families: dict[int, list[Family]] = {}
        self._levels: dict[int, int] = {}
        self._regions: dict[str, Region] = {}
        self._held: dict[str, frozenset[str]] = {}
        for region in regions:
            self._add_region(region)

    def _add_region(self, region: Region) -> None:
        parts = [place for id_ in (*region.holds, *region.along) if (place := self.get(id_)) is not None]
        if not parts and (region.circle is None or not any(self.near(*region.circle))):
            return
        if region.place_id not in self._number:
            code = parts[0].country if parts else self.home
            countries = (place for place in self.places if place.kind is PlaceKind.COUNTRY and place.country == code)
            country = next((place.id for place in countries), None)
            self._number[region.id] = len(self.places)
            self.places.append(as_place(region, parts, country))
        self._regions[region.place_id] = region

    def __len__(self) -> int:
        """The number of places."""
        return len(self.places)

    def get(self, place_id: str) -> Place | None:
        """The place of an id, or None."""
        number = self._number.get(place_id)
        return self.learned.place(place_id) if number is None else self.places[number]

    def ancestors(self, place_id: str) -> tuple[Place, ...]:
        """The places around one, nearest first.

        Empty for an unknown id.
        """
        number = self._number.get(place_id)
        if number is None:
            return self._around_learned(place_id)
        return tuple(self.places[above] for above in self.above(number))

    def _around_learned(self, place_id: str) -> tuple[Place, ...]:
        place = self.learned.place(place_id)
        parent = None if place is None or place.parent_id is None else self.get(place.parent_id)
        return () if parent is None else (parent, *self.ancestors(parent.id))

    def within(self, place_id: str) -> frozenset[str]:
        """The ids of a place and of everything inside it.

        Of a region, all that it holds.
        """
        region = self._regions.get(place_id)
        if region is None:
            return self._with_learned(self._below([place_id]))
        held = self._held.get(place_id)
        if held is None:
            around = [place.id for place in parts_of(self, region)]
            held = self._held[place_id] = self._below([place_id, *region.holds]) | frozenset(around)
        return self._with_learned(held)

    def _with_learned(self, place_ids: frozenset[str]) -> frozenset[str]:
        if not len(self.learned):
            return place_ids
        return place_ids.union(*map(self.learned.children, place_ids))

    def _below(self, place_ids: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(place_ids)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self._children.get(one, ()))
        return frozenset(found)

    def near(self, lat: float, lon: float, km: float) -> Iterator[Place]:
        """The places within `km` of a point, in no order."""
        yield from self._grid.near(lat, lon, km)
        yield from self.learned.grid.near(lat, lon, km)

    def seat(self, place_id: str) -> Place | None:
        """The town that an administrative unit is named after, the place itself where there is none."""
        place = self.get(place_id)
        if place is None or not place.kind.is_unit:
            return place
        number = self._number[place_id]
        named = (entry for entry in self._keys[number])
        towns = (family.numbers[0] for entry in named for family in self.families_of(entry) if number in family.numbers)
        return next((self.places[town] for town in towns if not self.places[town].kind.is_unit), place)

    def note(self, place_id: str) -> Mapping[str, str] | None:
        """What an informal region holds here and who says so, by language.

        None for other places.
        """
        region = self._regions.get(place_id)
        return None if region is None else region.note

    # What grouping and reading need, by number of a place

    def place(self, number: int) -> Place:
        """The place of a number."""
        return self.places[number]

    def above(self, number: int) -> tuple[int, ...]:
        """The numbers of the places around one, nearest first.

        A circle of parents ends the chain.
        """
        known = self._above.get(number)
        if known is None:
            chain: list[int] = []
            parent = self._parent(number)
            while parent is not None and parent != number and parent not in chain:
                chain.append(parent)
                parent = self._parent(parent)
            known = self._above[number] = tuple(chain)
        return known

    def _parent(self, number: int) -> int | None:
        parent = self.places[number].parent_id
        return None if parent is None else self._number.get(parent)

    def share_name(self, number: int, other: int) -> bool:
        """Whether two places have a spelling in common."""
        return not self._keys[number].isdisjoint(self._keys[other])

    def families_of(self, entry: int) -> list[Family]:
        """The families of places that one name of `toponyms` may mean, the most prominent first."""
        known = self._families.get(entry)
        if known is None:
            known = self._families[entry] = families(self.toponyms.entries[entry].places, self, self.home)
        return known

    def level_of(self, entry: int) -> int:
        """The evidence that one name of `toponyms` needs (see `retrieval.places.evidence`)."""
        known = self._levels.get(entry)
        if known is None:
            one = self.toponyms.entries[entry]
            known = self._levels[entry] = evidence.needed(
                one, [self.places[number] for number in one.places], self.home
            )
        return known

    @cached_property
    def _grid(self) -> Grid[Place]:
        return Grid(self.places)

    @cached_property
    def toponyms(self) -> Toponyms:
        """The names, ready to be found."""
        numbered = ((name.name, self._number[name.place_id]) for name in self.names if name.place_id in self._number)
        return Toponyms(numbered)

    @cached_property
    def region_names(self) -> RegionNames:
        """The names of the informal regions, ready to be found in questions."""
        return RegionNames(self._regions.values())

    @cached_property
    def spellings(self) -> Spellings:
        """The names by their likeness."""
        return Spellings(self.toponyms.entries, self._is_prominent)

    def _is_prominent(self, entry: int) -> bool:
        named = self.toponyms.entries[entry].places
        return any(weight(self.places[number], self.home) >= PROMINENT for number in named)

    def names_of(self, place_id: str) -> list[str]:
        """Every spelling of a place."""
        learned = self.learned.get(place_id)
        return self._spelled.get(place_id, []) if learned is None else list(learned.names)

    @cached_property
    def _spelled(self) -> dict[str, list[str]]:
        spelled: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            spelled[name.place_id].append(name.name)
        return spelled

    def sounding(self, bones: str) -> list[Place]:
        """The places with a name of these consonants (see `retrieval.text.phonetics`)."""
        return [self.places[number] for number in self._sounding.get(bones, ())]

    @cached_property
    def _sounding(self) -> dict[str, list[int]]:
        named: dict[str, list[int]] = defaultdict(list)
        for name in self.names:
            if name.place_id in self._number:
                named[name.name].append(self._number[name.place_id])
        sounding: dict[str, dict[int, None]] = defaultdict(dict)
        for spelling, numbers in named.items():
            sounding[consonants(spelling)] |= dict.fromkeys(numbers)
        return {bones: list(numbers) for bones, numbers in sounding.items()}

    @cached_property
    def _keys(self) -> dict[int, set[int]]:
        keys: dict[int, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.toponyms.entries):
            for place in entry.places:
                keys[place].add(number)
        return keys

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = defaultdict(list)
        for place in self.places:
            if place.parent_id is not None:
                children[place.parent_id].append(place.id)
        return children

    def known_by(self, name: str) -> list[Place]:
        """Every place of this name, whatever its case, accents, articles and spaces."""
        key = name_key(name)
        entry = None if key is None else self.toponyms.number(key)
        return [] if entry is None else [self.places[number] for number in self.toponyms.entries[entry].places]
