"""Parts that are taken away for a while, and constants that are turned: what is left, and that all comes back."""

import pytest

from benchmarks.variants.knobs import KNOBS
from benchmarks.variants.other_model import other_model
from benchmarks.variants.parts import PARTS
from benchmarks.variants.remembered import RememberedQueries
from retrieval.answers import Outcome
from retrieval.services import Services
from tests.fakes import WordEmbedder
from tests.keeping import ask, draft, keep

CLASH = "Eight men were killed on Friday when two armed groups clashed in Ras al-Ain, residents of the town said."
ELSEWHERE = "A man was killed on Friday when two groups clashed near the market of Tal Tamr, a doctor there said."
ASKED = "clashes in Ras al-Ain this week"


@pytest.fixture
def reported(services: Services) -> Services:
    """A library with two clashes of one week, in two towns."""
    keep(services, draft(CLASH), draft(ELSEWHERE))
    return services


@pytest.mark.parametrize("part", PARTS)
def test_a_question_can_be_asked_with_any_part_away_and_all_is_as_before_afterwards(
    reported: Services, part: str
) -> None:
    before = ask(reported, ASKED)
    with PARTS[part](reported):
        ask(reported, ASKED)
    after = ask(reported, ASKED)
    assert (after.outcome, after.incidents) == (before.outcome, before.incidents)


def test_without_places_reports_of_elsewhere_answer_too(reported: Services) -> None:
    assert ask(reported, ASKED).total == 1
    with PARTS["no places"](reported):
        assert ask(reported, ASKED).total == 2


def test_without_periods_reports_of_any_time_answer(reported: Services) -> None:
    asked = "clashes in Ras al-Ain in May 2023"
    assert ask(reported, asked).outcome is not Outcome.ANSWERED
    with PARTS["no periods"](reported):
        assert ask(reported, asked).outcome is Outcome.ANSWERED


def test_without_the_thesaurus_another_kind_of_incident_answers(reported: Services) -> None:
    asked = "drone strikes in Ras al-Ain this week"
    assert ask(reported, asked).outcome is not Outcome.ANSWERED
    with PARTS["no thesaurus"](reported):
        assert ask(reported, asked).outcome is Outcome.ANSWERED


def test_without_roles_a_place_that_was_only_named_answers_too(services: Services) -> None:
    keep(services, draft("A man from Tal Tamr was killed by gunmen in Ras al-Ain on Friday, his family said."))
    asked = "what happened in Tal Tamr this week"
    assert ask(services, asked).outcome is not Outcome.ANSWERED
    with PARTS["no roles"](services):
        assert ask(services, asked).outcome is Outcome.ANSWERED


def test_without_clauses_an_old_story_is_news(services: Services) -> None:
    old = "Police arrested two men in Ras al-Ain on Friday. In May 2015 five people were killed in Tal Tamr."
    keep(services, draft(old))
    asked = "what happened in Tal Tamr this week"
    assert ask(services, asked).outcome is not Outcome.ANSWERED
    with PARTS["no clauses"](services):
        assert ask(services, asked).outcome is Outcome.ANSWERED


def test_another_model_orders_by_its_own_vectors_and_makes_them_once(reported: Services, settings: object) -> None:
    other = WordEmbedder("other", dimension=8)
    kept = reported.settings.data_dir / "other.npz"
    for _ in range(2):
        with other_model(reported, other, kept):
            assert ask(reported, ASKED).outcome is Outcome.ANSWERED
    assert sorted(other.embedded) == sorted([CLASH, ELSEWHERE])


def test_a_question_is_encoded_once_however_often_it_is_asked() -> None:
    encoded = []

    class Counting(WordEmbedder):
        def query(self, text: str) -> object:  # type: ignore[override]
            encoded.append(text)
            return super().query(text)

    remembered = RememberedQueries(Counting())
    assert (remembered.query("a") == remembered.query("a")).all()
    assert encoded == ["a"]


@pytest.mark.parametrize("name", KNOBS)
def test_every_constant_that_is_swept_can_be_turned(name: str) -> None:
    knob = KNOBS[name]
    for value in knob.values:
        with knob.turned(value):
            pass
