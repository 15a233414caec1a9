"""The gazetteer in SQL: shipped places, imported ones, and what becomes of both when the region changes."""

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from retrieval.library import place_store
from retrieval.library.database import read_session
from retrieval.library.place_store import (
    PlaceNameRow,
    PlaceRow,
    add_places,
    ensure_shipped_places,
    load_gazetteer,
    load_places,
)
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.places.reading.reader import find_places
from tests.region import region

SHOURIK = Place("own:1", "Shourik", PlaceKind.VILLAGE, "SY", 36.9, 40.2, "ain", 300)
SHIPPED = {
    "SY": ([Place("sy:1", "Tabqa", PlaceKind.TOWN, "SY", 35.8, 38.5, None, 90_000)],
           [PlaceName("sy:1", "Tabqa", "en"), PlaceName("sy:1", "الطبقة", "ar")]),
    "TR": ([Place("tr:1", "Mardin", PlaceKind.CITY, "TR", 37.3, 40.7, None, 80_000)],
           [PlaceName("tr:1", "Mardin", "")]),
}  # fmt: skip


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two countries of one place each."""

    def builtin(countries: frozenset[str]) -> tuple[list[Place], list[PlaceName]]:
        chosen = [SHIPPED[country] for country in sorted(countries)]
        return [place for places, _ in chosen for place in places], [name for _, names in chosen for name in names]

    monkeypatch.setattr(place_store, "builtin_places", builtin)


def ids(engine: Engine) -> set[str]:
    return {place.id for place in load_places(engine)[0]}


def count(engine: Engine, model: type) -> int:
    with read_session(engine) as session:
        return session.exec(select(func.count()).select_from(model)).one()


def ensure(engine: Engine, *countries: str) -> bool:
    return ensure_shipped_places(engine, frozenset(countries))


def test_what_is_kept_is_loaded_as_it_was(engine: Engine) -> None:
    places, names = region()
    assert add_places(engine, places, names) == len(places) + len(set(names))
    loaded = load_places(engine)
    assert sorted(loaded[0], key=lambda p: p.id) == sorted(places, key=lambda p: p.id)
    assert set(loaded[1]) == set(names)


def test_what_is_known_is_added_once(engine: Engine) -> None:
    places, names = region()
    add_places(engine, places, names)
    assert add_places(engine, places, names) == 0
    assert add_places(engine, [SHOURIK], [PlaceName("own:1", "Shourik", "en"), PlaceName("own:1", "Shourik", "en")]) > 0
    assert count(engine, PlaceRow) == len(places) + 1
    assert count(engine, PlaceNameRow) == len(set(names)) + 1


def test_a_known_place_is_left_as_it_is_and_gets_new_spellings(engine: Engine) -> None:
    add_places(engine, *region())
    changed = Place("ain", "Other", PlaceKind.VILLAGE, "TR", None, None, None, 0)
    assert add_places(engine, [changed], [PlaceName("ain", "Rasulain", "tr")]) == 1
    gazetteer = load_gazetteer(engine)
    place = gazetteer.get("ain")
    assert place is not None
    assert (place.name, place.country) == ("Ras al-Ain", "SY")
    assert [mention.place_id for mention in find_places(gazetteer, "a road in Rasulain")] == ["ain"]


def test_shipped_places_are_brought_in_once(engine: Engine, shipped: None) -> None:
    assert ensure(engine, "SY")
    assert not ensure(engine, "SY")
    assert ids(engine) == {"sy:1"}
    assert count(engine, PlaceNameRow) == 2


def test_another_region_replaces_the_shipped_places(engine: Engine, shipped: None) -> None:
    ensure(engine, "SY")
    assert ensure(engine, "TR")
    assert ids(engine) == {"tr:1"}
    assert ensure(engine, "TR", "SY")
    assert ids(engine) == {"sy:1", "tr:1"}
    assert not ensure(engine, "SY", "TR")


def test_new_shipped_data_are_brought_in(engine: Engine, shipped: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ensure(engine, "SY")
    monkeypatch.setattr(place_store, "data_version", lambda: "another")
    assert ensure(engine, "SY")
    assert count(engine, PlaceNameRow) == 2


def test_imported_places_and_spellings_outlive_the_shipped_ones(engine: Engine, shipped: None) -> None:
    ensure(engine, "SY")
    add_places(engine, [SHOURIK], [PlaceName("own:1", "Shourik", "en"), PlaceName("sy:1", "al-Thawrah", "en")])
    ensure(engine, "TR")
    assert ids(engine) == {"own:1", "sy:1", "tr:1"}  # sy:1 keeps an imported spelling
    assert {name.name for name in load_places(engine)[1]} == {"Shourik", "al-Thawrah", "Mardin"}


def test_a_place_that_was_imported_and_ships_later_keeps_one_row(engine: Engine, shipped: None) -> None:
    add_places(engine, [SHIPPED["SY"][0][0]], [PlaceName("sy:1", "Tabqa", "en")])
    ensure(engine, "SY")
    assert ids(engine) == {"sy:1"}


def test_a_failed_import_of_places_leaves_no_trace(engine: Engine) -> None:
    broken = [SHOURIK, Place("own:2", None, PlaceKind.VILLAGE, "SY", None, None, None, 0)]  # type: ignore[arg-type]
    with pytest.raises(Exception, match="NOT NULL"):
        add_places(engine, broken, [])
    assert ids(engine) == set()
