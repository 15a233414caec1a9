"""When something was, as a reader in Damascus reads it on a Sunday in November 2024."""

from dataclasses import replace
from datetime import date

from bot.messages.answer import render_answer
from bot.messages.dates import incident_date, spans_years
from bot.phrases.catalogues import phrases_for
from retrieval.answers import EventWhen, Incident
from retrieval.dates.events import Precision
from retrieval.dates.intervals import one_day
from tests.bot.fakes import NOW, answered, article, clash, excerpt, incident

ENGLISH = phrases_for("en")


def test_an_incident_is_dated_by_what_its_reports_state() -> None:
    assert incident_date(ENGLISH, clash(), NOW) == "Fri 15 Nov, night"


def test_a_later_death_is_said_with_the_date() -> None:
    saturday = EventWhen(one_day(date(2024, 11, 16)), Precision.DAY)
    died = replace(clash(), later_deaths=(saturday,))
    assert incident_date(ENGLISH, died, NOW) == "Fri 15 Nov, night; later death, Sat 16 Nov"


def test_an_incident_without_a_date_has_the_day_on_which_it_was_first_reported() -> None:
    reported = incident(excerpt(source=article(day=16)), excerpt(source=article(number=2, day=14)))
    assert incident_date(ENGLISH, reported, NOW) == "date not stated, published Thu 14 Nov"


def test_an_incident_of_which_no_date_is_known_says_so() -> None:
    undated = excerpt(source=replace(article(), published_at=None))
    assert incident_date(ENGLISH, incident(undated), NOW) == "date not stated"


def test_days_of_this_year_have_it_where_days_of_others_stand_beside_them() -> None:
    old = incident(excerpt(), event=EventWhen(one_day(date(2021, 10, 20)), Precision.DAY))
    for others, has_year in (([clash()], False), ([clash(), old], True), ([old], True)):
        assert spans_years(others, NOW) is has_year
    assert incident_date(ENGLISH, clash(), NOW, with_year=True) == "Fri 15 Nov 2024, night"
    assert incident_date(ENGLISH, old, NOW) == "Wed 20 Oct 2021"
    reported = incident(excerpt(source=article(day=14)))
    assert incident_date(ENGLISH, reported, NOW, with_year=True) == "date not stated, published Thu 14 Nov 2024"
    assert [line for line in rendered(clash(), old) if "2024" in line and line.startswith("1 · ")]


def rendered(*incidents: Incident) -> list[str]:
    """The lines of an answer that lists incidents."""
    return [line for message in render_answer(answered(*incidents), ENGLISH) for line in message.text.splitlines()]
