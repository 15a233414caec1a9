"""Building the gazetteer: what ships, what files bring, and how the two are joined."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.places.sources.files import read_places
from retrieval.places.sources.listed_names import clean_name
from retrieval.places.sources.merging import merge
from retrieval.places.sources.shipped import builtin_places, country_id, data_version
from tests.retrieval.places.shipped_places import shipped, shipped_gazetteer

HEADER = "id,name,alias,lang,lat,lon,kind,parent,country\n"


def written(folder: Path, text: str, name: str = "places.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# What ships


def test_every_place_has_a_name_and_a_known_parent() -> None:
    places, names = shipped()
    ids = {place.id for place in places}
    assert {name.place_id for name in names} == ids
    assert len(ids) == len(places)
    assert [place for place in places if place.parent_id is not None and place.parent_id not in ids] == []


def test_syria_comes_with_all_its_units() -> None:
    kinds = [place.kind for place in shipped()[0] if place.id.startswith("ocha:")]
    assert [kinds.count(PlaceKind(kind)) for kind in ("governorate", "district", "subdistrict")] == [14, 62, 272]


@pytest.mark.parametrize(
    ("id_", "name", "chain"),
    [
        ("geonames:165509", "Ras al-Ain", ["ocha:SY080400", "ocha:SY0804", "ocha:SY08"]),
        ("geonames:163750", "Tal Abyad", ["ocha:SY110200", "ocha:SY1102", "ocha:SY11"]),
        ("geonames:172256", "Kobani", ["ocha:SY020600", "ocha:SY0206", "ocha:SY02"]),
        ("geonames:173377", "Qamishli", ["ocha:SY080200", "ocha:SY0802", "ocha:SY08"]),
        ("geonames:170063", "Aleppo", ["ocha:SY020000", "ocha:SY0200", "ocha:SY02"]),
        ("geonames:99072", "Mosul", ["admin1:IQ.15"]),
        ("geonames:303750", "Nusaybin", ["admin1:TR.72"]),
    ],
)
def test_towns_have_their_usual_name_and_lie_in_their_units(id_: str, name: str, chain: list[str]) -> None:
    place = shipped_gazetteer().get(id_)
    assert place is not None
    assert place.name == name
    assert [one.id for one in shipped_gazetteer().ancestors(id_)][:-1] == chain


def test_names_that_mislead_are_taken_from_the_wrong_place() -> None:
    assert not [name for name in shipped()[1] if name.place_id == "geonames:318668" and name.name == "Resulayn"]


def test_only_the_countries_asked_for_are_known() -> None:
    assert builtin_places(frozenset({"XX"})) == ([], [])


def test_the_stamp_of_the_shipped_data_is_stable() -> None:
    assert data_version() == data_version()
    assert country_id("SY") == "geonames:163843"
    assert country_id("XX") is None


# Names in lists


@pytest.mark.parametrize(
    ("listed", "cleaned"),
    [
        ("Umm Zaytun", "Umm Zaytun"),
        ("  Umm \u200eZaytun ", "Umm Zaytun"),
        ("Umm Zaytun village", "Umm Zaytun"),
        ("Umm Zaytun (Idlib)", "Umm Zaytun"),
        ("Umm Zaytun, Idlib", "Umm Zaytun"),
        ("Umm Zaytun - the clinic", "Umm Zaytun"),
        ("Afrin District", "Afrin"),
        ("near Umm Zaytun", "Umm Zaytun"),
        ("قرية أم زيتون", "أم زيتون"),
        ("محافظة حماة", "حماة"),
        ("مَعَرَّة", "معرة"),
        ("ريف دمشق", "ريف دمشق"),
        ("None", None),
        ("", None),
        ("?", None),
        ("12", None),
        ("Al", None),
        ("2 km from Umm Zaytun", None),
        ("Umm Zaytun and Umm Tin", None),
        ("أم زيتون و أم تين", None),
        ("Afrin, Azaz, Manbij, Idlib", None),
        ("Road to Umm Zaytun", None),
        ("nahyt mrkz zytwn", None),
        ("x" * 200, None),
    ],
)
def test_what_lists_add_to_a_name_is_taken_off(listed: str, cleaned: str | None) -> None:
    assert clean_name(listed) == cleaned


@given(st.text())
def test_cleaning_twice_changes_nothing_more(listed: str) -> None:
    cleaned = clean_name(listed)
    assert cleaned is None or clean_name(cleaned) in (cleaned, None)


# Files


def test_rows_of_a_table_become_one_place_with_its_spellings(tmp_path: Path) -> None:
    rows = "x:1,Umm Zaytun,Umm Zaytun,en,35.1,36.2,village,,SY\nx:1,Umm Zaytun,أم زيتون,ar,35.1,36.2,village,,SY\n"
    places, names, failures = read_places(written(tmp_path, HEADER + rows))
    assert places == [Place("x:1", "Umm Zaytun", PlaceKind.VILLAGE, "SY", 35.1, 36.2, None, 0)]
    assert {(name.name, name.lang) for name in names} == {("Umm Zaytun", "en"), ("أم زيتون", "ar")}
    assert failures == []


def test_cells_may_be_empty_and_columns_separated_by_tabs(tmp_path: Path) -> None:
    text = "id\tname\tlat\tlon\nx:1\tUmm Zaytun\t\t\n\n"
    places, _, failures = read_places(written(tmp_path, text, "places.tsv"))
    assert places == [Place("x:1", "Umm Zaytun", PlaceKind.VILLAGE, "", None, None, None, 0)]
    assert failures == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Umm Zaytun,,en,35,36,village,,SY", "no id"),
        ("x:1,None,None,en,35,36,village,,SY", "no name"),
        ("x:1,Umm Zaytun,,en,north,36,village,,SY", "degrees"),
        ("x:1,Umm Zaytun,,en,35,,village,,SY", "degrees"),
        ("x:1,Umm Zaytun,,en,35,4239,village,,SY", "not on Earth"),
        ("x:1,Umm Zaytun,,en,nan,36,village,,SY", "not on Earth"),
        ("x:1,Umm Zaytun,,en,35,36,hamlet,,SY", "kind 'hamlet'"),
        ("x:1,Umm Zaytun,,en,35,36,village,,Syria", "two-letter"),
        ("x:1,Umm Zaytun,,en,35,36,village,,SY,more,cells", "cells"),
    ],
)
def test_a_malformed_row_is_reported_by_line_and_the_others_kept(tmp_path: Path, row: str, reason: str) -> None:
    path = written(tmp_path, f"{HEADER}{row}\nx:2,Umm Tin,,en,35,36,village,,SY\n")
    places, _, (failure,) = read_places(path)
    assert [place.id for place in places] == ["x:2"]
    assert failure.source == "places.csv:2"
    assert reason in failure.error


def test_a_geonames_dump_gives_settlements_and_units(tmp_path: Path) -> None:
    def line(*first: str, population: str = "0") -> str:
        cells = [*first, "SY", "", "01", "", "", "", population, "", "", "", ""]
        return "\t".join(cells)

    dump = [
        line("1", "Umm Zaytun", "Umm Zaytun", "Oum Zeitoun,أم زيتون", "35.1", "36.2", "P", "PPL", population="1200"),
        line("2", "Zaytun Well", "Zaytun Well", "", "35.1", "36.2", "H", "WLL"),
        line("3", "Zaytun Dam", "Zaytun Dam", "", "35.1", "36.2", "S", "DAM"),
        "4\tbroken",
    ]
    places, names, failures = read_places(written(tmp_path, "\n".join(dump), "SY.txt"))
    assert [(place.id, place.kind, place.population) for place in places] == [
        ("geonames:1", PlaceKind.VILLAGE, 1200),
        ("geonames:3", PlaceKind.SITE, 0),
    ]
    assert {name.name for name in names} == {"Umm Zaytun", "Oum Zeitoun", "أم زيتون", "Zaytun Dam"}
    assert [failure.source for failure in failures] == ["SY.txt:4"]


def test_alternate_names_are_names_of_known_ids_in_our_languages(tmp_path: Path) -> None:
    lines = [
        "1\t165509\tku\tSerê Kanî\t\t\t\t\t\t",
        "2\t165509\tru\tРас\t\t\t\t\t\t",
        "3\t165509\tlink\thttps://x\t\t\t\t\t\t",
    ]
    places, names, failures = read_places(written(tmp_path, "\n".join(lines), "alternateNamesV2.txt"))
    assert (places, failures) == ([], [])
    assert names == [PlaceName("geonames:165509", "Serê Kanî", "ku")]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00binary", b"just a sentence, and no table", b""])
def test_a_file_that_lists_no_places_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"notes\.csv"):
        read_places(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_places(tmp_path / "missing.csv")


@given(st.text())
def test_no_table_breaks_the_reading(tmp_path_factory: pytest.TempPathFactory, rows: str) -> None:
    path = tmp_path_factory.mktemp("tables") / "places.csv"
    path.write_text(HEADER + rows, encoding="utf-8", errors="replace")
    places, names, failures = read_places(path)
    assert {name.place_id for name in names} <= {place.id for place in places}
    assert all(failure.source.startswith("places.csv:") for failure in failures)


# Joining

TOWN = Place("town", "Zamzoun", PlaceKind.TOWN, "SY", 35.0, 36.0, "unit", 9_000)
UNIT = Place("unit", "Zamzoun", PlaceKind.SUBDISTRICT, "SY", 35.05, 36.05, "land", 0)
OTHER = Place("other", "Bolsum", PlaceKind.SUBDISTRICT, "SY", 35.6, 36.6, "land", 0)
LAND = Place("land", "Syria", PlaceKind.COUNTRY, "SY", None, None, None, 0)
KNOWN = Gazetteer(
    [LAND, UNIT, OTHER, TOWN],
    [PlaceName("town", "Zamzoun", "en"), PlaceName("town", "زمزون", "ar"), PlaceName("unit", "Zamzoun", "en")],
)


def listed(name: str, lat: float | None, lon: float | None, kind: PlaceKind = PlaceKind.VILLAGE) -> Place:
    return Place(f"x:{name}", name, kind, "SY", lat, lon, None, 0)


def named(place: Place, *spellings: str) -> list[PlaceName]:
    return [PlaceName(place.id, spelling, "") for spelling in spellings]


def test_the_same_name_close_by_is_the_same_place_and_brings_its_spellings() -> None:
    again = listed("Zamzun", 35.01, 36.01)
    new, names, merged = merge(KNOWN, [again], named(again, "Zamzun", "زمزون"))
    assert (new, merged) == ([], {again.id: "town"})
    assert names == [PlaceName("town", "Zamzun", "")]


def test_the_same_id_is_the_same_place_wherever_it_lies() -> None:
    again = Place("town", "Zamzoun", PlaceKind.TOWN, "SY", 1.0, 1.0, None, 0)
    assert merge(KNOWN, [again], []) == ([], [], {"town": "town"})


def test_a_namesake_far_away_is_new_and_gets_the_nearest_subdistrict() -> None:
    namesake = listed("Bolsum", 35.55, 36.55)
    new, names, merged = merge(KNOWN, [namesake], named(namesake, "Bolsum"))
    assert [(place.id, place.parent_id) for place in new] == [(namesake.id, "other")]
    assert [name.name for name in names] == ["Bolsum"]
    assert merged == {}


def test_a_seat_placed_coarsely_inside_its_unit_is_the_seat() -> None:
    coarse = listed("Zamzoun", 35.12, 36.12)
    assert merge(KNOWN, [coarse], named(coarse, "Zamzoun"))[2] == {coarse.id: "town"}


def test_a_quarter_listed_with_its_town_becomes_a_place_of_its_own() -> None:
    quarter = listed("Darfil", 35.01, 36.0)
    new, names, merged = merge(KNOWN, [quarter], named(quarter, "Darfil", "زمزون"))
    assert [(place.name, place.parent_id) for place in new] == [("Darfil", "unit")]
    assert [(name.place_id, name.name) for name in names] == [(quarter.id, "Darfil")]
    assert merged == {}


def test_listed_twice_is_one_new_place() -> None:
    first, second = listed("Darfil", 35.5, 36.5), Place("x:2", "Darfil", PlaceKind.VILLAGE, "SY", 35.51, 36.5, None, 0)
    new, _, merged = merge(KNOWN, [first, second], [*named(first, "Darfil"), *named(second, "Darfil")])
    assert [place.id for place in new] == [first.id]
    assert merged == {"x:2": first.id}


def test_a_place_without_position_goes_by_its_name() -> None:
    nowhere = listed("Darfil", None, None)
    (place,), _, _ = merge(KNOWN, [nowhere], named(nowhere, "Darfil"))
    assert place.parent_id == "land"


def test_a_country_code_as_parent_is_its_country() -> None:
    unit = Place("x:unit", "Darfil", PlaceKind.GOVERNORATE, "SY", 35.0, 36.0, "SY", 0)
    (place,), _, _ = merge(KNOWN, [unit], [])
    assert place.parent_id == "land"


def test_names_of_unknown_ids_are_left_out() -> None:
    assert merge(KNOWN, [], [PlaceName("geonames:0", "Nowhere", "en")]) == ([], [], {})


def test_a_second_import_of_the_same_places_changes_nothing() -> None:
    place = listed("Darfil", 35.5, 36.5)
    new, names, _ = merge(KNOWN, [place], named(place, "Darfil"))
    grown = Gazetteer([*KNOWN.places, *new], [*KNOWN.names, *names])
    assert merge(grown, [place], named(place, "Darfil")) == ([], [], {place.id: place.id})
