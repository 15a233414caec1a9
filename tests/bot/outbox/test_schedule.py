"""Quiet hours, digests and mutes on the reader's own clock, also in the nights in which it is changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.schedule import DAY, Clock, QuietHours, at
from retrieval.library.incident_models import Rhythm

NIGHT = QuietHours(22 * 60, 7 * 60)
NOON_BREAK = QuietHours(12 * 60, 14 * 60)
DAMASCUS, BERLIN, NEW_YORK = map(ZoneInfo, ("Asia/Damascus", "Europe/Berlin", "America/New_York"))

moments = st.datetimes(datetime(2019, 1, 1), datetime(2026, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))
zones = st.sampled_from([DAMASCUS, BERLIN, NEW_YORK, ZoneInfo("Asia/Baghdad"), ZoneInfo("Australia/Lord_Howe")])
minutes = st.integers(0, DAY - 1)


def local(zone: ZoneInfo, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("zone", "moment", "end"),
    [
        (DAMASCUS, (2024, 11, 17, 23, 30), (2024, 11, 18, 7)),
        (DAMASCUS, (2024, 11, 18, 3), (2024, 11, 18, 7)),
        (DAMASCUS, (2022, 3, 24, 23, 30), (2022, 3, 25, 7)),  # midnight is skipped that night
        (DAMASCUS, (2022, 10, 27, 23, 30), (2022, 10, 28, 7)),  # the night from which on summer time stays
        (BERLIN, (2024, 3, 30, 23), (2024, 3, 31, 7)),  # 2 to 3 o'clock is skipped
        (BERLIN, (2024, 10, 26, 23), (2024, 10, 27, 7)),  # 2 to 3 o'clock comes twice
        (NEW_YORK, (2024, 3, 9, 23), (2024, 3, 10, 7)),
        (NEW_YORK, (2024, 11, 2, 23), (2024, 11, 3, 7)),
    ],
)
def test_what_comes_in_a_quiet_night_waits_for_its_end(
    zone: ZoneInfo, moment: tuple[int, ...], end: tuple[int, ...]
) -> None:
    clock = Clock(zone, NIGHT)
    assert clock.undisturbed(local(zone, *moment).astimezone(UTC)) == local(zone, *end)


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        (BERLIN, (2024, 3, 30, 22), 8),
        (BERLIN, (2024, 10, 26, 22), 10),
        (BERLIN, (2024, 6, 1, 22), 9),
        (NEW_YORK, (2024, 3, 9, 22), 8),
        (NEW_YORK, (2024, 11, 2, 22), 10),
        (DAMASCUS, (2022, 3, 24, 22), 8),
        (DAMASCUS, (2021, 10, 28, 22), 10),
        (DAMASCUS, (2022, 10, 27, 22), 9),  # Syria abolished the change that week
    ],
)
def test_a_night_in_which_the_clock_is_changed_is_an_hour_shorter_or_longer(
    zone: ZoneInfo, evening: tuple[int, ...], hours: int
) -> None:
    start = local(zone, *evening).astimezone(UTC)
    assert Clock(zone, NIGHT).undisturbed(start) - start == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "day", "minute", "shown"),
    [
        (BERLIN, (2024, 3, 31), 150, "2024-03-31T03:00:00+02:00"),  # skipped: the moment to which the clock skips
        (BERLIN, (2024, 10, 27), 150, "2024-10-27T02:30:00+02:00"),  # twice: the first time
        (NEW_YORK, (2024, 3, 10), 150, "2024-03-10T03:00:00-04:00"),
        (NEW_YORK, (2024, 11, 3), 90, "2024-11-03T01:30:00-04:00"),
        (DAMASCUS, (2022, 3, 25), 15, "2022-03-25T01:00:00+03:00"),
        (DAMASCUS, (2022, 10, 28), 15, "2022-10-28T00:15:00+03:00"),
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice_is_one_moment(
    zone: ZoneInfo, day: tuple[int, int, int], minute: int, shown: str
) -> None:
    like = datetime(*day, 12, tzinfo=zone)
    assert at(like.date(), minute, like).astimezone(zone).isoformat() == shown


def test_a_daily_digest_comes_once_a_day_through_both_changes() -> None:
    clock = Clock(BERLIN, NIGHT)
    for start in (datetime(2024, 3, 25, tzinfo=UTC), datetime(2024, 10, 21, tzinfo=UTC)):
        moment, days = start, []
        for _ in range(14):
            moment = clock.digest(moment, 2, None)
            days.append(moment.astimezone(BERLIN).date())
        assert days == [days[0] + timedelta(days=number) for number in range(14)]


def test_a_weekly_digest_comes_on_its_day() -> None:
    due = Clock(NEW_YORK).due(datetime(2024, 11, 1, tzinfo=UTC), Rhythm.WEEKLY, 8, 6)
    assert due.astimezone(NEW_YORK).isoformat() == "2024-11-03T08:00:00-05:00"


def test_a_break_at_noon_is_no_night() -> None:
    clock = Clock(DAMASCUS, NOON_BREAK)
    assert clock.undisturbed(local(DAMASCUS, 2024, 11, 17, 12, 30)) == local(DAMASCUS, 2024, 11, 17, 14)
    evening = local(DAMASCUS, 2024, 11, 17, 23)
    assert clock.undisturbed(evening) == evening


def test_who_is_muted_until_the_night_is_told_in_the_morning() -> None:
    until = local(DAMASCUS, 2024, 11, 17, 23).astimezone(UTC)
    clock = Clock(DAMASCUS, NIGHT, until)
    assert clock.undisturbed(local(DAMASCUS, 2024, 11, 17, 12)) == local(DAMASCUS, 2024, 11, 18, 7)


@given(moments, zones, minutes, minutes)
def test_nothing_is_told_before_it_is_known_or_in_quiet_hours(
    moment: datetime, zone: ZoneInfo, start: int, end: int
) -> None:
    quiet = QuietHours(start, end)
    due = Clock(zone, quiet).undisturbed(moment)
    assert moment <= due <= moment + timedelta(hours=26)
    shown = due.astimezone(zone)
    changed = shown.utcoffset() != (due - timedelta(hours=2)).astimezone(zone).utcoffset()
    assert start == end or changed or not quiet.has(shown)


@given(moments, zones, st.integers(0, 23), st.none() | st.integers(0, 6))
def test_a_digest_lies_ahead_within_its_day_or_week(
    moment: datetime, zone: ZoneInfo, hour: int, weekday: int | None
) -> None:
    due = Clock(zone).digest(moment, hour, weekday)
    assert moment < due <= moment + timedelta(days=1 if weekday is None else 7, hours=2)
    assert weekday is None or due.astimezone(zone).weekday() == weekday
