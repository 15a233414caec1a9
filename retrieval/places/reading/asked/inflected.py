"""Known names with a Turkish ending and no apostrophe in a question: "kobaniye", "azezde", "rakkanın kırsalı".

Articles write the apostrophe, and in them a longer word is seldom a name with an ending. In a question it often is.
"""

import re
from collections.abc import Iterator, Sequence

from retrieval.places.families import PROMINENT
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.names import NameKey, Span, is_arabic
from retrieval.places.toponyms import Line
from retrieval.places.words import is_ordinary

# Words of the longest name that is looked for: "Tall Rifat" has two, "Maarat al-Numan" three with its article.
MOST_WORDS = 3

# Letters of a name before an ending that is a single vowel, which ends many other words; before other endings; and of
# a name that few know.
LEAST_BEFORE_VOWEL, LEAST, LEAST_UNKNOWN = 5, 3, 7

# Folded, so that i stands for ı too: behind a consonant, behind a vowel, behind either.
_BEHIND_CONSONANT = ("in", "un", "a", "e", "i", "u")
_BEHIND_VOWEL = ("nin", "nun", "yi", "yu", "ya", "ye", "yla", "yle")
_BEHIND_EITHER = (
    *("dan", "den", "tan", "ten", "daki", "deki", "taki", "teki", "dakiler", "dekiler", "takiler", "tekiler"),
    *("da", "de", "ta", "te", "la", "le"),
)
_ENDINGS = tuple(sorted((*_BEHIND_CONSONANT, *_BEHIND_VOWEL, *_BEHIND_EITHER), key=len, reverse=True))
_VOWELS = frozenset("aeiou")
_BREAK = re.compile(r"[,.;:!?()\n/]")


def with_inflected(
    gazetteer: Gazetteer, line: Line, spans: Sequence[Span], explained: Sequence[tuple[int, int]]
) -> list[Span]:
    """The names of a question with those that carry such an ending, in order, none overlapping another.

    `explained` are words that mean something else.
    """
    found = list(spans)
    taken = [*explained, *((span.start, span.end) for span in spans)]
    for span in _inflected(gazetteer, line):
        if all(span.end <= start or end <= span.start for start, end in taken):
            found.append(span)
            taken.append((span.start, span.end))
    return sorted(found, key=lambda span: span.start)


def _inflected(gazetteer: Gazetteer, line: Line) -> Iterator[Span]:
    for at, index in enumerate(line.words):
        word = line.all_words[index]
        if len(word) <= LEAST or is_arabic(word) or is_ordinary(word):
            continue
        named = (_named(gazetteer, line, at, stem) for stem in _stems(word))
        found = next((span for span in named if span is not None), None)
        if found is not None:
            yield found


def _stems(word: str) -> Iterator[str]:
    """The word without each ending that it may have, the longest ending first."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or not stem:
            continue
        is_behind_vowel = stem[-1] in _VOWELS
        if ending in _BEHIND_EITHER or (ending in _BEHIND_VOWEL) == is_behind_vowel:
            yield stem


def _named(gazetteer: Gazetteer, line: Line, at: int, stem: str) -> Span | None:
    """The longest known name that ends with a stem, from words before it too."""
    last = line.words[at]
    ending = line.all_words[last][len(stem) :]
    end = line.folded.offsets[line.word_starts[last] + len(stem) - 1] + 1
    for first in range(max(at - MOST_WORDS + 1, 0), at + 1):
        start = line.word_start(line.words[first])
        letters = "".join(line.all_words[index] for index in line.words[first:at]) + stem
        number = gazetteer.toponyms.number(NameKey(letters, (), False))
        if number is None or _BREAK.search(line.text, start, end):
            continue
        if _is_clear(gazetteer, number, letters, ending):
            return Span(start, end, number, line.words[first], last, False, "", ending)
    return None


def _is_clear(gazetteer: Gazetteer, number: int, letters: str, ending: str) -> bool:
    """Whether a name is known widely enough, or long enough, to be seen in a longer word."""
    family = gazetteer.families_of(number)[0]
    if family.prior < PROMINENT:
        at_home = gazetteer.place(family.numbers[0]).country == gazetteer.home
        return at_home and len(letters) >= LEAST_UNKNOWN
    return len(letters) >= (LEAST_BEFORE_VOWEL if len(ending) == 1 else LEAST)
