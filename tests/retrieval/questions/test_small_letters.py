"""Names of places in questions that are typed in small letters, without the marks of their language."""

from datetime import date

import pytest

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.questions.question import Question
from retrieval.questions.reader import QuestionReader
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Doubt
from tests.region import region

TODAY = date(2024, 11, 17)

VILLAGES = {
    "dandaniyah": ("Dandaniyah", 36.60, 38.10),
    "khadrawi": ("Khadrawi", 36.75, 40.20),
    "qaramogh": ("Qaramogh", 36.85, 38.45),
}


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    places, names = region()
    villages = [
        Place(id_, name, PlaceKind.VILLAGE, "SY", lat, lon, "sy", 900) for id_, (name, lat, lon) in VILLAGES.items()
    ]
    spelled = [PlaceName(id_, name, "") for id_, (name, *_) in VILLAGES.items()]
    return QuestionReader(Gazetteer([*places, *villages], [*names, *spelled]), default_thesaurus())


def places(question: Question) -> list[str]:
    return [place.id for place in question.places]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("dandaniya 4 fighters killed", "dandaniyah"),
        ("hadravi koyu pazartesi yaralandi mi", "khadrawi"),
        ("hadravi köyünde ne oldu", "khadrawi"),
        ("karamug köyü top atışı", "qaramogh"),
    ],
)
def test_a_village_is_known_by_its_sound(reader: QuestionReader, text: str, place: str) -> None:
    question = reader.understand(text, TODAY)
    assert places(question) == [place]
    assert question.places[0].guessed


def test_a_village_near_a_town_that_is_named_too_is_meant_alone(reader: QuestionReader) -> None:
    assert places(reader.understand("karamug köyü kobani top mermisi", TODAY)) == ["qaramogh"]


def test_a_village_that_nobody_knows_is_said(reader: QuestionReader) -> None:
    question = reader.understand("balyun köyü top atışı", TODAY)
    assert question.doubts == ((Doubt.UNKNOWN_PLACE, "balyun"),)


@pytest.mark.parametrize("text", ["which village was shelled", "hangi köy vuruldu", "the village was hit"])
def test_a_village_without_a_name_is_no_place(reader: QuestionReader, text: str) -> None:
    question = reader.understand(text, TODAY)
    assert (question.places, question.doubts) == ((), ())


@pytest.mark.parametrize(
    "text", ["fighters killed a policeman", "demonstration electricity", "kidnapped students released"]
)
def test_ordinary_words_are_no_village(reader: QuestionReader, text: str) -> None:
    assert reader.understand(text, TODAY).places == ()


def test_words_of_a_topic_are_no_part_of_an_unknown_name(reader: QuestionReader) -> None:
    question = reader.understand("gundê tewîlan birîndar", TODAY)
    assert question.doubts == ((Doubt.UNKNOWN_PLACE, "tewîlan"),)


@pytest.mark.parametrize(
    "text", ["جثث لقوها ببير ريف تل تمر", "bodies in a well in tal tamr", "til temirde kuyuda ceset"]
)
def test_a_thing_is_no_unknown_place(reader: QuestionReader, text: str) -> None:
    question = reader.understand(text, TODAY)
    assert places(question) in (["tamr"], ["tamr-sub"])
    assert question.doubts == ()
