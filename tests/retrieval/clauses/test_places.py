"""Why places stand in a sentence, in four languages."""

import pytest

from retrieval.clauses.reading import read_clauses
from tests.retrieval.clauses.marked import PUBLISHED, marked, rows


def roles(sentence: str) -> list[str]:
    """The roles of the places of a sentence, in order."""
    one = marked(sentence)
    clauses = read_clauses(one.text, one.places, one.dates, PUBLISHED)
    found = {number: role.value for clause in clauses for number, role in clause.places.items()}
    return [found[number] for number in range(len(one.places))]


@pytest.mark.parametrize(("language", "expected", "sentence"), rows("places.txt"))
def test_each_place_of_a_sentence_has_its_role(language: str, expected: str, sentence: str) -> None:
    assert roles(sentence) == expected.split(), language
