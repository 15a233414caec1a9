"""What is searched for the places of a question: the keys of the mentions that count as theirs."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.keys import sound_of
from retrieval.places.place import PlaceKind, Reach
from retrieval.places.reach import reached
from retrieval.questions.places.naming import PlaceNaming
from retrieval.text.phonetics import consonants
from retrieval.understood import UnderstoodPlace

# Two villages of one sound in one subdistrict are one village in two spellings, or told apart by no report either;
# the average subdistrict is a circle of 15 km (see `retrieval.places.reach.AROUND_KM`).
TWIN_KM = 15

_COUNTRYSIDE = (PlaceKind.SUBDISTRICT, PlaceKind.DISTRICT)


@dataclass(frozen=True, slots=True)
class SearchedPlaces:
    """Tells what is searched for places of one gazetteer."""

    gazetteer: Gazetteer

    def keys(self, places: Sequence[UnderstoodPlace]) -> frozenset[str]:
        """The keys by which mentions of these places are looked up: ids of places, and sounds of names.

        They are those of all that lies inside the places, and around them as far as was asked. Of towns there is also
        the countryside that bears their name, of villages the sound.
        """
        ids = {place.id for place in places}
        return frozenset(key for place in places for key in self._keys_of_place(place, ids))

    def sounds(self, places: Sequence[UnderstoodPlace]) -> frozenset[str]:
        """The keys of the sounds of those places that only articles name."""
        learned = [place for place in places if self.gazetteer.learned.get(place.id) is not None]
        names = (name for place in learned for name in (place.matched, *self.gazetteer.names_of(place.id)))
        return frozenset(filter(None, map(sound_of, names)))

    def _keys_of_place(self, place: UnderstoodPlace, asked_ids: Collection[str]) -> Iterator[str]:
        yield from reached(self.gazetteer, place.id, _reach_among(place, asked_ids))
        kind = PlaceKind(place.kind)
        if kind is PlaceKind.VILLAGE and not self._shares_sound(place):  # those of towns are known in every spelling
            names = (place.matched, *self.gazetteer.names_of(place.id))
            yield from filter(None, map(sound_of, names))
        if not kind.is_unit:
            yield from self._countryside(place.id) | self._twins(place)

    def _countryside(self, place_id: str) -> set[str]:
        """The subdistrict and district that bear a town's name: "the countryside of Ain Issa" is reported of them.

        They alone, not the villages inside them, which have names of their own to be asked for by.
        """
        naming = PlaceNaming(self.gazetteer)
        around = [place for place in self.gazetteer.ancestors(place_id) if place.kind in _COUNTRYSIDE]
        return {place.id for place in around if naming.share_a_name(place_id, place.id)}

    def _shares_sound(self, place: UnderstoodPlace) -> bool:
        """Whether a learned place has namesakes: its sound alone would bring theirs."""
        if self.gazetteer.learned.get(place.id) is None:
            return False
        return len(self.gazetteer.learned.sounding(place.name)) > 1 or bool(
            self.gazetteer.sounding(consonants(place.name))
        )

    def _twins(self, place: UnderstoodPlace) -> set[str]:
        """The settlements close by that sound the same: one village, entered twice in two spellings."""
        if self.gazetteer.learned.get(place.id) is not None:
            return self._learned_twins(place)
        own = set(map(consonants, self.gazetteer.names_of(place.id))) - {""}
        alike = (other for bones in own for other in self.gazetteer.sounding(bones) if not other.kind.is_unit)
        return {other.id for other in alike if (apart := apart_km(place, other)) is not None and apart <= TWIN_KM}

    def _learned_twins(self, place: UnderstoodPlace) -> set[str]:
        """The learned places that may be the same: nearer to each other than it is known where they are."""
        one = self.gazetteer.learned.get(place.id)
        alike = self.gazetteer.learned.sounding(place.name) if one is not None else []
        return {
            other.place.id
            for other in alike
            if one is not None
            and (apart := apart_km(one.place, other.place)) is not None
            and apart <= max(one.radius_km, other.radius_km)
        }


def _reach_among(place: UnderstoodPlace, ids: Collection[str]) -> Reach | None:
    """What around a place is meant too.

    What lies towards another place is meant only where that is asked about as well.
    """
    reach = place.reach
    if reach is None or reach.towards is None or reach.towards in ids:
        return reach
    return replace(reach, towards=None) if reach.km is not None or reach.direction is not None else None
