"""What a place is that only articles name, and what one article attests of it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from retrieval.places.keys import PlaceKey
from retrieval.places.place import Place, PlaceKind
from retrieval.text.phonetics import consonants

# A name of one consonant sounds like every other word.
LEAST_CONSONANTS = 2

# Two attestations of one skeleton within so many km are one place: two villages of one name are seldom neighbours, and
# the positions are those of the towns that their sentences name.
ONE_PLACE_KM = 30.0

# The cell of an id, in degrees: about as large as what counts as one place.
_CELL = 0.3

# Hexadecimal digits of an id: 40 bits, so that a hundred thousand places meet with a chance of one in two hundred.
_DIGITS = 10


class Settlement(StrEnum):
    """What a place is by the word beside its name; the tables of `data/settlement_words.toml`."""

    VILLAGE = "village"
    TOWN = "town"
    QUARTER = "quarter"
    CAMP = "camp"
    FARM = "farm"
    DAM = "dam"
    JUNCTION = "junction"
    CHECKPOINT = "checkpoint"

    @property
    def kind(self) -> PlaceKind:
        """How large it is."""
        return PlaceKind.VILLAGE if self in _VILLAGES else PlaceKind.SITE


_VILLAGES = (Settlement.VILLAGE, Settlement.TOWN, Settlement.FARM)


class Standing(StrEnum):
    """What editors said of a learned place."""

    HEARD = "heard"  # nothing yet
    CONFIRMED = "confirmed"
    MERGED = "merged"  # it is a place of the gazetteer
    REJECTED = "rejected"  # it is none


@dataclass(frozen=True, slots=True)
class Anchor:
    """The known place that a sentence puts a name in or near, and how far away at most that is."""

    place_id: str  # as the sentence names it
    parent_id: str | None  # what contains the name
    country: str
    lat: float
    lon: float
    radius_km: int


@dataclass(frozen=True, slots=True)
class Attestation:
    """A name as one passage gives it, with what it is and where."""

    name: str
    settlement: Settlement
    anchor: Anchor

    @property
    def skeleton(self) -> str:
        """The consonants under which the name is found in every script."""
        return skeleton_of(self.name)

    @property
    def key(self) -> PlaceKey:
        """The id of the place where none of that skeleton is known near it."""
        cell = f"{floor(self.anchor.lat / _CELL)} {floor(self.anchor.lon / _CELL)}"
        digest = hashlib.sha256(f"{self.skeleton} {cell}".encode()).hexdigest()
        return PlaceKey.of_learned(digest[:_DIGITS])


@dataclass(frozen=True, slots=True)
class LearnedPlace:
    """A place by what articles say of it.

    `names` are its spellings as read, the most usual first; `reports` how many articles attest it.
    """

    place: Place
    names: tuple[str, ...]
    settlement: Settlement
    anchor_id: str
    radius_km: int
    reports: int
    standing: Standing = Standing.HEARD
    merged_into: str | None = None


def skeleton_of(name: str) -> str:
    """The consonants of a name without an "h" at its end, which Latin spellings leave out ("Satih", "Sati")."""
    return consonants(name).rstrip("h")
