"""The words that state figures, by language: what each can mean, as the packaged data file lists it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from retrieval import data
from retrieval.text.folding import fold
from retrieval.text.words import spelling


class FigureKind(StrEnum):
    """What a figure counts."""

    KILLED = "killed"
    INJURED = "injured"
    DETAINED = "detained"
    ABDUCTED = "abducted"
    DISPLACED = "displaced"


LANGUAGES = ("en", "ar", "tr", "ku")

ROLES = {
    "common": "x", "and": "&", "be": "u", "article": "a", "the": "h", "of": "w", "to": "r",
    "preposition": "j", "say": "g", "while": "~", "no": "z", "others": "o", "another": "O", "pair_others": "d",
    "including": "i", "age": "y", "number_of": "T", "cumulative": "c", "thing": "e", "person": "s",
    "persons": "p", "pair": "d", "counted": "l", "victims": "m", "victim": "v", "victim_pair": "V",
    "either": "k", "after": "f", "before": "b", "toll": "t",
}  # fmt: skip
"""The letter that stands for each list of the data file in the patterns of `retrieval.figures.reading`.

Besides: `n` number, `N` number with the Arabic article, `S` one definite person, `q` "at least", `,` comma,
`_` part of a count that was given, `x` any other word. Where a form stands in two lists, the first counts.
"""

LONGEST_STEM = 24
"""Letters of a word that are compared with stems; no stem of the data file is longer."""

TELLING = frozenset("kfbtTmvV")
"""Roles without one of which a sentence states no figure."""


@dataclass(frozen=True, slots=True)
class WordMeaning:
    """One meaning of a word: its role, what it counts, its number; `high` is the end of a range, else 0."""

    role: str
    kind: FigureKind | None = None
    value: int = 0
    high: int = 0
    qualifier: str | None = None


class Phrase(NamedTuple):
    """A form of several words: those after the first (the last may end in a star), and the meaning."""

    rest: tuple[str, ...]
    reading: WordMeaning


@dataclass(slots=True)
class Lexicon:
    """The figure words of one language, folded, save where an accent makes another word ("öldü", "oldu")."""

    words: dict[str, WordMeaning] = field(default_factory=dict)
    stems: dict[str, WordMeaning] = field(default_factory=dict)
    spelled: dict[str, WordMeaning] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    ranges: frozenset[str] = frozenset()

    def add(self, form: str, reading: WordMeaning) -> None:
        """Keep a form of the data file; the first meaning of a word stays."""
        stem, star = form.removesuffix("*"), form.endswith("*")
        first, *rest = fold(stem).split()
        if rest:
            self.phrases.setdefault(first, []).append(Phrase((*rest[:-1], rest[-1] + "*" * star), reading))
        elif form.startswith("="):
            self.spelled.setdefault(spelling(stem[1:]), reading)
        else:
            (self.stems if star else self.words).setdefault(first, reading)

    def look_up(self, folded: str, token: str) -> WordMeaning | None:
        """Give the meaning of a word: by its spelling, its folded form, or the longest stem of it."""
        if self.spelled and (reading := _longest(self.spelled, spelling(token))):
            return reading
        return self.words.get(folded) or (_longest(self.stems, folded) if self.stems else None)


@cache
def lexicons() -> dict[str, Lexicon]:
    """Load the packaged words, by language."""
    listed = data.toml("figures.toml")
    return {language: _lexicon(language, listed[language]) for language in LANGUAGES}


def _longest(stems: dict[str, WordMeaning], word: str) -> WordMeaning | None:
    for length in range(min(len(word), LONGEST_STEM), 1, -1):
        if stem := stems.get(word[:length]):
            plural = stem.role == "s" and word[length : length + 3] in ("ler", "lar")  # Turkish
            return replace(stem, role="p") if plural else stem
    return None


def _lexicon(language: str, data: dict[str, Any]) -> Lexicon:
    lexicon = Lexicon(ranges=frozenset(map(fold, data["range"])))
    for form, value in data["numbers"].items():
        lexicon.add(form, WordMeaning("n", value=value))
    for form, qualifier in data["qualifier"].items():
        lexicon.add(form, WordMeaning("q", qualifier=qualifier))
    for form, reading in _listed(data):
        lexicon.add(form, reading)
        if language == "ar" and reading.role in "sv":
            for ending in _arabic_endings(form):
                lexicon.add(ending, reading)
    for phrases in lexicon.phrases.values():
        phrases.sort(key=lambda phrase: -len(phrase.rest))
    return lexicon


def _listed(data: dict[str, Any]) -> Iterator[tuple[str, WordMeaning]]:
    """Give the forms of every list, with the role and the kind that the list gives them."""
    for name, role in ROLES.items():
        listed = data.get(name, [])
        by_kind = listed.items() if isinstance(listed, dict) else [(None, listed)]
        for kind, forms in by_kind:
            reading = WordMeaning(role, FigureKind(kind) if kind else None)
            yield from ((form, reading) for form in forms)


def _arabic_endings(form: str) -> Iterator[str]:
    """Give the accusative of a singular noun and its forms with "his", "her", "their"."""
    feminine = form.endswith("ة")
    stem = form[:-1] + "ت" if feminine else form
    yield from (stem + ending for ending in ("ه", "ها", "هم", "هن"))
    if not feminine:
        yield stem + "ا"
