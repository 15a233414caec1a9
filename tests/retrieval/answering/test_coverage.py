"""How much was searched, how fresh it is, and which publishers have gone quiet."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest

from retrieval.answering import coverage
from retrieval.answering.coverage import CoverageReader
from retrieval.answers import Coverage, Quiet
from retrieval.article import PublishedPrecision
from retrieval.library.articles import Library
from retrieval.library.models import Role
from retrieval.library.new_article import NewArticle, NewMention, NewPassage
from retrieval.places.keys import PlaceKey

NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)
AREA = frozenset({"hasakah"})
INSIDE = frozenset({"hasakah", "ain"})

_numbers = count(1)


@pytest.fixture
def answerer(library: Library) -> CoverageReader:
    return CoverageReader(library.engine)


def keep(library: Library, *days: date | None, publisher: str = "North Wire", place: str = "ain") -> None:
    for day in days:
        moment = datetime.combine(day, time(), UTC) if day else None
        article = NewArticle(
            f"https://north-wire.example.org/{next(_numbers)}",
            "a text",
            publisher=publisher,
            language="en",
            published_at=moment,
            published_precision=PublishedPrecision.DAY if moment else None,
        )
        library.keep(
            article, [NewPassage(0, 6, "a text", mentions=(NewMention(PlaceKey(place), Role.TEXT, 0, 1),))], NOW
        )


def before(*days: int) -> list[date]:
    """Dates so many days before now."""
    return [NOW.date() - timedelta(days=number) for number in days]


def everything(answerer: CoverageReader) -> Coverage:
    return answerer.of(frozenset(), frozenset(), NOW)


def test_an_empty_library_covers_nothing(answerer: CoverageReader) -> None:
    assert everything(answerer) == Coverage(0, 0, None)
    assert answerer.of(AREA, INSIDE, NOW) == Coverage(0, 0, None)


def test_articles_and_publishers_of_the_area_are_counted(library: Library, answerer: CoverageReader) -> None:
    keep(library, *before(1, 2))
    keep(library, *before(3), publisher="Jazira Post")
    keep(library, *before(0), publisher="Khabur News", place="kobani")
    covered = answerer.of(AREA, INSIDE, NOW)
    assert (covered.articles, covered.publishers) == (3, 2)
    assert (covered.newest, covered.newest_precision) == (datetime(2024, 11, 16, tzinfo=UTC), "day")
    assert (everything(answerer).articles, everything(answerer).publishers) == (4, 3)


def test_articles_without_a_date_are_counted_and_are_not_the_newest(library: Library, answerer: CoverageReader) -> None:
    keep(library, *before(4))
    keep(library, None, publisher="Jazira Post")
    covered = answerer.of(AREA, INSIDE, NOW)
    assert (covered.articles, covered.publishers) == (2, 2)
    assert covered.newest == datetime(2024, 11, 13, tzinfo=UTC)


def test_what_is_published_later_is_not_searched_yet(library: Library, answerer: CoverageReader) -> None:
    keep(library, *before(4, -3))
    assert (everything(answerer).articles, everything(answerer).newest) == (1, datetime(2024, 11, 13, tzinfo=UTC))
    assert answerer.of(frozenset(), frozenset(), NOW + timedelta(days=5)).articles == 2


def test_an_article_whose_text_no_longer_names_the_area_is_not_counted(
    library: Library, answerer: CoverageReader
) -> None:
    address = "https://north-wire.example.org/changed"
    mention = (NewMention(PlaceKey("ain"), Role.TEXT, 0, 1),)
    library.keep(
        NewArticle(address, "a text", publisher="North Wire"), [NewPassage(0, 6, "a text", mentions=mention)], NOW
    )
    library.keep(NewArticle(address, "another", publisher="North Wire"), [NewPassage(0, 7, "another")], NOW)
    assert answerer.of(AREA, INSIDE, NOW).articles == 0
    assert everything(answerer).articles == 1


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any library is so large that counting it is worth a wait."""
    monkeypatch.setattr("retrieval.answering.coverage.FEW_ARTICLES", 0)


@pytest.mark.usefixtures("large")
def test_a_count_is_remembered_for_a_while_and_then_made_anew(
    library: Library, answerer: CoverageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(library, *before(2))
    assert everything(answerer).articles == 1
    keep(library, *before(1))
    assert everything(answerer).articles == 1
    monkeypatch.setattr(coverage, "STALE_SECONDS", 0.0)
    assert everything(answerer).articles == 2


def test_an_empty_library_is_counted_anew_at_once(library: Library, answerer: CoverageReader) -> None:
    assert everything(answerer).articles == 0
    keep(library, *before(1))
    assert everything(answerer).articles == 1


def test_a_publisher_that_stopped_is_quiet_since_its_last_article(library: Library, answerer: CoverageReader) -> None:
    keep(library, *before(9, 8, 7, 6, 5))
    keep(library, *before(4, 3, 2, 1), publisher="Jazira Post")
    assert answerer.of(AREA, INSIDE, NOW).quiet == (Quiet("North Wire", date(2024, 11, 12)),)


@pytest.mark.parametrize(
    ("days", "quiet"),
    [
        ((8, 7, 6, 5), True),  # daily, then nothing for five days
        ((5, 4, 3), False),  # three days and some hours are three times its pause, and no four
        ((24, 17, 10), False),  # weekly, nothing for ten days
        ((52, 45, 38), True),  # weekly, nothing for five weeks
        ((9, 8), False),  # two articles are no habit
        ((93, 92, 91), False),  # no source of this area any more
        ((2, 2, 2), False),  # several on one day
        ((30, 6, 5, 4), True),
    ],
)
def test_quiet_is_four_times_the_usual_pause_and_three_days_at_least(
    library: Library, answerer: CoverageReader, days: tuple[int, ...], quiet: bool
) -> None:
    keep(library, *before(*days))
    assert bool(answerer.of(AREA, INSIDE, NOW).quiet) is quiet


def test_the_longest_silence_comes_first(library: Library, answerer: CoverageReader) -> None:
    for publisher, last in (("B", 8), ("A", 8), ("C", 20)):
        keep(library, *before(last + 2, last + 1, last), publisher=publisher)
    assert [silent.publisher for silent in answerer.of(AREA, INSIDE, NOW).quiet] == ["C", "A", "B"]


def test_silence_is_judged_by_what_is_published_until_now(library: Library, answerer: CoverageReader) -> None:
    keep(library, *before(9, 8, 7, -1))
    assert [silent.since for silent in answerer.of(AREA, INSIDE, NOW).quiet] == [date(2024, 11, 10)]
