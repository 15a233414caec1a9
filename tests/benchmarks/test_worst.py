"""The worst questions: which they are, and what is said of them."""

from typing import Any

from benchmarks.scoring.diagnosis import Diagnosis
from benchmarks.scoring.worst import Miss, badness, described, worst
from retrieval.services import Services
from tests.keeping import DAMASCUS, draft, keep

CLASH = "Eight men were killed on Friday when two armed groups clashed in Ras al-Ain, residents of the town said."
URL = "https://north-wire.example.org/clash"
RIGHT = {"outcome": True, "place": True, "period": None, "hit@1_judged": True, "hit@3_judged": True}


def miss(id_: str = "q-1", question: str = "what happened in Ras al-Ain this week", **scored: Any) -> Miss:
    """A question whose answer is the clash in Ras al-Ain, answered with nothing."""
    return Miss(
        {
            "id": id_,
            "kind": "place",
            "lang": "en",
            "question": question,
            "now": "2024-11-17T12:00:00+03:00",
            "tz": DAMASCUS.key,
            "expect": {"outcome": "answered", "place": {"name": "Ras al-Ain"}, "figures": {"killed": {"min": 5}}},
            "gold": [{"url": URL}],
        },
        {"outcome": "nothing_found", "incidents": []},
        {**RIGHT, **scored},
    )


def reasons(services: Services, question: str) -> list[str]:
    """What is said of a question that the clash answers."""
    return Diagnosis(services, lambda url: url).reasons(miss(question=question))


def test_nothing_wrong_is_not_bad_at_all() -> None:
    assert badness(RIGHT) == 0


def test_a_wrong_outcome_is_worse_than_a_hit_further_down() -> None:
    assert badness({**RIGHT, "outcome": False}) > badness({**RIGHT, "hit@1_judged": False}) > 0


def test_the_worst_come_first_and_right_answers_not_at_all() -> None:
    first, second = miss("q-9", outcome=False), miss("q-1", **{"hit@1_judged": False})
    assert worst([second, miss("q-2"), first]) == [first, second]
    assert worst([second, first], most=1) == [first]


def test_a_miss_is_told_with_what_was_expected_what_came_and_why() -> None:
    told = described(miss(), ["the place is not Ras al-Ain"])
    for words in (
        "what happened in Ras al-Ain this week",
        "killed 5",
        "north-wire.example.org/clash",
        "nothing_found",
        "the place is not Ras",
    ):
        assert words in told


def test_an_answering_article_that_is_not_in_the_library_is_named_as_such(services: Services) -> None:
    assert reasons(services, "what happened in Ras al-Ain this week") == [
        "none of the answering articles is in the library"
    ]


def test_the_gate_that_stops_the_answering_article_is_named(services: Services) -> None:
    keep(services, draft(CLASH, url=URL))
    (place,) = reasons(services, "what happened in Qamishli this week")
    assert place.endswith("passes the place; they name Ras al-Ain")
    (period,) = reasons(services, "what happened in Ras al-Ain in May 2023")
    assert period.endswith("passes the period; they are dated 2024-11-15 (text), 2024-11-16 (published)")
    assert "passes the topic" in reasons(services, "drone strikes in Ras al-Ain this week")[0]


def test_an_answering_article_that_passes_is_told_with_its_rank(services: Services) -> None:
    keep(services, draft(CLASH, url=URL))
    assert reasons(services, "what happened in Ras al-Ain this week") == ["passes, and stands at rank 1 of 1 passages"]
