"""The other readings of a question, which are tried where it finds nothing."""

from collections.abc import Iterator
from dataclasses import replace

from retrieval.questions.dialogue import PLACE, TOPIC
from retrieval.questions.question import Change, Question
from retrieval.questions.reader import QuestionReader
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import Thesaurus
from retrieval.understood import Doubt


def other_readings(question: Question, reader: QuestionReader, thesaurus: Thesaurus) -> Iterator[Question]:
    """The readings of a question besides the first, the likeliest first."""
    if heard := reader.heard_as(question):
        yield heard
    yield from _namesakes(question, reader)
    yield from _without_target(question, thesaurus)


def _namesakes(question: Question, reader: QuestionReader) -> Iterator[Question]:
    """The same about the other places of that name or sound in the same country.

    The place that was understood first is offered beside them.
    """
    if len(question.places) != 1:
        return
    place = question.places[0]
    instead = reader.choice(place.id)
    for choice in dict.fromkeys([*place.also, *reader.sound_alikes(place)]):
        if choice.country == place.country:
            other = reader.read_as(question, Change(place_ids=(choice.id,)))
            places = tuple(replace(one, also=(instead,) if instead else ()) for one in other.places)
            yield replace(other, places=places)


def _without_target(question: Question, thesaurus: Thesaurus) -> Iterator[Question]:
    """The same about attacks on anything, where what was hit is taken from a question about another place.

    The reader did not ask for it in these words: the factory of one town is not in the next one.
    """
    targets = question.topics.only(lambda keys: all(map(thesaurus.is_target, keys)))
    if TOPIC in question.inherited and PLACE not in question.inherited and targets:
        rest = question.topics.only(lambda keys: keys not in targets.sets)
        broader = frozenset().union(*map(thesaurus.broader, targets.keys))
        doubts = (*question.doubts, (Doubt.OTHER_TARGET, question.topic))
        yield replace(question, topics=rest or TopicQuery((broader,)), topic="", doubts=doubts)
