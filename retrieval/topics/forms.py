"""Surface forms of topics, found in the words of a text: phrases, stems with any ending, Arabic particles."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from retrieval.text.folding import fold
from retrieval.text.words import Memo, arabic_analyses, plain, spelling

# Begins a word whose accents matter. It stands first in a form.
SPELLED = "="


class Form(NamedTuple):
    """A folded surface form: its words, of which any may end in a star (any ending), and what it names."""

    words: tuple[str, ...]
    key: str
    weight: float


class Hit(NamedTuple):
    """A form that stands in a text, from token `first` up to token `last`, not included."""

    first: int
    last: int
    form: Form


class FormIndex:
    """Finds forms in tokens.

    Where forms overlap, the one that begins first and is longest counts.
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        self._exact: dict[str, list[Form]] = defaultdict(list)
        self._stems: dict[str, list[Form]] = defaultdict(list)
        for form in forms:
            first = form.words[0]
            (self._stems if first.endswith("*") else self._exact)[first.removesuffix("*")].append(form)
        self._longest_stem = max(map(len, self._stems), default=0)
        self._beginning = Memo(self._find_beginning)

    def hits(self, words: Sequence[str]) -> Iterator[Hit]:
        """The forms in the tokens of a text, in order, and several where one wording means several."""
        covered = 0
        beginnings = list(map(self._beginning.__getitem__, words))
        for place in [place for place, beginning in enumerate(beginnings) if beginning is not None]:
            beginning = beginnings[place]
            if beginning is None or place < covered:
                continue
            phrases = beginning.phrases if beginning.may_go_on(words, place) else ()
            forms = (_longest_fitting(phrases, words, place) if phrases else ()) or beginning.single
            if forms:
                covered = place + len(forms[0].words)
                yield from [Hit(place, covered, form) for form in forms]

    def _find_beginning(self, word: str) -> "_Beginning | None":
        found: list[Form] = []
        for base in (*_bases(word), SPELLED + spelling(word)):
            found += self._exact.get(base, ())
            for length in range(1, min(len(base), self._longest_stem) + 1):
                found += self._stems.get(base[:length], ())
        phrases = sorted((form for form in found if len(form.words) > 1), key=lambda form: -len(form.words))
        single = {form.key: form for form in found if len(form.words) == 1}
        seconds = frozenset(form.words[1][0] for form in phrases)
        return _Beginning(tuple(phrases), tuple(single.values()), seconds) if found else None


class _Beginning(NamedTuple):
    """What a token can begin: forms of several words, longest first, and forms that it is by itself.

    `seconds` are the first letters of the second words of those forms.
    """

    phrases: tuple[Form, ...]
    single: tuple[Form, ...]
    seconds: frozenset[str]

    def may_go_on(self, words: Sequence[str], place: int) -> bool:
        """Whether the token behind begins like the second word of a form, as few do."""
        return place + 1 < len(words) and not self.seconds.isdisjoint(_initials(words[place + 1]))


def _longest_fitting(phrases: Iterable[Form], words: Sequence[str], place: int) -> tuple[Form, ...]:
    """The longest of the phrases that stand at a place: one for each thing that is named so."""
    longest, fitting = 0, {}
    for form in phrases:
        if len(form.words) < longest:
            break
        if _fits(form, words, place):
            longest = len(form.words)
            fitting[form.key] = form
    return tuple(fitting.values())


def fold_form(form: str) -> tuple[str, ...]:
    """The folded words of a form as it is written in the data file, with their stars."""
    return tuple(_fold_word(word.removesuffix("*")) + "*" * word.endswith("*") for word in form.split())


def _fold_word(word: str) -> str:
    return SPELLED + spelling(word[1:]) if word.startswith(SPELLED) else fold(word)


def _fits(form: Form, words: Sequence[str], place: int) -> bool:
    rest = form.words[1:]
    return place + len(rest) < len(words) and all(
        _is(expected, words[at]) for at, expected in enumerate(rest, place + 1)
    )


def _is(expected: str, word: str) -> bool:
    if expected.endswith("*"):
        return any(base.startswith(expected[:-1]) for base in _bases(word))
    return expected in _bases(word)


# "They killed her", "قتلها", and "قتلو" as it is typed. "Him" looks like the ending of a feminine noun, and stays.
_DONE_TO = re.compile(r"(?P<verb>\w{3,})(?:ها|هم|هن|وها|وهم|و)")


@lru_cache(maxsize=1 << 16)
def _initials(word: str) -> tuple[str, ...]:
    return tuple(base[0] for base in _bases(word))


@lru_cache(maxsize=1 << 16)
def _bases(word: str) -> tuple[str, ...]:
    """The folded word as it stands and, for Arabic, without its particles and without whom a verb is done to.

    None for punctuation.
    """
    folded = plain(word)
    if not folded or folded[0] < "\u0600":
        return (folded,) if folded else ()
    bases = [base for _, _, base in arabic_analyses(folded)]
    return tuple(dict.fromkeys([*bases, *(done.group("verb") for base in bases if (done := _DONE_TO.fullmatch(base)))]))
