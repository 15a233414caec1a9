"""A region of a few places, so that tests need not wait for the thousands that ship with Dateline."""

from collections.abc import Iterator
from functools import cache

from sqlalchemy import Engine

from retrieval.library.place_store import add_places
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Place, PlaceKind, PlaceName

# id | kind | country | latitude | longitude | inhabitants | parent | names, the first of them the one that is shown
_TABLE = """
    sy          | country     | SY | 35.00 | 38.00 | 20000000 |          | Syria; سوريا; Sûriye; Suriye
    hasakah     | governorate | SY | 36.50 | 40.75 | 1500000  | sy       | Al-Hasakah; Hasakah; الحسكة; Heseke
    raqqa       | governorate | SY | 36.10 | 39.00 | 900000   | sy       | Ar-Raqqah; Raqqa; الرقة; Rakka
    ain-dist    | district    | SY | 36.80 | 40.10 | 0        | hasakah  | Ras al-Ain; رأس العين
    ain-sub     | subdistrict | SY | 36.81 | 40.08 | 0        | ain-dist | Ras al-Ain; رأس العين
    ain         | town        | SY | 36.85 | 40.07 | 50000    | ain-sub  | Ras al-Ain; رأس العين; Serê Kaniyê; Resulayn
    tamr-sub    | subdistrict | SY | 36.65 | 40.37 | 0        | hasakah  | Tal Tamr; تل تمر
    tamr        | town        | SY | 36.66 | 40.37 | 8000     | tamr-sub | Tal Tamr; Til Temir; تل تمر
    qam-dist    | district    | SY | 37.00 | 41.20 | 0        | hasakah  | Qamishli; القامشلي
    qamishli    | city        | SY | 37.05 | 41.23 | 180000   | qam-dist | Qamishli; القامشلي; Qamişlo; Kamışlı
    derik       | town        | SY | 37.17 | 42.14 | 26000    | hasakah  | Al-Malikiyah; المالكية; Derik
    mardin      | governorate | TR | 37.32 | 40.74 | 800000   | tr       | Mardin
    derik-tr    | town        | TR | 37.36 | 40.27 | 20000    | mardin   | Derik
    kobani      | town        | SY | 36.89 | 38.35 | 45000    | sy       | Ayn al-Arab; Kobani; Kobanê; عين العرب
    tr          | country     | TR | 39.00 | 35.00 | 80000000 |          | Turkey; Türkiye; تركيا; Tirkiye
    idlib-gov   | governorate | SY | 35.80 | 36.60 | 1500000  | sy       | Idlib; إدلب; Idleb
    idlib       | city        | SY | 35.93 | 36.63 | 165000   | idlib-gov | Idlib; إدلب; Idleb
    sarmin      | town        | SY | 35.90 | 36.73 | 14000    | idlib-gov | Sarmin; سرمين
    salihiyah   | town        | SY | 36.55 | 40.90 | 15000    | hasakah  | Salihiyah
    salihiyah-r | village     | SY | 35.90 | 38.90 | 900      | raqqa    | Salihiyah
"""


def _rows() -> Iterator[tuple[Place, list[PlaceName]]]:
    for line in _TABLE.strip().splitlines():
        id_, kind, country, lat, lon, inhabitants, parent, names = (cell.strip() for cell in line.split("|"))
        spelled = [PlaceName(id_, name.strip(), "") for name in names.split(";")]
        shown = spelled[0].name
        yield (
            Place(id_, shown, PlaceKind(kind), country, float(lat), float(lon), parent or None, int(inhabitants)),
            spelled,
        )


@cache
def region() -> tuple[tuple[Place, ...], tuple[PlaceName, ...]]:
    """The places and all their names."""
    rows = list(_rows())
    return tuple(place for place, _ in rows), tuple(name for _, names in rows for name in names)


@cache
def region_gazetteer() -> Gazetteer:
    """A gazetteer of the region; tests only read it."""
    return Gazetteer(*region())


def ensure_region(engine: Engine, _countries: frozenset[str]) -> bool:
    """Bring the region into SQL, in the place of `ensure_shipped_places`."""
    return add_places(engine, *region()) > 0
