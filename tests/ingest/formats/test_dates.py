"""Publication dates in every form in which sources state them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.dates import Published, read_published

NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)
EVENING = datetime(2024, 11, 16, 17, tzinfo=UTC)
DAY = datetime(2024, 11, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "stated",
    [
        "2024-11-16T20:00:00+03:00",
        "2024-11-16T17:00:00Z",
        "2024-11-16 17:00",
        "2024-11-16T20:00:00.000+0300",
        "Sat, 16 Nov 2024 20:00:00 +0300",
        "Sat, 16 Nov 2024 17:00:00 GMT",
        "16 November 2024 17:00",
        "  2024-11-16T17:00\n",
        datetime(2024, 11, 16, 20, tzinfo=timezone(timedelta(hours=3))),
        datetime(2024, 11, 16, 17),
    ],
)
def test_a_time_becomes_utc_and_one_without_a_zone_is_taken_for_utc(stated: object) -> None:
    assert read_published(stated, NOW) == Published(EVENING, "time")


@pytest.mark.parametrize(
    "stated",
    [
        "2024-11-16",
        "20241116",
        "16 November 2024",
        "November 16, 2024",
        "16 Nov 2024",
        "16 Kasım 2024",
        "16 نوفمبر 2024",
        "١٦ نوفمبر ٢٠٢٤",
        "16.11.2024",
        "16/11/2024",
        "11/16/2024",
        date(2024, 11, 16),
    ],
)
def test_a_bare_date_keeps_its_calendar_day(stated: object) -> None:
    assert read_published(stated, NOW) == Published(DAY, "day")


@pytest.mark.parametrize(
    "stated",
    [
        "31 Foo",
        "31 February 2024",
        "yesterday",
        "2024",
        "November 2024",
        "2024-11",
        "soon",
        1731790800,
        True,
        "0001-01-01T00:00:00+03:00",
        "9999-12-31T23:59:59-12:00",
        "x" * 500,
        [],
        "5/6/2024",
        "10-11-12",
        "12:30",
    ],
)
def test_what_is_no_date_stays_unknown_and_is_reported(stated: object) -> None:
    published = read_published(stated, NOW)
    assert published.at is None and published.precision is None
    assert published.warning and published.warning.endswith("kept as unknown")


def test_a_date_that_could_be_read_two_ways_stays_unknown_unless_both_are_the_same() -> None:
    assert read_published("5/6/2024", NOW).at is None
    assert read_published("5/5/2024", NOW).at == datetime(2024, 5, 5, tzinfo=UTC)


def test_a_date_up_to_a_day_ahead_is_believed_and_a_later_one_is_not() -> None:
    assert read_published("2024-11-18T11:00:00Z", NOW).at is not None
    assert read_published("2024-11-18T13:00:00Z", NOW) == Published(
        warning='"2024-11-18T13:00:00Z" is in the future; kept as unknown'
    )


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2024, 1, 1), timezones=st.timezones()))
def test_every_iso_time_is_read_back_as_the_same_moment(moment: datetime) -> None:
    assert read_published(moment.isoformat(), NOW).at == datetime.fromisoformat(moment.isoformat())


@given(st.text(max_size=40))
def test_no_text_makes_reading_fail(stated: str) -> None:
    published = read_published(stated, NOW)
    assert (published.at is None) == (published.precision is None) == bool(published.warning)
