"""Names of towns that are parts of other names in a question: of persons, factions, papers, streets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import chain

from retrieval import data
from retrieval.places.names import Span
from retrieval.places.reading.cues import is_apart
from retrieval.places.reading.found_name import FoundName
from retrieval.places.toponyms import Line
from retrieval.places.words import PARTICLES, given_names
from retrieval.text.folding import fold

# Words between a name and the word that says what bears it: "Meclîsa Leşkerî ya Minbicê".
MOST_BETWEEN = 3

# Behind an apostrophe or at once: the name is where something is, whoever is named before it ("Rojda Kobani'de").
_WHERE = ("da", "de", "ta", "te", "dan", "den", "tan", "ten", "daki", "deki", "taki", "teki")


class Bearing(IntEnum):
    """How surely the name of a town belongs to something else."""

    NONE = 0
    WEAK = 1  # where the question names another place
    STRONG = 2


def named_after(names: Sequence[FoundName], line: Line) -> list[FoundName]:
    """Those of the names in a question that are parts of other names, and do not ask about their towns."""
    bearing = [(_bearing(line, one.span), one) for one in names]
    own = any(borne is Bearing.NONE for borne, _ in bearing)
    return [one for borne, one in bearing if borne is Bearing.STRONG or (borne is Bearing.WEAK and own)]


def _bearing(line: Line, span: Span) -> Bearing:
    if _says_where(line, span):
        return Bearing.NONE
    return max(_of_thing(line, span), _of_person(line, span))


def _says_where(line: Line, span: Span) -> bool:
    """Whether the name carries an ending that says where something is."""
    last = line.all_words[span.last_word]
    rest = line.text[span.end : line.word_end(span.last_word)]
    return bool(rest) and last.endswith(_WHERE)


def _of_person(line: Line, span: Span) -> Bearing:
    """Whether a given name, a kunya or a title stands right before the name."""
    before = _words(line, span, -1, 2)
    if not before or span.attached not in ("", "ال", "al", "el"):
        return Bearing.NONE
    lists = _lists()
    if before[0] in lists.given or before[0] in given_names() or (len(before) > 1 and before[1] in lists.kunya):
        return Bearing.STRONG
    return Bearing.WEAK if before[0] in lists.titles else Bearing.NONE


def _of_thing(line: Line, span: Span) -> Bearing:
    """Whether a word for what is named after towns stands before or behind the name."""
    lists = _lists()
    behind = _said(_words(line, span, 1, MOST_BETWEEN), lists.behind, lists)
    return max(behind, _said(_words(line, span, -1, MOST_BETWEEN), lists.before, lists, _words(line, span, 1, 1)))


def _said(words: Sequence[str], heads: Mapping[str, Bearing], lists: "_Lists", beyond: Iterable[str] = ()) -> Bearing:
    """What the nearest head among words beside a name says of it.

    `beyond` are words on the other side, which may say that a council is a military one.
    """
    for at, word in enumerate(words):
        bearing = heads.get(word) or heads.get(_bare(word), Bearing.NONE)
        if bearing is not Bearing.NONE:
            acts = not lists.acting.isdisjoint((*words[: at + 2], *beyond))
            return Bearing.STRONG if acts else bearing
        if word not in lists.linking and word not in lists.acting:
            break
    return Bearing.NONE


def _words(line: Line, span: Span, step: int, most: int) -> list[str]:
    """The folded words before (-1) or behind (1) a name, nearest first, up to the end of their clause."""
    index = span.first_word + step if step < 0 else span.last_word + step
    found: list[str] = []
    while 0 <= index < len(line.all_words) and len(found) < most and not is_apart(line, index, span):
        found.append(line.all_words[index])
        index += step
    return found


def _bare(word: str) -> str:
    """An Arabic word without what may be attached to it."""
    return next((word[cut:] for cut in (2, 1) if word[:cut] in PARTICLES and len(word) > cut + 2), word)


@dataclass(frozen=True, slots=True)
class _Lists:
    before: Mapping[str, Bearing]
    behind: Mapping[str, Bearing]
    acting: frozenset[str]
    linking: frozenset[str]
    given: frozenset[str]
    kunya: frozenset[str]
    titles: frozenset[str]


@cache
def _lists() -> _Lists:
    listed = data.toml("named_after.toml")
    endings = ["", *listed["endings"].split()]
    heads = ((Bearing.WEAK, listed["weak"]), (Bearing.STRONG, listed["strong"]))
    return _Lists(
        {word: bearing for bearing, table in heads for word in _folded(table["before"])},
        {word + end: bearing for bearing, table in heads for word in _folded(table["behind"]) for end in endings},
        _folded(listed["acting"]["words"]),
        _folded(listed["linking"]["words"]),
        frozenset(chain.from_iterable(map(_folded, listed["given"].values()))),
        _folded(listed["kunya"]["words"]),
        _folded(listed["titles"]["words"]),
    )


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())
