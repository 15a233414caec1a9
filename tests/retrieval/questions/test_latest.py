"""Words such as "latest" say in which order incidents are wanted, and are neither a topic nor a period."""

from datetime import date

import pytest

from retrieval.questions.reader import QuestionReader
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Order
from tests.region import region_gazetteer

TODAY = date(2024, 11, 17)


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return QuestionReader(region_gazetteer(), default_thesaurus())


@pytest.mark.parametrize(
    "text",
    [
        "latest from Kobani",
        "the newest incidents in Kobani",
        "most recent news of Kobani",
        "what was the last incident in Kobani",
        "Kobani, breaking news",
        "آخر أخبار عين العرب",
        "أحدث أخبار عين العرب",
        "شو آخر المستجدات بعين العرب",
        "ما الجديد في عين العرب",
        "آخر التطورات في عين العرب",
        "nûçeyên dawî yên Kobanê",
        "rewşa dawî li Kobanê çi ye",
        "bûyerên herî dawî li Kobanê",
        "cara dawî li Kobanê çi qewimî",
        "bûyera dawîn a Kobanê",
        "Kobani'de son durum",
        "Kobani'den en son haberler",
        "Kobani son gelişmeler",
        "Kobani son dakika",
        "en yeni Kobani haberleri",
    ],
)
def test_the_newest_come_first_where_they_are_asked_for(reader: QuestionReader, text: str) -> None:
    question = reader.understand(text, TODAY)
    assert [place.id for place in question.places] == ["kobani"]
    assert (question.order, question.topic, question.period) == (Order.LATEST, "", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("when was the last arrest in Kobani", "arrest"),
        ("متى كان آخر اعتقال في عين العرب", "arrest"),
        ("cara dawî kengî li Kobanê girtin çêbû", "arrest"),
        ("Kobani'de en son ne zaman tutuklama oldu", "arrest"),
        ("latest clashes in Kobani", "armed_clash"),
    ],
)
def test_the_last_of_a_kind_is_asked_for(reader: QuestionReader, text: str, kind: str) -> None:
    question = reader.understand(text, TODAY)
    assert (question.order, question.period) == (Order.LATEST, None)
    assert kind in question.topics.keys


@pytest.mark.parametrize(
    "text",
    [
        "Kobani last week",
        "arrests in Kobani in the last three days",
        "عين العرب الأسبوع الماضي",
        "Kobani'de son 3 günde ne oldu",
    ],
)
def test_last_in_a_period_asks_for_no_order(reader: QuestionReader, text: str) -> None:
    question = reader.understand(text, TODAY)
    assert question.order is Order.RELEVANCE
    assert question.period is not None
