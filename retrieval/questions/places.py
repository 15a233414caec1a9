"""The places that a question asks about: understood, offered, or unknown, and everything that is searched for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answers import PlaceChoice, UnderstoodPlace
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.keys import sound_of
from retrieval.places.place import PlaceKind, PlaceMention, Reach
from retrieval.places.reach import reached
from retrieval.places.reading.reader import near_names, read_question
from retrieval.places.reading.unlisted import sounds_in
from retrieval.places.similarity import VOWEL
from retrieval.text.folding import fold
from retrieval.text.phonetics import consonants

Span = tuple[int, int]

MOST_CHOICES = 4
"""How many namesakes or near names are offered: as many as fit on a phone as buttons."""

# Two villages of one sound in one subdistrict are one village in two spellings, or told apart by no report either;
# the average subdistrict is a circle of 15 km (see `reach.AROUND_KM`).
TWIN_KM = 15

# Names of fewer consonants sound like too many others.
LEAST_CONSONANTS = 4

_COUNTRYSIDE = (PlaceKind.SUBDISTRICT, PlaceKind.DISTRICT)


@dataclass(frozen=True, slots=True)
class AskedPlaces:
    """What one question says about places.

    `spans` are where in the text it does; `unknown` is a phrase that stands where a place would and is none that is
    known, and `choices` are the known places whose names are near to it, where several are.
    """

    places: tuple[UnderstoodPlace, ...] = ()
    spans: tuple[Span, ...] = ()
    unknown: str | None = None
    choices: tuple[PlaceChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedPlaceReader:
    """Reads the places of questions with one gazetteer."""

    gazetteer: Gazetteer

    def read(self, text: str, dated: Sequence[Span] = (), explained: Sequence[Span] = ()) -> AskedPlaces:
        """Give what a question says about places.

        Nothing inside `dated`, the words of time, is a place: "Mart" is a month in "Mart 2023", and a town elsewhere.
        `explained` are words known to mean something else, which are not corrected into names.
        """
        blanked = _blanked(text, dated)
        reading = read_question(self.gazetteer, blanked, explained)
        mentions = self._asked(reading.mentions())
        unknown = reading.unknown() or (None if mentions else _announced(blanked))
        near = () if unknown is None or mentions else self._near(unknown)
        spans = tuple((mention.start, mention.end) for mention in mentions)
        return AskedPlaces(self._distinct(mentions), spans, unknown, near)

    def searched(self, places: Sequence[UnderstoodPlace]) -> frozenset[str]:
        """Give the ids that are searched for these places.

        All that lies inside them and around them as far as was asked; of towns also the countryside that bears their
        name, of villages also the sound.
        """
        known = {place.id: place for place in places}
        ids: set[str] = set()
        for place in places:
            ids |= reached(self.gazetteer, place.id, _reach(place, known))
            kind = PlaceKind(place.kind)
            if kind is PlaceKind.VILLAGE:  # the names of towns are known in every spelling
                names = (place.matched, *self.gazetteer.names_of(place.id))
                ids |= {sound for name in names if (sound := sound_of(name))}
            if not kind.is_unit:
                ids |= self._countryside(place.id) | self._twins(place)
        return frozenset(ids)

    def heard(self, unknown: str | None) -> frozenset[str]:
        """Give the sound of a place that the gazetteer does not know: articles may name it in another spelling."""
        sound = sound_of(unknown) if unknown else None
        return frozenset({sound} if sound else ())

    def understood(self, place_id: str, matched: str = "", also: Sequence[str] = ()) -> UnderstoodPlace | None:
        """Give a place as understood from the words `matched`, or None for an id that is not (or no longer) known."""
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
            within=self._within(place_id),
            parent_id=place.parent_id,
            also=self._choices([other for other in also if other not in family]),
            note=self.gazetteer.note(place_id),
        )

    def choice(self, place_id: str) -> PlaceChoice | None:
        """Give a place as something to choose, or None for an id that is not (or no longer) known."""
        place = self.gazetteer.get(place_id)
        return PlaceChoice(place.id, place.name, self._within(place_id), place.country) if place else None

    def sound_alikes(self, place: UnderstoodPlace) -> tuple[PlaceChoice, ...]:
        """Give the other settlements of its country whose names sound like its own, in other spellings."""
        if len(consonants(place.name)) < LEAST_CONSONANTS or PlaceKind(place.kind).is_unit:
            return ()
        named = [entry for entry, cost in self.gazetteer.spellings.near(place.name) if cost <= VOWEL]
        found = [
            self.gazetteer.place(family.numbers[0]) for entry in named for family in self.gazetteer.families_of(entry)
        ]
        near = [other for other in found if other.country == place.country and not other.kind.is_unit]
        return self._choices([other.id for other in dict.fromkeys(near) if other.id != place.id])

    def spelling(self, places: Sequence[UnderstoodPlace], place_id: str) -> str:
        """Give the reader's spelling of one of the places where it is a name of this id too; else an empty string."""
        names = {fold(name) for name in self.gazetteer.names_of(place_id)}
        return next((place.matched for place in places if fold(place.matched) in names), "")

    def _asked(self, found: list[PlaceMention]) -> list[PlaceMention]:
        """Leave out countries beside other places: in "did Turkey strike Kobani" a country is somebody who acts."""
        return [mention for mention in found if not self._is_country(mention)] or found

    def _is_country(self, mention: PlaceMention) -> bool:
        place = self.gazetteer.get(mention.place_id)
        return place is not None and place.kind is PlaceKind.COUNTRY

    def _distinct(self, mentions: Sequence[PlaceMention]) -> tuple[UnderstoodPlace, ...]:
        places: dict[str, UnderstoodPlace] = {}
        for mention in mentions:
            if mention.place_id not in places:
                place = self.understood(mention.place_id, mention.text, mention.also)
                if place is not None:
                    places[mention.place_id] = _as_asked(place, mention)
        return tuple(places.values())

    def _near(self, unknown: str) -> tuple[PlaceChoice, ...]:
        return self._choices([place.id for place in near_names(self.gazetteer, unknown)])

    def _choices(self, ids: Sequence[str]) -> tuple[PlaceChoice, ...]:
        return tuple(choice for id_ in ids[:MOST_CHOICES] if (choice := self.choice(id_)))

    def _within(self, place_id: str) -> tuple[str, ...]:
        return tuple(place.name for place in self.gazetteer.ancestors(place_id))

    def _twins(self, place: UnderstoodPlace) -> set[str]:
        """Give the settlements close by that sound the same: one village, entered twice in two spellings."""
        own = set(map(consonants, self.gazetteer.names_of(place.id))) - {""}
        alike = (other for bones in own for other in self.gazetteer.sounding(bones) if not other.kind.is_unit)
        return {other.id for other in alike if (apart := apart_km(place, other)) is not None and apart <= TWIN_KM}

    def _countryside(self, place_id: str) -> set[str]:
        """Give the subdistrict and district that bear a town's name: "the countryside of Ain Issa" is told of them.

        They alone, not the villages inside them, which have names of their own to be asked for by.
        """
        own = {fold(name) for name in self.gazetteer.names_of(place_id)}
        around = [place for place in self.gazetteer.ancestors(place_id) if place.kind in _COUNTRYSIDE]
        return {place.id for place in around if own & {fold(name) for name in self.gazetteer.names_of(place.id)}}


def _announced(text: str) -> str | None:
    """Give a name that a word such as "village" announces, or None."""
    return next((text[start:end] for start, end, _ in sounds_in(text)), None)


def _as_asked(place: UnderstoodPlace, mention: PlaceMention) -> UnderstoodPlace:
    reach = mention.reach
    return replace(
        place,
        guessed=mention.guessed,
        around_km=reach.km if reach else None,
        direction=reach.direction if reach else None,
        towards=reach.towards if reach else None,
    )


def _reach(place: UnderstoodPlace, others: dict[str, UnderstoodPlace]) -> Reach | None:
    if place.around_km is None and place.direction is None and place.towards not in others:
        return None
    return Reach(place.around_km, place.direction, place.towards if place.towards in others else None)


def _blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with spans as line breaks, over which no name reaches; offsets stay."""
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text
