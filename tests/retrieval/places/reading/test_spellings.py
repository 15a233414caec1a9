"""Spellings of places as people write them, in a table: each means the place that its row says."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.questions.reader import QuestionReader
from retrieval.topics.thesaurus import default_thesaurus
from tests.retrieval.places.shipped_places import shipped_gazetteer

TABLE = Path(__file__).parent / "spellings.txt"
TODAY = date(2024, 11, 17)

QUESTIONS = {
    "en": "what happened in {}",
    "ar": "ماذا حدث في {}",
    "ku": "li {} çi bû",
    "tr": "{} bölgesinde ne oldu",
    "ckb": "{}",
}


def rows() -> list[tuple[str, str, str]]:
    """(place id, language, spelling) for each spelling of the table."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    parts = [[part.strip() for part in line.split("|")] for line in lines]
    return [(id_, lang, spelling.strip()) for id_, _, lang, spellings in parts for spelling in spellings.split(",")]


@cache
def reader() -> QuestionReader:
    return QuestionReader(shipped_gazetteer(), default_thesaurus())


def test_the_table_has_spellings_enough_in_every_language() -> None:
    assert len(rows()) >= 250
    assert {language for _, language, _ in rows()} == set(QUESTIONS)


@pytest.mark.parametrize(("place_id", "language", "spelling"), rows())
def test_a_spelling_means_its_place(place_id: str, language: str, spelling: str) -> None:
    question = reader().understand(QUESTIONS[language].format(spelling), TODAY)
    assert [place.id for place in question.places] == [place_id]
    assert question.places[0].matched in spelling


@given(st.sampled_from(rows()), st.text(max_size=40), st.text(max_size=40))
def test_no_text_around_a_spelling_stops_the_reader(row: tuple[str, str, str], before: str, after: str) -> None:
    question = reader().understand(f"{before} {row[2]} {after}", TODAY)
    assert question.interval is None or question.interval.start <= question.interval.end


@pytest.mark.parametrize("text", ["كوبـــاني", "Kobanê كوباني", "Kob\u200fani", "\u202bKobani\u202c", "K*obani"])
def test_stretched_mixed_and_marked_names_mean_the_place(text: str) -> None:
    question = reader().understand(f"what happened in {text}", TODAY)
    assert {place.name for place in question.places} == {"Kobani"}


@pytest.mark.parametrize("text", ["ab" * 1000, "Tal " * 400, "ك" * 2000, "Kobani " * 280])
def test_long_repetitions_are_read_or_refused_without_harm(text: str) -> None:
    assert reader().understand(text, TODAY).text == text
