"""The learned places that a library holds, by their ids, their sounds and what contains them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from retrieval.places.geometry import Grid
from retrieval.places.learned.place import LearnedPlace, Standing, skeleton_of
from retrieval.places.place import Place


class LearnedPlaces:
    """Places that only articles name; a new one replaces it when more are learned."""

    def __init__(self, places: Iterable[LearnedPlace] = (), revision: str = "") -> None:
        """Take places; `revision` tells the state of the library that they were read from."""
        self._places = {one.place.id: one for one in places}
        self.revision = revision

    def __len__(self) -> int:
        """The number of places."""
        return len(self._places)

    def get(self, place_id: str) -> LearnedPlace | None:
        """The learned place of an id, or None."""
        return self._places.get(place_id)

    def place(self, place_id: str) -> Place | None:
        """What is known of its position, or None where it is the known place that it was merged into."""
        learned = self._places.get(place_id)
        return None if learned is None or learned.standing is Standing.MERGED else learned.place

    def sounding(self, name: str) -> list[LearnedPlace]:
        """The places with a name of the same consonants, those with the most reports first."""
        return self._sounding.get(skeleton_of(name), [])

    def children(self, place_id: str) -> list[str]:
        """The ids of those inside a place."""
        return self._children.get(place_id, [])

    @cached_property
    def grid(self) -> Grid[Place]:
        """The places by where they are."""
        return Grid(place for id_ in self._places if (place := self.place(id_)) is not None)

    @cached_property
    def _sounding(self) -> dict[str, list[LearnedPlace]]:
        found: dict[str, list[LearnedPlace]] = defaultdict(list)
        for one in sorted(self._places.values(), key=lambda one: (-one.reports, one.place.id)):
            for bones in dict.fromkeys(map(skeleton_of, one.names)):
                found[bones].append(one)
        return dict(found)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for id_ in self._places:
            place = self.place(id_)
            if place is not None and place.parent_id is not None:
                found[place.parent_id].append(id_)
        return dict(found)
