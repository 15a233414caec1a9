"""Words about time in questions: why some have no dates, how several go together, and what they can never do.

What each expression means stands in the tables of `tests/retrieval/dates/periods` (see test_period_tables.py).
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.dates.intervals import Interval
from retrieval.dates.periods import PeriodMention, find_period
from tests.retrieval.dates.test_period_tables import TABLES, found_on

TODAY = date(2022, 5, 12)  # a Thursday

WITHOUT_INTERVAL = """
since the ceasefire                         | undatable | since the ceasefire
since the fall of the town                  | undatable | since the fall
before the war                              | undatable | before the war
after the earthquake                        | undatable | after the earthquake
what changed since the truce?               | undatable | since the truce
منذ الهدنة                                  | undatable | منذ الهدنة
ateşkesten beri                             | undatable | ateşkesten beri
piştî erdhejê                               | undatable | piştî erdhejê
on 31 February                              | impossible | 31 February
31 april 2022                               | impossible | 31 april 2022
2022-02-30                                  | impossible | 2022-02-30
في 31 شباط                                  | impossible | 31 شباط
30 Şubat                                    | impossible | 30 Şubat
yesterday in 2019                           | contradictory | yesterday in 2019
last week, in March 2020                    | contradictory | last week, in March 2020
dün 2019'da                                 | contradictory | dün 2019'da
أمس في 2019                                 | contradictory | أمس في 2019
tomorrow                                    | future | tomorrow
next week                                   | future | next week
next Friday                                 | future | next Friday
in 2031                                     | future | 2031
on 3 June 2022                              | future | 3 June 2022
this Saturday                               | future | this Saturday
الأسبوع القادم                              | future | الأسبوع القادم
gelecek hafta                               | future | gelecek hafta
hefteya bê                                  | future | hefteya bê
"""

WITHOUT_PERIOD = [
    "",
    "?!",
    "what happened in Kobani",
    "who may have fired the rockets",
    "they march on the city",
    "a child sat down near the road",
    "was the sun visible",
    "drones over the M4 road near Ain Issa",
    "an MQ-9 was shot down",
    "UN resolution 2254",
    "3 killed and 12 wounded, who were they",
    "a 14 year old girl from Derik",
    "what is the second largest camp",
    "Tishrin Dam hit?",
    "Mulla Sibat village",
    "Til Cûma shelling",
    "fifth floor of the building",
    "the 17th division base",
    "9mm rounds found",
    "at 9:59 pm who called",
    "his son was killed",
    "do you have sources in El Bab",
    "باب الهوى",
    "هل القصف على الباب مستمر",
    "من قتل العامل",
    "سد تشرين",
    "تل جمعة",
    "النيابة العامة",
    "كم عدد القتلى",
    "kaç kişi öldü",
    "dünya ne diyor",
    "bu köyde ne oldu",
    "kê êrîş kir",
    "any updates",
    "latest news",
    "Operation Peace Spring area",
    "operation in the spring of the Balikh",
]


REASONS = {"undatable", "impossible", "contradictory", "future", "unread", "same_day", "day_after", "day_before"}


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.splitlines() if line.strip()]


def found(text: str) -> str:
    return found_on(text, TODAY)


@pytest.mark.parametrize(("question", "reason", "words"), rows(WITHOUT_INTERVAL))
def test_words_without_dates_say_why(question: str, reason: str, words: str) -> None:
    mention = find_period(question, TODAY)
    assert mention is not None
    assert (mention.interval, mention.reason, mention.text) == (None, reason, words)


@pytest.mark.parametrize("question", WITHOUT_PERIOD)
def test_everyday_words_are_no_period(question: str) -> None:
    assert find_period(question, TODAY) is None


OUR_DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
DAYS = OUR_DAYS | st.dates()
EDGES = st.sampled_from([date.min, date.max, date(1, 1, 31), date(1, 2, 28), date(9999, 1, 1), date(9999, 12, 25)])
VOCABULARY = (
    "today yesterday last this past next week month year friday sat may march 3 5th 22 31 2022 '21 2022-05-03 30/2/2022"
    " since until before after between and to - , of the in on early half first second days 48 hours ago weekend"
    " اليوم أمس الجمعة الأسبوع الماضي آذار تشرين الثاني منذ بين و من ٣ يومين قبل نهاية bu geçen hafta cuma günü beri"
    " mayıs ikinci yarısı dün vê hefteyê borî duh ji ve meha gulanê nîvê şemiyê kobani ؟ ( ) . / \u200f"
)
WORDS = st.sampled_from(VOCABULARY.split())
SENTENCES = st.lists(WORDS, max_size=12).map(" ".join)


EXPRESSIONS = st.sampled_from([question for rows in TABLES.values() for _, question, _ in rows])
JOINTS = st.sampled_from(
    [" ", ", ", " and ", " or ", " until ", " between ", " since ", " before ", " - ", " و", " ve ", " û "]
)
COMPOSED = st.lists(st.tuples(EXPRESSIONS, JOINTS), max_size=4).map(lambda parts: "".join(map("".join, parts)))


@example(text="today first mayıs hafta today", today=TODAY)
@given(text=SENTENCES | COMPOSED | st.text(), today=DAYS | EDGES)
def test_no_text_gives_an_inverted_an_unbounded_or_a_future_period(text: str, today: date) -> None:
    mention = find_period(text, today)
    for one in (mention, *mention.left_out) if mention else ():
        assert (one.interval is None) == (one.reason in REASONS)
        if one.interval is not None:
            assert one.interval.start <= one.interval.end <= today
            assert one.interval.start.year >= min(1970, one.interval.end.year - 1_000)


def test_the_day_in_the_week_of_another_says_why_it_has_no_date() -> None:
    mention = find_period("today first mayıs hafta today", TODAY)
    assert mention is not None
    assert (mention.interval, mention.reason) == (None, "contradictory")


@given(question=EXPRESSIONS, today=EDGES)
def test_the_ends_of_the_calendar_are_days_like_others(question: str, today: date) -> None:
    mention = find_period(question, today)
    assert mention is None or mention.interval is None or mention.interval.end <= today


@given(text=SENTENCES | st.text(), today=DAYS)
def test_the_words_of_a_period_are_a_slice_of_the_question(text: str, today: date) -> None:
    mention = find_period(text, today)
    if mention is not None:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert all(start < end <= len(text) for start, end in mention.spans)


@given(text=st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Nd", "Mn", "Lo"])), today=DAYS)
def test_surrogates_and_control_characters_are_read_like_any_text(text: str, today: date) -> None:
    find_period(text, today)


@given(day=st.dates(date(2010, 1, 1), date(2022, 5, 12)))
def test_every_day_written_out_is_that_day(day: date) -> None:
    for written in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}"):
        place = (17, 17 + len(written))
        assert find_period(f"what happened on {written}", TODAY) == PeriodMention(
            *place, written, Interval(day, day), parts=(place,)
        )


@given(today=OUR_DAYS, days=st.integers(1, 400))
def test_past_days_end_today_and_are_as_many_as_asked(today: date, days: int) -> None:
    mention = find_period(f"the past {days} days", today)
    assert mention is not None
    assert mention.interval == Interval(today - timedelta(days=days - 1), today)


def test_a_long_text_is_read_to_its_end() -> None:
    mention = find_period("a word and a number 7 " * 5_000 + "since Friday", TODAY)
    assert mention is not None
    assert mention.text == "since Friday"


def test_the_narrowest_of_several_periods_that_agree_is_taken() -> None:
    assert found("in May 2022 in Kobani, what was hit on Tuesday this week") == "2022-05-10"


def test_what_has_no_date_is_left_out_beside_what_has_one() -> None:
    mention = find_period("violations since the truce, in March 2022", TODAY)
    assert mention is not None
    assert mention.interval == Interval(date(2022, 3, 1), date(2022, 3, 31))
    assert [(other.text, other.reason) for other in mention.left_out] == [("since the truce", "undatable")]


def test_of_two_periods_apart_the_shorter_is_taken_and_the_other_left_out() -> None:
    mention = find_period("Kobani last week and Manbij in March 2021", TODAY)
    assert mention is not None
    assert mention.interval == Interval(date(2022, 5, 2), date(2022, 5, 8))
    assert [(other.text, other.interval) for other in mention.left_out] == [
        ("March 2021", Interval(date(2021, 3, 1), date(2021, 3, 31)))
    ]


def test_a_vague_word_counts_only_where_nothing_else_is_said() -> None:
    assert found("what happened recently, in the last 3 days") == "2022-05-10..2022-05-12"
    mention = find_period("lately, in the last 3 days", TODAY)
    assert mention is not None and mention.left_out == ()


def test_a_day_that_another_word_denies_is_contradictory() -> None:
    assert found("yesterday, 3 May 2021") == "contradictory"
    assert found("yesterday, 11 May 2022") == "2022-05-11"


def test_what_stands_between_the_words_of_time_is_no_part_of_them() -> None:
    question = "yesterday in Kobani in 2019"
    mention = find_period(question, TODAY)
    assert mention is not None
    assert [question[start:end] for start, end in mention.spans] == ["yesterday in", "in 2019"]


def test_the_words_before_since_end_with_the_last_one() -> None:
    mention = find_period("Kobani'de rejimin düşüşünden beri", TODAY)
    assert mention is not None
    assert (mention.text, mention.reason) == ("düşüşünden beri", "undatable")


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("yeserday", "yesterday"),
        ("last wekeend", "last weekend"),
        ("on Wednseday", "on Wednesday"),
        ("since Septembr", "since September"),
        ("in Octobber", "in October"),
        ("geçen haftta", "geçen hafta"),
        ("pazrtesi günü", "pazartesi günü"),
        ("Haziram ayında", "Haziran ayında"),
    ],
)
def test_one_slip_in_a_long_word_of_the_calendar_is_mended(slip: str, meant: str) -> None:
    assert found(slip) == found(meant) != "nothing"


@pytest.mark.parametrize("question", ["Sandar village", "a Nissan car", "Mandai", "the Octavian gate", "Fridan"])
def test_other_words_are_not_bent_into_words_of_the_calendar(question: str) -> None:
    assert found(question) == "nothing"


def test_an_interval_cannot_be_inverted() -> None:
    with pytest.raises(ValueError, match="ends 2022-05-01 before it starts 2022-05-02"):
        Interval(date(2022, 5, 2), date(2022, 5, 1))


def test_intervals_know_their_length_and_what_they_share() -> None:
    week, day = Interval(date(2022, 5, 2), date(2022, 5, 8)), Interval(date(2022, 5, 8), date(2022, 5, 8))
    assert (week.days, day.days) == (7, 1)
    assert week.contains(day) and not day.contains(week)
    assert week.overlaps(day) and not week.overlaps(Interval(date(2022, 5, 9), date(2022, 5, 9)))
