"""A sentence → what it asks for: places, a period, topics."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from retrieval.answers import Doubt, PlaceChoice, UnderstoodPeriod, UnderstoodPlace
from retrieval.folding import fold
from retrieval.periods import Interval, PeriodMention, find_period
from retrieval.places import Gazetteer, PlaceKind, PlaceMention
from retrieval.question_words import is_filler
from retrieval.sounds import sound_of, sounds_in
from retrieval.topics import Thesaurus

# Longer texts are not questions; Telegram itself cuts messages at 4,096 characters.
MOST_CHARACTERS = 2_000

# How many namesakes are offered.
MOST_CHOICES = 4

_COUNTRYSIDE = (PlaceKind.SUBDISTRICT, PlaceKind.DISTRICT)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks for, as far as it was understood."""

    text: str
    today: date  # on the reader's calendar
    places: tuple[UnderstoodPlace, ...] = ()
    place_ids: frozenset[str] = frozenset()  # the asked places with all that lies inside them
    period: UnderstoodPeriod | None = None
    topic: str = ""  # its words that are neither place, period nor filler
    topics: tuple[frozenset[str], ...] = ()  # kinds, targets, actors: of each set that is there, one has to be told
    wording: tuple[str, ...] = ()  # its words that the thesaurus does not know, folded, for the lexical index
    doubts: tuple[tuple[Doubt, str], ...] = ()

    @property
    def interval(self) -> Interval | None:
        """The asked dates, or None."""
        return self.period.interval if self.period else None

    def doubts_about(self, *kinds: Doubt) -> bool:
        """Whether any of these doubts was had."""
        return any(doubt in kinds for doubt, _ in self.doubts)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a button replaces in a question: its places, or its period."""

    place_ids: tuple[str, ...] | None = None
    interval: Interval | None = None
    all_dates: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Understands questions with one gazetteer and one thesaurus."""

    gazetteer: Gazetteer
    thesaurus: Thesaurus
    reading: Reading = field(default=Reading())

    def understand(self, text: str, today: date, context: Sequence[str] = ()) -> Question:
        """The question in `text`; what it leaves out is taken from `context`, the chat's earlier questions."""
        clean = visible(text)
        if not any(character.isalnum() for character in clean):
            return Question(text, today, doubts=((Doubt.EMPTY, ""),))
        if len(clean) > MOST_CHARACTERS:
            return Question(text, today, doubts=((Doubt.TOO_LONG, ""),))
        question = self._read(clean, today)
        for earlier in reversed(context):
            question = _completed(question, self._read(visible(earlier)[:MOST_CHARACTERS], today))
        return replace(question, text=text)

    def read_as(self, question: Question, reading: Reading) -> Question:
        """The same question with other places or another period."""
        changed = question
        if reading.place_ids is not None:
            places = [
                place for id_ in reading.place_ids if (place := self._understood(id_, self._spelling(question, id_)))
            ]
            kept = tuple((doubt, words) for doubt, words in question.doubts if doubt is not Doubt.UNKNOWN_PLACE)
            changed = replace(changed, places=tuple(places), place_ids=self._inside(places), doubts=kept)
        if reading.interval is not None:
            changed = replace(changed, period=UnderstoodPeriod(reading.interval, ""), doubts=_without_period(changed))
        if reading.all_dates:
            changed = replace(changed, period=None, doubts=_without_period(changed))
        return changed

    def _read(self, text: str, today: date) -> Question:
        period = find_period(text, today)
        mentions = self._places_in(text, period)
        places = self._distinct(mentions)
        spans = [(m.start, m.end) for m in mentions] + ([(period.start, period.end)] if period else [])
        rest = [word for word in _WORD.finditer(text) if not _inside(word, spans)]
        topic = [word for word in rest if not is_filler(word[0])]
        told = [(mention.start, mention.end) for mention in self.thesaurus.find(_blanked(text, spans))]
        wording = [fold(word[0]) for word in topic if not _inside(word, told)]
        doubts = self._doubts(text, mentions, period)
        return Question(
            text=text,
            today=today,
            places=tuple(places),
            place_ids=self._inside(places) or self._heard(doubts),
            period=UnderstoodPeriod(period.interval, period.text) if period and period.interval else None,
            topic=" ".join(word[0] for word in topic),
            topics=self._topics(_blanked(text, spans)),
            wording=tuple(dict.fromkeys(filter(None, wording))),
            doubts=tuple(doubts),
        )

    def _spelling(self, question: Question, place_id: str) -> str:
        """The reader's spelling where it is a name of this place too; else none."""
        names = {fold(name) for name in self.gazetteer.names_of(place_id)}
        return next((place.matched for place in question.places if fold(place.matched) in names), "")

    def _places_in(self, text: str, period: PeriodMention | None) -> list[PlaceMention]:
        """Places outside the words of time: "Mart" is a month in "Mart 2023", and a town elsewhere."""
        found = self.gazetteer.find_in_question(text)
        if period is not None:
            found = [m for m in found if m.end <= period.start or m.start >= period.end]
        # "did Turkey strike Kobani": beside a place, a country is somebody who acts
        return [m for m in found if not self._is_country(m)] or found

    def _is_country(self, mention: PlaceMention) -> bool:
        place = self.gazetteer.get(mention.place_id)
        return place is not None and place.kind is PlaceKind.COUNTRY

    def _distinct(self, mentions: Sequence[PlaceMention]) -> list[UnderstoodPlace]:
        places: dict[str, UnderstoodPlace] = {}
        for mention in mentions:
            if mention.place_id not in places:
                place = self._understood(mention.place_id, mention.text, mention.also)
                if place is not None:
                    places[mention.place_id] = place
        return list(places.values())

    def _understood(self, place_id: str, matched: str, also: Sequence[str] = ()) -> UnderstoodPlace | None:
        place = self.gazetteer.get(place_id)
        if place is None:
            return None
        family = self.gazetteer.within(place_id) | {above.id for above in self.gazetteer.ancestors(place_id)}
        namesakes = [other for other in also if other not in family]
        choices = [choice for other in namesakes[:MOST_CHOICES] if (choice := self.choice(other))]
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
            also=tuple(choices),
        )

    def choice(self, place_id: str) -> PlaceChoice | None:
        """A place as something to choose, or None when the gazetteer no longer has it."""
        place = self.gazetteer.get(place_id)
        return PlaceChoice(place.id, place.name, self._within(place_id), place.country) if place else None

    def _within(self, place_id: str) -> tuple[str, ...]:
        return tuple(place.name for place in self.gazetteer.ancestors(place_id))

    def _inside(self, places: Sequence[UnderstoodPlace]) -> frozenset[str]:
        """The ids of places with all that lies inside them; of towns also the countryside, of villages the sound."""
        ids = {id_ for place in places for id_ in self.gazetteer.within(place.id)}
        for place in places:
            if place.kind == PlaceKind.VILLAGE:  # the names of towns are known in every spelling
                names = (place.matched, *self.gazetteer.names_of(place.id))
                ids |= {sound for name in names if (sound := sound_of(name))}
            if not PlaceKind(place.kind).is_unit:
                ids |= self._countryside(place.id)
        return frozenset(ids)

    def _countryside(self, place_id: str) -> set[str]:
        """The subdistrict and district that bear a town's name: "the countryside of Ain Issa" is told of them.

        They alone, not the villages inside them, which have names of their own to be asked for by.
        """
        own = {fold(name) for name in self.gazetteer.names_of(place_id)}
        around = [place for place in self.gazetteer.ancestors(place_id) if place.kind in _COUNTRYSIDE]
        return {place.id for place in around if own & {fold(name) for name in self.gazetteer.names_of(place.id)}}

    def _heard(self, doubts: Sequence[tuple[Doubt, str]]) -> frozenset[str]:
        """The sounds of places that the gazetteer does not know: articles may name them in another spelling."""
        unknown = [words for doubt, words in doubts if doubt is Doubt.UNKNOWN_PLACE]
        return frozenset(sound for words in unknown if (sound := sound_of(words)))

    def _topics(self, text: str) -> tuple[frozenset[str], ...]:
        """What kinds of incident, what targets and which actors a question names; sets that are empty left out."""
        named = self.thesaurus.kinds_in(text)
        targets = frozenset(key for key in named if self.thesaurus.is_target(key))
        return tuple(filter(None, (named - targets, targets, self.thesaurus.actors_in(text))))

    def _doubts(
        self, text: str, mentions: Sequence[PlaceMention], period: PeriodMention | None
    ) -> list[tuple[Doubt, str]]:
        doubts = []
        if period is not None and period.interval is None:
            doubts.append((Doubt.FUTURE if period.reason == "future" else Doubt.PERIOD, period.text))
        blanked = _blanked(text, [(period.start, period.end)]) if period else text
        heard = "" if mentions else next((blanked[start:end] for start, end, _ in sounds_in(blanked)), "")
        if unknown := self.gazetteer.unknown_place(blanked, mentions) or heard:
            doubts.append((Doubt.UNKNOWN_PLACE, unknown))
        return doubts


def visible(text: str) -> str:
    """A text without lone surrogates, control characters and direction marks, its white space made single."""
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in text
        if unicodedata.category(c) not in ("Cs", "Cf", "Cn") or c in "\u200c\u200d"
    )
    return " ".join(kept.split())


def _completed(question: Question, earlier: Question) -> Question:
    """The question with what it leaves out taken from the one before: "and in Kobani?", "last month?"."""
    undated = question.period is None and not question.doubts_about(Doubt.PERIOD, Doubt.FUTURE)
    placeless = not question.places and not question.doubts_about(Doubt.UNKNOWN_PLACE)
    return replace(
        question,
        places=earlier.places if placeless else question.places,
        place_ids=earlier.place_ids if placeless else question.place_ids,
        period=earlier.period if undated else question.period,
        topic=question.topic or earlier.topic,
        topics=question.topics or earlier.topics,
        wording=question.wording or earlier.wording,
    )


def _without_period(question: Question) -> tuple[tuple[Doubt, str], ...]:
    return tuple((doubt, words) for doubt, words in question.doubts if doubt not in (Doubt.PERIOD, Doubt.FUTURE))


def _inside(word: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < word.end() and word.start() < end for start, end in spans)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spans made blank, so that offsets stay."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
