"""All tables together: what a word, or the words that begin with it, can stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from retrieval.dates.words import ar, en, ku, tr
from retrieval.dates.words.signs import Sign
from retrieval.dates.words.table import ONE, SOME, Meaning, Table
from retrieval.text.folding import as_spelt, fold_word

# Letters of a word that is looked up; no word about time is longer, with all that is joined to it.
LONGEST_WORD = 24

# What may have endings joined to it.
_INFLECTED = frozenset(
    [
        *(Sign.MONTH, Sign.WEAK_MONTH, Sign.WEEKDAY, Sign.WEAK_WEEKDAY),
        *(Sign.FEAST, Sign.HIJRI_MONTH),
        *(Sign.HOUR, Sign.DAY, Sign.WEEK, Sign.WEEKEND, Sign.MONTH_UNIT, Sign.YEAR_UNIT),
    ]
)

# What has no particles joined to it.
_UNPREFIXED = frozenset([Sign.NOT_TIME, Sign.AND, Sign.COUNT, Sign.THING])

# What a prefix that says "this" means.
_THESE = ((Sign.THIS, 0),)


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing a word can stand for, and the languages (two-letter codes) in which it does."""

    meaning: Meaning
    languages: frozenset[str]


@dataclass(slots=True)
class Node:
    """What a word stands for alone, and together with the words behind it.

    `phrases` are kept under the second word; each is the folded words behind the first, the longest phrase first.
    """

    alone: list[Sense] = field(default_factory=list)
    phrases: dict[str, list[tuple[tuple[str, ...], list[Sense]]]] = field(default_factory=dict)

    def signs(self) -> set[str]:
        """All signs that it can stand for."""
        listed = [self.alone, *(senses for phrases in self.phrases.values() for _, senses in phrases)]
        return {sign for senses in listed for sense in senses for sign, _ in sense.meaning}


@lru_cache(maxsize=1 << 15)
def look_up(word: str) -> Node | None:
    """What a word of a text stands for in any of the languages, None where it says nothing about time."""
    spelt, folded = _entries()
    node, exact = folded.get(fold_word(word)), spelt.get(as_spelt(word))
    if exact is None:
        return node
    return Node(exact.alone, node.phrases if node else {})


def names_of(signs: Iterable[Sign], table: Table) -> Iterator[str]:
    """The single words of a language that stand for one of these signs and nothing else, folded, without endings."""
    wanted = frozenset(signs)
    for form, meaning in _listed(table):
        if len(meaning) == 1 and meaning[0][0] in wanted and " " not in form and not form.endswith("!"):
            yield fold_word(form)


@cache
def _entries() -> tuple[dict[str, Node], dict[str, Node]]:
    spelt: dict[str, Node] = {}
    folded: dict[str, Node] = {}
    for table in (en.TABLE, tr.TABLE, ar.TABLE, ku.TABLE):
        for form, meaning in _forms(table):
            if form.endswith("!"):
                _add(spelt, (as_spelt(form[:-1]),), meaning, table.language)
            else:
                _add(folded, tuple(fold_word(word) for word in form.split()), meaning, table.language)
    for node in folded.values():
        for phrases in node.phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
    return spelt, folded


def _add(entries: dict[str, Node], words: tuple[str, ...], meaning: Meaning, language: str) -> None:
    node = entries.setdefault(words[0], Node())
    senses = node.alone if len(words) == 1 else _phrase(node, words[1:])
    for at, sense in enumerate(senses):
        if sense.meaning == meaning:
            senses[at] = Sense(meaning, sense.languages | {language})
            return
    senses.append(Sense(meaning, frozenset([language])))


def _phrase(node: Node, rest: tuple[str, ...]) -> list[Sense]:
    phrases = node.phrases.setdefault(rest[0], [])
    for words, senses in phrases:
        if words == rest:
            return senses
    phrases.append((rest, []))
    return phrases[-1][1]


def _forms(table: Table) -> Iterator[tuple[str, Meaning]]:
    for form, meaning in _listed(table):
        yield form, meaning
        sign = meaning[0][0]
        if form.endswith("!") or sign is Sign.NOT_TIME:
            continue
        if sign in _INFLECTED and len(meaning) == 1:
            yield from _with_endings(table, form, meaning)
        if sign not in _UNPREFIXED and not (sign is Sign.WEAK_MONTH and table.prefixes):
            yield from _with_prefixes(table, form, meaning)


def _listed(table: Table) -> Iterator[tuple[str, Meaning]]:
    groups: Iterable[tuple[Sign, dict[int, str]]] = (
        (Sign.MONTH, dict(table.months)),
        (Sign.WEAK_MONTH, dict(table.weak_months)),
        (Sign.WEEKDAY, dict(table.weekdays)),
        (Sign.WEAK_WEEKDAY, dict(table.weak_weekdays)),
        (Sign.RELATIVE_DAY, dict(table.relative_days)),
        (Sign.DAYPART, {int(part): words for part, words in table.dayparts.items()}),
        (Sign.PART, {int(part): words for part, words in table.parts.items()}),
        (Sign.COUNT, dict(table.numbers)),
        (Sign.ORDINAL, dict(table.ordinals)),
        (Sign.SEASON, dict(table.seasons)),
    )
    for sign, names in groups:
        for value, words in names.items():
            yield from ((word, ((sign, value),)) for word in _split(words))
    for sign, words in (*table.units.items(), *table.connecting.items()):
        yield from ((word, ((sign, ONE),)) for word in _split(words))
    for sign, words in table.plural_units.items():
        yield from ((word, ((sign, SOME),)) for word in _split(words))
    for meaning, words in table.compounds.items():
        yield from ((word, meaning) for word in _split(words))


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(",")]


def _with_endings(table: Table, form: str, meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    sign, value = meaning[0]
    inflected = ((Sign.MONTH, value),) if sign is Sign.WEAK_MONTH else meaning  # no one writes "in the mays"
    yield from ((fold_word(form) + ending, inflected) for ending in table.suffixes)


def _with_prefixes(table: Table, form: str, meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    definite = bool(table.definite) and form.startswith(table.definite)
    for prefix, said in table.prefixes.items():
        if said[-1:] == _THESE:
            if definite and meaning[0][0] in _INFLECTED:
                yield prefix + form, (*said, *meaning)
        elif prefix.endswith("ل") and definite:
            yield prefix + form[1:], (*said, *meaning)
        else:
            yield prefix + form, (*said, *meaning)
