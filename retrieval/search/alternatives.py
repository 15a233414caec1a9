"""The other readings of a question, which are tried where it finds nothing."""

from collections.abc import Iterator
from dataclasses import replace

from retrieval.places.place import PlaceKind
from retrieval.questions.dialogue import HURT, PLACE, TOPIC
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
    yield from _around_site(question, reader)
    yield from _without_hurt(question)
    yield from _without_actors(question, thesaurus)
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


def _around_site(question: Question, reader: QuestionReader) -> Iterator[Question]:
    """The same about what lies around a hospital, a dam or a camp: reports name its town, and it as what was hit."""
    sites = [place for place in question.places if place.kind is PlaceKind.SITE.value]
    if len(question.places) == 1 and sites and sites[0].parent_id:
        yield reader.read_as(question, Change(place_ids=(sites[0].parent_id,)))


def _without_hurt(question: Question) -> Iterator[Question]:
    """The same whether anybody was hurt or not, where it asks for something else too: "shelled today? any wounded"."""
    others = question.topics.only(lambda keys: not keys <= HURT)
    if others and others != question.topics and question.place_ids and question.period:
        yield _partly(question, others)


def _without_actors(question: Question, thesaurus: Thesaurus) -> Iterator[Question]:
    """The same whoever acted, where the party is taken from a question about another place."""
    others = question.topics.only(lambda keys: not all(map(thesaurus.is_actor, keys)))
    if TOPIC in question.inherited and PLACE not in question.inherited and others and others != question.topics:
        yield _partly(question, others)


def _partly(question: Question, topics: TopicQuery) -> Question:
    """The question with a part of its topics, which is said."""
    return replace(question, topics=topics, doubts=(*question.doubts, (Doubt.PART_OF_TOPIC, question.topic)))


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
