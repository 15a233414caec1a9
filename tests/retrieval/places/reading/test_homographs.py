"""Words that are names of towns as well, told apart by the grammar around them."""

from pathlib import Path

import pytest

from retrieval.places.reading.reader import find_asked_places, find_places
from tests.retrieval.places.shipped_places import shipped_gazetteer

_LINES = (Path(__file__).parent / "homographs.txt").read_text("utf-8").splitlines()
ROWS = [tuple(line.split(" | ")) for line in _LINES if line and not line.startswith("#")]


@pytest.mark.parametrize(("expected", "sentence"), ROWS)
def test_a_word_is_a_town_only_where_its_grammar_says_so(expected: str, sentence: str) -> None:
    sentence, _, others = sentence.partition(" + ")
    wanted = [name for name in (expected.strip("-"), others) if name]
    assert [mention.text for mention in find_places(shipped_gazetteer(), sentence)] == wanted


def test_who_asks_for_such_a_name_means_the_town() -> None:
    for question in ("ماذا حدث في الطبقة", "ماذا جرى في الميادين", "li Babê çi qewimî"):
        assert len(find_asked_places(shipped_gazetteer(), question)) == 1
