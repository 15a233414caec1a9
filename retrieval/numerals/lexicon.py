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
    """One element of a number.

    `is_pair` where an Arabic dual counts two of its scale, `needs_count` where a plural says nothing alone ("آلاف").
    """

    rank: Rank
    value: int = 0
    is_pair: bool = False
    is_definite: bool = False
    is_part: bool = False
    is_from: bool = False
    needs_count: bool = False


Atoms = tuple[Atom, ...]

# With the article it is the day of the week: "الأحد" is Sunday.
_DAYS = frozenset({"احد", "اثنين"})

# Letters of the longest word that is taken apart into elements: "ikiyüzyirmibeşbin" has seventeen.
LONGEST_WORD = 40

# Letters of a number word by which a longer word resembles it: three would be "ten" in "often".
LEAST_LIKE = 4

# Letters of the longest ending: "sının".
LONGEST_ENDING = 5


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, folded; `spelt` has those whose accents matter."""

    language: str
    folded: dict[str, Atoms]
    spelt: dict[str, Atoms]
    cases: frozenset[str]  # endings of a number that say nothing of it
    parts: frozenset[str]  # endings that make it a part of what was counted: "3'ü"
    from_: frozenset[str]  # endings that say "from": another number may follow
    never: frozenset[str]  # words that only look like a number with an ending: "onun", "altında"

    def read(self, token: str) -> Atoms:
        """The elements that a token consists of, with an attached "and" before them; none where it is no number."""
        if self.language == "ar":
            return _arabic(self, plain(token))
        folded = plain(token)
        return self.spelt.get(spelling(token)) or self._joined(folded) or self._with_ending(folded)

    def resembles(self, token: str) -> bool:
        """Whether a token begins or ends with a number word, as a misspelt number does: "fiftyy", "beşyüzz".

        Arabic words that only end so are names and nouns: "عثمان".
        """
        folded, known = plain(token), self.folded
        lengths = range(LEAST_LIKE, min(len(folded), LONGEST_WORD))
        ends = self.language != "ar"
        return any(folded[:length] in known or (ends and folded[-length:] in known) for length in lengths)

    def _with_ending(self, folded: str) -> Atoms:
        """The elements of a Turkish number in words with an ending: "üçü" is three of them, "beşe" is to five."""
        if self.language != "tr" or folded in self.never or not 3 <= len(folded) <= LONGEST_WORD:
            return ()
        for length in range(len(folded) - 1, max(1, len(folded) - LONGEST_ENDING - 1), -1):
            ending = folded[length:]
            if (ending in self.cases or ending in self.parts) and (atoms := self._joined(folded[:length])):
                return (*atoms[:-1], replace(atoms[-1], is_part=ending in self.parts, is_from=ending in self.from_))
        return ()

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
    for form in map(fold, listed.get("plurals", "").split()):
        folded[form] = tuple(replace(atom, needs_count=True) for atom in folded[form])
    sets = (frozenset(map(fold, listed.get(name, "").split())) for name in ("cases", "parts", "from", "never"))
    return Lexicon(language, folded, spelt, *sets)


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
