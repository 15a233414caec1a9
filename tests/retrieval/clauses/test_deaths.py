"""Whoever is named by an injury and dies is no second toll, and the day of it is no day of the event."""

from datetime import date

import pytest

from retrieval.clauses.deaths import days_of_later_deaths, read_later_deaths
from retrieval.dates.events import find_event_dates

PUBLISHED = date(2026, 11, 29)  # a Sunday

LATER = [
    "The toll of Friday's shelling rose to three after a wounded man died on Saturday.",
    "A man who was wounded in Friday's shelling died on Saturday in a hospital.",
    "On Saturday one of them died of his wounds.",
    "ارتفعت حصيلة قصف يوم الجمعة إلى ثلاثة قتلى بعد وفاة جريح متأثراً بجراحه يوم السبت.",
    "توفي أحد الجرحى متأثراً بإصابته يوم السبت.",
    "Birîndarek roja şemiyê jiyana xwe ji dest da.",
    "Yaralılardan biri cumartesi günü hayatını kaybetti.",
]


@pytest.mark.parametrize("text", LATER)
def test_the_day_of_a_later_death_is_known(text: str) -> None:
    days = days_of_later_deaths(text, find_event_dates(text, PUBLISHED), PUBLISHED)
    assert [day.interval.start for day in days] == [date(2026, 11, 28)]


@pytest.mark.parametrize(
    "text",
    [
        "Ten people were wounded and two died on Saturday.",
        "Five died and ten were wounded on Saturday.",
        "A drone killed two people on Saturday.",
        "استشهد خمسة أشخاص وأصيب عشرة بجروح يوم السبت.",
    ],
)
def test_the_day_of_those_who_died_at_once_is_none(text: str) -> None:
    assert not days_of_later_deaths(text, find_event_dates(text, PUBLISHED), PUBLISHED)


def test_words_of_a_later_death_and_the_toll_of_all_are_found() -> None:
    text = "The toll rose to three after a wounded man died on Saturday."
    deaths = read_later_deaths(text)
    start = text.index("a wounded man died")
    assert deaths.holds(start, start + len("a wounded man died"))
    assert not deaths.holds(0, 8)
    assert deaths.has_toll
    assert not read_later_deaths("A wounded man died.").has_toll
