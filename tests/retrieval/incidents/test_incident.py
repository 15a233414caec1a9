"""Of the reports of one event some passages are shown, and together they say what, where, when and who reports it."""

from datetime import date
from itertools import count

import pytest

from retrieval.answers import ArticleRef, EventWhen, Excerpt, Incident
from retrieval.article import PublishedPrecision
from retrieval.dates.events import Precision
from retrieval.dates.intervals import Interval, one_day
from retrieval.incidents.excerpts import EXCERPTS, shown_passages
from retrieval.incidents.incident import incident
from retrieval.incidents.reports import Report, reports
from retrieval.passages.passage import Scored
from retrieval.topics.query import ANY_TOPIC, TopicQuery
from retrieval.topics.thesaurus import default_thesaurus
from tests.region import region_gazetteer
from tests.retrieval.invented_passages import CLASH, FRIDAY, NOON, month, passage, texts_of

_numbers = count(1)


def chosen(*pairs: tuple[Scored, str]) -> list[str]:
    """The words of the passages that are shown."""
    passage_texts = texts_of(pairs)
    texts = {scored.passage.passage_id: text for scored, text in pairs}
    every = reports([scored for scored, _ in pairs], passage_texts)
    return [texts[candidate.passage_id] for candidate in shown_passages(every, passage_texts)]


# Which passages are shown


def test_each_report_is_shown_by_its_best_passage() -> None:
    assert chosen(
        (passage("A", article="a"), "The first lead."),
        (passage("A", article="a"), "More of it."),
        (passage("B", article="b"), "Quite another lead."),
        (passage("C", article="c"), "Yet another one."),
    ) == ["The first lead.", "Quite another lead.", "Yet another one."]


def test_new_outlets_are_shown_before_further_reports_of_one() -> None:
    pairs = [(passage(name), f"Lead {number} of outlet {name}.") for number, name in enumerate("AABC")]
    assert chosen(*pairs) == ["Lead 0 of outlet A.", "Lead 2 of outlet B.", "Lead 3 of outlet C."]


def test_a_further_report_of_one_outlet_fills_a_free_place() -> None:
    pairs = [(passage(name), f"Lead {number} of outlet {name}.") for number, name in enumerate("AAB")]
    assert chosen(*pairs) == ["Lead 0 of outlet A.", "Lead 2 of outlet B.", "Lead 1 of outlet A."]


def test_no_more_than_three_are_shown() -> None:
    assert len(chosen(*((passage(name), f"Lead of {name}.") for name in "ABCDE"))) == EXCERPTS == 3


def test_a_single_report_is_shown_with_its_second_passage_and_no_third() -> None:
    assert chosen(*((passage("A", article="a"), text) for text in ("One.", "Two.", "Three."))) == ["One.", "Two."]


def test_the_lowest_and_the_highest_toll_are_shown_before_those_between() -> None:
    tolls = [f"{number} people were killed at the bridge." for number in (4, 5, 9, 2)]
    pairs = [(passage(name), toll) for name, toll in zip("ABCD", tolls, strict=True)]
    assert chosen(*pairs) == [tolls[0], tolls[2], tolls[3]]


def test_a_report_with_a_different_toll_earns_its_place() -> None:
    assert chosen(
        (passage("A"), "Five people were killed at the bridge."),
        (passage("B"), "Shells fell on the bridge."),
        (passage("C"), "The market stayed closed."),
        (passage("D"), "Seven people were killed at the bridge."),
    ) == [
        "Five people were killed at the bridge.",
        "Seven people were killed at the bridge.",
        "Shells fell on the bridge.",
    ]


def test_a_second_passage_of_one_report_is_shown_for_its_toll() -> None:
    assert chosen(
        (passage("A", article="a"), "A drone hit a house by the river."),
        (passage("A", article="a"), "Two people were killed in the house."),
        (passage("B"), "Smoke was seen over the river."),
        (passage("C"), "The road was closed."),
    ) == [
        "A drone hit a house by the river.",
        "Two people were killed in the house.",
        "Smoke was seen over the river.",
    ]


def test_the_figures_of_background_earn_no_place() -> None:
    assert chosen(
        (passage("A"), "Five people were killed."),
        (passage("B", event=month(2024, 11)), "Ninety people were killed by mines."),
        (passage("C"), "Seven people were killed."),
    )[:2] == ["Five people were killed.", "Seven people were killed."]


# The incident


def excerpt(text: str, of: Scored | None = None, *, event: EventWhen | None = None) -> Excerpt:
    publisher = of.passage.publisher if of else "North Wire"
    id_ = of.passage.article_id if of else "id"
    url = f"https://north-wire.example.org/{next(_numbers)}"
    article = ArticleRef(
        id_,
        1,
        "0" * 64,
        url,
        publisher=publisher,
        published_at=NOON,
        published_precision=PublishedPrecision.TIME,
        language="en",
    )
    return Excerpt(text, 0, len(text), article, url, event, ("ain",))


def made(*excerpts: Excerpt, topics: list[frozenset[str]] | None = None, asked: TopicQuery = ANY_TOPIC):  # type: ignore[no-untyped-def]
    named = [passage(e.article.publisher, topics=t) for e, t in zip(excerpts, topics or [CLASH] * 9, strict=False)]
    every = [Report([scored], scored.passage.publisher) for scored in named]
    return incident(every, excerpts, asked, region_gazetteer(), default_thesaurus())


def made_of(*pairs: tuple[Scored, str]) -> Incident:
    passage_texts = texts_of(pairs)
    every = reports([scored for scored, _ in pairs], passage_texts)
    excerpts = [
        excerpt(text, scored) for scored, text in pairs if scored.passage in shown_passages(every, passage_texts)
    ]
    return incident(every, excerpts, ANY_TOPIC, region_gazetteer(), default_thesaurus())


def test_a_publisher_that_reports_twice_is_counted_once() -> None:
    one = made_of((passage("A"), "A clash."), (passage("A"), "The clash went on."), (passage("B"), "Clashes."))
    assert one.publishers == ("A", "B")
    assert one.reprints == 0


def test_a_reprint_counts_as_no_publisher_and_is_named_with_what_it_copies() -> None:
    wire = "Five shepherds were killed by a mine near the silos on Friday, a doctor of the town told the agency."
    one = made_of((passage("A"), wire), (passage("B"), wire), (passage("C"), "A mine went off near the silos."))
    assert one.publishers == ("A", "C")
    assert one.reprints == 1
    assert [e.also_in for e in one.excerpts] == [("B",), ()]


def test_places_are_named_and_come_once() -> None:
    one = made(excerpt("A clash."), excerpt("The clash."))
    assert (one.places, one.place_names) == (("ain",), ("Ras al-Ain",))


def test_the_most_exact_date_of_the_reports_is_the_incidents() -> None:
    days = EventWhen(Interval(date(2024, 11, 14), FRIDAY), Precision.DAYS)
    day = EventWhen(one_day(FRIDAY), Precision.DAY)
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
        ([{"drone_strike", "shelling"}, {"drone_strike"}], [{"strike", "shelling"}], "shelling"),
        ([{"sdf"}], [], None),
        ([{"attack_on_medical"}], [], None),
        ([set()], [], None),
    ],
)
def test_an_incident_is_labelled_by_the_kind_that_says_most(
    topics: list[set[str]], asked: list[set[str]], label: str | None
) -> None:
    excerpts = [excerpt("…") for _ in topics]
    one = made(*excerpts, topics=[frozenset(t) for t in topics], asked=TopicQuery.from_plain(asked))
    assert one.label == label


def test_of_equal_kinds_the_one_counts_that_is_counted() -> None:
    kinds = [frozenset({"arrest", "demonstration"})]
    assert made(excerpt("A crowd protested, and six people were arrested."), topics=kinds).label == "arrest"
    assert made(excerpt("A crowd protested, and police made arrests."), topics=kinds).label == "demonstration"


def test_a_later_death_is_said_beside_the_day_of_the_incident() -> None:
    day = EventWhen(one_day(date(2024, 11, 14)), Precision.DAY)
    one = made(excerpt("Of those hurt in Thursday's shelling one died of his wounds on Friday.", event=day))
    assert one.event == day
    assert [death.interval.start for death in one.later_deaths] == [FRIDAY]
    assert not made(excerpt("Two people were killed on Friday.", event=day)).later_deaths


def test_beside_other_reports_a_second_passage_that_states_nothing_new_is_not_shown() -> None:
    assert chosen(
        (passage("A", article="a"), "Five people were killed at the bridge."),
        (passage("B", article="b"), "A doctor counted five dead."),
        (passage("B", article="b"), "The five were killed on their way home."),
    ) == ["Five people were killed at the bridge.", "A doctor counted five dead."]
