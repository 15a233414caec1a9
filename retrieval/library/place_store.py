"""The gazetteer in SQL: the places that ship with Dateline, and those that an operator imports."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import Engine, UniqueConstraint, delete, insert
from sqlalchemy import select as sql
from sqlmodel import Field, Session, SQLModel, col, select

from retrieval.library.database import read_session, take_turn, write_transaction
from retrieval.library.facts import read_fact, write_fact
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.places.regions import default_regions
from retrieval.places.sources.shipped import builtin_places, data_version

# The fact that says which shipped places the library holds.
SHIPPED = "gazetteer"

# Rows that one statement writes.
BATCH = 5_000

# The turn that processes take which bring places in: several may start together.
PLACES = "places"


class PlaceRow(SQLModel, table=True):
    """A place of the gazetteer."""

    __tablename__ = "places"
    id: str = Field(primary_key=True)
    name: str
    kind: str
    country: str
    lat: float | None = None
    lon: float | None = None
    parent_id: str | None = Field(default=None, index=True)
    population: int = 0
    imported: bool = False  # by `dateline places import`, not shipped


class PlaceNameRow(SQLModel, table=True):
    """One spelling of a place."""

    __tablename__ = "place_names"
    __table_args__ = (UniqueConstraint("place_id", "name", "lang"),)
    id: int | None = Field(default=None, primary_key=True)
    place_id: str = Field(foreign_key="places.id", index=True)
    name: str
    lang: str = ""
    imported: bool = False


def ensure_shipped_places(engine: Engine, countries: frozenset[str]) -> bool:
    """Bring the shipped places of `countries` into SQL when they are not there yet.

    Returns whether they changed.
    """
    wanted = _stamp(countries)
    with read_session(engine) as session:
        if read_fact(session, SHIPPED) == wanted:
            return False
    places, names = builtin_places(countries)
    with write_transaction(engine) as session:
        take_turn(session, PLACES)
        if read_fact(session, SHIPPED) == wanted:  # another process that started with this one was first
            return False
        session.execute(delete(PlaceNameRow).where(~col(PlaceNameRow.imported)))
        used = set(session.exec(select(PlaceNameRow.place_id)))
        keep = {place.id for place in places} | used
        session.execute(delete(PlaceRow).where(~col(PlaceRow.imported), col(PlaceRow.id).not_in(used)))
        _add_new(session, places, [name for name in names if name.place_id in keep], imported=False)
        write_fact(session, SHIPPED, wanted)
        return True


def add_places(engine: Engine, places: Sequence[Place], names: Sequence[PlaceName]) -> int:
    """Add imported places and spellings.

    Returns how many of them are new. Known ones are left as they are.
    """
    with write_transaction(engine) as session:
        take_turn(session, PLACES)
        return _add_new(session, places, names, imported=True)


def load_places(engine: Engine) -> tuple[list[Place], list[PlaceName]]:
    """All places and spellings."""
    with read_session(engine) as session:
        places = session.execute(
            sql(
                col(PlaceRow.id),
                col(PlaceRow.name),
                col(PlaceRow.kind),
                col(PlaceRow.country),
                col(PlaceRow.lat),
                col(PlaceRow.lon),
                col(PlaceRow.parent_id),
                col(PlaceRow.population),
            )
        ).all()
        names = session.exec(select(PlaceNameRow.place_id, PlaceNameRow.name, PlaceNameRow.lang)).all()
    return (
        [
            Place(id_, name, PlaceKind(kind), country, lat, lon, parent, population)
            for id_, name, kind, country, lat, lon, parent, population in places
        ],
        [PlaceName(place_id, name, lang) for place_id, name, lang in names],
    )


def load_gazetteer(engine: Engine) -> Gazetteer:
    """The gazetteer, ready to find places in texts."""
    return Gazetteer(*load_places(engine), regions=default_regions())


def _stamp(countries: frozenset[str]) -> str:
    return hashlib.sha256(f"{','.join(sorted(countries))} {data_version()}".encode()).hexdigest()[:16]


def _add_new(session: Session, places: Sequence[Place], names: Sequence[PlaceName], *, imported: bool) -> int:
    """Insert what is not there yet, whether it was shipped or imported.

    Returns how many places and spellings.
    """
    known = set(session.exec(select(PlaceRow.id)))
    spelled = set(session.exec(select(PlaceNameRow.place_id, PlaceNameRow.name, PlaceNameRow.lang)))
    new_places = [place for place in places if place.id not in known]
    new_names = [name for name in names if (name.place_id, name.name, name.lang) not in spelled]
    _insert(session, new_places, new_names, imported=imported)
    return len(new_places) + len(new_names)


def _insert(session: Session, places: Iterable[Place], names: Iterable[PlaceName], *, imported: bool) -> None:
    place_rows = [
        {
            "id": p.id,
            "name": p.name,
            "kind": p.kind.value,
            "country": p.country,
            "lat": p.lat,
            "lon": p.lon,
            "parent_id": p.parent_id,
            "population": p.population,
            "imported": imported,
        }
        for p in places
    ]
    name_rows = [
        {"place_id": place_id, "name": name, "lang": lang, "imported": imported}
        for place_id, name, lang in dict.fromkeys((n.place_id, n.name, n.lang) for n in names)
    ]
    for model, rows in ((PlaceRow, place_rows), (PlaceNameRow, name_rows)):
        for at in range(0, len(rows), BATCH):
            session.execute(insert(model), rows[at : at + BATCH])
