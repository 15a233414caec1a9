"""A place as it is told to the reader: what it is, what it may be instead, and what it shares its name with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.learned.place import Standing
from retrieval.places.place import PlaceKind, PlaceMention
from retrieval.places.similarity import VOWEL
from retrieval.text.folding import fold
from retrieval.text.phonetics import consonants
from retrieval.understood import PlaceChoice, UnderstoodLearned, UnderstoodPlace

# How many namesakes or near names are offered: as many as fit on a phone as buttons.
MOST_CHOICES = 4

# Names of fewer consonants sound like too many others.
LEAST_CONSONANTS = 4

# What the words beside a name may say without saying whether a town or its governorate is meant.
_UNDECIDED = frozenset({None, "in", "spelling"})


@dataclass(frozen=True, slots=True)
class PlaceNaming:
    """Tells the places of one gazetteer."""

    gazetteer: Gazetteer

    def mentioned(self, mention: PlaceMention) -> UnderstoodPlace | None:
        """The place that a question mentions, or None for one that is not (or no longer) known."""
        place = self.understood(mention.place_id, mention.text, mention.also)
        if place is None:
            return None
        shared = self._shared(mention) if mention.cue in _UNDECIDED and mention.reach is None else None
        return replace(place, guessed=mention.guessed, reach=mention.reach, shared=shared)

    def share_a_name(self, place_id: str, other_id: str) -> bool:
        """Whether two places have a name in common."""
        own = {fold(name) for name in self.gazetteer.names_of(place_id)}
        return not own.isdisjoint(fold(name) for name in self.gazetteer.names_of(other_id))

    def _shared(self, mention: PlaceMention) -> PlaceChoice | None:
        """The governorate around a town that the same words name: "Aleppo"."""
        around = (area for area in self.gazetteer.ancestors(mention.place_id) if area.kind is PlaceKind.GOVERNORATE)
        return next((self.choice(area.id) for area in around if area.id in mention.also), None)

    def understood(self, place_id: str, matched: str = "", also: Sequence[str] = ()) -> UnderstoodPlace | None:
        """A place as understood from the words `matched`, or None for an id that is not (or no longer) known."""
        place = self.gazetteer.get(place_id)
        if place is None:
            return None
        family = self.gazetteer.within(place_id) | {above.id for above in self.gazetteer.ancestors(place_id)}
        return UnderstoodPlace(
            id=place.id,
            name=place.name,
            matched=matched or place.name,
            kind=place.kind.value,
            country=place.country,
            lat=place.lat,
            lon=place.lon,
            within=self.gazetteer.ancestors(place_id),
            parent_id=place.parent_id,
            also=self.choices([other for other in also if other not in family]),
            note=self.gazetteer.note(place_id),
            learned=self._learned(place_id),
            is_seat=place.parent_id is not None and self.gazetteer.seat(place.parent_id) == place,
        )

    def _learned(self, place_id: str) -> UnderstoodLearned | None:
        """What articles say of a place that no list has; None where an editor has said where it is."""
        one = self.gazetteer.learned.get(place_id)
        anchor = None if one is None else self.choice(one.anchor_id)
        if one is None or anchor is None or one.standing is not Standing.HEARD:
            return None
        return UnderstoodLearned(one.settlement, anchor, one.radius_km, one.reports)

    def choice(self, place_id: str) -> PlaceChoice | None:
        """A place as something to choose, or None for an id that is not (or no longer) known."""
        place = self.gazetteer.get(place_id)
        return PlaceChoice(place.id, place.name, self.gazetteer.ancestors(place_id), place.country) if place else None

    def sound_alikes(self, place: UnderstoodPlace) -> tuple[PlaceChoice, ...]:
        """The other settlements of its country whose names sound like its own, in other spellings."""
        if len(consonants(place.name)) < LEAST_CONSONANTS or PlaceKind(place.kind).is_unit:
            return ()
        entries = [entry for entry, cost in self.gazetteer.spellings.near(place.name) if cost <= VOWEL]
        families = [family for entry in entries for family in self.gazetteer.families_of(entry)]
        others = dict.fromkeys(self.gazetteer.place(family.numbers[0]) for family in families)
        settlements = [other for other in others if other.country == place.country and not other.kind.is_unit]
        return self.choices([other.id for other in settlements if other.id != place.id])

    def spelling(self, places: Sequence[UnderstoodPlace], place_id: str) -> str:
        """The reader's spelling of one of the places where it is a name of this id too, else an empty string."""
        names = {fold(name) for name in self.gazetteer.names_of(place_id)}
        return next((place.matched for place in places if fold(place.matched) in names), "")

    def choices(self, ids: Sequence[str]) -> tuple[PlaceChoice, ...]:
        return tuple(choice for id_ in ids[:MOST_CHOICES] if (choice := self.choice(id_)))
