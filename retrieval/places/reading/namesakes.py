"""Which of several places of one name a text means, judged by what else it names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

from retrieval.places.evidence import EVIDENCE
from retrieval.places.families import Family, Hierarchy
from retrieval.places.geometry import apart_km
from retrieval.places.place import Place, PlaceKind
from retrieval.places.reading.found_name import FoundName

# Characters: a unit named this close to a name qualifies it ("Hajin, in eastern Deir ez-Zor").
NEXT_TO = 60

# The distance over which another place of the text loses its pull.
NEAR_KM = 20.0

# How much a unit that is named speaks for a place inside it: the smaller the unit, the more.
_BONUS = {
    PlaceKind.COUNTRY: 0.0, PlaceKind.GOVERNORATE: 1.5, PlaceKind.DISTRICT: 2.5, PlaceKind.SUBDISTRICT: 3.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """A name whose place is certain: where it stands and what it may stand for."""

    start: int
    end: int
    family: Family


def resolve(names: Sequence[FoundName], tree: Hierarchy, in_question: bool) -> None:
    """Order the families of every ambiguous name of a text by what the certain ones say."""
    certain = [one for one in names if len(one.families) == 1 and one.needed <= EVIDENCE]
    anchors = [Anchor(one.span.start, one.span.end, one.families[0]) for one in certain]
    ranked: dict[int, list[Family]] = {}
    for one in [one for one in names if len(one.families) > 1]:
        entry = one.span.entry
        if entry not in ranked:
            same = [other for other in names if other.span.entry == entry]
            ranked[entry] = _ranked(one.families, same, anchors, tree, in_question)
        one.families = ranked[entry]


def _ranked(
    families: list[Family], same: Sequence[FoundName], anchors: list[Anchor], tree: Hierarchy, in_question: bool
) -> list[Family]:
    """The families of one name, best first, by all places where the text has it."""
    spots = [(one.span.start, one.span.end) for one in same]
    order = rank(families, spots, anchors, tree, in_question)
    is_village = any(one.cue == "village" for one in same)
    return sorted(order, key=lambda family: is_village and tree.place(family.numbers[0]).kind is PlaceKind.CITY)


def rank(
    choices: list[Family],
    spots: list[tuple[int, int]],
    anchors: list[Anchor],
    tree: Hierarchy,
    whole_text: bool,
) -> list[Family]:
    """The families of one name, best first.

    `spots` are where in the text it stands. With `whole_text` a country counts wherever it is named, as in a
    question; otherwise only beside the name, since every article names several.
    """
    scored = [
        (_score(family, spots, anchors, tree, whole_text), -index, family) for index, family in enumerate(choices)
    ]
    scored.sort(key=lambda item: item[:2], reverse=True)
    return [family for _, _, family in scored]


def _score(
    family: Family, spots: list[tuple[int, int]], anchors: list[Anchor], tree: Hierarchy, whole_text: bool
) -> float:
    number = family.numbers[0]
    around = set(tree.above(number))
    score = family.prior
    for anchor in anchors:
        beside = any(_gap(spot, anchor) <= NEXT_TO for spot in spots)
        score += max(
            (_containment(tree, unit, around, beside or whole_text) for unit in anchor.family.numbers),
            default=0.0,
        )
    return score + 3.0 * _closeness(tree.place(number), (tree.place(anchor.family.numbers[0]) for anchor in anchors))


def _containment(tree: Hierarchy, unit: int, around: set[int], beside: bool) -> float:
    if unit not in around:
        return 0.0
    kind = tree.place(unit).kind
    if kind is PlaceKind.COUNTRY:
        return 3.0 if beside else 0.0
    return _BONUS.get(kind, 1.0) * (2.0 if beside else 1.0)


def _gap(spot: tuple[int, int], anchor: Anchor) -> int:
    return max(anchor.start - spot[1], spot[0] - anchor.end, 0)


def _closeness(place: Place, others: Iterable[Place]) -> float:
    """1 beside another place of the text, falling to 0 some tens of km away.

    Units have no position.
    """
    distances = (apart_km(place, other) for other in others if not other.kind.is_unit)
    return exp(-min((apart for apart in distances if apart is not None), default=float("inf")) / NEAR_KM)
