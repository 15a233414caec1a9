"""Passages of one event become one incident, and what each publisher says of it stands side by side."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from retrieval.answers import ArticleRef, EventWhen, Excerpt
from retrieval.figures import FigureKind
from retrieval.incidents import EXCERPTS, Group, figures, group, incident, shown
from retrieval.intervals import Interval, one_day
from retrieval.narrowing import Candidate
from retrieval.search import Scored
from retrieval.topics import default_thesaurus
from tests.region import region_gazetteer

FRIDAY, SATURDAY = date(2024, 11, 15), date(2024, 11, 16)
NOON = datetime(2024, 11, 16, 12, tzinfo=UTC)
AIN = frozenset({"ain"})
CLASH = frozenset({"armed_clash"})

_numbers = count(1)


def passage(
    publisher: str = "North Wire",
    *,
    article: str = "",
    event: date | Interval | None = FRIDAY,
    published: datetime | None = NOON,
    topics: frozenset[str] = CLASH,
    article_topics: frozenset[str] = frozenset(),
) -> Scored:
    number = next(_numbers)
    when = one_day(event) if isinstance(event, date) else event
    candidate = Candidate(
        passage_id=number,
        version_id=number,
        article_id=article or f"article {number}",
        ordinal=0,
        start=0,
        end=9,
        topics=topics,
        article_topics=article_topics,
        publisher=publisher,
        published_at=published,
        event=EventWhen(when, "day" if when.days == 1 else "days") if when else None,
    )
    return Scored(candidate, 1.0)


def grouped(*passages: Scored, places: list[frozenset[str]] | None = None) -> list[Group]:
    named = places or [AIN] * len(passages)
    by_id = {scored.passage.passage_id: here for scored, here in zip(passages, named, strict=True)}
    return group(passages, by_id, default_thesaurus())


def publishers(groups: list[Group]) -> list[list[str]]:
    return [[member.passage.publisher for member in home.members] for home in groups]


def excerpt(text: str, publisher: str = "North Wire", event: EventWhen | None = None) -> Excerpt:
    url = f"https://north-wire.example.org/{next(_numbers)}"
    article = ArticleRef("id", 1, "0" * 64, url, "", publisher, NOON, "time", "en")
    return Excerpt(text, 0, len(text), article, url, event, ("ain",))


# Which passages are of one event


def test_two_publishers_of_one_event_are_one_incident() -> None:
    assert publishers(grouped(passage("North Wire"), passage("Jazira Post"))) == [["North Wire", "Jazira Post"]]


def test_events_of_two_days_are_two_incidents() -> None:
    assert len(grouped(passage(), passage("Jazira Post", event=SATURDAY))) == 2


def test_a_range_of_days_is_the_event_of_a_day_inside_it() -> None:
    assert len(grouped(passage(), passage("Jazira Post", event=Interval(date(2024, 11, 14), FRIDAY)))) == 1


def test_events_of_two_towns_are_two_incidents() -> None:
    assert len(grouped(passage(), passage("Jazira Post"), places=[AIN, frozenset({"tamr"})])) == 2


def test_one_place_in_common_is_enough_and_so_is_none_at_all() -> None:
    assert len(grouped(passage(), passage("Jazira Post"), places=[AIN, AIN | {"tamr"}])) == 1
    assert len(grouped(passage(), passage("Jazira Post"), places=[AIN, frozenset()])) == 1


def test_events_of_two_kinds_are_two_incidents() -> None:
    assert len(grouped(passage(), passage("Jazira Post", topics=frozenset({"demonstration"})))) == 2


def test_a_passage_without_a_kind_of_its_own_has_that_of_its_article() -> None:
    silent = passage("Jazira Post", topics=frozenset(), article_topics=frozenset({"demonstration"}))
    assert len(grouped(passage(), silent)) == 2
    assert len(grouped(passage(), passage("Jazira Post", topics=frozenset(), article_topics=CLASH))) == 1


def test_targets_and_actors_are_no_kinds_of_event() -> None:
    named = frozenset({"sdf", "attack_on_medical"})
    assert len(grouped(passage(topics=named), passage("Jazira Post", topics=frozenset({"sdf", "demonstration"})))) == 1
    assert len(grouped(passage(topics=CLASH | {"sdf"}), passage(topics=frozenset({"sdf", "demonstration"})))) == 2


@pytest.mark.parametrize(
    ("apart", "incidents"), [(timedelta(days=1), 1), (timedelta(days=2), 1), (timedelta(days=3), 2)]
)
def test_undated_reports_are_of_one_event_when_they_were_published_close_together(
    apart: timedelta, incidents: int
) -> None:
    later = passage("Jazira Post", event=None, published=NOON + apart)
    assert len(grouped(passage(event=None), later)) == incidents
    assert len(grouped(later, passage(event=None))) == incidents


def test_without_event_and_publication_date_a_report_stands_for_itself() -> None:
    assert len(grouped(passage(event=None), passage("Jazira Post", event=None, published=None))) == 2


def test_two_passages_of_one_article_and_day_are_one_incident() -> None:
    assert len(grouped(passage(article="a"), passage(article="a", topics=frozenset()))) == 1
    assert len(grouped(passage(article="a"), passage(article="a", event=SATURDAY))) == 2


def test_incidents_keep_the_order_of_their_best_passages() -> None:
    first, second, third = passage("A"), passage("B", event=SATURDAY), passage("C")
    assert publishers(grouped(first, second, third)) == [["A", "C"], ["B"]]
    assert publishers(grouped(second, third, first)) == [["B"], ["C", "A"]]


def test_nothing_makes_no_incident() -> None:
    assert grouped() == []


# What is shown of them


def names(home: Group) -> list[str]:
    return [scored.passage.publisher for scored in shown(home)]


def test_each_report_is_shown_by_its_best_passage() -> None:
    best, other = passage("A", article="a"), passage("B", article="b")
    home = grouped(best, passage("A", article="a"), other)[0]
    assert shown(home) == [best, other]


def test_new_publishers_are_shown_before_further_reports_of_one() -> None:
    assert names(grouped(*[passage(name) for name in "AABC"])[0]) == ["A", "B", "C"]


def test_a_further_report_of_one_publisher_fills_a_free_place() -> None:
    assert names(grouped(*[passage(name) for name in "AAB"])[0]) == ["A", "B", "A"]


def test_the_best_report_of_a_publisher_is_the_one_that_is_shown() -> None:
    best = passage("A")
    assert shown(grouped(best, passage("A"), passage("B"), passage("C"))[0])[0] is best


def test_no_more_than_three_are_shown() -> None:
    assert len(shown(grouped(*[passage(name) for name in "ABCDE"])[0])) == EXCERPTS == 3


def test_a_single_report_is_shown_with_its_second_passage_and_no_third() -> None:
    home = grouped(*[passage("A", article="a") for _ in range(3)])[0]
    assert shown(home) == home.members[:2]


# The incident


def made(*excerpts: Excerpt, topics: list[frozenset[str]] | None = None, asked: tuple[frozenset[str], ...] = ()):  # type: ignore[no-untyped-def]
    named = [passage(e.article.publisher, topics=t) for e, t in zip(excerpts, topics or [CLASH] * 9, strict=False)]
    home = Group(named, {"ain"})
    return incident(home, excerpts, asked, region_gazetteer(), default_thesaurus())


def test_a_publisher_that_reports_twice_is_counted_once() -> None:
    one = made(excerpt("A clash."), excerpt("The clash."), excerpt("Clashes.", "Jazira Post"))
    assert one.publishers == ("North Wire", "Jazira Post")


def test_places_are_named_and_come_once() -> None:
    one = made(excerpt("A clash."), excerpt("The clash."))
    assert (one.places, one.place_names) == (("ain",), ("Ras al-Ain",))


def test_the_most_exact_date_of_the_reports_is_the_incidents() -> None:
    days = EventWhen(Interval(date(2024, 11, 14), FRIDAY), "days")
    day = EventWhen(one_day(FRIDAY), "day")
    assert made(excerpt("A.", event=days), excerpt("B.", event=day), excerpt("C.")).event == day
    assert made(excerpt("A."), excerpt("B.")).event is None


@pytest.mark.parametrize(
    ("topics", "asked", "label"),
    [
        ([{"attack"}, {"attack", "armed_clash"}], [], "armed clash"),
        ([{"attack", "casualties"}, {"drone_strike"}], [], "drone strike"),
        ([{"attack"}], [], "attack"),
        ([{"armed_clash"}, {"armed_clash", "arrest"}], [{"arrest"}], "arrest"),
        ([{"drone_strike", "armed_clash"}, {"armed_clash"}], [{"strike"}], "drone strike"),
        ([{"sdf"}], [], None),
        ([{"attack_on_medical"}], [], None),
        ([set()], [], None),
    ],
)
def test_an_incident_is_labelled_by_the_kind_that_says_most(
    topics: list[set[str]], asked: list[set[str]], label: str | None
) -> None:
    excerpts = [excerpt("…") for _ in topics]
    one = made(*excerpts, topics=[frozenset(t) for t in topics], asked=tuple(map(frozenset, asked)))
    assert one.label == label


# Figures


def test_figures_that_differ_stand_side_by_side_with_their_excerpts() -> None:
    first, second = "Eight people were killed and three wounded.", "Five people were killed."
    killed, wounded = figures([excerpt(first), excerpt(second, "Jazira Post")])
    assert (killed.kind, killed.low, killed.high) == (FigureKind.KILLED, 5, 8)
    assert [(claim.high, claim.excerpt) for claim in killed.claims] == [(8, 0), (5, 1)]
    assert (wounded.kind, [(claim.high, claim.excerpt) for claim in wounded.claims]) == (FigureKind.INJURED, [(3, 0)])


def test_the_words_of_a_claim_are_words_of_its_excerpt() -> None:
    text = "At least eight people were killed in the clash."
    (killed,) = figures([excerpt(text)])
    assert killed.claims[0].words in text
    assert killed.claims[0].qualifier == "at least"


def test_a_figure_that_one_excerpt_repeats_is_one_claim_and_that_of_another_is_a_second() -> None:
    twice = "Eight people were killed. Eight people were killed, a doctor said."
    (killed,) = figures([excerpt(twice), excerpt("Eight people were killed.", "Jazira Post")])
    assert [(claim.high, claim.excerpt) for claim in killed.claims] == [(8, 0), (8, 1)]


def test_totals_over_longer_times_are_left_out() -> None:
    assert figures([excerpt("Since January, 214 people have been killed by mines in the region.")]) == []


def test_without_a_number_there_is_no_figure() -> None:
    assert figures([excerpt("Several people were hurt.")]) == []
    assert figures([]) == []
