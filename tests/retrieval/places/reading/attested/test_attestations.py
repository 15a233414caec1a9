"""What a passage attests of names that no list has: the known place that they lie by, and how near."""

import pytest

from retrieval.places.reading.attested.attestations import AttestationReader, Attested
from retrieval.places.reading.reader import find_places
from tests.region import region_gazetteer


def attested(text: str, opening: tuple[str, ...] = ()) -> list[Attested]:
    gazetteer = region_gazetteer()
    return list(AttestationReader(gazetteer).attested(text, find_places(gazetteer, text), opening))


@pytest.mark.parametrize(
    ("text", "anchor", "parent", "radius"),
    [
        ("the village of Hinsana near Tal Tamr", "tamr", "tamr-sub", 15),
        ("قرية هنسانة بريف تل تمر", "tamr-sub", "tamr-sub", 15),
        ("the village of Hinsana in Hasakah governorate", "hasakah", "hasakah", 60),
        ("the Karwan neighborhood of Qamishli", "qamishli", "qamishli", 5),
        ("In Qamishli, fire broke out. Shells hit the village of Hinsana", "qamishli", "qam-dist", 30),
        ("In Kobani, the village of Hinsana near Tal Tamr was hit", "tamr", "tamr-sub", 15),
    ],
)
def test_a_name_lies_by_the_known_place_of_its_sentence(text: str, anchor: str, parent: str, radius: int) -> None:
    [one] = attested(text)
    found = one.attestation.anchor
    assert (found.place_id, found.parent_id, found.radius_km) == (anchor, parent, radius)


def test_a_name_without_any_place_around_it_lies_by_that_of_its_article() -> None:
    text = "Shells hit the village of Hinsana"
    assert attested(text) == []
    [one] = attested(text, ("tamr",))
    assert one.attestation.anchor.radius_km == 35


def test_a_country_says_too_little_of_where_a_name_lies() -> None:
    assert attested("the village of Hinsana in Syria") == []


def test_a_known_settlement_near_there_in_another_spelling_is_that_settlement() -> None:
    [one] = attested("the village of Salihiyya near Raqqa")
    assert one.known in (None, "salihiyah-r")


def test_a_name_of_one_consonant_tells_nothing() -> None:
    assert attested("the village of Aya near Tal Tamr") == []


def test_one_sound_near_one_place_has_one_id_in_every_script() -> None:
    [latin] = attested("the village of Hinsana near Tal Tamr")
    [arabic] = attested("قرية هنسانة قرب تل تمر")
    assert latin.attestation.key == arabic.attestation.key
    assert latin.attestation.key.is_learned
