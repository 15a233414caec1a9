"""What lies just beyond a question: elsewhere in the governorate of a name, and before dates that have only begun."""

from datetime import date, datetime

from retrieval.answers import Answer, Beyond, Outcome
from retrieval.services import Services
from tests.keeping import DAMASCUS, ask, draft, keep, texts

IN_TOWN = "Shells hit a market in Idlib city on Friday and killed two women, a medic there said."
ELSEWHERE = "Gunmen killed a teacher in Sarmin on Thursday, his family said."
IN_RAQQA = "A mine killed a shepherd near Raqqa on Thursday, his brother said."
MONDAY = datetime(2024, 11, 18, 9, tzinfo=DAMASCUS)


def shown(answer: Answer) -> list[tuple[str, Beyond | None]]:
    return [(quoted[0], incident.beyond) for quoted, incident in zip(texts(answer), answer.incidents, strict=True)]


# A name that a town shares with its governorate


def test_a_shared_name_means_the_town_first_and_then_its_governorate(services: Services) -> None:
    keep(services, draft(ELSEWHERE), draft(IN_TOWN), draft(IN_RAQQA))
    answer = ask(services, "what happened in Idleb this week")
    assert shown(answer) == [(IN_TOWN, None), (ELSEWHERE, Beyond.GOVERNORATE)]
    assert answer.total == 2


def test_what_only_its_governorate_reports_answers_too(services: Services) -> None:
    keep(services, draft(ELSEWHERE))
    answer = ask(services, "شو صار بإدلب هالأسبوع")
    assert answer.outcome is Outcome.ANSWERED
    assert shown(answer) == [(ELSEWHERE, Beyond.GOVERNORATE)]


def test_a_word_beside_the_name_decides(services: Services) -> None:
    keep(services, draft(ELSEWHERE))
    assert ask(services, "what happened in Idlib city this week").outcome is Outcome.NOT_COVERED
    (governorate,) = ask(services, "what happened in Idlib governorate this week").incidents
    assert governorate.beyond is None


def test_the_newest_of_the_town_stand_before_newer_ones_elsewhere(services: Services) -> None:
    keep(services, draft(IN_TOWN.replace("Friday", "12 November")), draft(ELSEWHERE))
    assert [beyond for _, beyond in shown(ask(services, "latest in Idlib"))] == [None, Beyond.GOVERNORATE]


def test_more_goes_on_with_what_is_elsewhere(services: Services) -> None:
    keep(services, draft(IN_TOWN), draft(ELSEWHERE))
    first = ask(services, "Idlib this week", limit=1)
    more = services.answerer.more(first.answer_id, after=1, now=MONDAY)
    assert shown(more) == [(ELSEWHERE, Beyond.GOVERNORATE)]
    assert more.outcome is Outcome.ANSWERED


# Dates that have only begun


def test_a_week_that_has_only_begun_shows_the_last_seven_days_below(services: Services) -> None:
    today = "Police arrested three smugglers in Ras al-Ain on Monday, a police officer said."
    keep(services, draft(today, date(2024, 11, 18)), draft("Two men were killed in a clash in Ras al-Ain on Friday."))
    answer = ask(services, "what happened in Sere Kaniye this week", now=MONDAY)
    assert [beyond for _, beyond in shown(answer)] == [None, Beyond.DAYS]
    assert answer.outcome is Outcome.ANSWERED


def test_only_days_before_it_are_no_answer_and_are_shown_all_the_same(services: Services) -> None:
    keep(services, draft("Two men were killed in a clash in Ras al-Ain on Friday."))
    answer = ask(services, "what happened in Sere Kaniye this week", now=MONDAY)
    assert [beyond for _, beyond in shown(answer)] == [Beyond.DAYS]
    assert answer.outcome is not Outcome.ANSWERED
    assert answer.coverage.last_match is None


def test_a_week_in_its_middle_and_a_single_day_show_nothing_before_them(services: Services) -> None:
    keep(services, draft("Two men were killed in a clash in Ras al-Ain on Friday."))
    wednesday = datetime(2024, 11, 20, 9, tzinfo=DAMASCUS)
    assert ask(services, "what happened in Sere Kaniye this week", now=wednesday).incidents == ()
    assert ask(services, "what happened in Sere Kaniye today", now=MONDAY).incidents == ()
