"""Reading places that somebody else lists: GeoNames dumps, or tables with one spelling a row."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TextIO

from retrieval.errors import SourceError
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.places.sources.listed_names import clean_name

COLUMNS = ("id", "name", "alias", "lang", "lat", "lon", "kind", "parent", "country")
# Characters: alternate names of a large city run to some ten thousand; a longer line lists no place.
LONGEST_LINE = 1_000_000

_DUMP_COLUMNS, _ALTERNATE_COLUMNS = 19, (8, 10)
_FEATURES = {
    "PCLI": PlaceKind.COUNTRY, "ADM1": PlaceKind.GOVERNORATE, "ADM2": PlaceKind.DISTRICT,
    "ADM3": PlaceKind.SUBDISTRICT, "PPLC": PlaceKind.CITY, "PPLA": PlaceKind.CITY, "PPLA2": PlaceKind.TOWN,
    "PPLA3": PlaceKind.TOWN, "PPLX": PlaceKind.SITE, "DAM": PlaceKind.SITE, "BDG": PlaceKind.SITE,
    "CMP": PlaceKind.SITE, "CMPRF": PlaceKind.SITE, "RGN": PlaceKind.AREA,
}  # fmt: skip
_LANGUAGES = {"": "", "en": "en", "ar": "ar", "ku": "ku", "kmr": "ku", "ckb": "ku", "tr": "tr"}


@dataclass(frozen=True, slots=True)
class RowFailure:
    """A row that was skipped: `source` is "file:line"."""

    source: str
    error: str


class _RowError(ValueError):
    """A row that cannot be used.

    The message says why.
    """


@dataclass(frozen=True, slots=True)
class _Row:
    """What one line gives: a place, or None for names of a place known elsewhere."""

    place: Place | None
    names: tuple[PlaceName, ...]


_Numbered = Iterator[tuple[int, list[str] | _RowError]]


def read_places(path: Path) -> tuple[list[Place], list[PlaceName], list[RowFailure]]:
    """The places and names of one file, and the rows that had to be skipped.

    Understands GeoNames dumps (`SY.txt`), GeoNames alternate names (`alternateNamesV2.txt`: names only, for
    places known by their id) and CSV or TSV with the columns of `COLUMNS`. Raises SourceError for a file that
    is no such list at all.
    """
    places: dict[str, Place] = {}
    names: dict[PlaceName, None] = {}
    failures: list[RowFailure] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines, parse = _format(file, path)
            for number, cells in lines:
                try:
                    row = parse(_checked(cells))
                except _RowError as error:
                    failures.append(RowFailure(f"{path.name}:{number}", str(error)))
                    continue
                if row.place is not None:
                    places.setdefault(row.place.id, row.place)
                names.update(dict.fromkeys(row.names))
    except UnicodeDecodeError as error:
        raise SourceError(
            str(path), f"is not UTF-8 (byte {error.start}); save it as UTF-8 and import it again"
        ) from error
    except OSError as error:
        raise SourceError(str(path), f"cannot be read: {error.strerror or error}") from error
    known = {(name.place_id, name.name) for name in names if name.lang}
    distinct = [name for name in names if name.lang or (name.place_id, name.name) not in known]
    return list(places.values()), distinct, failures


def _checked(cells: list[str] | _RowError) -> list[str]:
    if isinstance(cells, _RowError):
        raise cells
    return cells


def _format(file: TextIO, path: Path) -> tuple[_Numbered, Callable[[list[str]], _Row]]:
    """Recognise the format by the first line and give the rows with the way to read one."""
    lines = _lines(file)
    first = next(lines, "")
    cells = first.rstrip("\r\n").split("\t")
    if len(cells) == _DUMP_COLUMNS:
        return _tabbed(chain([first], lines)), _from_dump
    if len(cells) in _ALTERNATE_COLUMNS and cells[0].isdigit() and cells[1].isdigit():
        return _tabbed(chain([first], lines)), _from_alternate_names
    delimiter = max("\t,;", key=first.count)
    header = [cell.strip().lower() for cell in next(csv.reader([first], delimiter=delimiter), [])]
    if "id" not in header or not {"name", "alias"} & set(header):
        raise SourceError(str(path), f"is no list of places: its first line should name columns {','.join(COLUMNS)}")
    return _table(lines, delimiter), lambda row: _from_table(header, row)


def _lines(file: TextIO) -> Iterator[str]:
    """The lines of a file.

    What is left of a line that never ends comes in pieces that no format accepts.
    """
    while line := file.readline(LONGEST_LINE):
        yield line


def _tabbed(lines: Iterator[str]) -> _Numbered:
    for number, line in enumerate(lines, 1):
        yield number, line.rstrip("\r\n").split("\t")


def _table(lines: Iterator[str], delimiter: str) -> _Numbered:
    reader = csv.reader((line.replace("\0", "") for line in lines), delimiter=delimiter)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield reader.line_num + 1, _RowError(f"is not a readable row: {error}")
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield reader.line_num + 1, row


def _from_table(header: list[str], cells: list[str]) -> _Row:
    if len(cells) > len(header):
        raise _RowError(f"has {len(cells)} cells for {len(header)} columns; put a name with a comma into quotes")
    row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
    id_ = row.get("id", "")
    if not id_:
        raise _RowError("has no id")
    name, alias = clean_name(row.get("name", "")), clean_name(row.get("alias", ""))
    if name is None and alias is None:
        raise _RowError(f"has no name that could stand in a text: {(row.get('alias') or row.get('name') or '')[:60]!r}")
    lat, lon = _position(row.get("lat", ""), row.get("lon", ""))
    country = row.get("country", "").upper()
    if country and (len(country) != 2 or not country.isascii()):
        raise _RowError(f"country {country[:20]!r} is not a two-letter code such as SY")
    shown = name or alias or ""
    place = Place(id_, shown, _kind(row.get("kind", "")), country, lat, lon, row.get("parent") or None, 0)
    language = row.get("lang", "").lower()
    spellings = [(name, language if alias in (None, name) else "")] if name else []
    spellings += [(alias, language)] if alias and alias != name else []
    return _Row(place, tuple(PlaceName(id_, spelling, lang) for spelling, lang in spellings if spelling))


def _kind(cell: str) -> PlaceKind:
    if not cell:
        return PlaceKind.VILLAGE
    try:
        return PlaceKind(cell.lower())
    except ValueError:
        raise _RowError(f"kind {cell[:20]!r} is none of {', '.join(PlaceKind)}") from None


def _position(lat: str, lon: str) -> tuple[float | None, float | None]:
    if not lat and not lon:
        return None, None
    try:
        position = float(lat), float(lon)
    except ValueError:
        raise _RowError(f"position {lat[:20]!r}, {lon[:20]!r} is not a pair of degrees") from None
    if not (abs(position[0]) <= 90 and abs(position[1]) <= 180):
        raise _RowError(f"position {lat}, {lon} is not on Earth")
    return position


def _from_dump(cells: list[str]) -> _Row:
    """Read a line of a GeoNames dump.

    Kinds of feature that hold no news (wells, hills) give nothing.
    """
    if len(cells) != _DUMP_COLUMNS:
        raise _RowError(f"has {len(cells)} columns, not the {_DUMP_COLUMNS} of a GeoNames dump")
    geoname, name, _, others, lat, lon, feature_class, feature, country = cells[:9]
    if not geoname.isdigit():
        raise _RowError(f"{geoname[:20]!r} is not a GeoNames id")
    kind = _FEATURES.get(feature, PlaceKind.VILLAGE if feature_class == "P" else None)
    if kind is None:
        return _Row(None, ())
    id_ = f"geonames:{geoname}"
    position = _position(lat, lon)
    parent = f"admin1:{country}.{cells[10]}" if cells[10] else None
    population = int(cells[14]) if cells[14].isdigit() else 0
    cleaned = [clean for clean in map(clean_name, [name, *others.split(",")]) if clean]
    if not cleaned:
        raise _RowError(f"has no name that could stand in a text: {name[:60]!r}")
    place = Place(id_, cleaned[0], kind, country, *position, parent, population)
    return _Row(place, tuple(PlaceName(id_, spelling, "") for spelling in dict.fromkeys(cleaned)))


def _from_alternate_names(cells: list[str]) -> _Row:
    """Read a line of alternateNamesV2.

    Other languages, links and codes give nothing.
    """
    if len(cells) not in _ALTERNATE_COLUMNS or not cells[1].isdigit():
        raise _RowError("is not a line of alternateNamesV2")
    language = _LANGUAGES.get(cells[2])
    name = clean_name(cells[3])
    if language is None or name is None:
        return _Row(None, ())
    return _Row(None, (PlaceName(f"geonames:{cells[1]}", name, language),))
