"""A word of time, number or position that nothing was read from is told to the reader."""

from datetime import date

import pytest

from retrieval.questions.reader import QuestionReader
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Doubt
from tests.region import region_gazetteer

TODAY = date(2024, 11, 17)


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return QuestionReader(region_gazetteer(), default_thesaurus())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fires in Kobani, 17", "17"),
        ("Kobani 40 families", "40"),
        ("who is north in this war", "north"),
        ("حرائق في عين العرب 17", "17"),
        ("li Kobanê 17 çi qewimî", "17"),
        ("Kobani'de 17 ne oldu", "17"),
    ],
)
def test_a_word_that_was_not_used_is_told(reader: QuestionReader, text: str, words: str) -> None:
    assert (Doubt.LEFT_OUT, words) in reader.understand(text, TODAY).doubts


@pytest.mark.parametrize(
    "text",
    [
        "fires north of Kobani in the last three days",
        "how many were killed in Kobani on 3 November",
        "what happened in Kobani in October 2024",
        "latest news from around Kobani",
        "ماذا حدث شمال عين العرب يوم الجمعة",
        "li bakurê Kobanê vê hefteyê çi qewimî",
        "Kobani'nin kuzeyinde bu hafta ne oldu",
    ],
)
def test_words_that_were_used_are_not(reader: QuestionReader, text: str) -> None:
    assert not reader.understand(text, TODAY).has_doubt(Doubt.LEFT_OUT)
