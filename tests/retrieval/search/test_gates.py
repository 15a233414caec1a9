"""The topic of a question is met by a passage, or by the opening of its article where that may speak for it."""

from dataclasses import replace

import pytest

from retrieval.library.models import Role
from retrieval.passages.passage import Candidate
from retrieval.search.gates import has_own_evidence, is_on_topic
from retrieval.topics.query import ANY_TOPIC, TopicQuery
from retrieval.topics.thesaurus import default_thesaurus
from tests.retrieval.invented_passages import passage

THESAURUS = default_thesaurus()


def candidate(own: str, lent: str = "", period_role: Role | None = None) -> Candidate:
    invented = passage(topics=frozenset(own.split()), article_topics=frozenset(lent.split())).passage
    return replace(invented, period_role=period_role)


@pytest.mark.parametrize(
    ("own", "lent", "period_role", "is_met"),
    [
        ("shelling", "", None, True),
        ("casualties", "shelling", None, True),
        ("casualties", "shelling", Role.TEXT, False),  # a day of its own: it may tell of another event
        ("arrest", "shelling", None, False),  # so may one with a kind of its own
        ("arrest", "", None, False),
    ],
)
def test_an_asked_kind_is_lent_only_to_a_passage_without_an_event_of_its_own(
    own: str, lent: str, period_role: Role | None, is_met: bool
) -> None:
    query = TopicQuery.from_plain([["shelling"]])
    assert is_on_topic(query, candidate(own, lent, period_role), THESAURUS) is is_met


def test_who_acted_is_lent_to_every_passage() -> None:
    query = TopicQuery.from_plain([["shelling"], ["turkey"]])
    assert is_on_topic(query, candidate("shelling", "turkey", Role.TEXT), THESAURUS)


def test_whatever_a_passage_tells_is_on_topic_where_none_is_asked() -> None:
    assert is_on_topic(ANY_TOPIC, candidate(""), THESAURUS)


def test_a_passage_that_is_lent_place_and_day_and_names_no_topic_has_no_evidence_of_its_own() -> None:
    lent = replace(candidate(""), place_role=Role.TITLE, period_role=Role.LEAD)
    assert not has_own_evidence(lent)
    assert has_own_evidence(replace(lent, place_role=Role.TEXT))
    assert has_own_evidence(replace(lent, topics=frozenset({"shelling"})))
