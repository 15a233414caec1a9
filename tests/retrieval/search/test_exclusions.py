"""A passage about what a question leaves out never answers."""

import pytest

from retrieval.search.exclusions import is_on_excluded_topic
from retrieval.search.last_report import last_report
from retrieval.services import Services
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Excluded
from tests.keeping import TODAY, draft, keep
from tests.retrieval.invented_passages import passage

FIRE = (
    "A fire destroyed four barns in {} on Friday, and the road to the silos was closed until the evening because the "
    "smoke was too thick to drive through, residents said."
)


def publishers(services: Services, question: str) -> set[str]:
    asked = services.answerer.reader.understand(question, TODAY)
    return {scored.passage.publisher for scored in services.answerer.search.find(asked).passages}


@pytest.fixture
def fires(services: Services) -> Services:
    keep(
        services,
        draft(FIRE.format("Qamishli"), publisher="One"),
        draft(FIRE.format("Ras al-Ain"), publisher="Two"),
        draft(FIRE.format("Qamishli and Tal Tamr"), publisher="Three"),
        draft(FIRE.format("Hasakah governorate"), title="Barns burn in Qamishli", publisher="Four"),
        draft(FIRE.format("Hasakah governorate"), title="Barns burn", publisher="North Press"),
    )
    return services


def test_no_passage_about_an_excluded_place_answers(fires: Services) -> None:
    assert len(publishers(fires, "what happened in Hasakah province")) == 5
    assert publishers(fires, "what happened in Hasakah province except Qamishli") == {"Two", "North Press"}


def test_what_lies_inside_an_excluded_place_is_left_out_with_it(fires: Services) -> None:
    assert publishers(fires, "what happened on Friday except in Hasakah province") == set()
    assert publishers(fires, "what happened on Friday except in Kobani") != set()


def test_a_place_that_is_asked_and_excluded_finds_nothing(fires: Services) -> None:
    assert publishers(fires, "what happened in Qamishli except in Qamishli") == set()


def test_an_excluded_publisher_does_not_answer(fires: Services) -> None:
    assert publishers(fires, "what happened in Hasakah province except North Press, without Qamishli") == {"Two"}


def test_the_last_report_is_none_of_what_is_left_out(fires: Services) -> None:
    asked = fires.answerer.reader.understand("arrests in Hasakah province except Qamishli", TODAY)
    found = last_report(fires.library, fires.answerer.search, asked)
    assert found is not None
    assert found.excerpt.article.publisher in {"Two", "North Press"}


@pytest.mark.parametrize(
    ("excluded", "own", "lent", "is_out"),
    [
        (Excluded(topics=(frozenset({"air_strike"}),)), "drone_strike", "", True),  # a case of it
        (Excluded(topics=(frozenset({"drone_strike"}),)), "air_strike", "", False),
        (Excluded(topics=(frozenset({"shelling"}),)), "strike", "", False),  # it may be one, or none
        (Excluded(topics=(frozenset({"shelling"}),)), "casualties", "shelling", True),
        (Excluded(topics=(frozenset({"shelling"}),)), "arrest", "shelling", False),  # of another event
        (Excluded(topics=(frozenset({"shelling", "turkey"}),)), "shelling", "", False),
        (Excluded(topics=(frozenset({"shelling", "turkey"}),)), "shelling turkey", "", True),
        (Excluded(actors=("turkey",)), "shelling", "turkey", True),
        (Excluded(actors=("turkey",)), "shelling sdf", "turkey", False),
    ],
)
def test_a_kind_is_left_out_with_its_cases(excluded: Excluded, own: str, lent: str, is_out: bool) -> None:
    told = passage(topics=frozenset(own.split()), article_topics=frozenset(lent.split())).passage
    assert is_on_excluded_topic(excluded, told, default_thesaurus()) is is_out
