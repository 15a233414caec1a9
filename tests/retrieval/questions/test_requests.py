"""Questions that ask for something else than reports of events."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers import Outcome
from retrieval.questions.reader import QuestionReader
from retrieval.questions.requests import read_requests
from retrieval.services import Services
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Focus, Order, Request
from tests.keeping import ask, draft, keep
from tests.region import region_gazetteer

TODAY = date(2024, 11, 17)
BEFORE = ["what happened in Kobani last week"]


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return QuestionReader(region_gazetteer(), default_thesaurus())


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("map", Request.MAP),
        ("show me a map please", Request.MAP),
        ("خريطة", Request.MAP),
        ("nexşe", Request.MAP),
        ("haritada göster", Request.MAP),
        ("as csv", Request.EXPORT),
        ("export", Request.EXPORT),
        ("pdf olarak", Request.EXPORT),
        ("timeline", Request.TIMELINE),
        ("translate this", Request.LANGUAGE),
        ("ترجم", Request.LANGUAGE),
        ("which sources do you have?", Request.SOURCES),
        ("شو مصادركم", Request.SOURCES),
        ("hangi kaynaklarınız var", Request.SOURCES),
        ("how fresh is this?", Request.FRESHNESS),
        ("متى آخر تحديث", Request.FRESHNESS),
        ("شو صار قريب مني", Request.NEARBY),
        ("li dora min çi qewimî", Request.NEARBY),
    ],
)
def test_a_request_alone_is_told_from_a_question_and_takes_nothing_from_the_one_before(
    reader: QuestionReader, text: str, request_: Request
) -> None:
    question = reader.understand(text, TODAY, BEFORE)
    assert question.requests == (request_,)
    assert question.is_only_request
    assert not question.places


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("map of strikes in Kobani last week", Request.MAP),
        ("is it true that Turkey bombed Kobani on Monday", Request.VERDICT),
        ("هل صحيح أن تركيا قصفت عين العرب", Request.VERDICT),
        ("Kobani strikes as csv", Request.EXPORT),
    ],
)
def test_a_request_beside_a_question_is_no_topic_of_it(reader: QuestionReader, text: str, request_: Request) -> None:
    question = reader.understand(text, TODAY)
    assert question.requests == (request_,)
    assert not question.is_only_request
    assert [place.name for place in question.places] == ["Ayn al-Arab"]
    assert not {"map", "csv", "true", "صحيح"} & set(question.topic.split())


def test_a_timeline_of_incidents_is_by_date(reader: QuestionReader) -> None:
    assert reader.understand("timeline of attacks in Kobani", TODAY).order is Order.LATEST


@pytest.mark.parametrize(
    "text", ["oil export in Kobani", "road map talks in Qamishli", "who reported from the map room"]
)
def test_words_with_another_meaning_beside_them_are_no_request(reader: QuestionReader, text: str) -> None:
    assert reader.understand(text, TODAY).requests == ()


@pytest.mark.parametrize("text", ["is it true?", "doğru mu?"])
def test_whether_it_is_true_asks_for_the_sources_of_the_answer_before(reader: QuestionReader, text: str) -> None:
    question = reader.understand(text, TODAY, BEFORE)
    assert question.requests == ()
    assert question.focus is Focus.SOURCES


def test_strikes_near_the_reader_are_not_those_of_every_place(services: Services) -> None:
    keep(services, draft("Shells hit Ras al-Ain on Friday and killed two men."))
    assert ask(services, "strikes near me").outcome is Outcome.UNCLEAR


def test_who_asks_for_the_sources_is_told_all_publishers(services: Services) -> None:
    keep(services, draft("One.", publisher="North Wire"), draft("Two.", publisher="Jazira Post"), draft("Three."))
    assert ask(services, "which sources do you have").held == (("North Wire", 2), ("Jazira Post", 1))


@given(st.text())
def test_no_text_stops_the_reading_of_requests(text: str) -> None:
    for start, end in read_requests(text).spans:
        assert text[start:end].strip()
