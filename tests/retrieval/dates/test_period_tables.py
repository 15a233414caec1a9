"""What expressions of time mean, by tables in four languages.

A table is a text file: "@ 2024-11-20" is the day on which the questions below it are asked, and a line is a question
and the dates it asks for, or "nothing", or why there are none (see `retrieval.dates.periods.PeriodMention`). The dates
were worked out by the conventions in the docstring of `find_period`, with a calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from retrieval.dates.periods import find_period

FOLDER = Path(__file__).parent / "periods"
LANGUAGES = ("english", "arabic", "kurmanji", "turkish", "mixed")

Row = tuple[date, str, str]


def table(language: str) -> Iterator[Row]:
    """The rows of one language: the day, the question, what it means."""
    today = date.min
    for line in (FOLDER / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("@"):
            today = date.fromisoformat(line.split()[1])
        elif line:
            question, expected = line.rsplit("|", 1)
            yield today, question.strip(), expected.strip()


TABLES = {language: list(table(language)) for language in LANGUAGES}


def found_on(text: str, today: date) -> str:
    """What is understood of a question, in the words of the tables."""
    mention = find_period(text, today)
    if mention is None:
        return "nothing"
    if mention.interval is None:
        return mention.reason or ""
    start, end = mention.interval.start, mention.interval.end
    return f"{start}" if start == end else f"{start}..{end}"


@pytest.mark.parametrize(("today", "question", "expected"), TABLES["english"])
def test_english_words_mean_these_dates(today: date, question: str, expected: str) -> None:
    assert found_on(question, today) == expected


@pytest.mark.parametrize(("today", "question", "expected"), TABLES["arabic"])
def test_arabic_words_mean_these_dates(today: date, question: str, expected: str) -> None:
    assert found_on(question, today) == expected


@pytest.mark.parametrize(("today", "question", "expected"), TABLES["kurmanji"])
def test_kurmanji_words_mean_these_dates(today: date, question: str, expected: str) -> None:
    assert found_on(question, today) == expected


@pytest.mark.parametrize(("today", "question", "expected"), TABLES["turkish"])
def test_turkish_words_mean_these_dates(today: date, question: str, expected: str) -> None:
    assert found_on(question, today) == expected


@pytest.mark.parametrize(("today", "question", "expected"), TABLES["mixed"])
def test_languages_mix_in_one_question(today: date, question: str, expected: str) -> None:
    assert found_on(question, today) == expected


@pytest.mark.parametrize(
    ("today", "question", "expected"), [row for rows in TABLES.values() for row in rows if row[2] != "nothing"]
)
def test_a_period_inside_a_sentence_is_the_same_period(today: date, question: str, expected: str) -> None:
    assert found_on(f"Was Zirgan shelled {question}, and by whom?", today) == expected


@pytest.mark.parametrize("language", ["english", "arabic", "kurmanji", "turkish"])
def test_each_language_has_its_eighty_expressions(language: str) -> None:
    assert len({question for _, question, expected in TABLES[language] if expected != "nothing"}) >= 80
