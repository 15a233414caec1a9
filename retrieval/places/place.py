"""What a place, a name of it and a mention of it are."""

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """How large a thing a name stands for.

    `SITE` is a camp, dam, bridge, station or neighbourhood.
    """

    COUNTRY = "country"
    GOVERNORATE = "governorate"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    AREA = "area"
    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    SITE = "site"

    @property
    def is_unit(self) -> bool:
        """Whether it is an administrative unit that contains others."""
        return self in _UNITS

    @property
    def is_large(self) -> bool:
        """Whether it is too large to lie near a point: a district, or anything that holds districts."""
        return self in _LARGE


_LARGE = frozenset({PlaceKind.COUNTRY, PlaceKind.GOVERNORATE, PlaceKind.DISTRICT})
_UNITS = _LARGE | {PlaceKind.SUBDISTRICT}

UNITS_FROM_LARGEST = (PlaceKind.COUNTRY, PlaceKind.GOVERNORATE, PlaceKind.DISTRICT, PlaceKind.SUBDISTRICT)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    `country` is an ISO 3166 code, `parent_id` the place around it.
    """

    id: str
    name: str
    kind: PlaceKind
    country: str
    lat: float | None
    lon: float | None
    parent_id: str | None
    population: int


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One spelling of a place.

    `lang` is empty where the source does not say.
    """

    place_id: str
    name: str
    lang: str


class Direction(StrEnum):
    """A side of a place, by the eight points of the compass in clockwise order."""

    NORTH = "north"
    NORTHEAST = "northeast"
    EAST = "east"
    SOUTHEAST = "southeast"
    SOUTH = "south"
    SOUTHWEST = "southwest"
    WEST = "west"
    NORTHWEST = "northwest"


@dataclass(frozen=True, slots=True)
class Reach:
    """What around a place a question means too.

    `km` is how far around it, None for what lies inside it; `direction` limits either to one side. `towards` is the
    id of another place: what lies between the two.
    """

    km: int | None = None
    direction: Direction | None = None
    towards: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A known name in a text: `text == original[start:end]`, without attached particles and endings.

    `also` holds other places it may mean, best first; `cue` what the neighbouring words say (see
    `retrieval.places.words`), or "spelling" where only the likeness of a name in a question speaks for it;
    `within` the place that narrowed it ("Hajin in Deir ez-Zor"), which is then not a mention of its own; `reach` what
    around it is meant too, in a question. `guessed`: no name is written so, the nearest one was taken.
    """

    start: int
    end: int
    text: str
    place_id: str
    also: tuple[str, ...]
    cue: str | None
    within: str | None = None
    reach: Reach | None = None
    guessed: bool = False
