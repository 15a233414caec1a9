"""Durations, quiet hours and time zones as people write them."""

from datetime import timedelta

import pytest

from bot.outbox.readers import zone_named, zones_of_city
from bot.watching.times import LONGEST_MUTE, read_duration, read_quiet, zone_at


@pytest.mark.parametrize(
    ("words", "hours"),
    [("8h", 8), ("8", 8), ("30 min", 0.5), ("2 days", 48), ("1w", 168), ("٨ ساعات", 8), ("2 roj", 48), ("3 saat", 3)],
)
def test_a_duration_is_read(words: str, hours: float) -> None:
    assert read_duration(words) == timedelta(hours=hours)


@pytest.mark.parametrize("words", ["", "soon", "0h", "-3h", "h8", "1e9", "8x8"])
def test_what_is_no_duration_is_none(words: str) -> None:
    assert read_duration(words) is None


def test_nobody_is_muted_for_more_than_a_month() -> None:
    assert read_duration("9999 days") == LONGEST_MUTE


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("22-7", (1320, 420)),
        ("22:30 - 06:15", (1350, 375)),
        ("22 to 7", (1320, 420)),
        ("0-24", None),
        ("23–6", (1380, 360)),
    ],
)
def test_quiet_hours_are_read(words: str, span: tuple[int, int] | None) -> None:
    assert read_quiet(words) == span


@pytest.mark.parametrize("words", ["", "night", "25-7", "22:75-7", "7-7", "22"])
def test_what_is_no_quiet_hours_is_none(words: str) -> None:
    assert read_quiet(words) is None


def test_a_zone_is_found_by_its_name_in_any_case_and_by_its_city() -> None:
    assert str(zone_named("europe/berlin")) == "Europe/Berlin"
    assert zones_of_city("new york") == ["America/New_York"]
    assert zone_named("Mars/Olympus") is None and zones_of_city("") == []


def test_the_zone_of_a_place_is_that_of_its_country_and_the_sea_has_none() -> None:
    assert zone_at(36.66, 40.37) == "Asia/Damascus"
    assert zone_at(52.5, 13.4) == "Europe/Berlin"
    assert zone_at(34.0, 28.0) is None
