"""Who or what is named after a town does not ask about the town."""

import pytest

from retrieval.places.reading.reader import find_asked_places, read_question
from tests.retrieval.places.shipped_places import shipped_gazetteer

QAMISHLI, KOBANI, MANBIJ, RAQQA, ISSA = (
    f"geonames:{number}" for number in ("173377", "172256", "167357", "172955", "172134")
)


def asked(text: str) -> list[str]:
    return [one.place_id for one in find_asked_places(shipped_gazetteer(), text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("where was Aram Afrin seen in Qamishli", [QAMISHLI]),
        ("did Ali Hassan Manbij speak in Kobani", [KOBANI]),
        ("Abu Ward Raqqa was arrested in Manbij", [MANBIJ]),
        ("what did General Kobani say in Raqqa", [RAQQA]),
        ("ماذا قال ديار عفرين في القامشلي", [QAMISHLI]),
        ("اعتقال أبو ليث منبج في الرقة", [RAQQA]),
        ("مقتل هفال كوباني في منبج", [MANBIJ]),
        ("Diyar Efrîn li Qamişlo çi kir", [QAMISHLI]),
        ("Heval Kobanê li Minbicê hat dîtin", [MANBIJ]),
        ("Zerdeşt Minbic li Reqayê ye", [RAQQA]),
        ("Baran Afrin Kamışlı'da ne dedi", [QAMISHLI]),
        ("Mehmet Menbic Kobani'de tutuklandı mı", [KOBANI]),
        ("Komutan Kobani Rakka'da konuştu", [RAQQA]),
    ],
)
def test_a_person_named_after_a_town(text: str, places: list[str]) -> None:
    assert asked(text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("what did the Raqqa Military Council do in Ain Issa", [ISSA]),
        ("the Manbij Military Council this month", []),
        ("did the Afrin Liberation brigade attack Manbij", [MANBIJ]),
        ("a rally of the Kobani party in Qamishli", [QAMISHLI]),
        ("fire in Aleppo Street in Raqqa", [RAQQA]),
        ("ماذا فعل مجلس الرقة العسكري في عين عيسى", [ISSA]),
        ("حريق في شارع حلب في الرقة", [RAQQA]),
        ("لواء حلب في منبج", [MANBIJ]),
        ("فريق جامعة حلب في القامشلي", [QAMISHLI]),
        ("Meclîsa Leşkerî ya Reqayê li Eyn Îsa çi kir", [ISSA]),
        ("Zanîngeha Kobanê li Qamişlo çi got", [QAMISHLI]),
        ("rojnameya Efrînê li Kobanê çi nivîsî", [KOBANI]),
        ("Rakka Askeri Meclisi Ayn İsa'da ne yaptı", [ISSA]),
        ("Halep Caddesi Rakka'da yangın", [RAQQA]),
        ("Afrin Tugayı Menbic'de ne yaptı", [MANBIJ]),
    ],
)
def test_a_faction_a_paper_or_a_street_named_after_a_town(text: str, places: list[str]) -> None:
    assert asked(text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("fire in the Kobani hospital", [KOBANI]),  # it stands there, and no other place is named
        ("the Manbij council met", [MANBIJ]),
        ("Baran Kobani'de öldürüldü mü", [KOBANI]),  # where, not who
        ("Aram was seen in Kobani", [KOBANI]),
        ("ديار في كوباني", [KOBANI]),
        ("Diyar li Kobanê hat dîtin", [KOBANI]),
    ],
)
def test_where_somebody_was_is_asked_about(text: str, places: list[str]) -> None:
    assert asked(text) == places


def test_a_name_that_is_no_place_is_not_an_unknown_one_either() -> None:
    assert read_question(shipped_gazetteer(), "what did Mazlum Kobani say in Hasakah").unknown() is None
