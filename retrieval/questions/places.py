"""The places that a question asks about: understood, offered, or unknown, and everything that is searched for them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.answers import PlaceChoice, UnderstoodLearned, UnderstoodPlace
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.keys import sound_of
from retrieval.places.learned.place import Standing
from retrieval.places.names import name_key
from retrieval.places.place import PlaceKind, PlaceMention, Reach
from retrieval.places.reach import reached
from retrieval.places.reading.attested.learned_names import LearnedNames
from retrieval.places.reading.attested.unlisted import sounds_in
from retrieval.places.reading.mentions import PlaceReading
from retrieval.places.reading.reader import near_names, read_question
from retrieval.places.similarity import VOWEL
from retrieval.places.words import place_words
from retrieval.questions.words import Span, blanked, is_filler, words_outside
from retrieval.text.folding import fold
from retrieval.text.phonetics import consonants

# How many namesakes or near names are offered: as many as fit on a phone as buttons.
MOST_CHOICES = 4

# Two villages of one sound in one subdistrict are one village in two spellings, or told apart by no report either;
# the average subdistrict is a circle of 15 km (see `retrieval.places.reach.AROUND_KM`).
TWIN_KM = 15

# Names of fewer consonants sound like too many others.
LEAST_CONSONANTS = 4

_COUNTRYSIDE = (PlaceKind.SUBDISTRICT, PlaceKind.DISTRICT)


@dataclass(frozen=True, slots=True)
class AskedPlaces:
    """What one question says about places.

    `spans` are where in the text it does; `unknown` is a phrase that stands where a place would and is none that is
    known, and `choices` are the known places whose names are near to it, where several are. `inside` is the known place
    that the question puts it in, which is among them.
    """

    places: tuple[UnderstoodPlace, ...] = ()
    spans: tuple[Span, ...] = ()
    unknown: str | None = None
    choices: tuple[PlaceChoice, ...] = ()
    inside: PlaceChoice | None = None


@dataclass(frozen=True, slots=True)
class AskedPlaceReader:
    """Reads the places of questions with one gazetteer."""

    gazetteer: Gazetteer

    def read(self, text: str, dated: Sequence[Span] = (), explained: Sequence[Span] = ()) -> AskedPlaces:
        """What a question says about places.

        Nothing inside `dated`, the words of time, is a place: "Mart" is a month in "Mart 2023", and a town elsewhere.
        `explained` are words known to mean something else, which are not corrected into names.
        """
        undated = blanked(text, dated, "\n")
        reading = read_question(self.gazetteer, undated, explained)
        known = reading.mentions()
        named = self._with_learned(undated, reading, explained) if self.gazetteer.learned else known
        learned = [mention for mention in named if mention not in known]
        mentions = self._without_countries(named)
        inside = reading.unknown_inside()
        if inside is not None and not any(
            mention.text in inside[0] or inside[0] in mention.text for mention in learned
        ):
            return self._unknown_inside(inside, mentions)
        unknown = _unknown(reading.unknown(), learned) or (None if mentions else _announced(undated))
        near = () if unknown is None or mentions else self._choices_near(unknown)
        spans = tuple((mention.start, mention.end) for mention in mentions)
        return AskedPlaces(self._distinct(mentions), spans, unknown, near)

    def _unknown_inside(self, inside: tuple[str, str], mentions: Sequence[PlaceMention]) -> AskedPlaces:
        """A name that nobody knows, put in a known place: that place is not asked about, but offered."""
        unknown, area_id = inside
        kept = [mention for mention in mentions if mention.place_id != area_id]
        spans = tuple((mention.start, mention.end) for mention in mentions)
        area = self.choice(area_id)
        near = [choice for choice in self._choices_near(unknown) if choice.id != area_id][: MOST_CHOICES - 1]
        offered = () if kept or area is None else (*near, area)
        return AskedPlaces(self._distinct(kept), spans, unknown, offered, area)

    def is_name(self, word: str) -> bool:
        """Whether a word is the whole name of a place, or begins longer ones ("Ain", "Tal")."""
        key = name_key(word)
        return key is not None and (
            self.gazetteer.toponyms.number(key) is not None or key.letters in place_words().generic
        )

    def mentioned(
        self, text: str, dated: Sequence[Span], explained: Sequence[Span]
    ) -> list[tuple[Span, UnderstoodPlace]]:
        """The places that a question names, whatever it says of them, with where it does."""
        mentions = read_question(self.gazetteer, blanked(text, dated, "\n"), explained).mentions()
        understood = [(mention, self.understood(mention.place_id, mention.text)) for mention in mentions]
        return [((mention.start, mention.end), place) for mention, place in understood if place is not None]

    def around(
        self, places: Sequence[UnderstoodPlace], excluded: Sequence[UnderstoodPlace]
    ) -> tuple[UnderstoodPlace, ...]:
        """The asked places, where something is left out that a town does not hold, the unit of its name that does.

        "Hasakah except Qamishli" asks about the governorate.
        """
        return tuple(self._around(place, excluded) for place in places)

    def _with_learned(self, text: str, reading: PlaceReading, explained: Sequence[Span]) -> list[PlaceMention]:
        """The known places with those that only articles name."""
        meaningless = [word.span() for word in words_outside(text, ()) if is_filler(word[0])]
        names = LearnedNames(self.gazetteer, text, reading.mentions(), reading.named(), [*explained, *meaningless])
        return names.mentions()

    def keys_of(self, asked: AskedPlaces) -> frozenset[str]:
        """The keys of the places that a question asks about.

        Of a place that is unknown it is the sound of the name: articles may spell it otherwise.
        """
        sound = sound_of(asked.unknown) if asked.unknown else None
        return self.place_keys(asked.places) or frozenset({sound} if sound else ())

    def place_keys(self, places: Sequence[UnderstoodPlace]) -> frozenset[str]:
        """The keys by which mentions of these places are looked up: ids of places, and sounds of names.

        They are those of all that lies inside the places, and around them as far as was asked. Of towns there is also
        the countryside that bears their name, of villages the sound.
        """
        ids = {place.id for place in places}
        return frozenset(key for place in places for key in self._keys_of_place(place, ids))

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
            also=self._choices([other for other in also if other not in family]),
            note=self.gazetteer.note(place_id),
            learned=self._learned(place_id),
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
        return self._choices([other.id for other in settlements if other.id != place.id])

    def spelling(self, places: Sequence[UnderstoodPlace], place_id: str) -> str:
        """The reader's spelling of one of the places where it is a name of this id too, else an empty string."""
        names = {fold(name) for name in self.gazetteer.names_of(place_id)}
        return next((place.matched for place in places if fold(place.matched) in names), "")

    def _keys_of_place(self, place: UnderstoodPlace, asked_ids: Collection[str]) -> Iterator[str]:
        yield from reached(self.gazetteer, place.id, _reach_among(place, asked_ids))
        kind = PlaceKind(place.kind)
        if kind is PlaceKind.VILLAGE and not self._shares_sound(place):  # those of towns are known in every spelling
            names = (place.matched, *self.gazetteer.names_of(place.id))
            yield from filter(None, map(sound_of, names))
        if not kind.is_unit:
            yield from self._countryside(place.id) | self._twins(place)

    def _around(self, place: UnderstoodPlace, excluded: Sequence[UnderstoodPlace]) -> UnderstoodPlace:
        inside = self.gazetteer.within(place.id)
        areas = [area for one in excluded if one.id not in inside for area in one.within]
        for area in areas:
            if area.kind.is_unit and not PlaceKind(place.kind).is_unit and self._share_name(place.id, area.id):
                return self.understood(area.id, place.matched) or place
        return place

    def _share_name(self, place_id: str, other_id: str) -> bool:
        own = {fold(name) for name in self.gazetteer.names_of(place_id)}
        return not own.isdisjoint(fold(name) for name in self.gazetteer.names_of(other_id))

    def _shares_sound(self, place: UnderstoodPlace) -> bool:
        """Whether a learned place has namesakes: its sound alone would bring theirs."""
        if self.gazetteer.learned.get(place.id) is None:
            return False
        return len(self.gazetteer.learned.sounding(place.name)) > 1 or bool(
            self.gazetteer.sounding(consonants(place.name))
        )

    def _without_countries(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """The mentions without countries beside other places.

        In "did Turkey strike Kobani" a country is somebody who acts.
        """
        return [mention for mention in mentions if not self._is_country(mention)] or mentions

    def _is_country(self, mention: PlaceMention) -> bool:
        place = self.gazetteer.get(mention.place_id)
        return place is not None and place.kind is PlaceKind.COUNTRY

    def _distinct(self, mentions: Sequence[PlaceMention]) -> tuple[UnderstoodPlace, ...]:
        places: dict[str, UnderstoodPlace] = {}
        for mention in mentions:
            if mention.place_id not in places:
                place = self.understood(mention.place_id, mention.text, mention.also)
                if place is not None:
                    places[mention.place_id] = replace(place, guessed=mention.guessed, reach=mention.reach)
        return tuple(places.values())

    def _choices_near(self, unknown: str) -> tuple[PlaceChoice, ...]:
        return self._choices([place.id for place in near_names(self.gazetteer, unknown)])

    def _choices(self, ids: Sequence[str]) -> tuple[PlaceChoice, ...]:
        return tuple(choice for id_ in ids[:MOST_CHOICES] if (choice := self.choice(id_)))

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

    def sound_keys(self, places: Sequence[UnderstoodPlace]) -> frozenset[str]:
        """The keys of the sounds of those places that only articles name."""
        learned = [place for place in places if self.gazetteer.learned.get(place.id) is not None]
        names = (name for place in learned for name in (place.matched, *self.gazetteer.names_of(place.id)))
        return frozenset(filter(None, map(sound_of, names)))

    def _countryside(self, place_id: str) -> set[str]:
        """The subdistrict and district that bear a town's name: "the countryside of Ain Issa" is reported of them.

        They alone, not the villages inside them, which have names of their own to be asked for by.
        """
        around = [place for place in self.gazetteer.ancestors(place_id) if place.kind in _COUNTRYSIDE]
        return {place.id for place in around if self._share_name(place_id, place.id)}


def _unknown(phrase: str | None, learned: Sequence[PlaceMention]) -> str | None:
    """A phrase that was taken for an unknown place, unless it is one that was learned."""
    if phrase is None or any(mention.text in phrase or phrase in mention.text for mention in learned):
        return None
    return phrase


def _announced(text: str) -> str | None:
    """A name that a word such as "village" announces, or None."""
    return next((text[start:end] for start, end, _ in sounds_in(text)), None)


def _reach_among(place: UnderstoodPlace, ids: Collection[str]) -> Reach | None:
    """What around a place is meant too.

    What lies towards another place is meant only where that is asked about as well.
    """
    reach = place.reach
    if reach is None or reach.towards is None or reach.towards in ids:
        return reach
    return replace(reach, towards=None) if reach.km is not None or reach.direction is not None else None
