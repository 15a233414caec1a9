"""What a question takes from the ones before it, in four languages; and what it does not take."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates.intervals import Interval
from retrieval.figures.kinds import FigureKind
from retrieval.places.keys import PlaceKey
from retrieval.questions.dialogue import PERIOD, PLACE, TOPIC
from retrieval.questions.question import Change, Question, Turn
from retrieval.questions.reader import MOST_TURNS, QuestionReader
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Doubt, Focus
from tests.region import region_gazetteer

TODAY = date(2024, 11, 17)  # a Sunday
WEEK = Interval(date(2024, 11, 11), TODAY)
YESTERDAY = Interval(date(2024, 11, 16), date(2024, 11, 16))
OCTOBER = Interval(date(2024, 10, 1), date(2024, 10, 31))

READER = QuestionReader(region_gazetteer(), default_thesaurus())

CLASHES = "clashes in Sere Kaniye this week"
NEWS = "what happened in Sere Kaniye this week"
DRONES = "drone strikes near Qamishli in October"
CLASHES_AR = "اشتباكات في رأس العين هذا الأسبوع"
CLASHES_KU = "pevçûn li Serê Kaniyê vê hefteyê"
CLASHES_TR = "Resulayn'da bu hafta çatışma"


def asked_topics(question: Question) -> set[str]:
    return set(question.topics.keys)


def places(question: Question) -> list[str]:
    return [place.id for place in question.places]


def asked(text: str, *context: str | Turn) -> Question:
    return READER.understand(text, TODAY, context)


# earlier question, the next one, and what it asks for then: place, dates, topics
FOLLOW_UPS = [
    # another place
    (CLASHES, "and in Kobani?", "kobani", WEEK, {"armed_clash"}),
    (CLASHES, "what about Hasakah", "hasakah", WEEK, {"armed_clash"}),
    (CLASHES, "Kobani?", "kobani", WEEK, {"armed_clash"}),
    (CLASHES, "in Raqqa too?", "raqqa", WEEK, {"armed_clash"}),
    (CLASHES, "same in Raqqa", "raqqa", WEEK, {"armed_clash"}),
    (CLASHES, "how about tal tamr then", "tamr", WEEK, {"armed_clash"}),
    (NEWS, "and Kobani?", "kobani", WEEK, set()),
    (CLASHES_AR, "وفي تل تمر؟", "tamr", WEEK, {"armed_clash"}),
    (CLASHES_AR, "ورأس العين؟", "ain", WEEK, {"armed_clash"}),
    (CLASHES_AR, "ماذا عن الرقة؟", "raqqa", WEEK, {"armed_clash"}),
    (CLASHES_AR, "طيب والقامشلي؟", "qamishli", WEEK, {"armed_clash"}),
    (CLASHES_KU, "ê li Qamişlo?", "qamishli", WEEK, {"armed_clash"}),
    (CLASHES_KU, "û li Kobanê?", "kobani", WEEK, {"armed_clash"}),
    (CLASHES_TR, "ya Kobani?", "kobani", WEEK, {"armed_clash"}),
    (CLASHES_TR, "peki Kamışlı'da?", "qamishli", WEEK, {"armed_clash"}),
    # another time
    (CLASHES, "last month?", "ain", OCTOBER, {"armed_clash"}),
    (CLASHES, "and yesterday?", "ain", YESTERDAY, {"armed_clash"}),
    (CLASHES, "in october", "ain", OCTOBER, {"armed_clash"}),
    (CLASHES, "what about last month", "ain", OCTOBER, {"armed_clash"}),
    (CLASHES_AR, "وماذا عن الشهر الماضي؟", "ain", OCTOBER, {"armed_clash"}),
    (CLASHES_AR, "وأمس؟", "ain", YESTERDAY, {"armed_clash"}),
    (CLASHES_KU, "meha borî?", "ain", OCTOBER, {"armed_clash"}),
    (CLASHES_KU, "û duh?", "ain", YESTERDAY, {"armed_clash"}),
    (CLASHES_TR, "geçen ay?", "ain", OCTOBER, {"armed_clash"}),
    (CLASHES_TR, "peki dün?", "ain", YESTERDAY, {"armed_clash"}),
    # another topic
    (CLASHES, "any drone strikes?", "ain", WEEK, {"drone_strike"}),
    (CLASHES, "and arrests?", "ain", WEEK, {"arrest"}),
    (CLASHES, "how many were arrested?", "ain", WEEK, {"arrest"}),
    (CLASHES_AR, "هل من اعتقالات؟", "ain", WEEK, {"arrest"}),
    (CLASHES_TR, "tutuklama var mı?", "ain", WEEK, {"arrest"}),
    # people and parties narrow what was asked
    (DRONES, "how many killed?", "qamishli", OCTOBER, {"drone_strike", "casualties"}),
    (DRONES, "how many were wounded there", "qamishli", OCTOBER, {"drone_strike", "casualties"}),
    (DRONES, "by the SDF?", "qamishli", OCTOBER, {"drone_strike", "sdf"}),
    ("arrests by the SDF in Hasakah", "and by the Asayish?", "hasakah", None, {"arrest", "asayish"}),
    (CLASHES_AR, "كم قتيل؟", "ain", WEEK, {"armed_clash", "casualties"}),
    (CLASHES_KU, "çend kes hatin kuştin?", "ain", WEEK, {"armed_clash", "casualties"}),
    (CLASHES_TR, "kaç kişi öldü?", "ain", WEEK, {"armed_clash", "casualties"}),
    # two things at once
    (CLASHES, "and in Kobani last month?", "kobani", OCTOBER, {"armed_clash"}),
    (CLASHES, "any arrests last month?", "ain", OCTOBER, {"arrest"}),
    (CLASHES, "and drone strikes in Kobani?", "kobani", WEEK, {"drone_strike"}),
    # whatever happened: no topic narrows it
    (CLASHES, "what happened last month?", "ain", OCTOBER, set()),
    (CLASHES, "and what happened in Kobani?", "kobani", WEEK, set()),
    (CLASHES_AR, "وماذا حدث في الرقة؟", "raqqa", WEEK, set()),
    # every place, every date
    (CLASHES, "anywhere else in the whole region?", None, WEEK, {"armed_clash"}),
    (CLASHES, "ever?", "ain", None, {"armed_clash"}),
    (CLASHES_AR, "في كل مكان؟", None, WEEK, {"armed_clash"}),
    (CLASHES_TR, "her yerde?", None, WEEK, {"armed_clash"}),
    (CLASHES_KU, "li her derê?", None, WEEK, {"armed_clash"}),
    # a question that stands on its own takes nothing but the dates, unless it has its own
    (CLASHES, "what happened in Raqqa", "raqqa", WEEK, set()),
    (CLASHES, "drone strikes in Raqqa", "raqqa", WEEK, {"drone_strike"}),
    (CLASHES, "Kobani last month", "kobani", OCTOBER, set()),
    (CLASHES, "any news from Qamishli?", "qamishli", WEEK, set()),
    (CLASHES, "arrests in Kobani in October", "kobani", OCTOBER, {"arrest"}),
    (CLASHES_AR, "ماذا حدث في الرقة", "raqqa", WEEK, set()),
    (CLASHES_TR, "Rakka'da ne oldu", "raqqa", WEEK, set()),
    (CLASHES_KU, "li Reqayê çi qewimî meha borî", None, OCTOBER, set()),
    (CLASHES_KU, "li Qamişlo çi qewimî", "qamishli", WEEK, set()),
]


@pytest.mark.parametrize(("earlier", "text", "place", "interval", "topics"), FOLLOW_UPS)
def test_a_follow_up_takes_what_it_leaves_out_and_no_more(
    earlier: str, text: str, place: str | None, interval: Interval | None, topics: set[str]
) -> None:
    question = asked(text, earlier)
    assert (places(question), question.interval) == ([place] if place else [], interval)
    assert asked_topics(question) == topics


# what the next question wants to see first of the same answer
FOCUSED = [
    ("how many killed?", Focus.FIGURES, (FigureKind.KILLED,)),
    ("how many were wounded there", Focus.FIGURES, (FigureKind.INJURED,)),
    ("how many killed and wounded?", Focus.FIGURES, (FigureKind.KILLED, FigureKind.INJURED)),
    ("how many?", Focus.FIGURES, (FigureKind.KILLED, FigureKind.INJURED)),
    ("how many casualties", Focus.FIGURES, (FigureKind.KILLED, FigureKind.INJURED)),
    ("what is the death toll", Focus.FIGURES, (FigureKind.KILLED,)),
    ("كم قتيل؟", Focus.FIGURES, (FigureKind.KILLED,)),
    ("كم عدد الجرحى", Focus.FIGURES, (FigureKind.INJURED,)),
    ("kaç kişi öldü", Focus.FIGURES, (FigureKind.KILLED,)),
    ("kaç yaralı var?", Focus.FIGURES, (FigureKind.INJURED,)),
    ("çend kes hatin kuştin?", Focus.FIGURES, (FigureKind.KILLED,)),
    ("who says so?", Focus.SOURCES, ()),
    ("according to whom", Focus.SOURCES, ()),
    ("source?", Focus.SOURCES, ()),
    ("is that true?", Focus.SOURCES, ()),
    ("من قال ذلك؟", Focus.SOURCES, ()),
    ("ما المصدر؟", Focus.SOURCES, ()),
    ("kim söyledi?", Focus.SOURCES, ()),
    ("kaynak?", Focus.SOURCES, ()),
    ("kî dibêje?", Focus.SOURCES, ()),
    ("çavkanî?", Focus.SOURCES, ()),
    ("who did it?", Focus.ACTORS, ()),
    ("who is responsible?", Focus.ACTORS, ()),
    ("مين المسؤول؟", Focus.ACTORS, ()),
    ("kim yaptı?", Focus.ACTORS, ()),
    ("kê kir?", Focus.ACTORS, ()),
    ("when?", Focus.WHEN, ()),
    ("since when", Focus.WHEN, ()),
    ("متى؟", Focus.WHEN, ()),
    ("ne zaman?", Focus.WHEN, ()),
    ("kengî?", Focus.WHEN, ()),
    ("where exactly?", Focus.WHERE, ()),
    ("وين بالضبط؟", Focus.WHERE, ()),
    ("tam olarak nerede?", Focus.WHERE, ()),
    ("li ku?", Focus.WHERE, ()),
]


@pytest.mark.parametrize(("text", "focus", "counted"), FOCUSED)
def test_a_question_about_the_answer_asks_the_same_again_and_says_what_comes_first(
    text: str, focus: Focus, counted: tuple[FigureKind, ...]
) -> None:
    question = asked(text, CLASHES)
    assert (question.focus, question.counted) == (focus, counted)
    assert (places(question), question.interval) == (["ain"], WEEK)
    assert "armed_clash" in asked_topics(question)
    assert question.inherited == {PLACE, PERIOD, TOPIC}


@pytest.mark.parametrize(
    "text",
    ["more", "More please", "next", "anything else?", "المزيد", "كمان", "daha fazla", "devam", "zêdetir", "bêtir"],
)
def test_more_is_the_next_page_of_the_same_question(text: str) -> None:
    first, second = asked(text, CLASHES), asked(text, CLASHES, text)
    assert (first.page, second.page) == (1, 2)
    assert (places(second), second.interval, asked_topics(second)) == (["ain"], WEEK, {"armed_clash"})


def test_a_new_place_begins_at_the_first_page() -> None:
    assert asked("and in Kobani?", CLASHES, "more").page == 0


@pytest.mark.parametrize("text", ["more drone strikes", "more than ten killed in Kobani"])
def test_more_of_something_is_no_next_page(text: str) -> None:
    assert asked(text, CLASHES).page == 0


def test_what_a_question_leaves_out_comes_from_the_latest_that_had_it() -> None:
    question = asked("and yesterday?", CLASHES, "and in Kobani?", "any arrests?")
    assert (places(question), question.interval, asked_topics(question)) == (["kobani"], YESTERDAY, {"arrest"})


def test_behind_a_question_that_stands_alone_nothing_is_looked_for() -> None:
    question = asked("any arrests?", CLASHES, "what happened in Raqqa")
    assert (places(question), question.interval, asked_topics(question)) == (["raqqa"], WEEK, {"arrest"})


def test_figures_stay_asked_for_in_the_next_place() -> None:
    question = asked("and in Kobani?", DRONES, "how many killed?")
    assert (question.focus, question.counted) == (Focus.FIGURES, (FigureKind.KILLED,))


def test_words_that_only_one_town_has_stay_there() -> None:
    assert "aqueduct" in asked("and yesterday?", "shelling of the aqueduct in Kobani").wording
    assert "aqueduct" not in asked("and in Raqqa?", "shelling of the aqueduct in Kobani").wording
    assert "weddings" in asked("and in Raqqa?", "weddings in Kobani").wording


def test_this_week_of_an_earlier_day_stays_that_week() -> None:
    question = asked("and in Kobani?", Turn(CLASHES, date(2024, 11, 3)))
    assert question.interval == Interval(date(2024, 10, 28), date(2024, 11, 3))
    assert question.today == TODAY


def test_what_a_button_changed_is_what_the_next_question_follows() -> None:
    chosen = Turn("clashes in Derik this week", TODAY, (Change(place_ids=("derik-tr",)), Change(all_dates=True)))
    question = asked("any arrests?", chosen)
    assert (places(question), question.interval) == (["derik-tr"], None)


@pytest.mark.parametrize(
    "text",
    ["protests about electricity", "احتجاجات بسبب الكهرباء", "elektrik protestoları", "xwepêşandanên li ser elektrîkê"],
)
def test_everywhere_at_any_time_lifts_what_a_new_topic_took(text: str) -> None:
    taken = asked(text, CLASHES)
    freed = READER.read_as(taken, Change(all_dates=True, everywhere=True))
    assert taken.inherited == {"place", "period"} and places(taken) and taken.interval == WEEK
    assert (places(freed), freed.place_ids, freed.interval, freed.doubts) == ([], frozenset(), None, ())
    assert freed.topics == taken.topics and Change.from_plain(Change(everywhere=True).plain()).everywhere


@pytest.mark.parametrize(
    "text",
    [
        "Who killed Ahmad Sulaiman?",
        "من قتل أحمد سليمان؟",
        "Ahmed Süleyman kim?",
        "Ehmed Silêman kî ye?",
        "Fatima Khalil",
    ],
)
def test_a_person_is_not_looked_for_in_the_place_of_the_question_before(text: str) -> None:
    question = asked(text, CLASHES)
    assert question.names_person and places(question) == [] and "place" not in question.inherited


def test_and_a_person_goes_on_in_the_same_place() -> None:
    assert places(asked("and Ahmad Sulaiman?", CLASHES)) == places(asked(CLASHES))


def test_an_unknown_place_is_taken_along_with_the_doubt_about_it() -> None:
    question = asked("and yesterday?", "what happened in Bodalon")
    assert question.has_doubt(Doubt.UNKNOWN_PLACE)
    assert question.place_ids and all(PlaceKey(key).is_sound for key in question.place_ids)


def test_a_time_without_dates_is_taken_along_with_the_doubt_about_it() -> None:
    question = asked("and in Kobani?", "clashes in Raqqa since the ceasefire")
    assert question.has_doubt(Doubt.PERIOD)
    assert question.interval is None


@pytest.mark.parametrize("text", ["thanks", "ok thank you", "you stupid bot", "شكرا", "teşekkürler", "spas", "hello"])
def test_thanks_and_abuse_ask_nothing_and_end_nothing(text: str) -> None:
    assert asked(text, CLASHES).doubts == ((Doubt.NOTHING_TO_SEARCH, ""),)
    assert places(asked("and yesterday?", CLASHES, text)) == ["ain"]


@pytest.mark.parametrize("text", ["", "?!", "👍", "x " * 1_500])
def test_what_cannot_be_read_takes_nothing_and_is_passed_over(text: str) -> None:
    assert not asked(text, CLASHES).names_anything
    assert places(asked("and yesterday?", CLASHES, text)) == ["ain"]


def test_only_the_last_questions_of_a_long_dialogue_count() -> None:
    forgotten = asked("any arrests?", CLASHES, *["clashes"] * MOST_TURNS)
    assert places(forgotten) == []


@given(st.lists(st.sampled_from([text for _, text, *_ in FOLLOW_UPS] + [text for text, *_ in FOCUSED] + ["more", ""])))
def test_no_dialogue_raises_or_makes_up_a_place(texts: list[str]) -> None:
    question = asked("more", *texts)
    known = {place.id for text in texts for place in asked(text).places}
    assert {place.id for place in question.places} <= known


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("and the same day in Manbij?", date(2024, 11, 14)),
        ("what happened in Manbij that day", date(2024, 11, 14)),
        ("and the day after?", date(2024, 11, 15)),
        ("what about the following day", date(2024, 11, 15)),
        ("and the day before", date(2024, 11, 13)),
        ("ماذا حدث في منبج في اليوم نفسه", date(2024, 11, 14)),
        ("وبنفس اليوم في منبج؟", date(2024, 11, 14)),
        ("وفي اليوم التالي؟", date(2024, 11, 15)),
        ("واليوم السابق؟", date(2024, 11, 13)),
        ("di heman rojê de li Minbicê çi qewimî", date(2024, 11, 14)),
        ("wê rojê li Minbicê", date(2024, 11, 14)),
        ("û roja piştî wê?", date(2024, 11, 15)),
        ("û roja berî wê?", date(2024, 11, 13)),
        ("aynı gün Menbiç'te ne oldu", date(2024, 11, 14)),
        ("ya ertesi gün?", date(2024, 11, 15)),
        ("peki bir önceki gün", date(2024, 11, 13)),
    ],
)
def test_a_day_beside_that_of_the_question_before_is_counted_from_it(question: str, day: date) -> None:
    asked = READER.understand(question, TODAY, ["shelling in Kobani on 14 November"])
    assert asked.interval == Interval(day, day)
    assert not asked.has_doubt(Doubt.PERIOD)


def test_the_same_day_as_none_is_a_doubt() -> None:
    asked = READER.understand("and the same day in Manbij?", TODAY, ["shelling in Kobani"])
    assert asked.interval is None
    assert (Doubt.PERIOD, "the same day") in asked.doubts


def test_the_day_after_today_has_not_come() -> None:
    asked = READER.understand("and the day after?", TODAY, ["shelling in Kobani today"])
    assert asked.has_doubt(Doubt.PERIOD)
