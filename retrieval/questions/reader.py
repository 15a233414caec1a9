"""A sentence → what it asks for: places, a period, topics."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.dates.expressions.meaning import Undated
from retrieval.dates.periods import PeriodMention, find_period
from retrieval.dates.weeks import MONDAY, weeks_begin
from retrieval.dates.words.lexicon import look_up
from retrieval.places.gazetteer import Gazetteer
from retrieval.questions.chat_alphabet import ChatText, in_plain_writing
from retrieval.questions.dialogue import Dialogue, without_place
from retrieval.questions.dialogue_words import Cues, cues_in, is_courtesy
from retrieval.questions.exclusions import ExclusionReader
from retrieval.questions.figures import figures_asked
from retrieval.questions.leftovers import unused_words
from retrieval.questions.places.naming import PlaceNaming
from retrieval.questions.places.reader import AskedPlaceReader, AskedPlaces
from retrieval.questions.places.searched import SearchedPlaces
from retrieval.questions.question import Change, Question, Turn
from retrieval.questions.requests import read_requests
from retrieval.questions.topic import topic_of
from retrieval.questions.words import Span, blanked, is_filler, visible, words_outside
from retrieval.text.folding import fold
from retrieval.text.length import is_longer
from retrieval.topics.thesaurus import Thesaurus
from retrieval.understood import UNDATED, Doubt, Focus, PlaceChoice, UnderstoodPeriod, UnderstoodPlace

# Longer texts are no questions: an article that was pasted would be read as ten places and five periods. The longest
# question of the development sets has 113 characters.
MOST_CHARACTERS = 1_000
# With the spaces and signs that are not seen. Of what has more, nothing is read.
MOST_TYPED = 4 * MOST_CHARACTERS

# Turns of a dialogue that a question is read with, the newest of them.
MOST_TURNS = 5

# Why a period has no dates, besides that its words give none.
_WITHOUT_DATES = {
    "future": Doubt.FUTURE,
    "impossible": Doubt.NO_SUCH_DAY,
    "contradictory": Doubt.CONTRADICTION,
}


# How many days from the dates of the question before.
_TOLD_DAYS = {Undated.SAME_DAY: 0, Undated.DAY_AFTER: 1, Undated.DAY_BEFORE: -1}


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Understands questions with one gazetteer and one thesaurus."""

    gazetteer: Gazetteer
    thesaurus: Thesaurus
    first_weekday: int = MONDAY  # on which the weeks of readers begin who have set no other day

    def understand(
        self, text: str, today: date, context: Sequence[str | Turn] = (), *, first_weekday: int | None = None
    ) -> Question:
        """The question in `text`, with what it leaves out from the earlier ones of its chat.

        These are `context`, oldest first. One that is a mere text was asked on the same day. `first_weekday` is the day
        on which the reader's weeks begin, Monday being 0.
        """
        dialogue = Dialogue(self.thesaurus)
        earlier: Question | None = None
        for turn in context[-MOST_TURNS:]:
            turn = turn if isinstance(turn, Turn) else Turn(turn, today)
            question = dialogue.follow(self._read_turn(turn), earlier)
            for change in turn.changes:
                question = self.read_as(question, change)
            earlier = question if question.names_anything else earlier
        return dialogue.follow(self._read_turn(Turn(text, today, first_weekday=first_weekday)), earlier)

    def read_as(self, question: Question, change: Change) -> Question:
        """The same question with other places or another period."""
        if change.place_ids is not None:
            question = self._with_places(question, change.place_ids)
        if change.interval is not None:
            question = _with_period(question, UnderstoodPeriod(change.interval, ""))
        if change.all_dates:
            question = _with_period(question, None)
        if change.everywhere:
            question = without_place(question)
        return question

    def sound_alikes(self, place: UnderstoodPlace) -> tuple[PlaceChoice, ...]:
        """The other settlements of its country whose names sound like its own."""
        return self._naming.sound_alikes(place)

    def heard_as(self, question: Question) -> Question | None:
        """The question with all names that sound like its learned places; None where it has none."""
        keys = self._searched.sounds(question.places)
        return replace(question, place_ids=question.place_ids | keys) if keys - question.place_ids else None

    def keys_of_governorates(self, question: Question) -> frozenset[str]:
        """The keys of the governorates that its places may mean as well, by their names."""
        shared = (self._naming.understood(place.shared.id) for place in question.places if place.shared)
        return self._searched.keys([area for area in shared if area is not None])

    def choice(self, place_id: str) -> PlaceChoice | None:
        """A place as something to choose, or None when the gazetteer no longer has it."""
        return self._naming.choice(place_id)

    def _read_turn(self, turn: Turn) -> Question:
        """A question by itself, by its reader's weeks."""
        with weeks_begin(self.first_weekday if turn.first_weekday is None else turn.first_weekday):
            return self._read(turn.text, turn.today)

    def _read(self, text: str, today: date) -> Question:
        if len(text) > MOST_TYPED:
            return Question(text, today, doubts=((Doubt.TOO_LONG, ""),))
        clean = visible(text)
        if not any(character.isalnum() for character in clean):
            return Question(text, today, doubts=((Doubt.EMPTY, ""),))
        if is_longer(clean, MOST_CHARACTERS):
            return Question(text, today, doubts=((Doubt.TOO_LONG, ""),))
        if is_courtesy(clean):
            return Question(text, today, doubts=((Doubt.NOTHING_TO_SEARCH, ""),))
        return replace(self._read_clean(clean, today), text=text)

    def _read_clean(self, text: str, today: date) -> Question:
        """What a question asks for and leaves out, read in plain writing and told in the reader's."""
        chat = in_plain_writing(text, self._places.is_name, self._is_other_word)
        return _as_typed(self._read_plain(chat.text, today), chat) if chat.typed else self._read_plain(text, today)

    def _is_other_word(self, word: str) -> bool:
        """Whether a word is one of time, of asking or of the field, so that a digit before it counts."""
        return is_filler(word) or look_up(word) is not None or bool(self.thesaurus.spans_in(word))

    def _read_plain(self, text: str, today: date) -> Question:
        """The same; other requests and what is left out are read first, and then are no part of the rest."""
        asked = read_requests(text)
        events = blanked(text, asked.spans, "\n")
        left_out = ExclusionReader(self._places, self.thesaurus).read(events, today)
        question = self._read_asked(blanked(events, left_out.spans, "\n"), today)
        question = replace(question, text=text, requests=asked.requests)
        doubts = (*question.doubts, *((Doubt.EXCLUSION, words) for words in left_out.doubts))
        excluded = left_out.excluded
        if not excluded:
            return replace(question, doubts=doubts)
        places = self._places.around(question.places, excluded.places)
        return replace(
            question,
            places=places,
            place_ids=self._searched.keys(places) or question.place_ids,
            excluded=excluded,
            excluded_ids=self._searched.keys(excluded.places),
            doubts=doubts,
        )

    def _read_asked(self, text: str, today: date) -> Question:
        period = find_period(text, today)
        dated = period.spans if period else []
        places = self._places.read(text, dated, self.thesaurus.spans_in(text))
        spans = [*places.spans, *dated]
        rest = blanked(text, spans)
        content = [word for word in words_outside(text, spans) if not is_filler(word[0])]
        cues = cues_in(rest, [word[0] for word in content])
        topic = topic_of(rest, content, cues, self.thesaurus)
        question = Question(
            text=text,
            today=today,
            places=places.places,
            place_ids=self._searched.keys(places.places) or places.sounds,
            choices=places.choices,
            inside=places.inside,
            period=_understood(period),
            topic=topic.words,
            topics=topic.query,
            details=topic.details,
            wording=topic.wording,
            names=topic.names,
            doubts=(
                *_doubts_of(period, places.unknown),
                *((Doubt.LEFT_OUT, words) for words in self._unused(text, spans, places, cues)),
            ),
            told_day=_TOLD_DAYS.get(period.reason) if period and period.reason else None,
            cues=cues,
        )
        return self._with_focus(question, rest)

    def _unused(self, text: str, spans: Sequence[Span], places: AskedPlaces, cues: Cues) -> Iterator[str]:
        """The words of time, number and position that were not used; those of an unknown name and of topics are."""
        spoken = [word.span() for word in words_outside(text, ()) if fold(word[0]) in cues.spoken]
        unknown = [match.span() for match in re.finditer(re.escape(places.unknown), text)] if places.unknown else []
        used = [*spans, *spoken, *unknown, *self.thesaurus.spans_in(text)]
        return unused_words(text, used, [*places.spans, *unknown])

    def _with_places(self, question: Question, place_ids: Sequence[str]) -> Question:
        """The question about other places, in the reader's spelling where that is a name of theirs too."""
        spelling = self._naming.spelling
        understood = (self._naming.understood(id_, spelling(question.places, id_)) for id_ in place_ids)
        places = tuple(place for place in understood if place is not None)
        doubts = _doubts_without(question, Doubt.UNKNOWN_PLACE)
        return replace(
            question, places=places, place_ids=self._searched.keys(places), choices=(), inside=None, doubts=doubts
        )

    def _with_focus(self, question: Question, rest: str) -> Question:
        """The question with what it wants to see first: figures before all else."""
        counted = figures_asked(rest, question.cues, question.topics)
        if counted:
            return replace(question, focus=Focus.FIGURES, counted=counted)
        alone = None if question.names_anything else question.cues.focus_alone
        return replace(question, focus=question.cues.focus or alone)

    @property
    def _places(self) -> AskedPlaceReader:
        return AskedPlaceReader(self.gazetteer)

    @property
    def _naming(self) -> PlaceNaming:
        return PlaceNaming(self.gazetteer)

    @property
    def _searched(self) -> SearchedPlaces:
        return SearchedPlaces(self.gazetteer)


def _as_typed(question: Question, chat: ChatText) -> Question:
    """The question with the words that it shows as the reader typed them."""
    period = question.period
    return replace(
        question,
        places=tuple(replace(place, matched=chat.as_typed(place.matched)) for place in question.places),
        period=replace(period, matched=chat.as_typed(period.matched)) if period else None,
        topic=chat.as_typed(question.topic),
        doubts=tuple((doubt, chat.as_typed(words)) for doubt, words in question.doubts),
    )


def _doubts_of(period: PeriodMention | None, unknown: str | None) -> Iterator[tuple[Doubt, str]]:
    if period is not None and period.interval is None:
        yield _WITHOUT_DATES.get(period.reason or "", Doubt.PERIOD), period.text
    for other in period.left_out if period else ():
        dated = other.interval is not None or other.reason == "future"
        yield Doubt.OTHER_PERIOD if dated else _WITHOUT_DATES.get(other.reason or "", Doubt.PERIOD), other.text
    if unknown:
        yield Doubt.UNKNOWN_PLACE, unknown


def _understood(period: PeriodMention | None) -> UnderstoodPeriod | None:
    return UnderstoodPeriod(period.interval, period.text, period.to_come) if period and period.interval else None


def _with_period(question: Question, period: UnderstoodPeriod | None) -> Question:
    return replace(question, period=period, doubts=_doubts_without(question, *UNDATED, Doubt.FUTURE))


def _doubts_without(question: Question, *kinds: Doubt) -> tuple[tuple[Doubt, str], ...]:
    return tuple((doubt, words) for doubt, words in question.doubts if doubt not in kinds)
