"""A sentence → what it asks for: places, a period, topics."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answers import UNDATED, Doubt, Focus, PlaceChoice, UnderstoodPeriod, UnderstoodPlace
from retrieval.dates.periods import PeriodMention, find_period
from retrieval.places.gazetteer import Gazetteer
from retrieval.questions.dialogue import Dialogue
from retrieval.questions.dialogue_words import cues_in, is_courtesy
from retrieval.questions.figures import figures_asked
from retrieval.questions.places import AskedPlaceReader
from retrieval.questions.question import Change, Question, Turn
from retrieval.questions.topic import topic_of
from retrieval.questions.words import blanked, is_filler, visible, words_outside
from retrieval.topics.thesaurus import Thesaurus

# Longer texts are no questions: an article that was pasted would be read as ten places and five periods. The longest
# question of the development sets has 113 characters.
MOST_CHARACTERS = 1_000

# Turns of a dialogue that a question is read with, the newest of them.
MOST_TURNS = 5

# Why a period has no dates, besides that its words give none.
_WITHOUT_DATES = {
    "future": Doubt.FUTURE,
    "impossible": Doubt.NO_SUCH_DAY,
    "contradictory": Doubt.CONTRADICTION,
}


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Understands questions with one gazetteer and one thesaurus."""

    gazetteer: Gazetteer
    thesaurus: Thesaurus

    def understand(self, text: str, today: date, context: Sequence[str | Turn] = ()) -> Question:
        """The question in `text`, with what it leaves out from the earlier ones of its chat.

        These are `context`, oldest first. One that is a mere text was asked on the same day.
        """
        dialogue = Dialogue(self.thesaurus)
        earlier: Question | None = None
        for turn in context[-MOST_TURNS:]:
            turn = turn if isinstance(turn, Turn) else Turn(turn, today)
            question = dialogue.follow(self._read(turn.text, turn.today), earlier)
            for change in turn.changes:
                question = self.read_as(question, change)
            earlier = question if question.names_anything else earlier
        return dialogue.follow(self._read(text, today), earlier)

    def read_as(self, question: Question, change: Change) -> Question:
        """The same question with other places or another period."""
        if change.place_ids is not None:
            question = self._with_places(question, change.place_ids)
        if change.interval is not None:
            question = _with_period(question, UnderstoodPeriod(change.interval, ""))
        if change.all_dates:
            question = _with_period(question, None)
        return question

    def sound_alikes(self, place: UnderstoodPlace) -> tuple[PlaceChoice, ...]:
        """The other settlements of its country whose names sound like its own."""
        return self._places.sound_alikes(place)

    def heard_as(self, question: Question) -> Question | None:
        """The question with all names that sound like its learned places; None where it has none."""
        keys = self._places.sound_keys(question.places)
        return replace(question, place_ids=question.place_ids | keys) if keys - question.place_ids else None

    def choice(self, place_id: str) -> PlaceChoice | None:
        """A place as something to choose, or None when the gazetteer no longer has it."""
        return self._places.choice(place_id)

    def _read(self, text: str, today: date) -> Question:
        """A question by itself."""
        clean = visible(text)
        if not any(character.isalnum() for character in clean):
            return Question(text, today, doubts=((Doubt.EMPTY, ""),))
        if len(clean) > MOST_CHARACTERS:
            return Question(text, today, doubts=((Doubt.TOO_LONG, ""),))
        if is_courtesy(clean):
            return Question(text, today, doubts=((Doubt.NOTHING_TO_SEARCH, ""),))
        return replace(self._read_clean(clean, today), text=text)

    def _read_clean(self, text: str, today: date) -> Question:
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
            place_ids=self._places.keys_of(places),
            choices=places.choices,
            period=UnderstoodPeriod(period.interval, period.text) if period and period.interval else None,
            topic=topic.words,
            topics=topic.query,
            details=topic.details,
            wording=topic.wording,
            names=topic.names,
            doubts=tuple(_doubts_of(period, places.unknown)),
            cues=cues,
        )
        return self._with_focus(question, rest)

    def _with_places(self, question: Question, place_ids: Sequence[str]) -> Question:
        """The question about other places, in the reader's spelling where that is a name of theirs too."""
        spelling = self._places.spelling
        understood = (self._places.understood(id_, spelling(question.places, id_)) for id_ in place_ids)
        places = tuple(place for place in understood if place is not None)
        doubts = _doubts_without(question, Doubt.UNKNOWN_PLACE)
        return replace(question, places=places, place_ids=self._places.place_keys(places), choices=(), doubts=doubts)

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


def _doubts_of(period: PeriodMention | None, unknown: str | None) -> Iterator[tuple[Doubt, str]]:
    if period is not None and period.interval is None:
        yield _WITHOUT_DATES.get(period.reason or "", Doubt.PERIOD), period.text
    for other in period.left_out if period else ():
        dated = other.interval is not None or other.reason == "future"
        yield Doubt.OTHER_PERIOD if dated else _WITHOUT_DATES.get(other.reason or "", Doubt.PERIOD), other.text
    if unknown:
        yield Doubt.UNKNOWN_PLACE, unknown


def _with_period(question: Question, period: UnderstoodPeriod | None) -> Question:
    return replace(question, period=period, doubts=_doubts_without(question, *UNDATED, Doubt.FUTURE))


def _doubts_without(question: Question, *kinds: Doubt) -> tuple[tuple[Doubt, str], ...]:
    return tuple((doubt, words) for doubt, words in question.doubts if doubt not in kinds)
