"""Which passages concern a place and a period, and on what evidence."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from itertools import count

import pytest

from retrieval.answers import EventWhen
from retrieval.article import PublishedPrecision
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay
from retrieval.dates.intervals import Interval, month_of, one_day, year_of
from retrieval.library.articles import Library
from retrieval.library.models import Role
from retrieval.library.new_article import NewArticle, NewMention, NewPassage, NewPeriod
from retrieval.passages.candidates import candidates, satisfies
from retrieval.passages.passage import Candidate
from retrieval.places.keys import PlaceKey

TODAY = date(2024, 11, 17)
WEEK = Interval(date(2024, 11, 11), TODAY)
FRIDAY, SATURDAY = date(2024, 11, 15), date(2024, 11, 16)
NOON = datetime(2024, 11, 17, 9, tzinfo=UTC)

_numbers = count(1)


def passage(*, places: Sequence[NewMention] = (), periods: Sequence[NewPeriod] = (), start: int = 0) -> NewPassage:
    return NewPassage(start, start + 9, "a passage", mentions=tuple(places), periods=tuple(periods))


def day(when: date, role: Role = Role.TEXT) -> NewPeriod:
    return NewPeriod(when, when, Precision.DAY, role)


def keep(library: Library, *passages: NewPassage, published: date | None = SATURDAY, url: str = "") -> None:
    moment = datetime.combine(published, time(), UTC) if published else None
    address = url or f"https://north-wire.example.org/{next(_numbers)}"
    article = NewArticle(
        address,
        "a passage and others",
        publisher="North Wire",
        language="en",
        published_at=moment,
        published_precision=PublishedPrecision.DAY if moment else None,
    )
    library.keep(article, passages, NOON)


def found(
    library: Library, *places: str, interval: Interval | None = None, today: date = TODAY, ids: list[int] | None = None
) -> list[Candidate]:
    return candidates(library.engine, places=places, interval=interval, today=today, passage_ids=ids)


def when(interval: Interval, precision: str) -> EventWhen:
    return EventWhen(interval, precision)


# A period that was asked, and one that is told


@pytest.mark.parametrize(
    ("told", "precision", "answers"),
    [
        (one_day(FRIDAY), Precision.DAY, True),
        (one_day(date(2024, 11, 11)), Precision.DAY, True),
        (one_day(TODAY), Precision.DAY, True),
        (one_day(date(2024, 11, 10)), Precision.DAY, False),
        (one_day(date(2024, 11, 18)), Precision.DAY, False),
        (Interval(date(2024, 11, 8), date(2024, 11, 11)), Precision.DAYS, True),
        (Interval(date(2024, 11, 8), date(2024, 11, 10)), Precision.DAYS, False),
        (month_of(2024, 11), Precision.MONTH, False),
        (year_of(2024), Precision.YEAR, False),
    ],
)
def test_a_day_has_to_touch_the_asked_week_and_a_month_to_lie_within_it(
    told: Interval, precision: str, answers: bool
) -> None:
    assert satisfies(when(told, precision), WEEK) is answers


def test_a_month_lies_within_itself_and_within_its_year() -> None:
    assert satisfies(when(month_of(2024, 11), Precision.MONTH), month_of(2024, 11))
    assert satisfies(when(month_of(2024, 11), Precision.MONTH), year_of(2024))
    assert not satisfies(when(month_of(2024, 11), Precision.MONTH), Interval(date(2024, 11, 2), date(2024, 12, 31)))


# What is searched


def test_only_passages_that_name_an_asked_place_are_found(library: Library) -> None:
    keep(library, passage(places=[NewMention(PlaceKey("ain"), Role.TEXT, 0, 3)]))
    keep(library, passage(places=[NewMention(PlaceKey("tamr"), Role.TEXT, 0, 3)]))
    keep(library, passage())
    assert [c.place_ids for c in found(library, "ain", "kobani")] == [{"ain"}]
    assert len(found(library)) == 3
    assert found(library, "kobani") == []


def test_the_strongest_place_counts_and_the_places_of_that_strength_alone(library: Library) -> None:
    mentions = [
        NewMention(PlaceKey("hasakah"), Role.DATELINE, 0, 3),
        NewMention(PlaceKey("ain"), Role.TEXT, 4, 7),
        NewMention(PlaceKey("tamr"), Role.TEXT, 8, 9),
        NewMention(PlaceKey("kobani"), Role.LEAD),
    ]
    keep(library, passage(places=mentions))
    (candidate,) = found(library, "hasakah", "ain", "tamr", "kobani")
    assert (candidate.place_role, candidate.place_ids) == (Role.TEXT, {"ain", "tamr"})


@pytest.mark.parametrize("role", [Role.TEXT, Role.TITLE, Role.LEAD, Role.DATELINE])
def test_a_candidate_says_where_the_words_of_its_place_stand(library: Library, role: Role) -> None:
    keep(library, passage(places=[NewMention(PlaceKey("ain"), role)]))
    assert [c.place_role for c in found(library, "ain")] == [role]


def test_a_candidate_without_an_asked_place_or_period_has_no_evidence_for_one(library: Library) -> None:
    keep(library, passage(places=[NewMention(PlaceKey("ain"), Role.TEXT)]))
    (candidate,) = found(library)
    assert (candidate.place_role, candidate.place_ids) == (None, frozenset())
    assert (candidate.period_role, candidate.event) == (None, None)


def test_an_event_of_the_asked_week_is_found_with_its_day(library: Library) -> None:
    keep(library, passage(periods=[day(FRIDAY)]))
    (candidate,) = found(library, interval=WEEK)
    assert candidate.period_role is Role.TEXT
    assert candidate.event == EventWhen(one_day(FRIDAY), Precision.DAY)


def test_an_old_event_that_was_published_this_week_is_not_of_this_week(library: Library) -> None:
    keep(library, passage(periods=[day(date(2024, 9, 2))]))
    assert found(library, interval=WEEK) == []


def test_an_event_of_this_week_is_found_whenever_it_was_published(library: Library) -> None:
    keep(library, passage(periods=[day(FRIDAY)]), published=None)
    assert len(found(library, interval=WEEK)) == 1


def test_the_publication_day_stands_in_and_is_no_event_date(library: Library) -> None:
    keep(library, passage(periods=[day(SATURDAY, Role.PUBLISHED)]))
    (candidate,) = found(library, interval=WEEK)
    assert candidate.period_role is Role.PUBLISHED
    assert candidate.event is None


def test_without_any_date_a_passage_is_found_by_its_place_and_never_by_a_period(library: Library) -> None:
    keep(library, passage(places=[NewMention(PlaceKey("ain"), Role.TEXT)]), published=None)
    assert len(found(library, "ain")) == 1
    assert found(library, "ain", interval=WEEK) == []


def test_a_mention_of_the_whole_year_is_no_evidence_for_a_week_of_it(library: Library) -> None:
    keep(library, passage(periods=[NewPeriod(date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR, Role.TEXT)]))
    assert found(library, interval=WEEK) == []
    assert len(found(library, interval=year_of(2024))) == 1


def test_own_words_about_the_day_count_before_those_of_the_lead_and_the_shortest_of_them(library: Library) -> None:
    periods = [
        NewPeriod(date(2024, 11, 14), SATURDAY, Precision.DAYS, Role.TEXT),
        day(date(2024, 11, 12), Role.LEAD),
        day(FRIDAY),
        day(SATURDAY, Role.PUBLISHED),
    ]
    keep(library, passage(periods=periods))
    (candidate,) = found(library, interval=WEEK)
    assert (candidate.period_role, candidate.event) == (Role.TEXT, EventWhen(one_day(FRIDAY), Precision.DAY))


def test_of_several_days_the_one_that_was_asked_for_is_given(library: Library) -> None:
    keep(library, passage(periods=[day(date(2024, 10, 1)), day(FRIDAY, Role.LEAD)]))
    (candidate,) = found(library, interval=WEEK)
    assert candidate.event == EventWhen(one_day(FRIDAY), Precision.DAY)


def test_the_part_of_the_day_comes_along(library: Library) -> None:
    keep(library, passage(periods=[NewPeriod(FRIDAY, FRIDAY, Precision.DAY, Role.TEXT, PartOfDay.NIGHT)]))
    (candidate,) = found(library, interval=WEEK)
    assert candidate.event is not None
    assert candidate.event.part == "night"


def test_place_and_period_have_to_be_of_one_passage(library: Library) -> None:
    keep(
        library,
        passage(places=[NewMention(PlaceKey("ain"), Role.TEXT)], periods=[day(date(2024, 9, 2))]),
        passage(places=[NewMention(PlaceKey("tamr"), Role.TEXT)], periods=[day(FRIDAY)], start=10),
    )
    assert found(library, "ain", interval=WEEK) == []


def test_what_is_published_after_today_is_not_known_yet(library: Library) -> None:
    keep(library, passage(), published=date(2024, 11, 20))
    keep(library, passage(), published=TODAY)
    assert len(found(library)) == 1
    assert len(found(library, today=date(2024, 11, 20))) == 2


def test_passages_of_a_replaced_version_are_not_searched(library: Library) -> None:
    keep(library, passage(), url="https://north-wire.example.org/same")
    other = NewArticle("https://north-wire.example.org/same", "other words here", publisher="North Wire")
    library.keep(other, [passage(start=3)], NOON)
    assert [c.start for c in found(library)] == [3]


def test_given_ids_bound_the_search(library: Library) -> None:
    keep(library, passage(), passage(start=10))
    assert [c.start for c in found(library, ids=[2])] == [10]
    assert found(library, ids=[]) == []


def test_the_newest_publication_comes_first(library: Library) -> None:
    keep(library, passage(), published=date(2024, 11, 1))
    keep(library, passage(), published=SATURDAY)
    assert [c.published_at.day for c in found(library) if c.published_at] == [16, 1]


def test_a_passage_that_waits_for_the_model_is_found(library: Library) -> None:
    keep(library, passage())
    assert len(found(library)) == 1
