"""Places that share a name since they are one thing at several sizes: a town and the units named after it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log10
from typing import Protocol

from retrieval.places.geometry import Grid, apart_km
from retrieval.places.place import UNITS_FROM_LARGEST, Place, PlaceKind

# Two records of one name closer than this are one settlement: beyond it namesake villages begin.
SAME_TOWN_KM = 6.0

# Which members of a family the words beside a name mean, the first that there is.
_PREFERENCE: dict[str, tuple[PlaceKind, ...]] = {
    "governorate": (PlaceKind.GOVERNORATE, PlaceKind.DISTRICT, PlaceKind.SUBDISTRICT),
    "district": (PlaceKind.DISTRICT, PlaceKind.SUBDISTRICT, PlaceKind.GOVERNORATE),
    "subdistrict": (PlaceKind.SUBDISTRICT, PlaceKind.DISTRICT),
    "part": (PlaceKind.GOVERNORATE, PlaceKind.DISTRICT, PlaceKind.SUBDISTRICT),
    "side": (PlaceKind.GOVERNORATE,),
    "countryside": (PlaceKind.GOVERNORATE, PlaceKind.DISTRICT, PlaceKind.SUBDISTRICT),
}

# Enough to put a village at home before a small town abroad, and not before a city there.
HOME_WEIGHT = 2.5

# The weight of a town of the home country or a large city abroad, whose name is hardly ever a person's.
PROMINENT = 4.0

# How far in km the centre of a unit may lie from the town it is named after; its borders are not known.
_REACH = {PlaceKind.SUBDISTRICT: 40.0, PlaceKind.DISTRICT: 80.0, PlaceKind.GOVERNORATE: 150.0}

# How likely a bare name means a place of a kind: the larger one, unless its inhabitants or its country say otherwise.
_WEIGHT = {
    PlaceKind.COUNTRY: 4.0,
    PlaceKind.GOVERNORATE: 3.0,
    PlaceKind.CITY: 2.5,
    PlaceKind.DISTRICT: 2.0,
    PlaceKind.TOWN: 2.0,
    PlaceKind.SUBDISTRICT: 1.5,
    PlaceKind.AREA: 1.0,
    PlaceKind.SITE: 0.5,
    PlaceKind.VILLAGE: 0.5,
}


class Hierarchy(Protocol):
    """What grouping needs to know about places, by their number."""

    def place(self, number: int) -> Place: ...

    def above(self, number: int) -> tuple[int, ...]:
        """Numbers of the places around it, nearest first."""
        ...

    def share_name(self, number: int, other: int) -> bool: ...


@dataclass(frozen=True, slots=True)
class Family:
    """A settlement (or none) and the units of the same name around it.

    `numbers` has all members, settlements first, then units from the largest; `prior` says how likely a bare name
    means one of them.
    """

    numbers: tuple[int, ...]
    units: dict[PlaceKind, int]
    prior: float

    def member(self, cue: str | None) -> int:
        """The member that the neighbouring words mean: the settlement, unless they name a unit."""
        for kind in _PREFERENCE.get(cue or "", ()):
            if kind in self.units:
                return self.units[kind]
        return self.numbers[0]


def families(numbers: Sequence[int], tree: Hierarchy, home: str) -> list[Family]:
    """Group places of one name into families, the most prominent first.

    `home` is the country preferred.
    """
    settlements = [number for number in numbers if not tree.place(number).kind.is_unit]
    units = [number for number in numbers if tree.place(number).kind.is_unit]
    groups = _towns(sorted(settlements, key=lambda number: -weight(tree.place(number), home)), tree)
    for number in sorted(units, key=lambda number: -UNITS_FROM_LARGEST.index(tree.place(number).kind)):
        _join_unit(groups, number, tree)
    for group in groups:
        _add_units_around(group, tree)
    found = [group.family(tree, home) for group in groups]
    return sorted(found, key=lambda family: -family.prior)


def weight(place: Place, home: str) -> float:
    """How likely a bare name means this place: kind, inhabitants, country."""
    counted = 0 if place.kind in (PlaceKind.DISTRICT, PlaceKind.SUBDISTRICT) else place.population
    return _WEIGHT[place.kind] + 0.3 * log10(counted + 10) + (HOME_WEIGHT if place.country == home else 0.0)


@dataclass(slots=True)
class _Group:
    """A family in the making."""

    settlements: list[int] = field(default_factory=list)
    units: dict[PlaceKind, int] = field(default_factory=dict)

    @property
    def numbers(self) -> list[int]:
        return [*self.settlements, *(self.units[kind] for kind in UNITS_FROM_LARGEST if kind in self.units)]

    def family(self, tree: Hierarchy, home: str) -> Family:
        prior = max(weight(tree.place(number), home) for number in self.numbers)
        return Family(tuple(self.numbers), self.units, prior)


@dataclass(frozen=True, slots=True)
class _Lead:
    """Where the first settlement of a group lies."""

    lat: float
    lon: float
    group: int


def _towns(settlements: Sequence[int], tree: Hierarchy) -> list[_Group]:
    """Group settlements: each joins the first group whose first one is the same town, or begins one.

    A common name has hundreds of villages far from each other, so those close by are looked up, not looked for.
    """
    groups: list[_Group] = []
    leads: Grid[_Lead] = Grid(())
    for number in settlements:
        place = tree.place(number)
        if place.lat is None or place.lon is None:
            groups.append(_Group([number]))
        elif close := [lead.group for lead in leads.near(place.lat, place.lon, SAME_TOWN_KM)]:
            groups[min(close)].settlements.append(number)
        else:
            leads.add(_Lead(place.lat, place.lon, len(groups)))
            groups.append(_Group([number]))
    return groups


def _join_unit(groups: list[_Group], number: int, tree: Hierarchy) -> None:
    kind = tree.place(number).kind
    for group in groups:
        if kind not in group.units and _belongs(group, number, tree):
            group.units[kind] = number
            return
    groups.append(_Group(units={kind: number}))


def _belongs(group: _Group, unit: int, tree: Hierarchy) -> bool:
    """Whether a unit contains the family, or has its centre so near that it is named after it."""
    if any(unit in tree.above(member) for member in group.numbers):
        return True
    place = tree.place(unit)
    return any(_apart(tree.place(town), place) <= _REACH.get(place.kind, 0.0) for town in group.settlements)


def _add_units_around(group: _Group, tree: Hierarchy) -> None:
    """Add units of the same name that this spelling alone would not have brought."""
    first = group.numbers[0]
    for around in tree.above(first):
        kind = tree.place(around).kind
        if kind in _PREFERENCE["governorate"] and kind not in group.units and tree.share_name(first, around):
            group.units[kind] = around


def _apart(place: Place, other: Place) -> float:
    apart = apart_km(place, other)
    return float("inf") if apart is None else apart
