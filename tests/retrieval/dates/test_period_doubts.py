"""What of a question's time could not be used is said, and the rest of the question is still read."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.questions.question import Question
from retrieval.questions.reader import QuestionReader
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Doubt
from tests.region import region_gazetteer

TODAY = date(2024, 11, 20)
READER = QuestionReader(region_gazetteer(), default_thesaurus())


def read(text: str) -> Question:
    return READER.understand(text, TODAY)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("shelling in Kobani since the ceasefire", "since the ceasefire"),
        ("قصف عين العرب منذ وقف إطلاق النار", "منذ وقف إطلاق النار"),
        ("Kobanê ji agirbestê ve", "ji agirbestê ve"),
        ("Kobani ateşkesten beri", "ateşkesten beri"),
        ("Kobani recently", "recently"),
    ],
)
def test_words_without_a_date_are_a_doubt_and_the_place_is_still_asked_for(question: str, words: str) -> None:
    asked = read(question)
    assert (Doubt.PERIOD, words) in asked.doubts
    assert asked.period is None
    assert [place.id for place in asked.places] == ["kobani"]


def test_a_second_period_is_left_out_and_said() -> None:
    asked = read("shelling in Kobani last week and arrests in Derik in March 2023")
    assert asked.interval is not None and asked.interval.start == date(2024, 11, 11)
    assert asked.doubts == ((Doubt.OTHER_PERIOD, "March 2023"),)


def test_a_second_period_to_come_does_not_end_the_search() -> None:
    asked = read("Kobani last week, and what is planned there for 2031 in the week of 3 May 2031")
    assert asked.period is not None
    assert not asked.has_doubt(Doubt.FUTURE)


def test_undatable_words_beside_a_period_are_left_out_and_said() -> None:
    asked = read("violations in Kobani since the truce, in March 2022")
    assert asked.interval is not None and asked.interval.start == date(2022, 3, 1)
    assert (Doubt.PERIOD, "since the truce") in asked.doubts


def test_a_place_between_words_of_time_is_asked_for() -> None:
    asked = read("what happened on 5 May in Kobani in 2022")
    assert [place.id for place in asked.places] == ["kobani"]
    assert asked.interval is not None and asked.interval.start == date(2022, 5, 5)


@pytest.mark.parametrize("today", [date.min, date.max])
@pytest.mark.parametrize(
    "question", ["Kobani last week", "Kobani before 3 May", "Kobani the past 400 days", "tomorrow"]
)
def test_questions_are_read_at_the_ends_of_the_calendar(question: str, today: date) -> None:
    asked = READER.understand(question, today)
    assert asked.interval is None or asked.interval.end <= today


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("arrests in Kobani in the third week of the siege", "third week"),
        ("arrests in Kobani on the third day of the raids", "third day"),
        ("Kobani in the second month of the war", "second month"),
        ("اعتقالات كوباني في الأسبوع الثالث من الحصار", "الأسبوع الثالث"),
        ("كوباني في الشهر الثاني من الحصار", "الشهر الثاني"),
        ("li Kobanê di hefteya sêyem a şer de", "hefteya sêyem"),
        ("Kobani'de savaşın ikinci haftası", "ikinci haftası"),
    ],
)
def test_words_of_time_that_no_rule_reads_are_said(question: str, words: str) -> None:
    asked = read(question)
    assert asked.interval is None
    assert any(doubt is Doubt.PERIOD and words in said for doubt, said in asked.doubts)


def test_a_weekday_that_no_week_holds_is_said_beside_the_period() -> None:
    asked = read("Kobani on Monday in 2019")
    assert asked.interval is not None and asked.interval.start == date(2019, 1, 1)
    assert (Doubt.PERIOD, "Monday") in asked.doubts


def test_what_is_the_first_of_a_month_in_arabic_is_not_since_that_month() -> None:
    asked = read("أول هجوم من كانون الثاني على كوباني")
    assert asked.interval is not None and asked.interval.end == date(2024, 1, 31)
