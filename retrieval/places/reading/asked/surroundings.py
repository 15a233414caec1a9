"""What the words around a name in a question ask for beside the place: "north of", "ريف", "derdora", "çevresi"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from retrieval import data
from retrieval.places.names import ARTICLES, Span
from retrieval.places.place import Direction, Place, PlaceKind, Reach
from retrieval.places.reach import AROUND_KM, SIDE_KM
from retrieval.places.toponyms import Line
from retrieval.places.words import CONJUNCTIONS, place_words

# How far from a name its words are looked for: "in the western countryside of the city of".
MOST_WORDS = 5

_BREAK = re.compile(r"[,.;:!?()\n؛؟،/]")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a question asks for around one name."""

    direction: Direction | None = None
    around: bool = False
    countryside: bool = False
    villages: bool = False

    @property
    def is_of_unit(self) -> bool:
        """Whether they ask for the unit that is named after a town, where there is one."""
        return self.countryside or self.villages

    def reach(self, place: Place) -> Reach | None:
        """How far around a place they reach, or None where they ask for nothing beside it."""
        if place.kind.is_unit:
            return Reach(direction=self.direction) if self.direction else None
        if self.direction is not None:
            return Reach(SIDE_KM, self.direction)
        villages = self.villages and place.kind is not PlaceKind.VILLAGE
        return Reach(AROUND_KM) if self.around or self.countryside or villages else None


def surroundings(line: Line, span: Span) -> Surroundings:
    """What the words before and after a name ask for around it."""
    words = _words()
    before = [words.before[word] for word in _run(line, span, before=True) if word in words.before]
    after = [words.after[word] for word in _run(line, span, before=False) if word in words.after]
    said = {*before, *after}
    countryside = "countryside" in said
    turned = before if before else after if countryside or _is_side_by_itself(line, span) else []
    return Surroundings(
        direction=_direction([*turned, *(after if countryside else [])]),
        around="around" in said,
        countryside=countryside,
        villages="villages" in said,
    )


def is_between(line: Line, one: Span, other: Span) -> bool:
    """Whether a question asks for what lies between two places: "between A and B", "A ile B arasında"."""
    words = line.all_words
    joining = [place_words().bare(word) for word in words[one.last_word + 1 : other.first_word]]
    joined = bool(joining) or other.attached.startswith("و")
    if not joined or any(word not in CONJUNCTIONS | ARTICLES | place_words().links for word in joining):
        return False
    before = words[max(one.first_word - 3, 0) : one.first_word]
    after = words[other.last_word + 1 : other.last_word + 2]
    known = _words()
    return any(known.before.get(word) == "between" for word in before) or any(
        known.after.get(word) == "between" for word in after
    )


def _run(line: Line, span: Span, before: bool) -> Iterator[str]:
    """The words beside a name, nearest first, up to the first that has nothing to say about it."""
    words, known = _words(), place_words()
    sided = words.before if before else words.after
    step, index = (-1, span.first_word - 1) if before else (1, span.last_word + 1)
    for _ in range(MOST_WORDS):
        if not 0 <= index < len(line.all_words) or _is_broken(line, span, index):
            return
        word = line.all_words[index]
        bare = word if word in sided or not before else _bare(word)
        if bare not in sided and bare not in words.links and not known.is_around_names(known.bare(word)):
            return
        yield bare
        index += step


def _is_broken(line: Line, span: Span, index: int) -> bool:
    if index < span.first_word:
        return _BREAK.search(line.text, line.word_end(index), span.start) is not None
    return _BREAK.search(line.text, span.end, line.word_start(index)) is not None


def _bare(word: str) -> str:
    """An Arabic word without an attached "and" or "in": "بريف", "وشمال"."""
    known = _words().before
    return next(
        (word[cut:] for cut in (1, 2) if word[:cut] in ("ب", "و", "ل", "وب", "ول") and word[cut:] in known), word
    )


def _is_side_by_itself(line: Line, span: Span) -> bool:
    """Whether what follows a name says a side of it by itself: "kuzeyinde", "الشمالي".

    English "north" does not.
    """
    following = next(iter(line.all_words[span.last_word + 1 : span.last_word + 2]), "")
    return following in _words().sides


def _direction(said: Sequence[str]) -> Direction | None:
    """The direction in words, two of them as the one between: "north east", "الشمالي الشرقي"."""
    sides = [Direction(word) for word in dict.fromkeys(said) if word in _SIDES]
    if len(sides) == 2:
        both = {sides[0].value + sides[1].value, sides[1].value + sides[0].value} & _SIDES
        return Direction(both.pop()) if both else None
    return sides[0] if len(sides) == 1 else None


_SIDES = frozenset(direction.value for direction in Direction)


@dataclass(frozen=True, slots=True)
class _Words:
    before: dict[str, str]
    after: dict[str, str]
    links: frozenset[str]
    sides: frozenset[str]


@cache
def _words() -> _Words:
    listed = data.toml("surroundings.toml")
    groups = {key: group for key, group in listed.items() if isinstance(group, dict)}
    before = {word: key for key, group in groups.items() for word in group["before"].split()}
    stems = {
        stem + ending: key
        for key, group in groups.items()
        for stem in group["stems"].split()
        for ending in ["", *listed["endings"].split()]
    }
    after = {word: key for key, group in groups.items() for word in group.get("after", "").split()}
    arabic = {word for word in after if word.startswith("ال")}
    turkish = {word for word, key in stems.items() if key in _SIDES and word not in before}
    return _Words(before, after | stems, frozenset(listed["links"].split()), frozenset(arabic | turkish))
