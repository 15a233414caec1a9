"""The buttons below an answer."""

from dataclasses import replace
from datetime import date

import pytest
from telegram import InlineKeyboardButton

from bot.messages.buttons import LONGEST_URL, MOST_COPIED, answer_buttons, citation
from bot.messages.layout.rich_text import utf16_length
from bot.phrases.catalogues import phrases_for
from retrieval.answers import Answer, Outcome
from retrieval.dates.intervals import Interval
from retrieval.places.place import PlaceKind
from retrieval.understood import Doubt, Understood, UnderstoodPeriod
from tests.bot.fakes import (
    CLASH,
    NOW,
    SERE_KANIYE,
    TAL_TAMR,
    TELL_TAMR,
    answered,
    areas,
    article,
    clash,
    excerpt,
    incident,
    killing,
    silent,
    unclear,
)

ENGLISH = phrases_for("en")


def rows(answer: Answer) -> list[list[InlineKeyboardButton]]:
    keyboard = answer_buttons(answer, ENGLISH)
    return [list(row) for row in keyboard.inline_keyboard] if keyboard else []


def labels(answer: Answer) -> list[str]:
    return [button.text for row in rows(answer) for button in row]


def asked_from(start: date, end: date = date(2024, 11, 17)) -> Understood:
    return Understood((SERE_KANIYE,), UnderstoodPeriod(Interval(start, end), ""))


def test_an_answer_offers_more_wider_its_sources_and_a_citation() -> None:
    assert [[button.text for button in row] for row in rows(answered(clash(), killing(), total=9))] == [
        ["More", "Last 30 days"],
        ["1 · North Wire", "1 · Jazira Post", "2 · Euphrates Desk"],
        ["Watch Sere Kaniye", "Copy citation"],
    ]


def test_more_continues_after_what_was_shown() -> None:
    assert rows(answered(clash(), killing(), first=5, total=9))[0][0].callback_data == "more:A7F3Q2:7"


def test_more_is_not_offered_when_everything_was_shown() -> None:
    assert "More" not in labels(answered(clash(), killing(), first=5, total=7))


@pytest.mark.parametrize(
    ("understood", "wider"),
    [
        (asked_from(date(2024, 11, 17)), "Last 7 days"),
        (asked_from(date(2024, 11, 11)), "Last 30 days"),
        (asked_from(date(2024, 11, 1)), "Last 30 days"),
        (asked_from(date(2024, 10, 19)), "All dates"),
        (asked_from(date(2023, 5, 1), date(2023, 5, 31)), "All dates"),
    ],
)
def test_the_next_wider_period_is_offered(understood: Understood, wider: str) -> None:
    assert labels(answered(clash(), understood=understood))[0] == wider


@pytest.mark.parametrize(
    ("inherited", "topic", "is_offered"),
    [
        ({"place"}, "protests", True),
        ({"place", "period"}, "protests", True),
        ({"place", "period"}, "", False),
        ({"period"}, "protests", False),
        ({"place", "period", "topic"}, "killed", False),
    ],
)
def test_a_new_topic_in_the_place_of_the_question_before_is_offered_everywhere(
    inherited: set[str], topic: str, is_offered: bool
) -> None:
    understood = replace(asked_from(date(2024, 11, 11)), inherited=frozenset(inherited), topic=topic)
    for answer in (answered(clash(), understood=understood), silent(understood=understood)):
        assert ("Everywhere, all dates" in labels(answer)) is is_offered


def test_all_dates_cannot_be_widened() -> None:
    assert rows(answered(clash(), understood=Understood((SERE_KANIYE,))))[0][0].url is not None


def test_silence_offers_every_wider_period_and_the_area_around() -> None:
    assert [(b.text, b.callback_data) for row in rows(silent()) for b in row] == [
        ("Last 30 days", "wide:B2K9M4:30d"),
        ("All dates", "wide:B2K9M4:all"),
        ("All of Hasakah governorate", "wide:B2K9M4:up"),
        ("Tell me when there is one", "w:tell:B2K9M4"),
    ]


@pytest.mark.parametrize("parent", ["Tal Tamr", "Tal Tamer", "Tall Tamr"])
def test_an_area_called_like_its_town_is_offered_in_the_reader_s_spelling(parent: str) -> None:
    nearest, *others = areas(parent, "Hasakah", "Syria")
    for kind, what in ((PlaceKind.DISTRICT, "district"), (PlaceKind.SUBDISTRICT, "subdistrict")):
        place = replace(TAL_TAMR, matched="Til Temir", within=(replace(nearest, kind=kind), *others))
        answer = silent(understood=replace(silent().understood, places=(place,)))
        assert labels(answer)[-2:] == [f"All of Til Temir {what}", "Tell me when there is one"]


def test_an_area_that_has_another_name_than_its_seat_is_offered_in_the_reader_s_spelling() -> None:
    within = areas("Ain al Arab", "Aleppo", "Syria")
    place = replace(TAL_TAMR, name="Kobani", matched="Kobani", within=within)
    for is_seat, name in ((True, "Kobani"), (False, "Ain al Arab")):
        answer = silent(understood=replace(silent().understood, places=(replace(place, is_seat=is_seat),)))
        assert f"All of {name} governorate" in labels(answer)


def test_a_period_without_a_date_offers_periods() -> None:
    answer = unclear((Doubt.PERIOD, "since the ceasefire"))
    assert labels(answer) == ["Last 7 days", "Last 30 days"]


@pytest.mark.parametrize("doubt", [Doubt.EMPTY, Doubt.TOO_LONG, Doubt.FUTURE, Doubt.UNKNOWN_PLACE])
def test_what_was_not_searched_for_cannot_be_widened(doubt: Doubt) -> None:
    assert rows(unclear((doubt, "x"))) == []
    assert rows(replace(unclear((doubt, "x")), outcome=Outcome.NOT_COVERED)) == []


def test_namesakes_of_another_country_are_told_apart_by_it() -> None:
    turkish = replace(TELL_TAMR, id="t", name="Tal Tamr", within=areas("Mardin", "Turkey", country="TR"), country="TR")
    answer = silent(understood=replace(silent().understood, places=(replace(TAL_TAMR, also=(turkish,)),)))
    assert "Mardin, Türkiye" in labels(answer)


def test_data_too_long_for_telegram_makes_no_button() -> None:
    far = replace(TELL_TAMR, id="imported:" + "x" * 60)
    answer = silent(understood=replace(silent().understood, places=(replace(TAL_TAMR, also=(far,)),)))
    assert "Raqqa" not in labels(answer)


def test_a_link_too_long_for_a_button_gives_way_to_the_articles_address() -> None:
    long = replace(excerpt(), link="https://north.example.org/1#:~:text=" + "a" * LONGEST_URL)
    (button,) = [b for row in rows(answered(incident(long))) for b in row if b.url]
    assert button.url == "https://north.example.org/1"


def test_a_file_is_no_source_that_a_phone_could_open() -> None:
    from_file = excerpt(CLASH, article(url="file:///articles/one.txt"))
    assert not any(button.url for row in rows(answered(incident(from_file))) for button in row)


def test_a_page_is_no_source_of_what_somebody_else_says_of_it() -> None:
    of_digest = excerpt(CLASH, replace(article(), speaker="digest.example.net"))
    assert not any(button.url for row in rows(answered(incident(of_digest))) for button in row)
    assert "words of digest.example.net, not of the page, https://" in citation(of_digest, NOW, ENGLISH)


def test_a_citation_says_the_words_the_publisher_the_date_and_the_address() -> None:
    assert citation(excerpt(), NOW, ENGLISH) == (f"“{CLASH}” North Wire, 16 Nov 2024, https://north.example.org/1")


@pytest.mark.parametrize("words", ["word " * 200, "😀" * 300, "x" * 1000])
def test_a_citation_is_never_longer_than_a_button_holds(words: str) -> None:
    text = citation(excerpt(words), NOW, ENGLISH)
    assert utf16_length(text) <= MOST_COPIED
    assert text.endswith(" …” North Wire, 16 Nov 2024, https://north.example.org/1")


def test_a_citation_with_a_long_address_leaves_the_words_out() -> None:
    url = "https://north.example.org/" + "a" * 180
    assert citation(excerpt(CLASH, article(url=url)), NOW, ENGLISH) == f"North Wire, 16 Nov 2024, {url}"


def test_no_citation_is_offered_where_the_address_alone_is_too_long() -> None:
    url = "https://north.example.org/" + "a" * 300
    assert "Copy citation" not in labels(answered(incident(excerpt(CLASH, article(url=url)))))
