"""What a word can mean in a sentence that states figures: its role, in each language that knows it."""

import tomllib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from retrieval.folding import fold
from retrieval.words import arabic_analyses, is_stop, plain, without_conjunction


class FigureKind(StrEnum):
    """What a figure counts."""

    KILLED = "killed"
    INJURED = "injured"
    DETAINED = "detained"
    ABDUCTED = "abducted"
    DISPLACED = "displaced"


ROLES = {
    "common": "x", "and": "&", "be": "u", "article": "a", "the": "h", "of": "w", "to": "r", "preposition": "j",
    "say": "g", "no": "z", "others": "o", "another": "O", "pair_others": "d", "including": "i", "age": "y",
    "number_of": "T", "cumulative": "c", "thing": "e", "person": "s", "persons": "p", "pair": "d", "counted": "l",
    "victims": "m", "victim": "v", "victim_pair": "V", "either": "k", "after": "f", "before": "b", "toll": "t",
}  # fmt: skip
"""The letter that stands for each list of the data file in the patterns of `retrieval.figures`.

Besides: `n` number, `N` number with the Arabic article, `S` one definite person, `q` "at least", `,` comma,
`.` end of the sentence, `_` part of a count that was given, `x` any other word.
"""

LANGUAGES = ("en", "ar", "tr", "ku")
_VOTE = {language: 1 << 16 * place for place, language in enumerate(LANGUAGES)}


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a word: its role, what it counts, its number, and whether "and" is attached to it."""

    role: str
    kind: FigureKind | None = None
    value: int = 0
    qualifier: str | None = None
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """The readings of one token, by the order of LANGUAGES, and the languages that know it."""

    readings: tuple[Reading, ...]
    votes: int = 0
    starts_phrase: bool = False
    telling: bool = False  # may state a figure: a predicate, a victim, a toll
    stop: bool = False


@dataclass(slots=True)
class Lexicon:
    """The figure words of one language, folded."""

    words: dict[str, Reading] = field(default_factory=dict)
    stems: dict[str, Reading] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Reading]]] = field(default_factory=dict)
    ranges: frozenset[str] = frozenset()

    def add(self, form: str, reading: Reading) -> None:
        """Keep a form from the data file; the first meaning of a word stays."""
        first, *rest = fold(form.removesuffix("*")).split()
        star = form.endswith("*")
        if rest:
            words = (*rest[:-1], rest[-1] + "*" * star)
            self.phrases.setdefault(first, []).append((words, reading))
        else:
            (self.stems if star else self.words).setdefault(first, reading)

    def look_up(self, word: str) -> Reading | None:
        """Give the meaning of a folded word: as it stands, or by the longest stem that begins it."""
        found = self.words.get(word)
        if found is not None or not self.stems:
            return found
        for length in range(len(word), 1, -1):
            if stem := self.stems.get(word[:length]):
                plural = stem.role == "s" and word[length : length + 3] in ("ler", "lar")
                return replace(stem, role="p") if plural else stem
        return None


def vote_winner(votes: int) -> int:
    """Give the place in LANGUAGES of the language that most words of a sentence belong to; English when none does."""
    counts = [votes >> 16 * place & 0xFFFF for place in range(len(LANGUAGES))]
    return counts.index(max(counts))


@lru_cache(maxsize=1 << 16)
def word(token: str) -> Word:
    """Give all that a token can mean in a sentence about figures."""
    if token[0].isdigit():
        return _everywhere(_number(token))
    if not token[0].isalpha():
        return replace(_everywhere(Reading(",")), stop=is_stop(token))
    folded = plain(token)
    found = [_read(language, folded) for language in LANGUAGES]
    votes = sum(_VOTE[language] for language, reading in zip(LANGUAGES, found, strict=True) if reading)
    phrases = _phrases(folded)
    telling = any(reading.role in _TELLING for reading in (*filter(None, found), *phrases))
    return Word(tuple(reading or _OTHER for reading in found), votes, bool(phrases), telling)


def phrase_at(language: int, words: list[str]) -> tuple[int, Reading] | None:
    """Give the length and meaning of the longest phrase that a list of folded words begins with."""
    phrases = lexicons()[LANGUAGES[language]].phrases
    for conjunction, first in without_conjunction(words[0]) if words else ():
        for rest, reading in phrases.get(first, ()):
            if len(rest) < len(words) and all(map(_same, rest, words[1:])):
                return len(rest) + 1, replace(reading, joined=conjunction)
    return None


@cache
def lexicons() -> dict[str, Lexicon]:
    """Load the packaged words, by language."""
    data = tomllib.loads((files("retrieval") / "data" / "figures.toml").read_text("utf-8"))
    return {language: _lexicon(language, data[language]) for language in LANGUAGES}


_OTHER = Reading("x")
_TELLING = "kfbtTmvV"


def _everywhere(reading: Reading) -> Word:
    return Word((reading,) * len(LANGUAGES))


def _number(token: str) -> Reading:
    """Read digits; years, times, decimals and ordinals are not counts."""
    digits = token
    for mark in ",.٬":
        groups = token.split(mark)
        if len(groups) > 1 and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]):
            digits = "".join(groups)
    if not digits.isdecimal() or len(digits) > 7:
        return _OTHER
    value = int(digits)
    is_year = digits == token and 1900 <= value <= 2100
    return _OTHER if is_year or value == 0 else Reading("n", value=value)


def _read(language: str, folded: str) -> Reading | None:
    lexicon = lexicons()[language]
    if language != "ar":
        return lexicon.look_up(folded)
    for joined, definite, base in arabic_analyses(folded):
        if reading := lexicon.look_up(base):
            return replace(reading, joined=joined, role=_definite_role(reading.role) if definite else reading.role)
    return None


def _definite_role(role: str) -> str:
    return {"s": "S", "n": "N", "l": "x", "v": "x"}.get(role, role)


def _phrases(folded: str) -> list[Reading]:
    """Give the meanings of the phrases that a word may begin."""
    firsts = [first for _, first in without_conjunction(folded)]
    phrases = [phrase for lexicon in lexicons().values() for first in firsts for phrase in lexicon.phrases.get(first, ())]
    return [reading for _, reading in phrases]


def _same(expected: str, folded: str) -> bool:
    return folded.startswith(expected[:-1]) if expected.endswith("*") else folded == expected


def _lexicon(language: str, data: dict[str, Any]) -> Lexicon:
    lexicon = Lexicon(ranges=frozenset(map(fold, data["range"])))
    for form, value in data["numbers"].items():
        lexicon.add(form, Reading("n", value=value))
    for form, qualifier in data["qualifier"].items():
        lexicon.add(form, Reading("q", qualifier=qualifier))
    for name, role in ROLES.items():
        forms = data.get(name, [])
        by_kind = forms.items() if isinstance(forms, dict) else [(None, forms)]
        for kind, listed in by_kind:
            for form in listed:
                _add_forms(lexicon, language, form, Reading(role, FigureKind(kind) if kind else None))
    for phrases in lexicon.phrases.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return lexicon


def _add_forms(lexicon: Lexicon, language: str, form: str, reading: Reading) -> None:
    lexicon.add(form, reading)
    if language != "ar" or reading.role not in "sv":
        return
    stem = form[:-1] + "ت" if form.endswith("ة") else form
    endings = ["ه", "ها", "هم", "هن"] if form.endswith("ة") else ["ا", "ه", "ها", "هم", "هن"]
    for ending in endings:
        lexicon.add(stem + ending, reading)
