"""When something was, as a reader in Damascus reads it on a Sunday in November 2024."""

from dataclasses import replace
from datetime import date

from bot.messages.dates import incident_date
from bot.phrases.catalogues import phrases_for
from retrieval.answers import EventWhen
from retrieval.dates.events import Precision
from retrieval.dates.intervals import one_day
from tests.bot.fakes import NOW, article, clash, excerpt, incident

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
