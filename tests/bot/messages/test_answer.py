"""How answers read: whole messages, line by line."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.messages.answer import render_answer
from bot.messages.layout.message import OutMessage
from bot.messages.layout.rich_text import utf16_length
from bot.phrases.catalogues import phrases_for
from retrieval.answers import Answer, EventWhen, Figure, FigureClaim, Outcome
from retrieval.article import PublishedPrecision
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay
from retrieval.dates.intervals import Interval
from retrieval.figures.kinds import FigureKind
from retrieval.understood import Doubt, Understood, UnderstoodPeriod
from tests.bot.fakes import (
    CLASH,
    CLASH_ELSEWHERE,
    KILLING,
    SERE_KANIYE,
    TAL_TAMR,
    TELL_TAMR,
    WEEK,
    answered,
    areas,
    article,
    clash,
    coverage,
    excerpt,
    incident,
    killed,
    killing,
    silent,
    unclear,
)
from tests.bot.messages.layout.test_rich_text import covered

ENGLISH = phrases_for("en")


def messages(answer: Answer) -> list[OutMessage]:
    return render_answer(answer, ENGLISH)


def text(answer: Answer) -> str:
    (message,) = messages(answer)
    return message.text


def lines(answer: Answer) -> list[str]:
    return text(answer).split("\n")


def test_an_answer_reads_as_it_was_laid_out() -> None:
    assert text(answered(clash(), killing())) == (
        "Sere Kaniye (Ras al-Ain, Hasakah) · Mon 11 – Sun 17 Nov 2024\n"
        "2 incidents · 3 publishers\n"
        "\n"
        "1 · Fri 15 Nov, night · armed clash\n"
        f"{CLASH}\n"
        "North Wire, 16 Nov · open at the sentence\n"
        f"{CLASH_ELSEWHERE}\n"
        "Jazira Post, 16 Nov · open at the sentence\n"
        "Reports differ: 8 killed (North Wire), 5 killed (Jazira Post)\n"
        "\n"
        "2 · Thu 14 Nov · killing or shooting\n"
        f"{KILLING}\n"
        "Euphrates Desk, 15 Nov · open at the sentence\n"
        "\n"
        "Searched 214 articles of 4 publishers, newest today 09:40.  A7F3Q2"
    )


def test_quotations_are_blocks_and_only_the_way_to_the_source_is_a_link() -> None:
    (message,) = messages(answered(clash()))
    marked = [(entity.type, covered(message.text, entity), entity.url) for entity in message.entities]
    assert marked[2:6] == [
        ("blockquote", CLASH, None),
        ("text_link", "open at the sentence", "https://north.example.org/1#:~:text=A"),
        ("blockquote", CLASH_ELSEWHERE, None),
        ("text_link", "open at the sentence", "https://jazira.example.org/2#:~:text=Five"),
    ]
    assert marked[-1] == ("code", "A7F3Q2", None)


def test_silence_is_explained_and_the_last_report_shown() -> None:
    assert text(silent()) == (
        "Tal Tamr (Hasakah) · Mon 11 – Sun 17 Nov 2024\n"
        "No report among 214 articles of 4 publishers that cover this area; newest today 09:40.\n"
        "Jazira Post has sent nothing since 12 Nov. No report does not mean that nothing happened.\n"
        "\n"
        "Last report: Sat 2 Nov\n"
        "Two shells fell in fields south of the village on Saturday.\n"
        "Jazira Post, 3 Nov · open at the sentence"
    )


def test_not_covered_is_another_sentence_than_no_report() -> None:
    line = lines(silent(outcome=Outcome.NOT_COVERED))[1]
    assert line == (
        "Not covered: none of the 214 articles on this area concerns this place in these dates; newest today 09:40."
    )


@pytest.mark.parametrize(
    ("understood", "articles", "sentence"),
    [
        (Understood((TAL_TAMR,)), 0, "Not covered: no article here concerns this area."),
        (Understood(), 0, "Not covered: there are no articles here yet."),
        (Understood((TAL_TAMR,)), 3, "Not covered: none of the 3 articles on this area concerns this place."),
        (
            Understood(period=UnderstoodPeriod(WEEK, "this week")),
            3,
            "Not covered: none of the 3 articles here concerns these dates.",
        ),
    ],
)
def test_not_covered_says_what_is_missing(understood: Understood, articles: int, sentence: str) -> None:
    bare = coverage(articles=articles, publishers=1, newest=None)
    answer = silent(outcome=Outcome.NOT_COVERED, understood=understood, coverage=bare)
    assert lines(answer)[1] == sentence


def test_silence_on_a_topic_names_the_topic() -> None:
    understood = replace(silent().understood, topic="drone strikes")
    assert lines(silent(understood=understood))[1].startswith("No report on “drone strikes” among 214 articles")


def test_another_spelling_is_said_to_be_read_and_the_namesake_offered() -> None:
    place = replace(TAL_TAMR, matched="Tal Tamer", also=(TELL_TAMR,))
    answer = silent(understood=replace(silent().understood, places=(place,)))
    assert "“Tal Tamer” read as Tal Tamr (Hasakah). Meant Tell Tamr (Raqqa)?" in lines(answer)


def test_an_area_of_the_same_name_around_the_place_is_not_offered_as_another() -> None:
    same = replace(TELL_TAMR, name="Tal Tamr", within=areas("Hasakah", "Syria"))
    answer = silent(understood=replace(silent().understood, places=(replace(TAL_TAMR, also=(same,)),)))
    assert "Meant" not in text(answer)


def test_a_period_without_a_date_is_said_to_be_left_out() -> None:
    understood = Understood((SERE_KANIYE,), doubts=((Doubt.PERIOD, "since the ceasefire"),))
    answer = answered(clash(), understood=understood)
    assert lines(answer)[0].endswith(" · all dates")
    assert "“since the ceasefire” has no date that can be looked up, so all dates were searched." in lines(answer)


@pytest.mark.parametrize(
    ("doubt", "words", "line"),
    [
        (Doubt.NO_SUCH_DAY, "31 February", "“31 February” is no day of the calendar. All dates were searched."),
        (
            Doubt.CONTRADICTION,
            "yesterday in 2019",
            "“yesterday in 2019” names times that exclude each other. All dates were searched.",
        ),
        (
            Doubt.OTHER_PERIOD,
            "in May",
            "“in May” was left out: one question is looked up for one period.",
        ),
    ],
)
def test_words_of_time_that_were_of_no_use_are_named(doubt: Doubt, words: str, line: str) -> None:
    assert line in lines(answered(clash(), understood=Understood((SERE_KANIYE,), doubts=((doubt, words),))))


def test_an_index_that_is_away_is_mentioned() -> None:
    assert "The index does not answer at the moment" in text(answered(clash(), index_away=True))


@pytest.mark.parametrize(
    ("event", "head"),
    [
        (EventWhen(Interval(date(2024, 11, 14), date(2024, 11, 15)), Precision.DAYS), "1 · Thu 14 – Fri 15 Nov"),
        (EventWhen(Interval(date(2024, 10, 31), date(2024, 11, 1)), Precision.DAYS), "1 · Thu 31 Oct – Fri 1 Nov"),
        (EventWhen(Interval(date(2024, 11, 1), date(2024, 11, 30)), Precision.MONTH), "1 · November 2024"),
        (EventWhen(Interval(date(2023, 1, 1), date(2023, 12, 31)), Precision.YEAR), "1 · 2023"),
        (EventWhen(Interval(date(2023, 5, 5), date(2023, 5, 5)), Precision.DAY), "1 · Fri 5 May 2023"),
        (
            EventWhen(Interval(date(2024, 11, 15), date(2024, 11, 15)), Precision.DAY, PartOfDay.DAWN),
            "1 · Fri 15 Nov, dawn",
        ),
        (None, "1 · date not stated, published Sat 16 Nov"),
    ],
)
def test_an_event_is_dated_as_precisely_as_the_report_dates_it(event: EventWhen | None, head: str) -> None:
    assert lines(answered(incident(excerpt(), event=event)))[3] == head


def test_where_no_date_is_known_none_is_shown() -> None:
    source = replace(article(), published_at=None, published_precision=None)
    shown = lines(answered(incident(excerpt(CLASH, source))))
    assert shown[3] == "1 · date not stated"
    assert shown[5] == "North Wire, date of publication unknown · open at the sentence"


def test_a_publication_of_which_only_the_day_is_known_keeps_its_day_in_every_zone() -> None:
    source = replace(
        article(), published_at=datetime(2024, 11, 16, tzinfo=UTC), published_precision=PublishedPrecision.DAY
    )
    west = datetime(2024, 11, 17, 12, tzinfo=UTC).astimezone(ZoneInfo("America/Los_Angeles"))
    assert "North Wire, 16 Nov ·" in text(answered(incident(excerpt(CLASH, source)), now=west))


def test_an_incident_elsewhere_names_its_place() -> None:
    elsewhere = incident(excerpt(), places=("x",), place_names=("Mabrouka", "Alouk", "Tal Halaf"))
    assert lines(answered(elsewhere))[3].startswith("1 · Mabrouka and Alouk · date not stated")


def test_a_page_of_more_says_which_incidents_it_shows() -> None:
    shown = lines(answered(killing(), clash(), first=5, total=12))
    assert shown[1] == "Incidents 6–7 of 12 · 3 publishers"
    assert shown[3].startswith("6 · ") and any(line.startswith("7 · ") for line in shown)


def test_more_after_the_last_incident_says_that_there_are_none() -> None:
    assert lines(answered(first=2, total=2))[1] == "There are no further incidents."


def test_one_of_each_is_written_in_the_singular() -> None:
    answer = answered(killing(), coverage=coverage(articles=1, publishers=1, newest=None))
    assert lines(answer)[1] == "1 incident · 1 publisher"
    assert lines(answer)[-1] == "Searched 1 article of 1 publisher.  A7F3Q2"


def test_large_counts_are_grouped() -> None:
    assert "Searched 12,345 articles" in text(answered(killing(), coverage=coverage(articles=12345)))


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (killed((8, 0), (5, 1)), "Reports differ: 8 killed (North Wire), 5 killed (Jazira Post)"),
        (
            Figure(
                FigureKind.INJURED,
                2,
                9,
                (FigureClaim(2, 3, 0, "two or three"), FigureClaim(9, 9, 1, "nine", qualifier="at least")),
            ),
            "Reports differ: 2–3 injured (North Wire), at least 9 injured (Jazira Post)",
        ),
    ],
)
def test_different_figures_stand_side_by_side(figure: Figure, line: str) -> None:
    assert line in lines(answered(replace(clash(), figures=(figure,))))


def test_a_figure_that_was_published_later_says_so_and_comes_last() -> None:
    claims = (FigureClaim(7, 7, 1, "seven", later=True), FigureClaim(5, 5, 0, "five"))
    answer = answered(replace(clash(), figures=(Figure(FigureKind.KILLED, 5, 7, claims),)))
    assert "Reports differ: 5 killed (North Wire), later: 7 killed (Jazira Post)" in lines(answer)


@pytest.mark.parametrize(
    ("also_in", "line"),
    [
        (("A",), "North Wire, 16 Nov; also in: A · open at the sentence"),
        (("A", "B", "C"), "North Wire, 16 Nov; also in: A, B, C · open at the sentence"),
        (("A", "B", "C", "D", "E"), "North Wire, 16 Nov; also in: A, B, C, 2 more · open at the sentence"),
    ],
)
def test_a_report_that_others_carried_too_names_them(also_in: tuple[str, ...], line: str) -> None:
    assert line in lines(answered(incident(replace(excerpt(), also_in=also_in))))


@pytest.mark.parametrize("claims", [((8, 0), (8, 1)), ((8, 0), (2, 0)), ((8, 0),)])
def test_figures_on_which_two_reports_do_not_differ_are_left_to_the_quotations(
    claims: tuple[tuple[int, int], ...],
) -> None:
    assert "Reports differ" not in text(answered(replace(clash(), figures=(killed(*claims),))))


def test_an_answer_names_the_topic_that_was_asked_for() -> None:
    understood = replace(answered().understood, topic="drone strike")
    assert lines(answered(clash(), understood=understood))[0].endswith(" · Mon 11 – Sun 17 Nov 2024 · “drone strike”")


def test_several_places_are_all_named() -> None:
    understood = Understood((SERE_KANIYE, TAL_TAMR))
    assert lines(answered(clash(), understood=understood))[0] == (
        "Sere Kaniye (Ras al-Ain, Hasakah) and Tal Tamr (Hasakah) · all dates"
    )


def test_a_question_without_a_place_says_that_all_places_were_searched() -> None:
    understood = Understood(period=UnderstoodPeriod(WEEK, "this week"))
    assert lines(answered(clash(), understood=understood))[0].startswith("All places · Mon 11")


def test_a_right_to_left_name_is_isolated_and_a_right_to_left_quotation_is_untouched() -> None:
    words = "سقطت قذيفتان قرب القرية مساء الجمعة."
    answer = answered(incident(excerpt(words, article("وكالة الجزيرة"))))
    assert "\u200e\u2068وكالة الجزيرة\u2069, 16 Nov · open at the sentence" in lines(answer)
    assert words in lines(answer)


def test_what_an_article_holds_cannot_change_the_layout() -> None:
    evil = replace(article(), publisher="<b>Bold</b>\n*Wire*\u202e", url="https://example.org/_x_")
    answer = answered(incident(excerpt("1 < 2 & [link](https://example.org) _x_", evil)))
    assert "<b>Bold</b> *Wire*, 16 Nov · open at the sentence" in lines(answer)
    assert "1 < 2 & [link](https://example.org) _x_" in lines(answer)


@pytest.mark.parametrize("url", ["file:///home/noor/one.txt", "newsroom:0123456789abcdef"])
def test_a_file_of_the_newsroom_is_named_by_its_id_and_tells_nothing_of_where_it_lay(url: str) -> None:
    source = article(url=url)
    answer = answered(incident(excerpt(CLASH, source)))
    assert f"North Wire, 16 Nov · file of the newsroom {source.id}" in lines(answer)
    assert url not in "\n".join(lines(answer))


def test_a_link_without_a_fragment_opens_the_article() -> None:
    plain = replace(excerpt(), link="https://north.example.org/1")
    assert "North Wire, 16 Nov · open the article" in lines(answered(incident(plain)))


@pytest.mark.parametrize(
    ("moment", "precision", "shown"),
    [
        (datetime(2024, 11, 16, 22, 30, tzinfo=UTC), "time", "newest today 01:30."),
        (datetime(2024, 11, 16, 6, 5, tzinfo=UTC), "time", "newest yesterday 09:05."),
        (datetime(2024, 11, 16, tzinfo=UTC), "day", "newest yesterday."),
        (datetime(2024, 11, 1, tzinfo=UTC), "day", "newest 1 Nov."),
        (datetime(2023, 11, 1, tzinfo=UTC), "day", "newest 1 Nov 2023."),
    ],
)
def test_freshness_is_told_on_the_clock_of_the_reader(moment: datetime, precision: str, shown: str) -> None:
    fresh = coverage(newest=moment, newest_precision=precision)
    assert shown in text(answered(killing(), coverage=fresh))


@pytest.mark.parametrize(
    ("doubt", "words", "sentence"),
    [
        (Doubt.EMPTY, "", "There are no words in this. Name a place, a period or a topic."),
        (Doubt.TOO_LONG, "", "This is too long for a question. Send one or two sentences."),
        (
            Doubt.NOTHING_TO_SEARCH,
            "",
            "There is nothing to look up in this. Name a place, a period or a topic.",
        ),
        (
            Doubt.PERIOD,
            "since the ceasefire",
            "“since the ceasefire” has no date that can be looked up. "
            "Name a place, or dates such as “since 1 November”.",
        ),
        (Doubt.NO_SUCH_DAY, "31 February", "“31 February” is no day of the calendar."),
        (Doubt.CONTRADICTION, "yesterday in 2019", "“yesterday in 2019” names times that exclude each other."),
        (Doubt.FUTURE, "next week", "“next week” has not come yet; there are reports of the past only."),
        (
            Doubt.UNKNOWN_PLACE,
            "Xyzabad",
            "“Xyzabad” is not a place that is known here. Try another spelling, or the nearest town.",
        ),
    ],
)
def test_what_could_not_be_searched_for_gets_one_sentence(doubt: Doubt, words: str, sentence: str) -> None:
    assert text(unclear((doubt, words))) == sentence


def test_an_ambiguous_place_asks_which_one_is_meant() -> None:
    here, there = replace(TELL_TAMR, id="a", within=areas("Hasakah", "Syria")), replace(TELL_TAMR, id="b")
    answer = unclear((Doubt.AMBIGUOUS_PLACE, "Tell Tamr"), choices=(here, there))
    (message,) = messages(answer)
    assert message.text == "“Tell Tamr” is the name of several places. Which one is meant?"
    assert message.keyboard is not None
    assert [button.text for row in message.keyboard.inline_keyboard for button in row] == ["Hasakah", "Raqqa"]


@pytest.mark.parametrize("doubt", [Doubt.UNKNOWN_PLACE, Doubt.FUTURE])
def test_what_was_never_searched_for_is_not_called_silence(doubt: Doubt) -> None:
    answer = unclear((doubt, "Xyzabad"))
    assert "Xyzabad" in text(replace(answer, outcome=Outcome.NOT_COVERED))
    assert "No report" not in text(replace(answer, outcome=Outcome.NOT_COVERED))


def test_a_quotation_longer_than_a_message_is_shown_whole_with_its_source_once() -> None:
    words = " ".join(f"word{number}" for number in range(900))
    shown = messages(answered(incident(excerpt(words))))
    quoted = [covered(m.text, e) for m in shown for e in m.entities if "blockquote" in e.type]
    assert " ".join(quoted) == words
    assert sum("open at the sentence" in message.text for message in shown) == 1
    assert all(utf16_length(message.text) <= 4096 for message in shown)
    assert [message.keyboard is None for message in shown] == [True] * (len(shown) - 1) + [False]


def test_the_readers_own_words_cannot_carry_a_lone_surrogate_into_a_message() -> None:
    answer = answered(clash(), understood=Understood((replace(SERE_KANIYE, matched="Sere \ud83d Kaniye"),)))
    text(answer).encode()
