"""The words that state figures, by language: what each can mean, as the packaged data file lists it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple

from retrieval import data
from retrieval.figures.kinds import FigureKind
from retrieval.figures.roles import Role
from retrieval.text.folding import fold
from retrieval.text.words import spelling

# The languages that state figures. A sentence in none of them is read as the first.
LANGUAGES = ("en", "ar", "tr", "ku")

# The lists of the data file, and the role of their forms. Where a form stands in two lists, the first counts.
_LISTS = {
    "common": Role.COMMON,
    "and": Role.AND,
    "be": Role.BE,
    "article": Role.ARTICLE,
    "the": Role.THE,
    "of": Role.OF,
    "to": Role.TO,
    "preposition": Role.PREPOSITION,
    "say": Role.SAY,
    "while": Role.WHILE,
    "no": Role.NO,
    "others": Role.OTHERS,
    "another": Role.ANOTHER,
    "pair_others": Role.PAIR,
    "including": Role.INCLUDING,
    "age": Role.AGE,
    "number_of": Role.NUMBER_OF,
    "cumulative": Role.CUMULATIVE,
    "thing": Role.THING,
    "person": Role.PERSON,
    "persons": Role.PERSONS,
    "pair": Role.PAIR,
    "counted": Role.COUNTED,
    "victims": Role.VICTIMS,
    "victim": Role.VICTIM,
    "victim_pair": Role.VICTIM_PAIR,
    "either": Role.HARM,
    "after": Role.HARM_BEFORE,
    "before": Role.HARM_BEHIND,
    "toll": Role.TOLL,
}

# Letters of a word that are compared with stems; no stem of the data file is longer.
LONGEST_STEM = 24

# Endings of the Turkish plural.
_TURKISH_PLURAL = ("ler", "lar")


@dataclass(frozen=True, slots=True)
class WordMeaning:
    """One meaning of a word: its role, what it counts, its number.

    `high` is the end of a range, else 0.
    """

    role: Role
    kind: FigureKind | None = None
    value: int = 0
    high: int = 0
    qualifier: str | None = None
    is_generic: bool = False  # people of any kind: "kişi"


class Phrase(NamedTuple):
    """A form of several words: those after the first (the last may end in a star), and the meaning."""

    rest: tuple[str, ...]
    meaning: WordMeaning


@dataclass(slots=True)
class Lexicon:
    """The figure words of one language, folded, save where an accent makes another word ("öldü", "oldu")."""

    words: dict[str, WordMeaning] = field(default_factory=dict)
    stems: dict[str, WordMeaning] = field(default_factory=dict)
    spelled: dict[str, WordMeaning] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    ranges: frozenset[str] = frozenset()

    def add(self, form: str, meaning: WordMeaning) -> None:
        """Keep a form of the data file, unless the word has a meaning already."""
        stem, star = form.removesuffix("*"), form.endswith("*")
        first, *rest = fold(stem).split()
        if rest:
            self.phrases.setdefault(first, []).append(Phrase((*rest[:-1], rest[-1] + "*" * star), meaning))
        elif form.startswith("="):
            self.spelled.setdefault(spelling(stem[1:]), meaning)
        else:
            (self.stems if star else self.words).setdefault(first, meaning)

    def look_up(self, folded: str, token: str) -> WordMeaning | None:
        """The meaning of a word: by its spelling, its folded form, or the longest stem of it."""
        if self.spelled and (meaning := _longest(self.spelled, spelling(token))):
            return meaning
        return self.words.get(folded) or (_longest(self.stems, folded) if self.stems else None)


@cache
def lexicons() -> dict[str, Lexicon]:
    """The packaged words, by language."""
    listed = data.toml("figures.toml")
    return {language: _lexicon(language, listed[language]) for language in LANGUAGES}


def _longest(stems: dict[str, WordMeaning], word: str) -> WordMeaning | None:
    for length in range(min(len(word), LONGEST_STEM), 1, -1):
        if stem := stems.get(word[:length]):
            plural = stem.role is Role.PERSON and word[length : length + 3] in _TURKISH_PLURAL
            return replace(stem, role=Role.PERSONS) if plural else stem
    return None


def _lexicon(language: str, data: dict[str, Any]) -> Lexicon:
    lexicon = Lexicon(ranges=frozenset(map(fold, data["range"])))
    for form in data["both"]:
        lexicon.add(form, WordMeaning(Role.NUMBER, value=2))
    for form, qualifier in data["qualifier"].items():
        lexicon.add(form, WordMeaning(Role.QUALIFIER, qualifier=qualifier))
    for form, meaning in _listed(data):
        lexicon.add(form, meaning)
        if language == "ar" and meaning.role in (Role.PERSON, Role.VICTIM):
            for ending in _arabic_endings(form):
                lexicon.add(ending, meaning)
    for phrases in lexicon.phrases.values():
        phrases.sort(key=lambda phrase: -len(phrase.rest))
    return lexicon


def _listed(data: dict[str, Any]) -> Iterator[tuple[str, WordMeaning]]:
    """The forms of every list, with the role and the kind that the list gives them."""
    for name, role in _LISTS.items():
        listed = data.get(name, [])
        by_kind = listed.items() if isinstance(listed, dict) else [(None, listed)]
        for kind, forms in by_kind:
            meaning = WordMeaning(role, FigureKind(kind) if kind else None)
            yield from ((form, meaning) for form in forms)


def _arabic_endings(form: str) -> Iterator[str]:
    """The accusative of a singular noun and its forms with "his", "her", "their"."""
    feminine = form.endswith("ة")
    stem = form[:-1] + "ت" if feminine else form
    yield from (stem + ending for ending in ("ه", "ها", "هم", "هن"))
    if not feminine:
        yield stem + "ا"
