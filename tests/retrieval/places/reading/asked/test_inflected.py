"""Turkish endings without an apostrophe, on names of every length."""

import pytest

from retrieval.places.reading.reader import find_asked_places, find_places
from tests.retrieval.places.shipped_places import shipped_gazetteer


@pytest.mark.parametrize(
    ("text", "place", "matched"),
    [
        ("kobaniye kim saldırdı", "geonames:172256", "kobani"),
        ("kobanideki yangın", "geonames:172256", "kobani"),
        ("azezde ne oldu", "geonames:172082", "azez"),
        ("afrinden haber var mı", "geonames:174186", "afrin"),
        ("halepe giden yol", "geonames:170063", "halep"),
        ("halepte yangın", "geonames:170063", "halep"),
        ("hamada yangın", "geonames:170017", "hama"),
        ("idlibin yolları", "geonames:169389", "idlib"),
        ("menbici kim vurdu", "geonames:167357", "menbic"),
        ("tel abyada giden yol", "geonames:163750", "tel abyad"),
        ("ayn isaya saldırı", "geonames:172134", "ayn isa"),
        ("tel rıfattan haber", "geonames:163476", "tel rıfat"),
        ("AMUDEDE NE OLDU", "geonames:173230", "AMUDE"),
        ("KAMIŞLIYA SALDIRI", "geonames:173377", "KAMIŞLI"),
    ],
)
def test_a_name_with_an_ending_means_its_place(text: str, place: str, matched: str) -> None:
    assert [(one.place_id, one.text) for one in find_asked_places(shipped_gazetteer(), text)] == [(place, matched)]


@pytest.mark.parametrize(
    "text", ["homeland security", "the holes in the road", "madde ve sayfa", "rasta music", "bade"]
)
def test_an_ordinary_word_is_no_name_with_an_ending(text: str) -> None:
    assert find_asked_places(shipped_gazetteer(), text) == []


def test_articles_are_not_read_so() -> None:
    assert find_places(shipped_gazetteer(), "Yolda kobaniye denen bir kuş görüldü.") == []
