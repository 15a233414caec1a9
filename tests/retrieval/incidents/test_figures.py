"""What the reports of one event state stands side by side, each in its own words."""

from datetime import datetime, timedelta
from itertools import count

from retrieval.answers import ArticleRef, Excerpt, Figure
from retrieval.article import PublishedPrecision
from retrieval.figures.kinds import FigureKind
from retrieval.incidents.figures import figures
from tests.retrieval.invented_passages import NOON

_numbers = count(1)


def excerpt(
    text: str,
    publisher: str = "North Wire",
    published: datetime | None = NOON,
    precision: PublishedPrecision = PublishedPrecision.TIME,
) -> Excerpt:
    url = f"https://north-wire.example.org/{next(_numbers)}"
    article = ArticleRef(
        "id",
        1,
        "0" * 64,
        url,
        publisher=publisher,
        published_at=published,
        published_precision=precision,
        language="en",
    )
    return Excerpt(text, 0, len(text), article, url, None, ("ain",))


def later(figure: Figure) -> list[tuple[int, bool]]:
    return [(claim.high, claim.later) for claim in figure.claims]


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


def test_a_part_of_a_total_is_no_claim_beside_it() -> None:
    (killed,) = figures([excerpt("Eight people, including two children, were killed.")])
    assert [(claim.low, claim.high) for claim in killed.claims] == [(8, 8)]


def test_totals_over_longer_times_are_left_out() -> None:
    assert figures([excerpt("Since January, 214 people have been killed by mines in the region.")]) == []


def test_without_a_number_there_is_no_figure() -> None:
    assert figures([excerpt("Several people were hurt.")]) == []
    assert figures([]) == []


def test_a_figure_published_after_a_different_one_is_marked_as_later() -> None:
    soon, evening = (
        excerpt("Five people were killed."),
        excerpt("The death toll rose to 7.", "B", NOON + timedelta(hours=6)),
    )
    assert later(figures([evening, soon])[0]) == [(7, True), (5, False)]


def test_the_same_figure_published_again_is_no_later_one() -> None:
    soon, evening = excerpt("Five people were killed."), excerpt("Five people died.", "B", NOON + timedelta(hours=6))
    assert later(figures([soon, evening])[0]) == [(5, False), (5, False)]


def test_a_report_that_has_no_hour_is_later_only_by_its_day() -> None:
    soon = excerpt("Five people were killed.")
    same_day = excerpt("Seven people were killed.", "B", NOON + timedelta(hours=6), PublishedPrecision.DAY)
    next_day = excerpt("Seven people were killed.", "B", NOON + timedelta(days=1), PublishedPrecision.DAY)
    assert later(figures([soon, same_day])[0]) == [(5, False), (7, False)]
    assert later(figures([soon, next_day])[0]) == [(5, False), (7, True)]


def test_a_report_without_a_date_is_neither_earlier_nor_later() -> None:
    undated = excerpt("Seven people were killed.", "B", None)
    assert later(figures([excerpt("Five people were killed."), undated])[0]) == [(5, False), (7, False)]


def test_one_of_the_wounded_who_dies_is_no_second_toll() -> None:
    rose = "The death toll rose to three after a wounded man died on Saturday."
    assert [(f.kind, f.low, f.high) for f in figures([excerpt(rose)])] == [(FigureKind.KILLED, 3, 3)]
    three = excerpt("Three people were killed in the shelling.")
    for text in ("An injured woman died on Saturday.", "توفي أحد الجرحى متأثراً بإصابته يوم السبت."):
        later_report = excerpt(text, "Jazira Post", NOON + timedelta(days=1))
        assert [(f.kind, f.low, f.high) for f in figures([three, later_report])] == [(FigureKind.KILLED, 3, 3)]


def test_one_of_the_wounded_who_dies_is_the_toll_where_no_other_is_stated() -> None:
    (killed,) = figures([excerpt("An injured woman died on Saturday.")])
    assert (killed.kind, killed.high) == (FigureKind.KILLED, 1)
