"""The passages that say what a reader wants to see come first, and every source is named."""

from datetime import date

import pytest

from retrieval.answers import Answer, Outcome
from retrieval.services import Services
from retrieval.understood import Doubt
from tests.keeping import ask, draft, keep, texts

PLACE = "clashes in Ras al-Ain this week"
PLAIN = "Armed groups clashed in Ras al-Ain on Friday until the evening, and the market stayed closed."
COUNTED = "Eight fighters were killed on Friday when armed groups clashed in Ras al-Ain."
WOUNDED = "Three fighters were wounded on Thursday in clashes at the edge of Ras al-Ain."
SAID = "Clashes broke out in Ras al-Ain on Thursday, according to a doctor of the town."
PARTY = "The SDF and a local group clashed in Ras al-Ain on Wednesday."


def first(answer: Answer) -> str:
    return answer.incidents[0].excerpts[0].text


@pytest.mark.parametrize(
    ("follow_up", "expected"),
    [
        ("how many killed?", COUNTED),
        ("how many wounded?", WOUNDED),
        ("who says so?", SAID),
        ("who did it?", PARTY),
    ],
)
def test_what_was_asked_for_comes_first(services: Services, follow_up: str, expected: str) -> None:
    for text in (PLAIN, COUNTED, WOUNDED, SAID, PARTY):
        keep(services, draft(text))
    assert first(ask(services, follow_up, context=[PLACE])) == expected


def test_nothing_is_lost_by_what_comes_first(services: Services) -> None:
    keep(services, draft(COUNTED), draft(SAID), draft(PARTY))
    plain = ask(services, PLACE)
    focused = ask(services, "who says so?", context=[PLACE])
    assert focused.total == plain.total
    assert sorted(map(sorted, texts(focused))) == sorted(map(sorted, texts(plain)))


def test_every_outlet_of_an_incident_is_a_source_once(services: Services) -> None:
    for publisher in ("North Wire", "Jazira Post", "Khabur News", "Euphrates Desk", "North Wire"):
        keep(services, draft(COUNTED.replace("Eight fighters", f"Eight fighters of a group, {publisher} said,"),
                             publisher=publisher))  # fmt: skip
    answer = ask(services, "who says so?", context=[PLACE])
    (incident,) = answer.incidents
    assert sorted({source.publisher for source in incident.sources}) == sorted(incident.publishers)
    assert ask(services, PLACE).incidents[0].sources == ()


def test_an_answer_says_what_it_took_from_the_dialogue(services: Services) -> None:
    keep(services, draft(COUNTED))
    answer = ask(services, "how many killed?", context=[PLACE])
    assert answer.context == (PLACE,)
    assert answer.understood.inherited == ("period", "place", "topic")
    assert answer.understood.counted == ("killed",)


# What was hit in another town


FACTORY = "Shells hit the cement factory of Qamishli on Friday, workers said."
HOUSES = "Shells hit two houses in Tal Tamr on Thursday and wounded a woman and her son, neighbours said."


def test_what_was_hit_in_one_town_need_not_be_what_was_hit_in_the_next(services: Services) -> None:
    keep(services, draft(FACTORY), draft(HOUSES))
    answer = ask(services, "and in Tal Tamr?", context=["cement factory in Qamishli hit this week"])
    assert answer.outcome is Outcome.ANSWERED
    assert first(answer) == HOUSES
    assert [doubt for doubt, _ in answer.understood.doubts] == [Doubt.OTHER_TARGET]


def test_a_target_that_the_reader_names_is_not_exchanged(services: Services) -> None:
    keep(services, draft(FACTORY), draft(HOUSES))
    answer = ask(services, "and a factory in Tal Tamr hit?", context=["cement factory in Qamishli hit this week"])
    assert answer.outcome is not Outcome.ANSWERED


def test_another_kind_of_incident_does_not_answer_a_follow_up(services: Services) -> None:
    keep(services, draft(HOUSES), draft("The SDF arrested two men in Qamishli on Friday, a lawyer said."))
    answer = ask(services, "and in Tal Tamr?", context=["arrests in Qamishli this week"])
    assert answer.outcome is Outcome.NOTHING_FOUND


# Pages


def test_more_in_a_dialogue_without_ids_counts_the_pages(services: Services) -> None:
    for day in range(1, 13):
        text = f"Clashes on {day} November in Ras al-Ain left {day} men dead, residents said."
        keep(services, draft(text, date(2024, 11, day)))
    question = "clashes in Ras al-Ain"
    pages = [ask(services, question), ask(services, "more", context=[question]),
             ask(services, "more", context=[question, "more"])]  # fmt: skip
    assert [(page.first, len(page.incidents), page.total) for page in pages] == [(0, 5, 12), (5, 5, 12), (10, 2, 12)]
    assert ask(services, "more", context=[question, "more", "more"]).incidents == ()


def test_more_after_an_answer_keeps_its_id_and_goes_on_where_it_ended(services: Services) -> None:
    for day in range(1, 13):
        text = f"Clashes on {day} November in Ras al-Ain left {day} men dead, residents said."
        keep(services, draft(text, date(2024, 11, day)))
    answer = ask(services, "clashes in Ras al-Ain", limit=4)
    more = ask(services, "more", after=answer.answer_id, limit=4)
    again = ask(services, "more", after=answer.answer_id, limit=4)
    assert {more.answer_id, again.answer_id} == {answer.answer_id}
    assert (more.first, again.first) == (4, 8)


def test_a_forgotten_answer_is_followed_by_nothing(services: Services) -> None:
    keep(services, draft(COUNTED))
    assert ask(services, "how many killed?", after="AAAAAA").understood.places == ()
