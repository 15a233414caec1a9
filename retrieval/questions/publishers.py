"""The outlets that a question names."""

from collections.abc import Iterator, Mapping
from functools import cache

from retrieval import data
from retrieval.questions.words import Span, words_outside
from retrieval.text.folding import fold

# Words of the longest name that is looked for: "Syrian Network for Human Rights" has five.
MOST_WORDS = 7


def publishers_in(text: str) -> Iterator[tuple[Span, str]]:
    """Where a question names an outlet, with the name by which it is usually called; of two the longer one."""
    words = [(*word.span(), fold(word[0])) for word in words_outside(text, ())]
    at = 0
    while at < len(words):
        length, name = _longest([word for _, _, word in words[at : at + MOST_WORDS]])
        if name is not None:
            yield (words[at][0], words[at + length - 1][1]), name
        at += length


def _longest(words: list[str]) -> tuple[int, str | None]:
    for length in range(len(words), 0, -1):
        name = _names().get("".join(words[:length]))
        if name is not None:
            return length, name
    return 1, None


@cache
def _names() -> Mapping[str, str]:
    """The usual name of an outlet by each of its names, without spaces and accents."""
    outlets = data.toml("publishers.toml")["outlets"].values()
    return {fold(name).replace(" ", ""): outlet["names"][0] for outlet in outlets for name in outlet["names"]}
