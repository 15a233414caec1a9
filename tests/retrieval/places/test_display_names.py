"""The names that readers of a language use for places."""

import pytest

from retrieval.places.display_names import LANGUAGES, usual_area, usual_name
from retrieval.text.folding import fold
from tests.retrieval.places.shipped_places import shipped


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ar", ["كوباني", "الحسكة", "رأس العين"]),
        ("ku", ["Kobanê", "Hesekê", "Serê Kaniyê"]),
        ("tr", ["Ayn el-Arab", "Haseke", "Resulayn"]),
    ],
)
def test_a_town_has_its_usual_name_in_each_language(language: str, names: list[str]) -> None:
    assert [usual_name(f"geonames:{number}", language) for number in (172256, 173811, 165509)] == names


def test_the_librarys_own_names_are_the_english_ones() -> None:
    assert usual_name("geonames:172256", "en") is None


@pytest.mark.parametrize("language", [*LANGUAGES, "en", ""])
def test_a_place_that_is_not_listed_has_none(language: str) -> None:
    assert usual_name("geonames:0", language) is None
    assert usual_area("Hasakah", "TR", language) is None


@pytest.mark.parametrize(
    ("name", "country", "language", "usual"),
    [
        ("Hasakah", "SY", "ar", "الحسكة"),
        ("Al-Hasakah", "SY", "ku", "Hesekê"),
        ("Raqqa", "sy", "tr", "Rakka"),
        ("Nineveh", "IQ", "ar", "نينوى"),
        ("Mardin", "TR", "ku", "Mêrdîn"),
        ("Rif Dimashq", "SY", "ar", "ريف دمشق"),
        ("Ain al Arab", "SY", "ar", "عين العرب"),
        ("Rif Dimashq", "SY", "ku", None),
        ("Hasakah", "SY", "en", None),
    ],
)
def test_a_province_or_district_has_its_usual_name(name: str, country: str, language: str, usual: str | None) -> None:
    assert usual_area(name, country, language) == usual


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_usual_name_is_one_by_which_the_gazetteer_knows_the_place(language: str) -> None:
    """Else a reader could not ask for a place by the name under which it is shown."""
    places, names = shipped()
    known: dict[str, set[str]] = {}
    for name in names:
        known.setdefault(name.place_id, set()).add(fold(name.name))
    shown = {place.id: usual for place in places if (usual := usual_name(place.id, language))}
    seats = {id_ for id_ in shown if id_.startswith("ocha:") and language != "ar"}  # called like their seat
    assert [shown[id_] for id_ in shown.keys() - seats if fold(shown[id_]) not in known[id_]] == []
    assert len(shown) > 100
