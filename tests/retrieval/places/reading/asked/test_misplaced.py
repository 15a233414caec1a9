"""A name that is put where no place of that name is known means a namesake that nobody knows, and not the known one."""

import pytest

from retrieval.places.reading.reader import find_places, read_question
from tests.retrieval.places.shipped_places import shipped_gazetteer

ALEPPO, DERIK = "ocha:SY02", "geonames:173530"


@pytest.mark.parametrize(
    ("text", "unknown", "inside"),
    [
        ("حريق في المالكية بريف حلب الشمالي", "المالكية", ALEPPO),
        ("fire in al-Malikiyah in the northern Aleppo countryside", "al-Malikiyah", ALEPPO),
        ("what burned in Zolbin, Aleppo province", "Zolbin", ALEPPO),
        ("fire in the village of Zolbin in Aleppo countryside", "Zolbin", ALEPPO),
        ("حريق في قرية زولبين بريف حلب", "زولبين", ALEPPO),
        ("ماذا حدث في زولبين بريف إدلب", "زولبين", "ocha:SY07"),
    ],
)
def test_an_unknown_name_inside_a_known_area(text: str, unknown: str, inside: str) -> None:
    assert read_question(shipped_gazetteer(), text).unknown_inside() == (unknown, inside)


@pytest.mark.parametrize(
    "text",
    [
        "what happened in Zolbin, Kobani and Qamishli",
        "fire in Amuda, Hasakah countryside",
        "fires in Azaz, northern Aleppo",
        "Damascus, Aleppo province",
        "هجوم على عين العرب",
        "حريق في منبج بريف حلب",
        "Tal Abyad in Hasakah province",
    ],
)
def test_known_names_and_lists_are_no_such_names(text: str) -> None:
    assert read_question(shipped_gazetteer(), text).unknown_inside() is None


def test_an_article_about_the_namesake_is_not_about_the_known_place() -> None:
    there = find_places(shipped_gazetteer(), "احترقت حقول قرية المالكية بريف حلب الشمالي مساء السبت.")
    assert DERIK not in [one.place_id for one in there]
    here = find_places(shipped_gazetteer(), "احترقت حقول المالكية بريف الحسكة مساء السبت.")
    assert DERIK in [one.place_id for one in here]


@pytest.mark.parametrize("text", ["Busra eş-Şam'da yangın", "بصرى الشام", "fire in Busra al-Sham", "li Busra el-Şam"])
def test_busra_is_not_damascus(text: str) -> None:
    places = read_question(shipped_gazetteer(), text).mentions()
    assert [one.place_id for one in places] == ["geonames:171126"]
