"""The words of numbers, by language: what each is worth and where in a number it may stand."""

from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Any

from retrieval import data
from retrieval.text.folding import fold
from retrieval.text.words import arabic_analyses, plain, spelling

LANGUAGES = ("en", "ar", "ku", "tr")


class Rank(Enum):
    """Where in a number a word may stand."""

    UNIT = "unit"  # 1 to 9
    TEEN = "teen"  # 10 to 19
    TENS = "tens"  # 20, 30 … 90
    HUNDREDS = "hundreds"  # 100 to 900 in one word
    HUNDRED = "hundred"
    THOUSAND = "thousand"
    MILLION = "million"
    DOZEN = "dozen"
    HALF = "half"
    AND = "and"
    ARTICLE = "article"
    VAGUE = "vague"  # "several": what it stands beside is no number


# The powers of ten that multiply what stands before them.
SCALES = {Rank.MILLION: 1_000_000, Rank.THOUSAND: 1_000}


@dataclass(frozen=True, slots=True)
class Atom:
    """One element of a number; `is_pair` where an Arabic dual counts two of its scale."""

    rank: Rank
    value: int = 0
    is_pair: bool = False
    is_definite: bool = False


Atoms = tuple[Atom, ...]

# With the article it is the day of the week: "الأحد" is Sunday.
_DAYS = frozenset({"احد", "اثنين"})

# Letters of the longest word that is taken apart into elements: "ikiyüzyirmibeşbin" has seventeen.
LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, folded; `spelt` has those whose accents matter."""

    language: str
    folded: dict[str, Atoms]
    spelt: dict[str, Atoms]
    cases: frozenset[str]  # endings of a number that say nothing of it
    parts: frozenset[str]  # endings that make it a part of what was counted: "3'ü"

    def read(self, token: str) -> Atoms:
        """The elements that a token consists of, with an attached "and" before them; none where it is no number."""
        if self.language == "ar":
            return _arabic(self, plain(token))
        return self.spelt.get(spelling(token)) or self._joined(plain(token))

    def _joined(self, folded: str) -> Atoms:
        """The elements of a word, or of several written as one ("yirmibeş", "sedûbîst")."""
        known = self.folded.get(folded)
        if known is not None or self.language == "en" or not 3 < len(folded) <= LONGEST_WORD:
            return known or ()
        return self._apart(folded)

    def _apart(self, folded: str) -> Atoms:
        for length in range(len(folded) - 2, 1, -1):
            first = self.folded.get(folded[:length])
            rest = folded[length:]
            if first and (after := self.folded.get(rest) or (len(rest) > 3 and self._apart(rest))):
                return first + after
        return ()


def _arabic(lexicon: Lexicon, folded: str) -> Atoms:
    """A word with what is attached to it: "وعشرين" is "and twenty", "العشرين" the twenty."""
    for joined, definite, base in arabic_analyses(folded):
        if found := lexicon.folded.get(base):
            if found[0].rank is Rank.AND and len(base) < len(folded):
                continue
            if definite and base in _DAYS:
                return ()
            atoms = tuple(replace(atom, is_definite=definite) for atom in found)
            return (Atom(Rank.AND), *atoms) if joined else atoms
    return ()


@cache
def lexicons() -> dict[str, Lexicon]:
    """The lexicon of each language."""
    listed = data.toml("numerals.toml")
    return {language: _lexicon(language, listed[language]) for language in LANGUAGES}


def _lexicon(language: str, listed: dict[str, Any]) -> Lexicon:
    folded: dict[str, Atoms] = {}
    spelt: dict[str, Atoms] = {}
    for forms, atom in _entries(listed):
        for form in forms.split("|"):
            exact, word = form.startswith("="), form.removeprefix("=")
            (spelt if exact else folded).setdefault(spelling(word) if exact else fold(word), (atom,))
    endings = {name: frozenset(fold(ending) for ending in listed[name].split()) for name in ("cases", "parts")}
    return Lexicon(language, folded, spelt, endings["cases"], endings["parts"])


def _entries(listed: dict[str, Any]) -> list[tuple[str, Atom]]:
    """The forms of each element; the first meaning of a form counts."""
    counted = [
        *((Rank.HUNDRED, 100, form) for form in listed["hundred"].split()),
        *((Rank.UNIT, n, form) for n, form in enumerate(listed["units"].split(), 1)),
        *((Rank.TEEN, n, form) for n, form in enumerate(listed["teens"].split(), 10)),
        *((Rank.TENS, 10 * n, form) for n, form in enumerate(listed["tens"].split(), 2)),
        *((Rank.HUNDREDS, 100 * n, form) for n, form in enumerate(listed["hundreds"].split(), 1)),
        *((Rank.THOUSAND, 1_000, form) for form in listed["thousand"].split()),
        *((Rank.MILLION, 1_000_000, form) for form in listed["million"].split()),
        *((Rank.DOZEN, 12, form) for form in listed["dozen"].split()),
        *((Rank.HALF, 0, form) for form in listed["half"].split()),
        *((Rank.AND, 0, form) for form in listed["and"].split()),
        *((Rank.ARTICLE, 1, form) for form in listed["article"].split()),
        *((Rank.VAGUE, 0, form) for form in listed["vague"].split()),
    ]
    pairs = zip((Rank.THOUSAND, Rank.MILLION), listed.get("pairs", "").split(), strict=False)
    return [
        *((forms, Atom(rank, SCALES[rank], is_pair=True)) for rank, forms in pairs),
        *((form, Atom(rank, value)) for rank, value, form in counted),
    ]
