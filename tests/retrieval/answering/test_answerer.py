"""Every outcome of a question, with what each shows, and what can be asked of an answer afterwards."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text as sql

from retrieval.answers import Answer, Outcome
from retrieval.dates.intervals import Interval
from retrieval.errors import QuestionError
from retrieval.library.database import write_transaction
from retrieval.questions.widening import Widening
from retrieval.services import Services
from retrieval.understood import Doubt
from tests.keeping import DAMASCUS, NOW, TODAY, ask, draft, keep, texts

CLASH = "Eight men were killed on Friday when two armed groups clashed in Ras al-Ain, residents of the town said."
OTHER = "Five men were killed on Friday in clashes between two groups in Sere Kaniye, a doctor in the town said."
SHELLING = "Shells hit two houses in Tal Tamr on 2 November and wounded a woman and her son, neighbours said."
WEEK = Interval(date(2024, 11, 11), TODAY)
ASKED = "what happened in Sere Kaniye this week"


def keep_days(services: Services, *days: int, place: str = "Ras al-Ain") -> None:
    """One clash for each of some days of November, each with a figure of its own."""
    for day in days:
        when = date(2024, 11, day)
        keep(services, draft(f"Clashes on {day} November in {place} left {day} men dead, residents said.", when))


def outcome(services: Services, question: str) -> Outcome:
    return ask(services, question).outcome


def last(answer: Answer) -> str:
    assert answer.coverage.last_match is not None
    return answer.coverage.last_match.text


# Answered


def test_both_reports_of_an_incident_are_quoted_with_their_figures_side_by_side(services: Services) -> None:
    keep(services, draft(CLASH), draft(OTHER, publisher="Jazira Post"))
    answer = ask(services, ASKED)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.total == len(answer.incidents) == 1
    (incident,) = answer.incidents
    assert set(incident.publishers) == {"North Wire", "Jazira Post"}
    assert {excerpt.text for excerpt in incident.excerpts} == {CLASH, OTHER}
    (killed,) = incident.figures
    assert {(claim.high, incident.excerpts[claim.excerpt].text) for claim in killed.claims} == {(8, CLASH), (5, OTHER)}


def test_an_excerpt_is_a_slice_of_its_version_and_links_to_it(services: Services) -> None:
    keep(services, draft("HASAKAH (North Wire) – " + CLASH + "\n\n" + OTHER))
    for excerpt in ask(services, ASKED).incidents[0].excerpts:
        known = services.library.article(excerpt.article.id)
        assert known is not None
        version = known[1][excerpt.article.version - 1]
        assert version.text[excerpt.start : excerpt.end] == excerpt.text
        assert version.sha256 == excerpt.article.sha256
        assert excerpt.link.startswith(excerpt.article.url + "#:~:text=")


def test_an_answer_says_what_was_understood_and_when(services: Services) -> None:
    answer = ask(services, ASKED)
    assert [place.matched for place in answer.understood.places] == ["Sere Kaniye"]
    assert answer.understood.period is not None
    assert answer.understood.period.interval == WEEK
    assert (answer.now, answer.question) == (NOW, ASKED)


def test_this_week_is_that_of_the_readers_calendar(services: Services) -> None:
    sunday_night = datetime(2024, 11, 17, 22, 30, tzinfo=ZoneInfo("UTC"))
    here = services.answerer.ask(ASKED, now=sunday_night, zone=DAMASCUS).understood.period
    west = services.answerer.ask(ASKED, now=sunday_night, zone=ZoneInfo("America/New_York")).understood.period
    assert here is not None
    assert west is not None
    assert (here.interval.start, west.interval.start) == (date(2024, 11, 18), date(2024, 11, 11))


def test_a_question_about_everything_of_a_week_is_answered(services: Services) -> None:
    keep(services, draft(CLASH), draft(SHELLING, date(2024, 11, 3)))
    assert texts(ask(services, "what happened this week")) == [[CLASH]]


def test_a_period_that_cannot_be_dated_leaves_the_place_to_be_answered_and_is_said(services: Services) -> None:
    keep(services, draft(CLASH))
    answer = ask(services, "what happened in Sere Kaniye since the ceasefire")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.understood.doubts == ((Doubt.PERIOD, "since the ceasefire"),)


def test_a_follow_up_is_about_the_place_before_it(services: Services) -> None:
    keep(services, draft(CLASH), draft(SHELLING, date(2024, 11, 3)))
    assert texts(ask(services, "and in Tal Tamr?", context=["what happened in Sere Kaniye"])) == [[SHELLING]]
    assert texts(ask(services, "this month?", context=["what happened in Tal Tamr"])) == [[SHELLING]]


def test_no_more_incidents_are_shown_than_the_limit_says_and_all_are_counted(services: Services) -> None:
    keep_days(services, *range(1, 8))
    answer = ask(services, "what happened in Sere Kaniye")
    assert (len(answer.incidents), answer.total, answer.first) == (5, 7, 0)
    assert len(ask(services, "what happened in Sere Kaniye", limit=2).incidents) == 2
    assert len(ask(services, "what happened in Sere Kaniye", limit=10).incidents) == 7


# Nothing found: articles concern the place in the period, and no passage of them answers


def test_another_topic_in_the_same_place_and_week_is_nothing_found(services: Services) -> None:
    keep(services, draft(CLASH))
    answer = ask(services, "demonstrations in Sere Kaniye this week")
    assert (answer.outcome, answer.incidents, answer.total) == (Outcome.NOTHING_FOUND, (), 0)
    assert last(answer) == CLASH


def test_a_week_without_what_was_asked_is_nothing_found(services: Services) -> None:
    keep(services, draft(CLASH))
    assert outcome(services, "demonstrations this week") is Outcome.NOTHING_FOUND


# Not covered: no article concerns the place in the period


def test_a_place_without_any_article_is_not_covered(services: Services) -> None:
    keep(services, draft(CLASH))
    answer = ask(services, "what happened in Kobani")
    assert (answer.outcome, answer.coverage.last_match) == (Outcome.NOT_COVERED, None)


def test_a_place_that_is_told_of_in_other_weeks_is_not_covered_and_its_last_report_is_shown(services: Services) -> None:
    keep(services, draft(SHELLING, date(2024, 11, 3)), draft(CLASH))
    answer = ask(services, "what happened in Tal Tamr this week")
    assert (answer.outcome, answer.incidents) == (Outcome.NOT_COVERED, ())
    assert last(answer) == SHELLING


def test_a_period_of_which_nothing_is_stored_is_not_covered(services: Services) -> None:
    keep(services, draft(CLASH))
    assert outcome(services, "what happened in March 2020") is Outcome.NOT_COVERED


def test_an_empty_library_covers_nothing(services: Services) -> None:
    assert outcome(services, ASKED) is Outcome.NOT_COVERED
    assert outcome(services, "clashes") is Outcome.NOT_COVERED


def test_the_future_is_not_covered_and_that_is_said(services: Services) -> None:
    keep(services, draft(CLASH))
    answer = ask(services, "what will happen in Sere Kaniye tomorrow")
    assert answer.outcome is Outcome.NOT_COVERED
    assert answer.understood.doubts == ((Doubt.FUTURE, "tomorrow"),)


def test_a_place_that_nobody_knows_is_not_covered_and_that_is_said(services: Services) -> None:
    keep(services, draft(CLASH))
    answer = ask(services, "what happened in Bodalon this week")
    assert (answer.outcome, answer.incidents) == (Outcome.NOT_COVERED, ())
    assert answer.understood.doubts == ((Doubt.UNKNOWN_PLACE, "Bodalon"),)


# Unclear: nothing to search for


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        ("", Doubt.EMPTY),
        ("?!", Doubt.EMPTY),
        ("👍", Doubt.EMPTY),
        ("\x00\x07", Doubt.EMPTY),
        ("\ud800", Doubt.EMPTY),
        ("any news??", Doubt.NOTHING_TO_SEARCH),
        ("what happened since the ceasefire", Doubt.PERIOD),
        ("what happened on 31 February", Doubt.NO_SUCH_DAY),
        ("x " * 1_500, Doubt.TOO_LONG),
    ],
)
def test_without_anything_to_search_for_a_question_is_unclear(services: Services, question: str, doubt: Doubt) -> None:
    keep(services, draft(CLASH))
    answer = ask(services, question)
    assert (answer.outcome, answer.incidents, answer.coverage.last_match) == (Outcome.UNCLEAR, (), None)
    assert [doubt for doubt, _ in answer.understood.doubts] == [doubt]
    assert len(answer.answer_id) == 6


# The last related report


def test_the_last_report_is_the_newest_before_the_end_of_the_asked_period(services: Services) -> None:
    keep_days(services, 2, 5, 16)
    assert "5 men" in last(ask(services, "Sere Kaniye between 6 and 10 November"))


def test_the_last_report_is_on_the_asked_topic_if_there_is_one(services: Services) -> None:
    keep(services, draft(CLASH), draft("Shells hit Ras al-Ain on 2 November and wounded three people, a doctor said.",
                                       date(2024, 11, 3)))  # fmt: skip
    assert "Shells" in last(ask(services, "shelling in Sere Kaniye this week"))


def test_the_last_report_is_of_the_asked_place_and_not_of_one_where_it_was_filed(services: Services) -> None:
    keep(services, draft("KOBANI (North Wire) – " + CLASH))
    assert ask(services, "demonstrations in Kobani this week").coverage.last_match is None


def test_without_a_place_there_is_no_related_report(services: Services) -> None:
    keep(services, draft(CLASH))
    assert ask(services, "demonstrations this week").coverage.last_match is None


def test_an_answer_needs_no_last_report(services: Services) -> None:
    keep(services, draft(CLASH))
    assert ask(services, ASKED).coverage.last_match is None


# Coverage


def test_what_covers_the_governorate_of_the_place_is_counted(services: Services) -> None:
    keep(services, draft(CLASH), draft(SHELLING, date(2024, 11, 3), publisher="Jazira Post"),
         draft(CLASH.replace("Ras al-Ain", "Kobani"), publisher="Khabur News"))  # fmt: skip
    coverage = ask(services, "what happened in Qamishli").coverage
    assert (coverage.articles, coverage.publishers) == (2, 2)
    assert ask(services, "what happened this week").coverage.articles == 3


# More


def test_more_goes_on_where_the_answer_ended(services: Services) -> None:
    keep_days(services, *range(1, 8))
    first = ask(services, "what happened in Sere Kaniye")
    rest = services.answerer.more(first.answer_id, after=5, now=NOW)
    assert (rest.answer_id, rest.first, rest.total) == (first.answer_id, 5, 7)
    assert len(rest.incidents) == 2
    shown = texts(first) + texts(rest)
    assert len({excerpt for incident in shown for excerpt in incident}) == 7
    assert services.answerer.more(first.answer_id, after=7, now=NOW).incidents == ()


def test_more_of_this_week_means_the_week_in_which_it_was_asked(services: Services) -> None:
    keep(services, draft(CLASH))
    first = ask(services, ASKED)
    later = services.answerer.more(first.answer_id, after=0, now=NOW + timedelta(days=3))
    assert later.understood.period == first.understood.period
    assert texts(later) == [[CLASH]]


def test_more_of_a_follow_up_is_about_the_same_place(services: Services) -> None:
    keep_days(services, 2, 3, place="Tal Tamr")
    first = ask(services, "this month?", context=["what happened in Tal Tamr"], limit=1)
    assert len(services.answerer.more(first.answer_id, after=1, now=NOW).incidents) == 1


# Widen


def test_the_last_days_end_today_and_today_is_one_of_them(services: Services) -> None:
    keep(services, draft(SHELLING, date(2024, 11, 3)))
    silent = ask(services, "what happened in Tal Tamr this week")
    week = services.answerer.widen(silent.answer_id, Widening.LAST_7_DAYS, now=NOW)
    month = services.answerer.widen(silent.answer_id, Widening.LAST_30_DAYS, now=NOW)
    assert week.understood.period is not None
    assert month.understood.period is not None
    assert week.understood.period.interval == WEEK
    assert month.understood.period.interval == Interval(date(2024, 10, 19), TODAY)
    assert (week.outcome, texts(month)) == (Outcome.NOT_COVERED, [[SHELLING]])
    assert len({silent.answer_id, week.answer_id, month.answer_id}) == 3


def test_all_dates_are_searched_when_the_reader_wants_them(services: Services) -> None:
    keep(services, draft(SHELLING, date(2024, 11, 3)))
    silent = ask(services, "what happened in Tal Tamr in 2020")
    wider = services.answerer.widen(silent.answer_id, Widening.ALL_DATES, now=NOW)
    assert (wider.understood.period, texts(wider)) == (None, [[SHELLING]])


def test_the_place_around_is_searched_when_the_reader_wants_it(services: Services) -> None:
    keep(services, draft(CLASH))
    silent = ask(services, "what happened in Derik this week")
    wider = services.answerer.widen(silent.answer_id, Widening.PARENT_PLACE, now=NOW)
    assert [place.id for place in wider.understood.places] == ["hasakah"]
    assert wider.understood.period == silent.understood.period
    assert texts(wider) == [[CLASH]]


def test_what_was_widened_can_be_widened_again(services: Services) -> None:
    keep(services, draft(SHELLING, date(2024, 11, 3)))
    silent = ask(services, "what happened in Derik this week")
    wider = services.answerer.widen(silent.answer_id, Widening.PARENT_PLACE, now=NOW)
    widest = services.answerer.widen(wider.answer_id, Widening.ALL_DATES, now=NOW)
    assert [place.id for place in widest.understood.places] == ["hasakah"]
    assert texts(widest) == [[SHELLING]]
    assert services.answerer.more(widest.answer_id, after=0, now=NOW).total == 1


def test_the_last_days_of_a_widened_answer_end_when_the_button_is_pressed(services: Services) -> None:
    silent = ask(services, ASKED)
    pressed = NOW + timedelta(days=3)
    wider = services.answerer.widen(silent.answer_id, Widening.LAST_7_DAYS, now=pressed)
    assert wider.understood.period is not None
    assert wider.understood.period.interval.end == pressed.date()


# Namesakes


def test_a_namesake_is_tried_when_nothing_is_told_of_the_first_and_that_is_shown(services: Services) -> None:
    mine = (
        "Two men were killed on Friday when a mine exploded in Salihiyah, in the countryside of Raqqa, a doctor said."
    )
    keep(services, draft(mine))
    answer = ask(services, "what happened in Salihiyah this week")
    (place,) = answer.understood.places
    assert (place.id, place.within[0].name) == ("salihiyah-r", "Ar-Raqqah")
    assert [choice.id for choice in place.also] == ["salihiyah"]
    assert texts(answer) == [[mine]]


def test_the_first_place_is_kept_where_something_is_told_of_it(services: Services) -> None:
    keep(services, draft(CLASH.replace("Ras al-Ain", "Salihiyah, near Hasakah")))
    answer = ask(services, "what happened in Salihiyah this week")
    assert [place.id for place in answer.understood.places] == ["salihiyah"]
    assert [choice.id for choice in answer.understood.places[0].also] == ["salihiyah-r"]


def test_a_namesake_in_another_country_is_offered_and_never_taken_by_itself(services: Services) -> None:
    keep(
        services,
        draft("Two men were killed on Friday when a mine exploded in Derik in Mardin province, a doctor said."),
    )
    answer = ask(services, "what happened in Derik this week")
    assert answer.outcome is not Outcome.ANSWERED
    assert [choice.id for choice in answer.understood.places[0].also] == ["derik-tr"]


def test_the_reader_can_choose_the_other_place(services: Services) -> None:
    keep(
        services,
        draft("Two men were killed on Friday when a mine exploded in Derik in Mardin province, a doctor said."),
    )
    silent = ask(services, "what happened in Derik this week")
    chosen = services.answerer.choose(silent.answer_id, "derik-tr", now=NOW)
    assert [place.id for place in chosen.understood.places] == ["derik-tr"]
    assert chosen.understood.period == silent.understood.period
    assert chosen.outcome is Outcome.ANSWERED
    again = services.answerer.more(chosen.answer_id, after=0, now=NOW)
    assert [place.id for place in again.understood.places] == ["derik-tr"]


# What is forgotten, and what no longer matches


@pytest.mark.parametrize("known", [True, False])
def test_nothing_can_be_asked_of_an_answer_whose_question_is_no_longer_kept(services: Services, known: bool) -> None:
    answer_id = ask(services, ASKED).answer_id if known else "AAAAAA"
    with write_transaction(services.library.engine) as session:
        session.execute(sql("UPDATE answers SET question = NULL"))
    with pytest.raises(QuestionError, match=f"{answer_id} is no longer kept; ask it again"):
        services.answerer.more(answer_id, after=0, now=NOW)
    with pytest.raises(QuestionError, match=answer_id):
        services.answerer.widen(answer_id, Widening.ALL_DATES, now=NOW)
    with pytest.raises(QuestionError, match=answer_id):
        services.answerer.choose(answer_id, "ain", now=NOW)


def test_a_quotation_is_withheld_when_the_stored_text_no_longer_has_its_hash(services: Services) -> None:
    keep(services, draft(CLASH), draft(OTHER, publisher="Jazira Post"))
    with write_transaction(services.library.engine) as session:
        session.execute(sql("UPDATE versions SET text = replace(text, 'Eight', 'Ninety')"))
    answer = ask(services, ASKED)
    assert texts(answer) == [[OTHER]]
    assert [claim.high for figure in answer.incidents[0].figures for claim in figure.claims] == [5]


def test_a_last_report_whose_text_was_changed_is_passed_over(services: Services) -> None:
    keep(services, draft(CLASH), draft(SHELLING.replace("Tal Tamr", "Ras al-Ain"), date(2024, 11, 3)))
    with write_transaction(services.library.engine) as session:
        session.execute(sql("UPDATE versions SET text = replace(text, 'Eight', 'Ninety')"))
    assert "2 November" in last(ask(services, "demonstrations in Sere Kaniye this week"))


def test_the_newest_incident_comes_first_where_the_latest_is_asked_for(services: Services) -> None:
    keep_days(services, 3, 14, 9)
    answer = ask(services, "latest news from Sere Kaniye")
    days = [incident.event.interval.start.day for incident in answer.incidents if incident.event]
    assert days == [14, 9, 3]
    assert ask(services, "متى كان آخر اشتباك في رأس العين").incidents[0].event == answer.incidents[0].event


def test_an_unknown_place_inside_a_known_one_is_not_answered_with_all_of_it(services: Services) -> None:
    keep_days(services, 14, place="Tal Tamr")
    answer = ask(services, "what happened in Zolbin, Hasakah province")
    assert answer.outcome is Outcome.UNCLEAR
    assert answer.understood.places == ()
    assert answer.understood.inside is not None
    assert [choice.id for choice in answer.choices] == [answer.understood.inside.id]
    assert services.answerer.choose(answer.answer_id, answer.choices[0].id, now=NOW).outcome is Outcome.ANSWERED
