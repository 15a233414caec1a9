"""How a watch is told in words."""

from datetime import date

from bot.phrases.catalogues import phrases_for
from bot.watching.request import read_request
from bot.watching.words import watched
from retrieval.questions.reader import QuestionReader
from retrieval.topics.thesaurus import default_thesaurus
from tests.region import region_gazetteer


def told(words: str) -> str:
    gazetteer = region_gazetteer()
    terms = read_request(words, QuestionReader(gazetteer, default_thesaurus()), gazetteer, date(2024, 11, 17)).terms
    return watched(terms, phrases_for("en"), gazetteer)


def test_a_watch_says_what_it_leaves_out() -> None:
    assert told("Hasakah except Qamishli, not shelling").endswith(" · without Qamishli (Al-Hasakah) and shelling")


def test_a_watch_that_leaves_out_nothing_does_not_speak_of_it() -> None:
    assert "without" not in told("Tal Tamr shelling")
