"""What a question leaves out, in four languages: places, topics, actors, publishers; and what cannot be left out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.questions.question import Question
from retrieval.questions.reader import QuestionReader
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Doubt
from tests.region import region_gazetteer

TODAY = date(2024, 11, 17)


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return QuestionReader(region_gazetteer(), default_thesaurus())


def asked(question: Question) -> list[str]:
    return [place.id for place in question.places]


def excluded(question: Question) -> list[str]:
    return [place.id for place in question.excluded.places]


@pytest.mark.parametrize(
    ("text", "places", "left_out"),
    [
        ("fires in Hasakah province except Qamishli", ["hasakah"], ["qamishli"]),
        ("fires in Hasakah province, but not in Qamishli or Tal Tamr", ["hasakah"], ["qamishli", "tamr"]),
        ("everything but Kobani in Raqqa province", ["raqqa"], ["kobani"]),
        ("what happened in Hasakah province without Derik this week", ["hasakah"], ["derik"]),
        ("Hasakah province -Qamishli", ["hasakah"], ["qamishli"]),
        ("apart from the city of Qamishli, what happened in Hasakah province", ["hasakah"], ["qamishli"]),
        ("الحرائق في محافظة الحسكة باستثناء القامشلي", ["hasakah"], ["qamishli"]),
        ("حرائق محافظة الحسكة عدا القامشلي وتل تمر", ["hasakah"], ["qamishli", "tamr"]),
        ("ماذا حدث في محافظة الحسكة غير القامشلي", ["hasakah"], ["qamishli"]),
        ("أخبار محافظة الحسكة بدون مدينة القامشلي", ["hasakah"], ["qamishli"]),
        ("ماذا جرى في محافظة الحسكة وليس في رأس العين", ["hasakah"], ["ain"]),
        ("li parêzgeha Heseke ji bilî Qamişlo çi qewimî", ["hasakah"], ["qamishli"]),
        ("ji xeynî Kobanê li parêzgeha Raqqa çi bû", ["raqqa"], ["kobani"]),
        ("li parêzgeha Heseke çi bû, ne li Qamişlo", ["hasakah"], ["qamishli"]),
        ("ji bilî Qamişlo û Serê Kaniyê li parêzgeha Heseke çi bû", ["hasakah"], ["qamishli", "ain"]),
        ("bêyî Qamişlo li parêzgeha Heseke çi çêbû", ["hasakah"], ["qamishli"]),
        ("Kamışlı dışında Heseke vilayetinde ne oldu", ["hasakah"], ["qamishli"]),
        ("Heseke vilayetinde Kamışlı ve Resulayn hariç ne oldu", ["hasakah"], ["qamishli", "ain"]),
        ("Kamışlı'daki olaylar hariç Heseke vilayetinde ne oldu", ["hasakah"], ["qamishli"]),
        ("Heseke vilayetinde ne oldu, Kamışlı değil", ["hasakah"], ["qamishli"]),
        ("Heseke vilayetinde Resulayn haricinde ne oldu", ["hasakah"], ["ain"]),
    ],
)
def test_a_place_is_left_out(reader: QuestionReader, text: str, places: list[str], left_out: list[str]) -> None:
    question = reader.understand(text, TODAY)
    assert (asked(question), excluded(question), question.doubts) == (places, left_out, ())


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("what happened in Kobani, not drones", [{"drone_strike"}]),
        ("Kobani -drone", [{"drone_strike"}]),
        ("anything in Kobani other than shelling or arrests", [{"shelling"}, {"arrest"}]),
        ("anything from Kobani which was not an arrest", [{"arrest"}]),
        ("Kobani without Turkish drone strikes", [{"drone_strike", "turkey"}]),
        ("أخبار عين العرب باستثناء الاعتقالات", [{"arrest"}]),
        ("ماذا حدث في عين العرب ما عدا القصف المدفعي", [{"shelling"}]),
        ("عين العرب بدون اشتباكات", [{"armed_clash"}]),
        ("ماذا جرى في عين العرب غير الاعتقالات والاشتباكات", [{"arrest"}, {"armed_clash"}]),
        ("أي شيء في عين العرب ليس اعتقالا", [{"arrest"}]),
        ("li Kobanê ji bilî girtinan çi qewimî", [{"arrest"}]),
        ("ji xeynî êrîşên dronan li Kobanê çi bû", [{"drone_strike"}]),
        ("Kobanê bêyî topbaran", [{"strike"}]),
        ("Kobani'de drone saldırıları dışında ne oldu", [{"drone_strike"}]),
        ("Kobani'de tutuklama ve çatışma hariç ne oldu", [{"arrest"}, {"armed_clash"}]),
        ("Kobani'de çatışma olmayan olaylar", [{"armed_clash"}]),
    ],
)
def test_a_topic_is_left_out_and_is_not_asked(reader: QuestionReader, text: str, left_out: list[set[str]]) -> None:
    question = reader.understand(text, TODAY)
    assert (asked(question), list(map(set, question.excluded.topics))) == (["kobani"], left_out)
    assert not question.topics
    assert question.doubts == ()


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("attacks in Kobani not by Turkey", ("turkey",)),
        ("attacks in Kobani except by the SDF and ISIS", ("sdf", "isis")),
        ("هجمات في عين العرب عدا تركيا", ("turkey",)),
        ("li Kobanê êrîş ji bilî Tirkiye", ("turkey",)),
        ("Kobani'de Türkiye hariç saldırılar", ("turkey",)),
    ],
)
def test_an_actor_is_left_out(reader: QuestionReader, text: str, actors: tuple[str, ...]) -> None:
    question = reader.understand(text, TODAY)
    assert (asked(question), question.excluded.actors) == (["kobani"], actors)


@pytest.mark.parametrize(
    "text",
    [
        "news from Kobani except what North Press wrote",
        "news from Kobani excluding North Press",
        "أخبار عين العرب باستثناء نورث برس",
        "li Kobanê çi bû, ji bilî North Press",
        "North Press dışında Kobani haberleri",
    ],
)
def test_a_publisher_is_left_out(reader: QuestionReader, text: str) -> None:
    question = reader.understand(text, TODAY)
    assert (asked(question), question.excluded.publishers) == (["kobani"], ("North Press",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("what happened in Kobani except picnics", "except picnics"),
        ("what happened in Kobani except on Friday", "except on Friday"),
        ("did the SDF not attack Kobani", "not"),
        ("ماذا حدث في عين العرب باستثناء النزهات", "باستثناء النزهات"),
        ("ماذا حدث في عين العرب ما عدا يوم الجمعة", "ما عدا يوم الجمعة"),
        ("li Kobanê ji bilî seyranan çi bû", "ji bilî seyranan"),
        ("Kobani'de piknikler hariç ne oldu", "piknikler hariç"),
        ("Kobani'de ne oldu, Cuma hariç", "Cuma hariç"),
    ],
)
def test_what_cannot_be_left_out_is_a_doubt_and_is_not_looked_for(
    reader: QuestionReader, text: str, words: str
) -> None:
    question = reader.understand(text, TODAY)
    assert question.doubts == ((Doubt.EXCLUSION, words),)
    assert (asked(question), question.period) == (["kobani"], None)
    assert not question.excluded


@pytest.mark.parametrize(
    "text",
    [
        "why not Kobani",
        "Kobani -what happened",
        "25 October -2 November Kobani",
        "هجوم بطائرة بدون طيار على عين العرب",
        "Kobani'de saldırı oldu değil mi",
        "êrîşa balafira bê mirov li Kobanê",
    ],
)
def test_words_that_only_look_like_it_leave_nothing_out(reader: QuestionReader, text: str) -> None:
    question = reader.understand(text, TODAY)
    assert asked(question) == ["kobani"]
    assert not question.excluded
    assert not question.has_doubt(Doubt.EXCLUSION)


def test_a_town_that_does_not_hold_what_is_left_out_means_the_governorate_of_its_name(reader: QuestionReader) -> None:
    assert asked(reader.understand("what happened in Hasakah except in Qamishli", TODAY)) == ["hasakah"]


def test_what_is_left_out_is_kept_by_the_next_question(reader: QuestionReader) -> None:
    first = "arrests in Hasakah province except Qamishli and not by the SDF"
    question = reader.understand("and last week?", TODAY, [first])
    assert (asked(question), excluded(question), question.excluded.actors) == (["hasakah"], ["qamishli"], ("sdf",))
    elsewhere = reader.understand("and in Kobani?", TODAY, [first])
    assert (asked(elsewhere), excluded(elsewhere), elsewhere.excluded.actors) == (["kobani"], [], ("sdf",))


def test_a_question_may_only_leave_something_out_of_the_one_before(reader: QuestionReader) -> None:
    question = reader.understand("without Qamishli", TODAY, ["fires in Hasakah province this week"])
    assert (asked(question), excluded(question)) == (["hasakah"], ["qamishli"])
    assert question.names_topic
    dropped = reader.understand("not drones", TODAY, ["drone strikes in Kobani"])
    assert (asked(dropped), bool(dropped.topics)) == (["kobani"], False)


@given(st.text(max_size=80))
def test_no_text_beside_a_word_of_exclusion_stops_the_reader(text: str) -> None:
    reader = QuestionReader(region_gazetteer(), default_thesaurus())
    assert reader.understand(f"Kobani except {text} hariç", TODAY).text
