"""The words after /watch, as people write them in four languages."""

from datetime import date

import pytest

from bot.watching.request import WatchRequest, read_request
from retrieval.questions.reader import QuestionReader
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import default_thesaurus
from tests.region import region_gazetteer


def read(words: str) -> WatchRequest:
    gazetteer = region_gazetteer()
    return read_request(words, QuestionReader(gazetteer, default_thesaurus()), gazetteer, date(2024, 11, 17))


@pytest.mark.parametrize(
    ("words", "place", "publishers", "killed"),
    [
        ("Tal Tamr", "tamr", 1, 0),
        ("til temir 2 publishers", "tamr", 2, 0),
        ("Tal Tamr at least 5 killed", "tamr", 1, 5),
        ("تل تمر 2 ناشرين", "tamr", 2, 0),
        ("تل تمر على الأقل 3 قتلى", "tamr", 1, 3),
        ("Til Temir 2 weşanger", "tamr", 2, 0),
        ("Kamışlı 4 ölü", "qamishli", 1, 4),
        ("Kobani 99 sources 9999 dead", "kobani", 5, 1000),
    ],
)
def test_a_place_is_read_with_the_numbers_from_which_on_it_is_told(
    words: str, place: str, publishers: int, killed: int
) -> None:
    terms = read(words).terms
    assert (terms.place_ids, terms.publishers, terms.killed) == ((place,), publishers, killed)


def test_a_topic_is_read_with_its_place_and_alone() -> None:
    assert read("drone strikes in Hasakah").terms.topics == TopicQuery((frozenset({"drone_strike"}),))
    assert read("قصف").terms.topics and not read("قصف").terms.is_everything


def test_what_cannot_be_used_is_said() -> None:
    assert read("Tal Tamr wheat prices").left_out == "wheat prices"
    assert read("Tal Tamr since Friday").dated == "since Friday"


@pytest.mark.parametrize("words", ["everything", "2 publishers", "😀", "the whole world"])
def test_what_names_neither_place_nor_topic_is_everything(words: str) -> None:
    assert read(words).terms.is_everything


def test_a_name_that_is_nearly_a_known_one_is_offered_or_taken() -> None:
    asked = read("Tal Tmar")
    assert asked.terms.place_ids == ("tamr",) or [choice.id for choice in asked.choices] == ["tamr"]
