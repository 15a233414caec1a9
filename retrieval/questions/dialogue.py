"""A question in its dialogue: what it leaves out is taken from the one before, unless it stands on its own.

docs/decisions/0008 says which rules decide and why.
"""

from dataclasses import dataclass, replace

from retrieval.dates.intervals import one_day, shift_days
from retrieval.questions.question import Question
from retrieval.text.folding import fold
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import Thesaurus
from retrieval.understood import UNDATED, Doubt, Excluded, Focus, UnderstoodPeriod

PLACE, PERIOD, TOPIC = "place", "period", "topic"
_ALL = frozenset({PLACE, PERIOD, TOPIC})

# What an earlier question must not be for a later one to go on with it.
_UNUSABLE = (Doubt.EMPTY, Doubt.TOO_LONG, Doubt.NOTHING_TO_SEARCH)

_OF_PLACE = (Doubt.UNKNOWN_PLACE, Doubt.AMBIGUOUS_PLACE)

# People are hurt in incidents of every kind: asked after, they narrow the topic before and make no new one.
HURT = frozenset({"casualties"})


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Completes questions from those before them. The thesaurus tells what happened from who acted."""

    thesaurus: Thesaurus

    def follow(self, question: Question, earlier: Question | None) -> Question:
        """The question with what it leaves out taken from `earlier`, the one before it as it was understood there."""
        if earlier is None or earlier.has_doubt(*_UNUSABLE) or question.has_doubt(*_UNUSABLE):
            return question
        if question.is_only_request:
            return question
        if is_on_its_own(question):
            return _with_period(question, earlier)
        if question.cues.more and not question.names_anything:
            return replace(earlier, text=question.text, today=question.today, page=earlier.page + 1, inherited=_ALL)
        return _with_place(_with_period(self._with_topic(question, earlier), earlier), earlier)

    def _with_topic(self, question: Question, earlier: Question) -> Question:
        """The question with the topic before it, unless it has one of its own.

        People, parties and words that no thesaurus knows are no topic of their own: they narrow the one before.
        """
        asks_anew = question.cues.anything and (question.names_place or question.names_period)
        if not earlier.names_topic or asks_anew or not all(map(self._is_narrowing, question.topics.sets)):
            return question
        earlier = _without_particulars(earlier) if question.names_place else earlier
        return replace(
            question,
            focus=question.focus or (earlier.focus if earlier.focus is Focus.FIGURES else None),
            counted=question.counted or earlier.counted,
            meaning=f"{question.text} {earlier.topic}",
            topic=" ".join(dict.fromkeys([*earlier.topic.split(), *question.topic.split()])),
            topics=self._kept(earlier, question).joined(question.topics),
            details=question.details | earlier.details,
            wording=tuple(dict.fromkeys([*question.wording, *earlier.wording])),
            names=tuple(dict.fromkeys([*question.names, *earlier.names])),
            excluded=question.excluded.joined(replace(earlier.excluded, places=())),
            inherited=question.inherited | {TOPIC},
        )

    def _is_narrowing(self, keys: frozenset[str]) -> bool:
        return keys <= HURT or self._are_actors(keys)

    def _kept(self, earlier: Question, question: Question) -> TopicQuery:
        """The old topics, without the old parties where other ones are named, and without what is left out now."""
        topics = earlier.topics.only(lambda keys: not self._is_left_out(keys, question))
        if any(map(self.thesaurus.is_actor, question.topics.keys)):
            return topics.only(lambda keys: not self._are_actors(keys))
        return topics

    def _is_left_out(self, keys: frozenset[str], question: Question) -> bool:
        """Whether the new question leaves out all that a set asks for: "not drones", after "drone strikes"."""
        excluded = {
            *question.excluded.actors,
            *(key for one in question.excluded.topics if len(one) == 1 for key in one),
        }
        return keys <= excluded

    def _are_actors(self, keys: frozenset[str]) -> bool:
        return all(map(self.thesaurus.is_actor, keys))


def is_on_its_own(question: Question) -> bool:
    """Whether it needs no other question but for its dates: it names a place and something about it, and opens anew."""
    about = question.names_period or question.names_topic or question.cues.anything
    return question.names_place and about and not question.cues.goes_on and question.told_day is None


def _without_particulars(question: Question) -> Question:
    """The question without words that no thesaurus knows: the factory of one town is not in the next one.

    Where they are all that it is about, they stay.
    """
    if not question.topics:
        return question
    topic = " ".join(word for word in question.topic.split() if fold(word) not in question.wording)
    return replace(question, topic=topic, wording=(), names=())


def without_place(question: Question) -> Question:
    """The question about everywhere, whichever place it named or took."""
    return replace(
        question,
        places=(),
        place_ids=frozenset(),
        choices=(),
        inside=None,
        doubts=tuple((doubt, words) for doubt, words in question.doubts if doubt not in _OF_PLACE),
        inherited=question.inherited - {PLACE},
    )


def _with_place(question: Question, earlier: Question) -> Question:
    """The question in the place of the one before, unless it names one, or a person: people are not of one place."""
    is_about_person = question.names_person and not question.cues.goes_on
    if question.names_place or is_about_person or question.cues.every_place or not earlier.names_place:
        return question
    return replace(
        question,
        places=earlier.places,
        place_ids=earlier.place_ids,
        choices=earlier.choices,
        inside=earlier.inside,
        doubts=(*question.doubts, *_doubts(earlier, *_OF_PLACE)),
        excluded=question.excluded.joined(Excluded(earlier.excluded.places)),
        excluded_ids=question.excluded_ids | earlier.excluded_ids,
        inherited=question.inherited | {PLACE},
    )


def _with_period(question: Question, earlier: Question) -> Question:
    told = _told_period(question, earlier)
    if told is not None:
        doubts = tuple((doubt, words) for doubt, words in question.doubts if doubt is not Doubt.PERIOD)
        return replace(question, period=told, doubts=doubts, inherited=question.inherited | {PERIOD})
    if question.names_period or question.cues.every_date or not earlier.names_period:
        return question
    return replace(
        question,
        period=earlier.period,
        doubts=(*question.doubts, *_doubts(earlier, *UNDATED)),
        inherited=question.inherited | {PERIOD},
    )


def _told_period(question: Question, earlier: Question) -> UnderstoodPeriod | None:
    """The day that is counted from the dates of the question before: "the same day", "the day after"."""
    if question.told_day is None or earlier.interval is None:
        return None
    if question.told_day == 0:
        return earlier.period
    edge = earlier.interval.end if question.told_day > 0 else earlier.interval.start
    day = shift_days(edge, question.told_day)
    words = next((words for doubt, words in question.doubts if doubt is Doubt.PERIOD), "")
    return UnderstoodPeriod(one_day(day), words) if day <= question.today else None


def _doubts(question: Question, *kinds: Doubt) -> list[tuple[Doubt, str]]:
    return [(doubt, words) for doubt, words in question.doubts if doubt in kinds]
