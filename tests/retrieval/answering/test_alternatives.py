"""The other readings of a question, tried where the first finds nothing, and what is said of them."""

from datetime import date

from retrieval.answers import Outcome
from retrieval.services import Services
from retrieval.understood import Doubt
from tests.keeping import ask, draft, keep, texts

SHELLED = "Shells hit two houses on the edge of Tal Tamr on Friday, residents said."
CLASH = "Two groups clashed in Tal Tamr on Friday and closed the road, drivers said."


def test_a_place_that_was_shelled_is_shown_also_where_nobody_was_hurt(services: Services) -> None:
    keep(services, draft(SHELLED))
    answer = ask(services, "tal tamr shelled on friday? any wounded")
    assert texts(answer) == [[SHELLED]]
    assert (Doubt.PART_OF_TOPIC, "shelled wounded") in answer.understood.doubts


def test_who_only_asks_who_was_hurt_is_shown_nothing_else(services: Services) -> None:
    keep(services, draft(SHELLED))
    assert ask(services, "who was killed in tal tamr on friday").outcome is Outcome.NOTHING_FOUND


def test_the_party_of_another_place_is_left_out_in_the_next_one_and_it_is_said(services: Services) -> None:
    keep(services, draft(CLASH, date(2024, 11, 16)))
    answer = ask(services, "and in Tal Tamr?", context=["clashes of the SDF in Qamishli this week"])
    assert texts(answer) == [[CLASH]]
    assert Doubt.PART_OF_TOPIC in [doubt for doubt, _ in answer.understood.doubts]
