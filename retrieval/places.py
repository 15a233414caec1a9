"""The gazetteer: names in any script to places, places in a text, what contains what."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from retrieval.families import Family, families
from retrieval.place_kinds import Place, PlaceKind, PlaceMention, PlaceName
from retrieval.reading import Reading
from retrieval.spelling import Spellings
from retrieval.toponyms import Line, Toponyms, name_key
from retrieval.unknown_places import unknown_place
from retrieval.weakness import level

__all__ = ["Gazetteer", "Place", "PlaceKind", "PlaceMention", "PlaceName"]


class Gazetteer:
    """Known places and names; everything costly is built when it is first asked for and then kept."""

    def __init__(self, places: Iterable[Place], names: Iterable[PlaceName], home: str = "SY") -> None:
        """Take places with their names; `home` is the country preferred among namesakes."""
        self.places: list[Place] = list(places)
        self.names: list[PlaceName] = list(names)
        self.home = home
        self._number = {place.id: number for number, place in enumerate(self.places)}
        self._above: dict[int, tuple[int, ...]] = {}
        self._families: dict[int, list[Family]] = {}
        self._levels: dict[int, int] = {}

    def __len__(self) -> int:
        """The number of places."""
        return len(self.places)

    def get(self, place_id: str) -> Place | None:
        """Give the place of an id, or None."""
        number = self._number.get(place_id)
        return None if number is None else self.places[number]

    def ancestors(self, place_id: str) -> tuple[Place, ...]:
        """Give the places around one, nearest first; empty for an unknown id."""
        number = self._number.get(place_id)
        return () if number is None else tuple(self.places[above] for above in self.above(number))

    def within(self, place_id: str) -> frozenset[str]:
        """Give the ids of a place and of everything inside it."""
        found: set[str] = set()
        waiting = [place_id]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self._children.get(one, ()))
        return frozenset(found)

    def find(self, text: str) -> list[PlaceMention]:
        """Give the places an article names, in order of appearance, resolved by what else it names."""
        return Reading(self, text, in_question=False).mentions()

    def find_in_question(self, text: str) -> list[PlaceMention]:
        """Give the places a question asks about.

        Small letters and other transliterations will do; a place that only narrows another is folded into it.
        """
        return Reading(self, text, in_question=True).mentions()

    def unknown_place(self, text: str, mentions: Sequence[PlaceMention]) -> str | None:
        """Give a phrase of a question that stands where a place would and is none we know, or None."""
        known = [(one.start, one.end) for one in mentions]
        return unknown_place(Line(text), known + Reading(self, text, in_question=True).qualifiers())

    def near_names(self, name: str, limit: int = 5) -> list[tuple[Place, float]]:
        """Give places whose names are spelt most like this one, with the likeness from 0 to 1, best first."""
        key = name_key(name)
        if key is None:
            return []
        best: dict[int, float] = {}
        for entry, likeness in self.spellings.near(key.letters, 4 * limit):
            for family in self.families_of(entry):
                best.setdefault(family.numbers[0], likeness)
        return [(self.places[number], likeness) for number, likeness in list(best.items())[:limit]]

    # What grouping and reading need, by number of a place

    def place(self, number: int) -> Place:
        """Give the place of a number."""
        return self.places[number]

    def above(self, number: int) -> tuple[int, ...]:
        """Give the numbers of the places around one, nearest first; a circle of parents ends the chain."""
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
        """Give the families of places that one name of `toponyms` may mean, the most prominent first."""
        known = self._families.get(entry)
        if known is None:
            known = self._families[entry] = families(self.toponyms.entries[entry].places, self, self.home)
        return known

    def level_of(self, entry: int) -> int:
        """Give the evidence that one name of `toponyms` needs (see `retrieval.weakness`)."""
        known = self._levels.get(entry)
        if known is None:
            one = self.toponyms.entries[entry]
            known = self._levels[entry] = level(one, [self.places[number] for number in one.places], self.home)
        return known

    @cached_property
    def toponyms(self) -> Toponyms:
        """The names, ready to be found."""
        numbered = ((name.name, self._number[name.place_id]) for name in self.names if name.place_id in self._number)
        return Toponyms(numbered)

    @cached_property
    def spellings(self) -> Spellings:
        """The names by their likeness."""
        return Spellings(self.toponyms.entries)

    def names_of(self, place_id: str) -> list[str]:
        """Give every spelling of a place."""
        return self._spelled.get(place_id, [])

    @cached_property
    def _spelled(self) -> dict[str, list[str]]:
        spelled: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            spelled[name.place_id].append(name.name)
        return spelled

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
        """Give every place of this name, whatever its case, accents, articles and spaces."""
        key = name_key(name)
        entry = None if key is None else self.toponyms.number(key)
        return [] if entry is None else [self.places[number] for number in self.toponyms.entries[entry].places]
