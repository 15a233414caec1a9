"""Whether the places of a title or a lead are those of a passage too, by what the passage itself names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.places.extent import Point, position_of
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import distance_km
from retrieval.places.keys import PlaceKey
from retrieval.places.learned.place import Anchor
from retrieval.text.words import Memo

# A passage whose own places all lie further away than this tells of somewhere else, and does not inherit the
# place of the title. Subdistricts of the region are about this wide.
ELSEWHERE_KM = 25.0


@dataclass(slots=True)
class Nearness:
    """Compares the places of one article; those that only it names lie where it anchors them."""

    gazetteer: Gazetteer
    anchors: Mapping[PlaceKey, Anchor]
    _around: Memo[frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        self._around = Memo(self._with_ancestors)

    def is_near(self, place_id: str, told: Sequence[str]) -> bool:
        """Whether a place is one of those told, inside or around one, or not far from one."""
        around = self._around
        if not told or not around[place_id].isdisjoint(told) or any(place_id in around[other] for other in told):
            return True
        here = self._position(place_id)
        there = [position for other in told if (position := self._position(other)) is not None]
        return here is None or any(distance_km(*here, *position) <= ELSEWHERE_KM for position in there)

    def _with_ancestors(self, place_id: str) -> frozenset[str]:
        anchor = self.anchors.get(PlaceKey(place_id))
        if anchor is not None and anchor.parent_id is not None:
            return frozenset([place_id]) | self._with_ancestors(anchor.parent_id)
        return frozenset([place_id, *(place.id for place in self.gazetteer.ancestors(place_id))])

    def _position(self, place_id: str) -> Point | None:
        anchor = self.anchors.get(PlaceKey(place_id))
        if anchor is not None:
            return anchor.lat, anchor.lon
        return position_of(self.gazetteer.get(place_id))
