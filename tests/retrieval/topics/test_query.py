"""What is asked about is met by topics that hold one key of each of its sets."""

import pytest

from retrieval.topics.query import ANY_TOPIC, TopicQuery

SHELLED_BY_TURKEY = TopicQuery.from_plain([["shelling", "air_strike"], ["turkey"]])


@pytest.mark.parametrize(
    ("topics", "is_met"),
    [
        ({"shelling", "turkey"}, True),
        ({"air_strike", "turkey", "arrest"}, True),
        ({"shelling", "air_strike"}, False),
        ({"turkey"}, False),
        (set(), False),
    ],
)
def test_one_key_of_each_set_has_to_be_named(topics: set[str], is_met: bool) -> None:
    assert SHELLED_BY_TURKEY.is_met_by(frozenset(topics)) is is_met


def test_whatever_happened_meets_a_query_that_asks_for_nothing() -> None:
    assert not ANY_TOPIC
    assert ANY_TOPIC.is_met_by(frozenset())


def test_a_query_is_kept_as_sorted_lists_and_comes_back_the_same() -> None:
    plain = SHELLED_BY_TURKEY.plain()
    assert plain == [["air_strike", "shelling"], ["turkey"]]
    assert TopicQuery.from_plain(plain) == SHELLED_BY_TURKEY


def test_joined_queries_have_each_set_once_in_the_order_of_the_first() -> None:
    other = TopicQuery.from_plain([["turkey"], ["arrest"]])
    assert SHELLED_BY_TURKEY.joined(other).sets == (*SHELLED_BY_TURKEY.sets, frozenset({"arrest"}))


def test_only_the_wanted_sets_are_left() -> None:
    assert SHELLED_BY_TURKEY.only(lambda keys: "turkey" in keys) == TopicQuery.from_plain([["turkey"]])
