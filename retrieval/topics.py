"""The thesaurus of the field: which kinds of incident a text names, and who acts in it, in four languages."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from retrieval.folding import fold
from retrieval.words import arabic_analyses, is_stop, plain, tokens

ACT, CARRIED = "(act)", "(carried)"
"""Names of the two lists that say what happens beside a target; they are never given to a caller."""

BEFORE, AFTER = 8, 6
"""How many words before and after a target may hold the act that makes it one; a clause of news is about this long."""


class TopicMention(NamedTuple):
    """Words that name a kind of incident: `text` is exactly the text's characters from `start` to `end`."""

    start: int
    end: int
    text: str
    key: str
    weight: float


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of incident or an actor, as the data file describes it."""

    key: str
    label: str
    broader: frozenset[str]
    may_be: frozenset[str]
    weight: float
    target: bool
    hurt: bool
    forms: tuple[str, ...]
    weak: frozenset[str]


class Form(NamedTuple):
    """A folded surface form: its words, of which any may end in a star, and what it names."""

    words: tuple[str, ...]
    key: str
    weight: float


@dataclass(frozen=True, slots=True)
class Found(NamedTuple):
    """A form found in a text: from which token to which."""


class Thesaurus:
    """Knows the kinds and actors of one data file; loads nothing by itself."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._kinds = _topics(data["kinds"])
        self._actors = _topics(data["actors"])
