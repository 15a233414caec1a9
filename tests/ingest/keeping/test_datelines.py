"""The dateline at the head of a report is found, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.keeping.datelines import LINES, find_dateline

REST = "Two people were hurt on Friday when shells fell near the silos."


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("HASAKAH (North Wire) – ", "North Wire"),
        ("HASAKAH, Syria (North Wire) – ", "North Wire"),
        ("Hasakah (North Wire) - ", "North Wire"),
        ("Qamishli, Syria (Jazira Post): ", "Jazira Post"),
        ("الحسكة (وادي برس) – ", "وادي برس"),
        ("الحسكة (وادي برس): ", "وادي برس"),
        ("KAMIŞLI (Euphrates Dispatch) – ", "Euphrates Dispatch"),
        ("QAMISHLI, Syria – ", None),
        ("RAS AL-AIN – ", None),
        ("GIRÊ SPÎ – ", None),
    ],
)
def test_place_agency_and_dash_open_a_report(dateline: str, agency: str | None) -> None:
    found = find_dateline(dateline + REST)
    assert found is not None
    assert found.agency == agency
    assert (dateline + REST)[: found.end].strip() == dateline.strip()


def test_a_dateline_may_stand_on_a_line_of_its_own() -> None:
    text = "الرقة-سانا\n" + REST
    found = find_dateline(text)
    assert found is not None
    assert (found.agency, text[: found.end]) == ("سانا", "الرقة-سانا")


def test_a_credit_or_a_date_may_stand_above_it() -> None:
    above = "Photograph: a reader\n16 November 2024\n\n"
    text = f"{above}HASAKAH (North Wire) – {REST}"
    found = find_dateline(text)
    assert found is not None
    assert text[found.end :].strip() == REST


def test_below_the_first_lines_none_is_looked_for() -> None:
    head = "HASAKAH (North Wire) – " + REST
    assert find_dateline("One line.\n" * (LINES - 1) + head) is not None
    assert find_dateline("One line.\n" * LINES + head) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        REST,
        "Residents (many of them old) left the town on Friday.",
        "The SDF - a force of several parties - said nothing.",
        "He said: (nothing) – and left.",
        "Was it him? (Perhaps) – nobody knows.",
        "HASAKAH. " + REST,
        "A well-known road – the M4 – was shut.",
    ],
)
def test_ordinary_sentences_are_none(text: str) -> None:
    assert find_dateline(text) is None


@given(st.text(st.sampled_from("HASKh ,()-–—:\nسانا.") | st.characters(), max_size=60))
def test_it_ends_inside_the_text_and_its_agency_stands_in_it(text: str) -> None:
    found = find_dateline(text)
    if found is not None:
        assert 0 < found.end <= len(text)
        assert found.agency is None or found.agency in text[: found.end]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["A", "(", "A (", "A -", " ", "\n", "الرقة "])
def test_a_long_text_is_looked_at_in_one_pass(piece: str) -> None:
    find_dateline(piece * 100_000)
