"""Passages of one event meet in one group, and no passage is compared with all others."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers import EventWhen
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay
from retrieval.dates.intervals import Interval, one_day
from retrieval.figures.kinds import FigureKind
from retrieval.incidents import grouping
from retrieval.incidents.grouping import Group, Stated, group
from retrieval.passages.passage import Scored
from retrieval.topics.thesaurus import default_thesaurus
from tests.region import region_gazetteer
from tests.retrieval.invented_passages import CLASH, FRIDAY, NOON, SATURDAY, month, passage

AIN, TAMR, HASAKAH = frozenset({"ain"}), frozenset({"tamr"}), frozenset({"hasakah"})
NOWHERE: frozenset[str] = frozenset()
EIGHT = frozenset({(FigureKind.KILLED, 8, 8)})


def grouped(
    *passages: Scored, places: Sequence[frozenset[str]] | None = None, figures: Sequence[Stated] | None = None
) -> list[Group]:
    named = dict(zip((s.passage.passage_id for s in passages), places or [AIN] * len(passages), strict=True))
    stated = dict(zip((s.passage.passage_id for s in passages), figures or [frozenset()] * len(passages), strict=True))
    return group(
        passages,
        named,
        region_gazetteer(),
        default_thesaurus(),
        lambda asked: {candidate.passage_id: stated[candidate.passage_id] for candidate in asked},
    )


def publishers(groups: list[Group]) -> list[list[str]]:
    return [[member.passage.publisher for member in home.members] for home in groups]


# When


def test_two_publishers_of_one_event_are_one_group() -> None:
    assert publishers(grouped(passage("North Wire"), passage("Jazira Post"))) == [["North Wire", "Jazira Post"]]


def test_events_of_two_days_are_two_groups() -> None:
    assert len(grouped(passage(), passage("Jazira Post", event=SATURDAY))) == 2


def test_a_range_of_days_is_the_event_of_a_day_inside_it() -> None:
    assert len(grouped(passage(), passage("Jazira Post", event=Interval(date(2024, 11, 14), FRIDAY)))) == 1


def test_the_night_of_one_day_is_the_morning_of_the_next() -> None:
    night = EventWhen(one_day(FRIDAY), Precision.DAY, PartOfDay.NIGHT)
    assert len(grouped(passage(event=night), passage("Jazira Post", event=SATURDAY))) == 1
    morning = EventWhen(one_day(FRIDAY), Precision.DAY, PartOfDay.MORNING)
    assert len(grouped(passage(event=morning), passage("Jazira Post", event=SATURDAY))) == 2


@pytest.mark.parametrize(("days", "groups"), [(1, 1), (2, 1), (3, 2)])
def test_undated_reports_are_of_one_event_when_they_were_published_close_together(days: int, groups: int) -> None:
    later = passage("Jazira Post", event=None, published=NOON + timedelta(days=days))
    assert len(grouped(passage(event=None), later)) == groups
    assert len(grouped(later, passage(event=None))) == groups


def test_an_undated_report_joins_what_happened_shortly_before_it_was_published() -> None:
    assert len(grouped(passage(event=FRIDAY), passage("Jazira Post", event=None))) == 1
    assert len(grouped(passage(event=date(2024, 11, 12)), passage("Jazira Post", event=None))) == 2


def test_without_event_and_publication_date_a_report_stands_for_itself() -> None:
    assert len(grouped(passage(event=None), passage("Jazira Post", event=None, published=None))) == 2


def test_background_of_a_month_is_no_report_of_a_day_in_it() -> None:
    assert len(grouped(passage(), passage("Jazira Post", event=month(2024, 11)))) == 2
    assert len(grouped(passage(event=month(2024, 11)), passage("Jazira Post", event=month(2024, 11)))) == 1
    assert len(grouped(passage(event=month(2024, 11)), passage("Jazira Post", event=month(2024, 10)))) == 2


# Where


def test_events_of_two_towns_are_two_groups() -> None:
    assert len(grouped(passage(), passage("Jazira Post"), places=[AIN, TAMR])) == 2


def test_one_town_in_common_is_enough() -> None:
    assert len(grouped(passage(), passage("Jazira Post"), places=[AIN, AIN | TAMR])) == 1


def test_a_report_without_a_place_joins_no_other() -> None:
    reports = passage(), passage("Jazira Post"), passage("Gulf Wire")
    for places in ([AIN, NOWHERE, TAMR], [NOWHERE, AIN, TAMR], [AIN, TAMR, NOWHERE]):
        assert len(grouped(*reports, places=places)) == 3


def test_a_fire_a_shooting_and_a_drone_strike_in_two_towns_and_none_are_three_events() -> None:
    kinds = frozenset({"fire"}), frozenset({"killing"}), frozenset({"drone_strike"})
    reports = [passage(f"Wire {number}", topics=kind) for number, kind in enumerate(kinds)]
    for places in ([AIN, TAMR, NOWHERE], [NOWHERE, AIN, TAMR], [AIN, NOWHERE, TAMR]):
        assert len(grouped(*reports, places=places)) == 3


def test_a_passage_without_a_place_is_of_one_event_of_its_article() -> None:
    first, second, third = (passage(article="a") for _ in range(3))
    assert len(grouped(first, second, places=[NOWHERE, AIN])) == 1
    assert len(grouped(first, second, third, places=[NOWHERE, AIN, TAMR])) == 2


def test_a_province_in_common_makes_two_towns_no_one_place() -> None:
    assert len(grouped(passage(), passage("Jazira Post"), places=[AIN | HASAKAH, TAMR | HASAKAH])) == 2


def test_a_report_of_the_province_joins_that_of_the_town_by_a_figure_in_common() -> None:
    wide = passage("Jazira Post")
    assert len(grouped(passage(), wide, places=[AIN, HASAKAH], figures=[EIGHT, EIGHT])) == 1
    assert len(grouped(wide, passage(), places=[HASAKAH, AIN], figures=[EIGHT, EIGHT])) == 1
    assert len(grouped(passage(), wide, places=[AIN, HASAKAH])) == 2


def test_a_report_of_another_province_does_not_join_by_its_figure() -> None:
    assert len(grouped(passage(), passage("B"), places=[AIN, frozenset({"raqqa"})], figures=[EIGHT, EIGHT])) == 2


def test_the_lead_that_names_the_province_joins_the_paragraph_of_its_article_that_names_the_town() -> None:
    lead, town = passage(article="a"), passage(article="a")
    assert len(grouped(lead, town, places=[HASAKAH, AIN])) == 1


def test_a_group_of_the_province_becomes_one_of_the_town_once_a_report_names_it() -> None:
    lead, town, other = passage(article="a"), passage(article="a"), passage("B")
    assert len(grouped(lead, town, other, places=[HASAKAH, AIN, TAMR])) == 2
    assert publishers(grouped(lead, town, other, places=[HASAKAH, AIN, AIN])) == [["North Wire", "North Wire", "B"]]


def test_figures_are_read_only_where_a_report_of_a_province_could_join() -> None:
    asked: list[int] = []

    def noted(candidates):  # type: ignore[no-untyped-def]
        asked.extend(candidate.passage_id for candidate in candidates)
        return {}

    first, second = passage(), passage()
    places = {first.passage.passage_id: AIN, second.passage.passage_id: TAMR}
    group([first, second], places, region_gazetteer(), default_thesaurus(), noted)
    assert asked == []


# What


def test_events_of_two_kinds_are_two_groups() -> None:
    assert len(grouped(passage(), passage("Jazira Post", topics=frozenset({"demonstration"})))) == 2


def test_a_drone_strike_is_an_air_strike_to_the_next_reporter() -> None:
    drone, air = frozenset({"drone_strike"}), frozenset({"air_strike"})
    assert len(grouped(passage(topics=drone), passage("Jazira Post", topics=air))) == 1


def test_a_passage_without_a_kind_of_its_own_has_that_of_its_article() -> None:
    silent = passage("Jazira Post", topics=frozenset(), article_topics=frozenset({"demonstration"}))
    assert len(grouped(passage(), silent)) == 2
    assert len(grouped(passage(), passage("Jazira Post", topics=frozenset(), article_topics=CLASH))) == 1


def test_targets_and_actors_are_no_kinds_of_event() -> None:
    named = frozenset({"sdf", "attack_on_medical"})
    assert len(grouped(passage(topics=named), passage("B", topics=frozenset({"sdf", "demonstration"})))) == 1
    assert len(grouped(passage(topics=CLASH | {"sdf"}), passage(topics=frozenset({"sdf", "demonstration"})))) == 2


# Which article


def test_two_passages_of_one_article_and_day_are_one_group() -> None:
    assert len(grouped(passage(article="a"), passage(article="a", topics=frozenset({"demonstration"})))) == 1
    assert len(grouped(passage(article="a"), passage(article="a", event=SATURDAY))) == 2


def test_an_undated_passage_belongs_to_what_its_article_dates() -> None:
    long_ago = passage(article="a", event=date(2024, 11, 1))
    assert len(grouped(long_ago, passage(article="a", event=None))) == 1
    assert len(grouped(long_ago, passage(article="b", event=None))) == 2


# The order and the work


def test_groups_keep_the_order_of_their_best_passages() -> None:
    first, second, third = passage("A"), passage("B", event=SATURDAY), passage("C")
    assert publishers(grouped(first, second, third)) == [["A", "C"], ["B"]]
    assert publishers(grouped(second, third, first)) == [["B"], ["C", "A"]]


def test_nothing_makes_no_group() -> None:
    assert grouped() == []


@pytest.mark.parametrize("places", [[AIN], [AIN, TAMR, HASAKAH], [frozenset()]])
def test_ten_times_the_passages_are_at_most_ten_times_the_comparisons(
    monkeypatch: pytest.MonkeyPatch, places: list[frozenset[str]]
) -> None:
    compared = 0
    real = grouping._is_same_event

    def counted(*arguments):  # type: ignore[no-untyped-def]
        nonlocal compared
        compared += 1
        return real(*arguments)

    monkeypatch.setattr(grouping, "_is_same_event", counted)
    needed = []
    for size in (50, 500):
        compared = 0
        days = [FRIDAY - timedelta(days=number % (size // 5)) for number in range(size)]
        grouped(*(passage(event=day) for day in days), places=[places[n % len(places)] for n in range(size)])
        needed.append(compared)
    assert needed[1] <= 12 * needed[0]


SITES = st.sampled_from([AIN, TAMR, HASAKAH, AIN | HASAKAH, frozenset()])
EVENTS = st.none() | st.dates(date(2024, 11, 1), date(2024, 11, 9)) | st.just(month(2024, 11))
PASSAGES = st.builds(passage, article=st.sampled_from(["", "a", "b"]), event=EVENTS)


@given(st.lists(st.tuples(PASSAGES, SITES), max_size=30))
def test_every_passage_is_in_exactly_one_group_and_groups_are_in_order(
    pairs: list[tuple[Scored, frozenset[str]]],
) -> None:
    order = [scored.passage.passage_id for scored, _ in pairs]
    groups = grouped(*(scored for scored, _ in pairs), places=[sites for _, sites in pairs])
    members = [member.passage.passage_id for home in groups for member in home.members]
    assert sorted(members) == sorted(order)
    firsts = [home.first.passage.passage_id for home in groups]
    assert firsts == sorted(firsts, key=order.index)


def test_what_else_an_article_brings_up_does_not_keep_another_report_of_its_event_away() -> None:
    lead = passage(article="a", topics=frozenset({"casualties"}))
    aside = passage(article="a", topics=frozenset({"looting"}))
    assert len(grouped(lead, aside, passage("Jazira Post"))) == 1
