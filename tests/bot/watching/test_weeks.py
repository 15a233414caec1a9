"""The day on which weeks begin, as a reader names it."""

import pytest

from bot.watching.weeks import weekday_named


@pytest.mark.parametrize(
    ("words", "weekday"),
    [("saturday", 5), ("Monday", 0), ("السبت", 5), ("Pazartesi", 0), ("şemî", 5), (" Sunday ", 6)],
)
def test_a_day_is_named_in_any_of_the_four_languages(words: str, weekday: int) -> None:
    assert weekday_named(words) == weekday


@pytest.mark.parametrize("words", ["", "week", "today", "8"])
def test_other_words_name_no_day(words: str) -> None:
    assert weekday_named(words) is None
