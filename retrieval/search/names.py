"""How much of the names that a question gives a passage holds: names of people, quarters, villages, in any script."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from sqlalchemy import func, select
from sqlmodel import Session, col

from retrieval.library import lexical
from retrieval.library.models import Passage, Version
from retrieval.places.words import is_given_name
from retrieval.text.folding import fold
from retrieval.text.phonetics import bases, consonants, respelled, sounds_of_names
from retrieval.text.words import plain, words_of

# How many passages are looked up for one name, where nothing narrows the question: one in more is no name.
MOST_HOLDING = 200

# Passages that are read to see whether two names stand side by side in them.
MOST_READ = 60

# Words that may stand between two parts of a name: "Muhammad, known as Abu Ali".
BETWEEN = 2

# Consonants of two names together from which their standing side by side is no chance.
LEAST_CONSONANTS = 5


@dataclass(frozen=True, slots=True)
class HeldNames:
    """Which passages hold names of a question.

    `shares` gives by passage id how much of all names it holds, from 0 to 1, a rare name for more than a common one
    (inverse document frequency: Spärck Jones, Journal of Documentation 1972). In those of `together` two names stand
    side by side as in the question.
    """

    shares: Mapping[int, float] = field(default_factory=dict)
    together: frozenset[int] = frozenset()

    @property
    def ranking(self) -> list[int]:
        """Ids of the passages, those that hold most first."""
        return sorted(self.shares, key=lambda id_: (-self.shares[id_], id_))


NO_NAMES = HeldNames()


def held_names(session: Session, names: Sequence[str], within: Sequence[int] | None) -> HeldNames:
    """What the passages hold of names, among `within` where these are given."""
    total = len(within) if within is not None else _passages(session)
    holding = {name: ids for name in names if (ids := _holding(session, name, within))}
    weights = {name: log(1 + total / len(ids)) for name, ids in holding.items()}
    found: dict[int, list[str]] = defaultdict(list)
    for name, ids in holding.items():
        for id_ in ids:
            found[id_].append(name)
    every = sum(weights.values()) + sum(log(1 + total) for name in names if name not in holding)
    shares = {id_: sum(weights[name] for name in held) / every for id_, held in found.items()}
    best = sorted(found, key=lambda id_: (-shares[id_], id_))[:MOST_READ]
    return HeldNames(shares, frozenset(_together(session, names, best)))


def stand_together(words: Sequence[str], names: Sequence[str]) -> bool:
    """Whether two names of a question, with one between them at most, stand side by side in a text, in any script."""
    spots = {name: [at for at, word in enumerate(words) if _is_name(word, name)] for name in dict.fromkeys(names)}
    return any(
        len(consonants(first)) + len(consonants(second)) >= LEAST_CONSONANTS - is_given_name(fold(first))
        and any(0 < later - earlier <= 1 + BETWEEN for earlier in spots[first] for later in spots[second])
        for first, second in (*pairwise(names), *zip(names, names[2:], strict=False))
        if first != second
    )


def _holding(session: Session, name: str, within: Sequence[int] | None) -> set[int]:
    """The passages that hold a name as it is written or as it sounds; none for one that too many hold."""
    limit = MOST_HOLDING if within is None else len(within)
    spelt = lexical.ranked(session, [fold(name)], limit=limit, within=within)
    sounding = lexical.ranked(session, sounds_of_names(respelled(name)), limit=limit, within=within, whole=True)
    found = {*spelt, *sounding}
    is_common = within is None and len(found) >= MOST_HOLDING
    return set() if is_common else found


def _together(session: Session, names: Sequence[str], passage_ids: Sequence[int]) -> Iterator[int]:
    if len(names) < 2 or not passage_ids:
        return
    query = (
        select(
            col(Passage.id),
            func.substr(col(Version.text), col(Passage.start) + 1, col(Passage.end) - col(Passage.start)),
        )
        .join(Version, col(Version.id) == col(Passage.version_id))
        .where(col(Passage.id).in_(list(passage_ids)))
    )
    for id_, text in session.execute(query):
        if stand_together(words_of(text), names):
            yield id_ or 0


def _is_name(word: str, name: str) -> bool:
    """Whether a word is a name as it is written or, without what is attached to it, as it sounds."""
    if plain(word) == plain(name):
        return True
    heard = {bones for bones in map(consonants, respelled(name)) if len(bones) > 1}
    if name.lower().endswith("h"):  # "Saleh" is صالح, "Hamzah" حمزة
        heard |= {bones + "h" for bones in heard}
    return not heard.isdisjoint(map(consonants, bases(word)))


def _passages(session: Session) -> int:
    """About how many passages the library has: the largest id, since counting them reads the whole table."""
    return session.scalar(select(func.max(col(Passage.id)))) or 1
