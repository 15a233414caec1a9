"""The words that say what the name beside them is, as patterns over a folded text."""

import re
from dataclasses import dataclass
from functools import cache

from retrieval import data
from retrieval.places.learned.place import Settlement
from retrieval.places.words import place_words

FILE = "settlement_words.toml"


@dataclass(frozen=True, slots=True)
class SettlementWords:
    """The words of `data/settlement_words.toml`, ready to be found in a folded text.

    In each pattern the name of the group that matched is that of a `Settlement`; `many` are words before lists.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    many: frozenset[str]
    not_names: frozenset[str]
    longer: frozenset[str]
    begin: frozenset[str]
    endings: frozenset[str]

    def may_name(self, word: str) -> bool:
        """Whether a folded word may be (part of) a name: neither a word around names nor one of time or people."""
        words = place_words()
        if word in self.begin or word in words.generic:
            return True
        others = self.not_names | words.times | words.directions
        return word not in others and words.bare(word) not in words.before and word not in words.after


@cache
def settlement_words() -> SettlementWords:
    """The words, read once."""
    tables = data.toml(FILE)
    names = {key: frozenset(text.split()) for key, text in tables.pop("names").items()}
    before = {kind: _listed(tables[kind]["before"]) + _listed(tables[kind]["many"]) for kind in Settlement}
    after = {kind: _listed(tables[kind]["after"]) for kind in Settlement}
    many = frozenset(word for kind in Settlement for word in _listed(tables[kind]["many"]))
    # A list of several kinds may share a word; its first kind counts.
    return SettlementWords(
        re.compile(rf"(?<![^\s])(?:[وف]?[بل]?)(?:{_groups(before)})(?= )"),
        re.compile(rf"(?<= )(?:{_groups(after)})(?![^\s])"),
        many,
        names["not"] | names["people"],
        names["longer"],
        names["begin"] | place_words().generic,
        names["endings"],
    )


def _listed(text: str) -> list[str]:
    return [word for word in text.split("|") if word]


def _groups(words: dict[Settlement, list[str]]) -> str:
    return "|".join(f"(?P<{kind}>{'|'.join(map(re.escape, listed))})" for kind, listed in words.items() if listed)
