"""The words that state figures, by language: what each can mean, as the packaged data file lists it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple

from retrieval import data
from retrieval.figures.endings import arabic_forms, folded, kurmanji_forms, kurmanji_passives, turkish_role
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
    "by": Role.BY,
    "no": Role.NO,
    "no_behind": Role.NO_BEHIND,
    "others": Role.OTHERS,
    "another": Role.ANOTHER,
    "pair_others": Role.PAIR,
    "including": Role.INCLUDING,
    "age": Role.AGE,
    "years": Role.YEARS,
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
    "active": Role.HARM_ACTIVE,
    "before": Role.HARM_BEHIND,
    "toll": Role.TOLL,
}

# Letters of a word that are compared with stems; no stem of the data file is longer.
LONGEST_STEM = 24

# Arabic particles that are written on to the next word.
_PARTICLES = frozenset("وفبلك")

# The shape of no word.
_NEVER = re.compile("(?!)")


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
    small: frozenset[str] = frozenset()  # words of questions, which are no numbers
    trade: re.Pattern[str] = _NEVER
    trade_one: re.Pattern[str] = _NEVER
    other: re.Pattern[str] = _NEVER

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

    def unlisted(self, folded: str, token: str) -> WordMeaning:
        """What a word that is not listed means: a small word, a person of some trade, or unknown."""
        if folded in self.small or (folded[:1] in _PARTICLES and folded[1:] in self.small):
            return WordMeaning(Role.COMMON)
        if self.trade_one.fullmatch(folded):
            return WordMeaning(Role.PERSON)
        is_trade = not token[0].isupper() and self.trade.fullmatch(folded)
        if is_trade:
            return WordMeaning(Role.TRADE)
        return WordMeaning(Role.COMMON if self.other.fullmatch(folded) else Role.UNKNOWN)


def _longest(stems: dict[str, WordMeaning], word: str) -> WordMeaning | None:
    """The meaning of the longest stem of a word; endings matter in Turkish, where nearly all forms are stems."""
    for length in range(min(len(word), LONGEST_STEM), 1, -1):
        if stem := stems.get(word[:length]):
            role = turkish_role(stem.role, fold(word[length:]))
            return stem if role is stem.role else replace(stem, role=role)
    return None


@cache
def lexicons() -> dict[str, Lexicon]:
    """The packaged words, by language."""
    listed, small = data.toml("figures.toml"), data.toml("function_words.toml")
    return {language: _lexicon(language, listed[language], small[language].values()) for language in LANGUAGES}


def _lexicon(language: str, listed: dict[str, Any], small: Iterable[str]) -> Lexicon:
    lexicon = Lexicon(
        small=frozenset(fold(word) for words in small for word in words.split()),
        ranges=frozenset(map(fold, listed["range"])),
        trade=_shape(listed, "trade"),
        other=_shape(listed, "other"),
        trade_one=_shape(listed, "trade_one"),
    )
    for form in listed["both"]:
        lexicon.add(form, WordMeaning(Role.NUMBER, value=2))
    for form, qualifier in listed["qualifier"].items():
        lexicon.add(form, WordMeaning(Role.QUALIFIER, qualifier=qualifier))
    for form, meaning in _with_endings(language, listed, list(_listed(listed))):
        lexicon.add(form, meaning)
    for phrases in lexicon.phrases.values():
        phrases.sort(key=lambda phrase: -len(phrase.rest))
    return lexicon


def _shape(listed: dict[str, Any], name: str) -> re.Pattern[str]:
    return re.compile(listed[name]) if name in listed else _NEVER


def _listed(listed: dict[str, Any]) -> Iterator[tuple[str, WordMeaning]]:
    """The forms of every list, with the role and the kind that the list gives them."""
    generic = folded(listed["generic"])
    for name, role in _LISTS.items():
        by_kind = listed.get(name, [])
        for kind, forms in by_kind.items() if isinstance(by_kind, dict) else [(None, by_kind)]:
            for form in forms:
                is_generic = fold(form.removesuffix("*")) in generic
                yield form, WordMeaning(role, FigureKind(kind) if kind else None, is_generic=is_generic)


def _with_endings(
    language: str, listed: dict[str, Any], words: list[tuple[str, WordMeaning]]
) -> Iterator[tuple[str, WordMeaning]]:
    """The listed words, then those that their endings make."""
    yield from words
    if language == "ku":
        yield from _kurmanji(listed, words)
    if language == "ar":
        own = frozenset(listed["own_plural"])
        for noun, meaning in words:
            if meaning.role in (Role.PERSON, Role.VICTIM):
                for form, role in arabic_forms(noun, meaning.role, own_plural=noun in own):
                    yield form, replace(meaning, role=role)


def _kurmanji(listed: dict[str, Any], words: list[tuple[str, WordMeaning]]) -> Iterator[tuple[str, WordMeaning]]:
    generic = folded(listed["generic"])
    for noun in (noun for noun, meaning in words if meaning.role is Role.PERSONS):
        for form, role in kurmanji_forms(noun):
            yield form, WordMeaning(role, is_generic=fold(form) in generic)
    auxiliaries = listed["participle"]["auxiliaries"]
    for kind in FigureKind:
        for form in kurmanji_passives(auxiliaries, listed["participle"].get(kind, [])):
            yield form, WordMeaning(Role.HARM_BEHIND, kind)
