"""A link carries what a watch is for, and nothing else that somebody writes into one does any harm."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.watching.links import LINK_PREFIX, LONGEST, payload_of, terms_in
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.watches.terms import RADII, Circle, Terms
from tests.region import region_gazetteer

ids = [place.id for place in region_gazetteer().places]
topics = st.sampled_from(["shelling", "air_strike", "abduction", "turkey"])
sound = st.builds(
    Terms,
    places=st.lists(st.sampled_from(ids), max_size=2, unique=True).map(lambda some: tuple((id_, "") for id_ in some)),
    circle=st.none() | st.builds(Circle, st.just(36.5), st.just(40.25), st.sampled_from(RADII)),
    topics=st.lists(topics.map(lambda key: frozenset({key})), max_size=2).map(TopicQuery.from_plain),
    publishers=st.integers(1, 5),
    killed=st.integers(0, 1000),
)


def read(payload: str) -> Terms | None:
    return terms_in(payload, region_gazetteer(), default_thesaurus())


@given(sound)
def test_what_a_link_carries_is_what_was_put_in(terms: Terms) -> None:
    payload = payload_of(terms)
    if payload is not None:
        assert len(payload) <= LONGEST and payload.replace("-", "").replace("_", "").isalnum()
        assert read(payload) == (None if terms.is_everything else terms)


@given(
    st.text(st.characters(codec="ascii"), max_size=58)
    | st.binary(max_size=40).map(base64.urlsafe_b64encode).map(bytes.decode)
)
def test_rubbish_is_no_watch(rubbish: str) -> None:
    terms = read(LINK_PREFIX + rubbish)
    assert terms is None or not terms.is_everything


@pytest.mark.parametrize(
    "fields",
    [
        "atlantis||||1|0",
        "tamr||||99|",
        "tamr|||nonsense||",
        "||91,0,5|||",
        "||36,40,7|||",
        "||nan,nan,5|||",
        "|||||",
        "tamr",
    ],
)
def test_places_topics_and_numbers_that_there_are_not_are_no_watch(fields: str) -> None:
    assert read(LINK_PREFIX + base64.urlsafe_b64encode(fields.encode()).decode().rstrip("=")) is None
