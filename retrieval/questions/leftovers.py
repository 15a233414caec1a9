"""The words of time, number and position in a question that nothing has used, so that the reader is told."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from retrieval import data
from retrieval.dates.words.lexicon import look_up
from retrieval.dates.words.signs import Sign
from retrieval.questions.words import Span, is_filler, touches, words_outside
from retrieval.text.folding import fold

# Words that carry a time by themselves; "day" and "hour" are asked for as often as they say when.
_TIMES = frozenset(
    [Sign.MONTH, Sign.WEEKDAY, Sign.RELATIVE_DAY, Sign.WEEK, Sign.WEEKEND, Sign.MONTH_UNIT, Sign.YEAR_UNIT, Sign.FEAST]
)

# Words from a name within which a word of position belongs to it, as `places.reading.surroundings` looks for them.
NEAR_WORDS = 5

_NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*")


def unused_words(text: str, used: Sequence[Span], names: Sequence[Span]) -> Iterator[str]:
    """The words that were left out, those side by side together.

    `used` are the spans that something was read from, `names` those of them that name places.
    """
    words = words_outside(text, ())
    near = set(_near(words, names))
    run: list[re.Match[str]] = []
    for at, word in enumerate(words):
        if not touches(word.span(), used) and _says_more(word[0], at in near):
            run.append(word)
        elif run:
            yield text[run[0].start() : run[-1].end()]
            run = []
    if run:
        yield text[run[0].start() : run[-1].end()]


def _near(words: Sequence[re.Match[str]], names: Sequence[Span]) -> Iterator[int]:
    """The numbers of the words beside names."""
    named = [at for at, word in enumerate(words) if touches(word.span(), names)]
    return (at + step for at in named for step in range(-NEAR_WORDS, NEAR_WORDS + 1))


def _says_more(word: str, beside_name: bool) -> bool:
    """Whether a word says when, how many, or on which side, and is none that only asks."""
    if _NUMBER.fullmatch(word):
        return True
    if is_filler(word):
        return False
    node = look_up(word)
    senses = node.alone if node else []
    is_time = bool(senses) and all(sense.meaning[0][0] in _TIMES for sense in senses)
    return is_time or (not beside_name and fold(word) in _positions())


@cache
def _positions() -> frozenset[str]:
    """The folded words that say on which side of a place something is, or how near."""
    groups = (group for group in data.toml("surroundings.toml").values() if isinstance(group, dict))
    return frozenset(word for group in groups for key in ("before", "after") for word in group.get(key, "").split())
