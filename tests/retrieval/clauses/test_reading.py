"""What holds of the clauses of any text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retrieval.clauses.patterns import DATE_RULES, PLACE_RULES
from retrieval.clauses.reading import Clause, read_clauses
from retrieval.clauses.signs import ALPHABET
from retrieval.dates.events import find_event_dates
from retrieval.places.reading.reader import find_places
from retrieval.text.outline import pattern
from tests.region import region_gazetteer
from tests.retrieval.clauses.marked import PUBLISHED, marked

WORDS = [
    "Raqqa",
    "Kobanê",
    "الحسكة",
    "said",
    "from",
    "taken",
    "hospital",
    "2015",
    "today",
    "أمس",
    ",",
    ".",
    "after",
    "had",
    "'te",
    "شارع",
]


def _read(text: str) -> tuple[int, int, list[Clause]]:
    places, dates = find_places(region_gazetteer(), text), find_event_dates(text, PUBLISHED)
    return len(places), len(dates), read_clauses(text, places, dates, PUBLISHED)


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_clauses_part_the_text_and_each_mention_stands_in_one(text: str) -> None:
    places, dates, clauses = _read(text)
    assert all(one.end == other.start for one, other in pairwise(clauses))
    assert "".join(text[clause.start : clause.end] for clause in clauses) == (text if clauses else "")
    numbers = [number for clause in clauses for number in clause.places]
    assert len(numbers) == len(set(numbers)) and set(numbers) <= set(range(places))
    assert {number for clause in clauses for number in clause.dates} <= set(range(dates))


def test_a_text_without_words_has_no_clauses() -> None:
    assert read_clauses("", [], [], PUBLISHED) == []
    assert read_clauses("…", [], [], PUBLISHED) == []


def test_each_rule_is_about_one_mention() -> None:
    for _, source, _ in (*PLACE_RULES, *DATE_RULES):
        assert set(pattern(source, ALPHABET).groupindex) == {"at"}


def test_without_a_publication_date_nothing_is_old() -> None:
    one = marked("Nine were killed in [Amuda] {{in 2015}}.")
    assert not any(clause.is_old for clause in read_clauses(one.text, one.places, one.dates, None))
