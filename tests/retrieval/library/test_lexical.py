"""Finding passages by their words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from retrieval.library import lexical
from retrieval.library.database import read_session, write_transaction

PASSAGES = {
    1: "two strikes on the silos near ain issa",
    2: "a strike on the bakery",
    3: "issa opened the ain park",
    4: "قصف علي عين عيسي",
}


@pytest.fixture
def filled(engine: Engine) -> Engine:
    with write_transaction(engine) as session:
        lexical.add(session, list(PASSAGES.items()))
    return engine


def ranked(engine: Engine, *phrases: str, within: list[int] | None = None) -> list[int]:
    with read_session(engine) as session:
        return lexical.ranked(session, phrases, limit=10, within=within)


def test_words_that_go_on_are_found(filled: Engine) -> None:
    assert set(ranked(filled, "strike")) == {1, 2}


def test_short_words_are_matched_whole(filled: Engine) -> None:
    assert ranked(filled, "ai") == []


def test_the_words_of_a_phrase_stand_together(filled: Engine) -> None:
    assert ranked(filled, "ain issa") == [1]


def test_any_of_several_phrases_will_do_and_the_rarer_counts_more(filled: Engine) -> None:
    assert ranked(filled, "strike", "bakery")[0] == 2


def test_arabic_is_matched_as_folded(filled: Engine) -> None:
    assert ranked(filled, "عين عيسي") == [4]


def test_a_search_can_be_kept_within_given_passages(filled: Engine) -> None:
    assert ranked(filled, "strike", within=[2, 3]) == [2]
    assert ranked(filled, "strike", within=[]) == []


def test_removed_passages_are_not_found(filled: Engine) -> None:
    with write_transaction(filled) as session:
        lexical.remove(session, [1])
    assert ranked(filled, "strike") == [2]


@pytest.mark.parametrize(
    "operator",
    ['"', "* OR", "NEAR(a b)", "a AND NOT b", "'; DROP TABLE passages; --", "folded:x", "(", "& | !", "<->", ":*"],
)
def test_operators_of_a_query_language_mean_nothing(filled: Engine, operator: str) -> None:
    ranked(filled, operator)
    assert ranked(filled, f"{operator} bakery ", "bakery") in ([2], [2, 1])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(phrase=st.text(max_size=40))
def test_no_phrase_is_an_error(filled: Engine, phrase: str) -> None:
    ranked(filled, phrase)
