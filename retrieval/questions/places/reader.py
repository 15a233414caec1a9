"""The places that a question names: understood, offered, or unknown."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.keys import sound_of
from retrieval.places.learned.place import ONE_PLACE_KM
from retrieval.places.names import name_key
from retrieval.places.place import Place, PlaceKind, PlaceMention
from retrieval.places.reading.asked.misspellings import announced
from retrieval.places.reading.attested.learned_names import LearnedNames
from retrieval.places.reading.attested.unlisted import sounds_in
from retrieval.places.reading.mentions import PlaceReading
from retrieval.places.reading.reader import near_names, read_question
from retrieval.places.words import place_words
from retrieval.questions.places.naming import MOST_CHOICES, PlaceNaming
from retrieval.questions.words import Span, blanked, is_filler, touches, words_outside
from retrieval.text.phonetics import respelled
from retrieval.understood import PlaceChoice, UnderstoodPlace

# Words of a name that is all that a question says.
MOST_NAME_WORDS = 3


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

    @property
    def sounds(self) -> frozenset[str]:
        """The keys of the unknown name, by which articles that spell it otherwise are found."""
        return frozenset(filter(None, map(sound_of, respelled(self.unknown)))) if self.unknown else frozenset()


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
        reading = self._reading(undated, explained)
        known = reading.mentions()
        named = self._with_learned(undated, reading, explained) if self.gazetteer.learned else known
        learned = [mention for mention in named if mention not in known]
        mentions = self._without_countries(named)
        inside = reading.unknown_inside()
        if inside is not None and not any(
            mention.text in inside[0] or inside[0] in mention.text for mention in learned
        ):
            return self._unknown_inside(inside, mentions)
        unknown = _unknown(reading.unknown(), learned)
        if unknown is None and (name := _announced(undated, mentions, explained)):
            mentions = self._with_announced(undated, name, mentions)
            is_known = any((one.start, one.end) == name for one in mentions)
            unknown = None if is_known else undated[slice(*name)]
        near = () if unknown is None or mentions else self._choices_near(unknown)
        spans = tuple((mention.start, mention.end) for mention in mentions)
        return AskedPlaces(self._distinct(mentions), spans, unknown, near)

    def _with_announced(self, text: str, name: Span, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """The mentions with the village that an announced name may be, in the place of what it lies in or near."""
        families = announced(self.gazetteer, text[slice(*name)])
        if not families:
            return mentions
        village = self.gazetteer.place(families[0].numbers[0])
        also = tuple(self.gazetteer.place(family.numbers[0]).id for family in families[1:])
        found = PlaceMention(*name, text[slice(*name)], village.id, also, "village", guessed=True)
        around = {area.id for area in self.gazetteer.ancestors(village.id)}
        kept = [one for one in mentions if one.place_id not in around and not self._is_near(village, one)]
        return sorted([*kept, found], key=lambda one: one.start)

    def _is_near(self, village: Place, mention: PlaceMention) -> bool:
        other = self.gazetteer.get(mention.place_id)
        km = None if other is None or other.kind.is_large else apart_km(village, other)
        return km is not None and km <= ONE_PLACE_KM

    def _reading(self, text: str, explained: Sequence[Span]) -> PlaceReading:
        """The text read for places; words that are all that a question says are a name though no capital says so."""
        reading = read_question(self.gazetteer, text, explained)
        name = None if reading.mentions() else _only_words(text, explained)
        if name is None:
            return reading
        written = text[: name[0]] + text[slice(*name)].title() + text[name[1] :]
        as_name = read_question(self.gazetteer, written, explained)
        is_name = any((one.start, one.end) == name and not one.guessed for one in as_name.mentions())
        return as_name if is_name else reading

    def _unknown_inside(self, inside: tuple[str, str], mentions: Sequence[PlaceMention]) -> AskedPlaces:
        """A name that nobody knows, put in a known place: that place is not asked about, but offered."""
        unknown, area_id = inside
        kept = [mention for mention in mentions if mention.place_id != area_id]
        spans = tuple((mention.start, mention.end) for mention in mentions)
        area = self._naming.choice(area_id)
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
        understood = [(mention, self._naming.understood(mention.place_id, mention.text)) for mention in mentions]
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

    def _around(self, place: UnderstoodPlace, excluded: Sequence[UnderstoodPlace]) -> UnderstoodPlace:
        inside = self.gazetteer.within(place.id)
        areas = [area for one in excluded if one.id not in inside for area in one.within]
        for area in areas:
            if area.kind.is_unit and not PlaceKind(place.kind).is_unit and self._naming.share_a_name(place.id, area.id):
                return self._naming.understood(area.id, place.matched) or place
        return place

    def _without_countries(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """The mentions without countries beside other places.

        In "did Turkey strike Kobani" a country is somebody who acts.
        """
        return [mention for mention in mentions if not self._is_country(mention)] or mentions

    def _is_country(self, mention: PlaceMention) -> bool:
        place = self.gazetteer.get(mention.place_id)
        return place is not None and place.kind is PlaceKind.COUNTRY

    def _distinct(self, mentions: Sequence[PlaceMention]) -> tuple[UnderstoodPlace, ...]:
        first = {mention.place_id: mention for mention in reversed(mentions)}
        in_order = (first[id_] for id_ in dict.fromkeys(mention.place_id for mention in mentions))
        return tuple(place for mention in in_order if (place := self._naming.mentioned(mention)) is not None)

    def _choices_near(self, unknown: str) -> tuple[PlaceChoice, ...]:
        return self._naming.choices([place.id for place in near_names(self.gazetteer, unknown)])

    @property
    def _naming(self) -> PlaceNaming:
        return PlaceNaming(self.gazetteer)


def _unknown(phrase: str | None, learned: Sequence[PlaceMention]) -> str | None:
    """A phrase that was taken for an unknown place, unless it is one that was learned."""
    if phrase is None or any(mention.text in phrase or phrase in mention.text for mention in learned):
        return None
    return phrase


def _announced(text: str, mentions: Sequence[PlaceMention], explained: Sequence[Span]) -> Span | None:
    """Where a name stands that a word such as "village" announces and that is none of the known ones, or None."""
    taken = [*explained, *((mention.start, mention.end) for mention in mentions)]
    taken += [word.span() for word in words_outside(text, ()) if is_filler(word[0])]
    found = ((start, end) for start, end, _ in sounds_in(_with_capitals(text)))
    return next((span for span in found if not touches(span, taken)), None)


def _with_capitals(text: str) -> str:
    """A text that was typed in small letters, with capitals, so that "karamug köyü" announces a name."""
    capitals = text.title()
    return capitals if text.islower() and len(capitals) == len(text) else text


def _only_words(text: str, explained: Sequence[Span]) -> Span | None:
    """Where the words of a question stand that do not only ask, where they may be one name: "and qara?"."""
    words = [word for word in words_outside(text, ()) if not is_filler(word[0])]
    if not 0 < len(words) <= MOST_NAME_WORDS or any(touches(word.span(), explained) for word in words):
        return None
    start, end = words[0].start(), words[-1].end()
    between = words_outside(text[start:end], ())
    return (start, end) if len(between) == len(words) and "\n" not in text[start:end] else None
