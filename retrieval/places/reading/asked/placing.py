"""How surely a phrase of a question names a place."""

from collections.abc import Sequence
from enum import IntEnum

from retrieval.places.names import Span, is_arabic
from retrieval.places.reading import cues
from retrieval.places.reading.asked.unknown import Phrase
from retrieval.places.toponyms import Line


class Placing(IntEnum):
    """How surely a word of a question names a place."""

    NONE = 0  # what stands there is hardly one: a capital beside other places
    BARE = 1  # nothing says so
    LIKELY = 2  # a capital, or a word of place before
    CERTAIN = 3  # both, or a word such as "village"


def placing_of(phrase: Phrase, span: Span, named: Sequence[Span], line: Line) -> Placing:
    """How surely a phrase at `span` names a place.

    Where other places are `named`, a capital alone may be a person's.
    """
    if phrase.certain and (phrase.generic or not is_arabic(line.text[span.start : span.end])):
        return Placing.CERTAIN
    pairs = (sorted((one, span), key=lambda each: each.start) for one in named)
    if phrase.placed or any(cues.is_joined(line, first, second) for first, second in pairs):
        return Placing.LIKELY
    if named:
        return Placing.NONE
    return Placing.LIKELY if line.text[line.word_start(span.first_word)].isupper() else Placing.BARE
