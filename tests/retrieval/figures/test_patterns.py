"""Each example beside a way to state a figure is found by that way."""

import pytest

from retrieval.figures.outline import outline_of
from retrieval.figures.patterns import statement, ways_of
from retrieval.figures.sentences import read_sentence, words_known
from retrieval.text.words import tokens

EXAMPLES = sorted(
    {
        (name, example)
        for language in ("ar", "en")
        for name, way in ways_of(language).items()
        for example in way.examples.split("; ")
    }
)


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_of_a_way_to_state_a_figure_is_found_by_it(name: str, example: str) -> None:
    matches = tokens(example)
    sentence = read_sentence(matches, [words_known()[match[0]] for match in matches])
    found = statement(sentence.language).search(outline_of(sentence))
    assert found is not None
    assert found[name] is not None
