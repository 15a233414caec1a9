"""A sentence, read as places, a period and topics; and what it leaves out, taken from the chat."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.dates.intervals import Interval
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.keys import PlaceKey, sound_of
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.questions.question import Change, Question
from retrieval.questions.reader import MOST_CHARACTERS, QuestionReader
from retrieval.questions.words import visible
from retrieval.topics.query import ANY_TOPIC, TopicQuery
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Doubt
from tests.region import region_gazetteer

TODAY = date(2024, 11, 17)  # a Sunday
THIS_WEEK = Interval(date(2024, 11, 11), date(2024, 11, 17))
OCTOBER = Interval(date(2024, 10, 1), date(2024, 10, 31))


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return QuestionReader(region_gazetteer(), default_thesaurus())


def places(question: Question) -> list[str]:
    return [place.id for place in question.places]


def known(question: Question) -> set[str]:
    """The places that are searched, without the sounds."""
    return {id_ for id_ in question.place_ids if not PlaceKey(id_).is_sound}


@pytest.mark.parametrize(
    ("text", "place", "interval"),
    [
        ("what happened in Sere Kaniye this week", "ain", THIS_WEEK),
        ("WHAT HAPPENED IN SERE KANIYE THIS WEEK??", "ain", THIS_WEEK),
        ("sere kaniye, october", "ain", OCTOBER),
        ("ماذا حدث في رأس العين هذا الأسبوع", "ain", THIS_WEEK),
        ("Resulayn'da bu hafta ne oldu", "ain", THIS_WEEK),
        ("li Serê Kaniyê çi qewimî vê hefteyê", "ain", THIS_WEEK),
        ("tal tamer yesterday", "tamr", Interval(date(2024, 11, 16), date(2024, 11, 16))),
        ("anything from Qamişlo", "qamishli", None),
        ("this week", None, THIS_WEEK),
    ],
)
def test_place_and_period_are_read_in_four_languages(
    reader: QuestionReader, text: str, place: str | None, interval: Interval | None
) -> None:
    question = reader.understand(text, TODAY)
    assert places(question) == ([place] if place else [])
    assert question.interval == interval
    assert (question.topic, question.topics, question.doubts) == ("", ANY_TOPIC, ())


def test_the_reader_is_shown_their_own_spelling_and_what_it_was_taken_for(reader: QuestionReader) -> None:
    question = reader.understand("what happened in Sere Kaniye", TODAY)
    place = question.places[0]
    assert (place.matched, place.name, place.kind, place.country) == ("Sere Kaniye", "Ras al-Ain", "town", "SY")
    assert [area.name for area in place.within[-2:]] == ["Al-Hasakah", "Syria"]
    assert place.parent_id == "ain-sub"


def test_the_words_of_the_period_are_kept_as_they_were_written(reader: QuestionReader) -> None:
    question = reader.understand("clashes in Kobani in  October", TODAY)
    assert question.period is not None
    assert question.period.matched == "October"


def test_a_governorate_brings_all_that_lies_inside_and_nothing_beside_it(reader: QuestionReader) -> None:
    question = reader.understand("what happened in Hasakah", TODAY)
    assert {"hasakah", "ain-dist", "ain-sub", "ain", "tamr", "qamishli", "derik", "salihiyah"} <= known(question)
    assert not {"raqqa", "salihiyah-r", "kobani", "sy"} & known(question)


def test_a_town_does_not_bring_its_governorate_nor_other_towns_of_its_district(reader: QuestionReader) -> None:
    assert not {"hasakah", "sy", "qamishli", "tamr"} & known(reader.understand("Sere Kaniye", TODAY))


def test_a_village_is_searched_by_its_sound_too_and_a_town_is_not(reader: QuestionReader) -> None:
    village = reader.read_as(reader.understand("Salihiyah", TODAY), Change(place_ids=("salihiyah-r",)))
    assert sound_of("Salihiyah") in village.place_ids
    assert not [id_ for id_ in reader.understand("Qamishli", TODAY).place_ids if PlaceKey(id_).is_sound]


def test_a_village_is_searched_with_what_sounds_the_same_close_by_and_with_nothing_farther_off() -> None:
    spelled = [
        ("shourik", "Shourik", 36.5),
        ("shorek", "شورك", 36.55),
        ("far", "Shûrik", 36.9),
        ("other", "Sharqat", 36.5),
    ]
    villages = [Place(id_, name, PlaceKind.VILLAGE, "SY", lat, 40.5, None, 0) for id_, name, lat in spelled]
    gazetteer = Gazetteer(villages, [PlaceName(place.id, place.name, "") for place in villages])
    asked = QuestionReader(gazetteer, default_thesaurus()).understand("what happened in the village of Shourik", TODAY)
    assert known(asked) == {"shourik", "shorek"}


def test_beside_a_place_a_country_is_somebody_who_acts(reader: QuestionReader) -> None:
    question = reader.understand("did Turkey strike Kobani", TODAY)
    assert places(question) == ["kobani"]
    assert frozenset({"turkey"}) in question.topics.sets


def test_the_name_behind_the_word_village_is_a_place_even_when_nobody_knows_it(reader: QuestionReader) -> None:
    question = reader.understand("what happened in the village of Bodalon", TODAY)
    assert question.doubts == ((Doubt.UNKNOWN_PLACE, "Bodalon"),)
    assert question.place_ids == {sound_of("Bodalon")}


def test_two_places_are_both_searched(reader: QuestionReader) -> None:
    question = reader.understand("arrests in Kobani and Qamishli last month", TODAY)
    assert sorted(places(question)) == ["kobani", "qamishli"]
    assert {"kobani", "qamishli"} <= question.place_ids
    assert question.interval == OCTOBER


def test_a_place_named_twice_is_understood_once(reader: QuestionReader) -> None:
    assert places(reader.understand("Kobani, I mean Kobanê", TODAY)) == ["kobani"]


def test_a_namesake_elsewhere_is_offered_and_the_place_at_home_is_taken(reader: QuestionReader) -> None:
    place = reader.understand("what happened in Derik", TODAY).places[0]
    assert place.id == "derik"
    assert [(choice.id, choice.country) for choice in place.also] == [("derik-tr", "TR")]


def test_units_of_the_same_name_around_a_town_are_no_namesakes_of_it(reader: QuestionReader) -> None:
    assert reader.understand("Ras al-Ain", TODAY).places[0].also == ()


@pytest.mark.parametrize("text", ["Mart 2023", "in May", "what happened in March", "en mars 2023"])
def test_names_of_months_are_not_places(reader: QuestionReader, text: str) -> None:
    question = reader.understand(text, TODAY)
    assert question.places == ()
    assert not question.has_doubt(Doubt.UNKNOWN_PLACE)


def test_an_unknown_place_is_doubted_and_still_searched_by_its_sound(reader: QuestionReader) -> None:
    question = reader.understand("what happened in Bodalon yesterday", TODAY)
    assert question.doubts == ((Doubt.UNKNOWN_PLACE, "Bodalon"),)
    assert question.places == ()
    assert question.place_ids == {sound_of("Bodalon")}


@pytest.mark.parametrize(
    ("text", "doubt", "words"),
    [
        ("since the ceasefire in Tal Tamr", Doubt.PERIOD, "since the ceasefire"),
        ("Kobani on 31 February", Doubt.NO_SUCH_DAY, "31 February"),
        ("Kobani yesterday in 2019", Doubt.CONTRADICTION, "yesterday in 2019"),
        ("what will happen tomorrow in Tal Tamr", Doubt.FUTURE, "tomorrow"),
        ("Kobani next week", Doubt.FUTURE, "next week"),
    ],
)
def test_a_period_that_has_no_dates_is_doubted_with_its_words_and_the_rest_is_kept(
    reader: QuestionReader, text: str, doubt: Doubt, words: str
) -> None:
    question = reader.understand(text, TODAY)
    assert question.doubts == ((doubt, words),)
    assert question.interval is None
    assert len(question.places) == 1


@pytest.mark.parametrize("text", ["", "   ", "?!…", "👍👍", "\u202e", "\x00\x07", "\ud800", "___"])
def test_without_a_letter_or_a_digit_there_is_no_question(reader: QuestionReader, text: str) -> None:
    question = reader.understand(text, TODAY)
    assert question.doubts == ((Doubt.EMPTY, ""),)
    assert question.text == text


def test_a_text_longer_than_a_question_is_not_read(reader: QuestionReader) -> None:
    long = "Kobani " * (MOST_CHARACTERS // 7)
    assert reader.understand(long, TODAY).places
    question = reader.understand(long + "Kobani " * 7, TODAY)
    assert question.doubts == ((Doubt.TOO_LONG, ""),)
    assert question.places == ()


@pytest.mark.parametrize(
    "text",
    ["\ufdfa" * 1_000, "\ufdfa" * 60, "\ufb03" * 400, "what happened in \u200b" * 400, "\u2066" * 1_000_000],
    ids=["signs of eighteen letters", "sixty of them", "ligatures", "unseen signs", "a million unseen signs"],
)
def test_a_question_is_as_long_as_it_is_read(reader: QuestionReader, text: str) -> None:
    assert reader.understand(text, TODAY).doubts == ((Doubt.TOO_LONG, ""),)


def test_white_space_does_not_make_a_question_too_long(reader: QuestionReader) -> None:
    assert places(reader.understand("Kobani" + " " * MOST_CHARACTERS, TODAY)) == ["kobani"]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("drone strikes near Qamishli in October", [{"drone_strike"}]),
        ("SDF arrests in Hasakah", [{"arrest"}, {"sdf"}]),
        ("attacks on hospitals in Kobani", [{"attack_on_medical"}]),
        ("shelling or clashes in Kobani", [{"shelling", "armed_clash"}]),
        ("مظاهرات في القامشلي", [{"demonstration"}]),
        ("what happened in Kobani", []),
    ],
)
def test_kinds_targets_and_actors_are_groups_of_their_own(
    reader: QuestionReader, text: str, topics: list[set[str]]
) -> None:
    assert [set(group) for group in reader.understand(text, TODAY).topics.sets] == topics


def test_the_topic_is_what_is_neither_place_nor_period_nor_asking(reader: QuestionReader) -> None:
    question = reader.understand("Were there any weddings near Qamishli in October, please?", TODAY)
    assert question.topic == "weddings"
    assert question.wording == ("weddings",)


def test_a_place_that_is_called_like_a_kind_of_incident_is_no_topic(reader: QuestionReader) -> None:
    assert reader.understand("Kobani", TODAY).topics == ANY_TOPIC


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Ko\u202ebani", "Kobani"),
        ("\u2067رأس العين\u2069", "رأس العين"),
        ("Ko\ud83dbani", "Kobani"),
        ("Kobani\x00today", "Kobani today"),
        ("Kobani\n\r\ttoday", "Kobani today"),
        ("Kobani\u2028today", "Kobani today"),
        ("\ufeffKobani", "Kobani"),
        ("\U000e0041Kobani", "Kobani"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("  Kobani   today ", "Kobani today"),
    ],
)
def test_only_what_can_be_seen_is_read(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_visible_can_be_encoded_and_is_visible_already(text: str) -> None:
    seen = visible(text)
    seen.encode()
    assert visible(seen) == seen


_CHARACTERS = st.characters(exclude_categories=())
_FRAGMENTS = st.sampled_from(
    [
        "Kobani",
        "in ",
        "Tal ",
        "رأس العين",
        "ب",
        "since ",
        "between ",
        " and ",
        "31",
        "/",
        "2024",
        "-",
        "this week",
        "'da",
    ]
)


@example("shelling in Ath", date(2024, 11, 20))  # an article with a capital, and nothing behind it
@given(st.lists(_FRAGMENTS | st.text(_CHARACTERS, max_size=8), max_size=12).map("".join), st.dates())
def test_no_text_on_any_day_raises(text: str, today: date) -> None:
    reader = QuestionReader(region_gazetteer(), default_thesaurus())
    question = reader.understand(text, today, [text])
    assert question.text == text
    assert question.interval is None or question.interval.end <= today


# What a question leaves out

EARLIER = "clashes in Sere Kaniye this week"


def test_another_place_keeps_period_and_topic(reader: QuestionReader) -> None:
    question = reader.understand("and in Kobani?", TODAY, [EARLIER])
    assert places(question) == ["kobani"]
    assert "ain" not in question.place_ids
    assert question.interval == THIS_WEEK
    assert question.topics == TopicQuery((frozenset({"armed_clash"}),))


def test_another_period_keeps_place_and_topic(reader: QuestionReader) -> None:
    question = reader.understand("last month?", TODAY, [EARLIER])
    assert places(question) == ["ain"]
    assert "ain" in question.place_ids
    assert question.interval == OCTOBER
    assert question.topics == TopicQuery((frozenset({"armed_clash"}),))


def test_another_topic_keeps_place_and_period(reader: QuestionReader) -> None:
    question = reader.understand("and arrests?", TODAY, [EARLIER])
    assert (places(question), question.interval) == (["ain"], THIS_WEEK)
    assert question.topics == TopicQuery((frozenset({"arrest"}),))


def test_the_newest_of_several_earlier_questions_counts_first(reader: QuestionReader) -> None:
    question = reader.understand("how many were arrested?", TODAY, [EARLIER, "and in Kobani last month?"])
    assert (places(question), question.interval) == (["kobani"], OCTOBER)


def test_a_question_that_is_whole_takes_its_place_and_period_from_nowhere(reader: QuestionReader) -> None:
    question = reader.understand("arrests in Kobani in October", TODAY, [EARLIER])
    assert question == reader.understand("arrests in Kobani in October", TODAY)


def test_an_unknown_place_is_not_replaced_by_the_one_before(reader: QuestionReader) -> None:
    question = reader.understand("and in Bodalon?", TODAY, [EARLIER])
    assert question.places == ()
    assert question.place_ids == {sound_of("Bodalon")}


def test_a_period_without_dates_is_not_replaced_by_the_one_before(reader: QuestionReader) -> None:
    assert reader.understand("since the ceasefire?", TODAY, [EARLIER]).interval is None


def test_a_follow_up_of_nothing_but_signs_stays_empty(reader: QuestionReader) -> None:
    assert reader.understand("?", TODAY, [EARLIER]).doubts == ((Doubt.EMPTY, ""),)


# What a button changes


def test_a_chosen_place_takes_the_place_of_the_understood_one(reader: QuestionReader) -> None:
    question = reader.understand("clashes in Derik this week", TODAY)
    other = reader.read_as(question, Change(place_ids=("derik-tr",)))
    assert (places(other), known(other)) == (["derik-tr"], {"derik-tr"})
    assert other.places[0].matched == "Derik"  # a name of that place as well
    assert (other.interval, other.topics) == (question.interval, question.topics)


def test_a_place_is_shown_by_its_own_name_where_the_readers_spelling_is_none_of_its_names(
    reader: QuestionReader,
) -> None:
    question = reader.understand("what happened in Sere Kaniye", TODAY)
    assert reader.read_as(question, Change(place_ids=("hasakah",))).places[0].matched == "Al-Hasakah"


def test_a_place_that_the_gazetteer_no_longer_has_is_left_out(reader: QuestionReader) -> None:
    question = reader.understand("what happened in Derik", TODAY)
    assert reader.read_as(question, Change(place_ids=("gone", "derik-tr"))).places[0].id == "derik-tr"


def test_a_chosen_period_ends_the_doubt_about_it(reader: QuestionReader) -> None:
    question = reader.understand("Kobani since the ceasefire", TODAY)
    dated = reader.read_as(question, Change(interval=OCTOBER))
    assert (dated.interval, dated.doubts) == (OCTOBER, ())
    assert dated.period is not None
    assert dated.period.matched == ""


def test_all_dates_means_no_period(reader: QuestionReader) -> None:
    question = reader.understand("Kobani this week", TODAY)
    assert reader.read_as(question, Change(all_dates=True)).period is None


def test_an_empty_reading_changes_nothing(reader: QuestionReader) -> None:
    question = reader.understand(EARLIER, TODAY)
    assert reader.read_as(question, Change()) == question


def test_a_choice_names_what_lies_around_it(reader: QuestionReader) -> None:
    choice = reader.choice("salihiyah-r")
    assert choice is not None
    assert (choice.name, choice.country) == ("Salihiyah", "SY")
    assert [area.name for area in choice.within] == ["Ar-Raqqah", "Syria"]
    assert reader.choice("nowhere") is None
