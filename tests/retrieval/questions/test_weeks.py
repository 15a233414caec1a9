"""Weeks begin on the day on which the reader's do."""

from datetime import date

import pytest

from retrieval.dates.intervals import Interval
from retrieval.questions.question import Turn
from retrieval.questions.reader import QuestionReader
from retrieval.topics.thesaurus import default_thesaurus
from tests.region import region_gazetteer

SUNDAY = date(2024, 11, 17)
MONDAY_FIRST, SATURDAY_FIRST, SUNDAY_FIRST = 0, 5, 6


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return QuestionReader(region_gazetteer(), default_thesaurus())


def days(first: tuple[int, int], last: tuple[int, int]) -> Interval:
    return Interval(date(2024, *first), date(2024, *last))


@pytest.mark.parametrize(
    ("text", "first_weekday", "interval"),
    [
        ("Kobani this week", MONDAY_FIRST, days((11, 11), (11, 17))),
        ("Kobani this week", SATURDAY_FIRST, days((11, 16), (11, 17))),
        ("Kobani this week", SUNDAY_FIRST, days((11, 17), (11, 17))),
        ("Kobani last week", SATURDAY_FIRST, days((11, 9), (11, 15))),
        ("كوباني الأسبوع الماضي", SATURDAY_FIRST, days((11, 9), (11, 15))),
        ("Kobani geçen hafta", SUNDAY_FIRST, days((11, 10), (11, 16))),
        ("Kobani friday last week", SATURDAY_FIRST, days((11, 15), (11, 15))),
        ("Kobani on the weekend of 13 November", SATURDAY_FIRST, days((11, 9), (11, 10))),
        ("Kobani last weekend", SATURDAY_FIRST, days((11, 9), (11, 10))),
    ],
)
def test_a_week_begins_where_the_reader_begins_it(
    reader: QuestionReader, text: str, first_weekday: int, interval: Interval
) -> None:
    assert reader.understand(text, SUNDAY, first_weekday=first_weekday).interval == interval


def test_without_a_day_of_their_own_readers_have_that_of_the_library() -> None:
    reader = QuestionReader(region_gazetteer(), default_thesaurus(), SATURDAY_FIRST)
    assert reader.understand("Kobani this week", SUNDAY).interval == days((11, 16), (11, 17))


def test_an_earlier_question_keeps_the_week_of_who_asked_it(reader: QuestionReader) -> None:
    earlier = Turn("clashes in Kobani last week", SUNDAY, first_weekday=SATURDAY_FIRST)
    assert Turn.from_plain(earlier.plain()) == earlier
    question = reader.understand("and in Qamishli?", SUNDAY, [earlier])
    assert question.interval == days((11, 9), (11, 15))
