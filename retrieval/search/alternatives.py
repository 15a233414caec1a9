"""A question, and the other readings of it that are tried where it finds nothing."""

from collections.abc import Iterator
from dataclasses import replace

from retrieval.answers import Doubt
from retrieval.passages.passage import SearchResult
from retrieval.questions.dialogue import PLACE, TOPIC
from retrieval.questions.question import Change, Question
from retrieval.questions.reader import QuestionReader
from retrieval.search.search import Search
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import Thesaurus


def search_with_alternatives(
    question: Question, reader: QuestionReader, search: Search
) -> tuple[Question, SearchResult]:
    """What a search brings, with the question as it was read for it: as asked, if that brings anything."""
    result = search.find(question)
    if not result.passages:
        for other in _readings(question, reader, search.thesaurus):
            other_result = search.find(other)
            if other_result.passages:
                return other, other_result
    return question, result


def _readings(question: Question, reader: QuestionReader, thesaurus: Thesaurus) -> Iterator[Question]:
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
