"""How that reads which lies just beyond a question."""

from dataclasses import replace
from datetime import date

from bot.messages.answer import render_answer
from bot.phrases.catalogues import phrases_for
from retrieval.answers import Answer, Beyond
from retrieval.dates.intervals import Interval
from retrieval.understood import PlaceChoice, UnderstoodPeriod
from tests.bot.fakes import SERE_KANIYE, answered, clash, killing, silent

ALEPPO = PlaceChoice("ocha:SY02", "Aleppo", (), "SY")
MONDAY = Interval(date(2024, 11, 18), date(2024, 11, 18))
BEGUN = UnderstoodPeriod(MONDAY, "this week", to_come=6)


def lines(answer: Answer) -> list[str]:
    (message,) = render_answer(answer, phrases_for("en"))
    return message.text.split("\n")


def test_what_happened_elsewhere_in_the_governorate_stands_below_a_line_that_says_so() -> None:
    answer = answered(clash(), replace(killing(), beyond=Beyond.GOVERNORATE))
    shared = replace(SERE_KANIYE, shared=ALEPPO)
    shown = lines(replace(answer, understood=replace(answer.understood, places=(shared,))))
    below = shown.index("Elsewhere in Aleppo governorate:")
    assert shown[below + 1] == ""
    assert shown[below + 2].startswith("2 · ")
    assert sum("Elsewhere" in line for line in shown) == 1


def test_a_week_that_has_only_begun_says_so_and_shows_the_days_before_below() -> None:
    answer = answered(clash(), replace(killing(), beyond=Beyond.DAYS))
    shown = lines(replace(answer, understood=replace(answer.understood, period=BEGUN)))
    assert "Only 1 day of these dates has come yet." in shown
    assert "In the days before (Tue 12 – Mon 18 Nov 2024):" in shown


def test_days_before_stand_below_silence_in_place_of_the_last_report() -> None:
    answer = silent(incidents=(replace(killing(), beyond=Beyond.DAYS),), total=1)
    silence = replace(answer.coverage, last_match=None)
    understood = replace(answer.understood, period=BEGUN)
    shown = lines(replace(answer, understood=understood, coverage=silence))
    assert shown[1].startswith("No report")
    assert any(line.startswith("In the days before") for line in shown)
