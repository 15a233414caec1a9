"""Arabic in Latin letters and digits is read like Arabic; digits elsewhere stay digits."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates.intervals import one_day
from retrieval.questions.chat_alphabet import in_plain_writing
from retrieval.questions.reader import QuestionReader
from retrieval.topics.thesaurus import default_thesaurus
from tests.retrieval.places.shipped_places import shipped_gazetteer

TODAY = date(2024, 11, 17)
YESTERDAY = one_day(TODAY - timedelta(days=1))


@cache
def reader() -> QuestionReader:
    return QuestionReader(shipped_gazetteer(), default_thesaurus())


@pytest.mark.parametrize(
    ("text", "place", "matched"),
    [
        ("shou fi b 3amouda", "geonames:173230", "3amouda"),
        ("sho sar b 2amishlo", "geonames:173377", "2amishlo"),
        ("akhbar el 7asaka", "geonames:173811", "el 7asaka"),
        ("shu sar b ra2s el 3ayn", "geonames:165509", "ra2s el 3ayn"),
        ("wein el 2asf b 3ein 3issa", "geonames:172134", "3ein 3issa"),
        ("any clashes in 6ab2a", "geonames:172374", "6ab2a"),
        ("sho sar b 5an shay5oun", "geonames:168325", "5an shay5oun"),
        ("e3ti2alat b 3azaz", "geonames:172082", "3azaz"),
        ("ma3arat al nu3man news", "geonames:167611", "ma3arat al nu3man"),
    ],
)
def test_a_name_in_the_chat_alphabet_means_its_place(text: str, place: str, matched: str) -> None:
    question = reader().understand(text, TODAY)
    assert [(one.id, one.matched) for one in question.places] == [(place, matched)]


@pytest.mark.parametrize("word", ["mbare7", "embare7", "imbareh", "mbarih", "ams"])
def test_a_word_of_time_is_dated_and_told_as_typed(word: str) -> None:
    question = reader().understand(f"shu sar b kobani {word}", TODAY)
    assert question.period is not None
    assert (question.interval, question.period.matched) == (YESTERDAY, word)
    assert question.topic == ""


def test_a_word_of_the_field_is_a_topic_and_told_as_typed() -> None:
    question = reader().understand("2osf 3ala kobani", TODAY)
    assert (question.topic, question.topics.keys) == ("2osf", ("strike",))


@pytest.mark.parametrize(
    "text",
    [
        "f16 over Kobani",
        "rpg7 and tb2 in Kobani",
        "3killed, 7days, 2weeks in Kobani",
        "Kobani 2nd of October, 5pm, 3rd floor",
        "Kobani'de 3'ü çocuk 5 kişi",
        "12ê Adarê li Kobanê",
        "M4 highway, 6km from Ain Issa",
    ],
)
def test_digits_that_count_stay_digits(text: str) -> None:
    places = reader()
    read = in_plain_writing(text, lambda word: False, places._is_other_word)
    assert read.text == text


@given(st.text(alphabet="shu sar b 23579'’ aekmn", max_size=60))
def test_no_text_stops_the_reader(text: str) -> None:
    assert reader().understand(text + " shu", TODAY).text == text + " shu"
