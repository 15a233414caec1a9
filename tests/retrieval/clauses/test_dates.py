"""Why days stand in a sentence, and which of its clauses tell an old story."""

import pytest

from retrieval.clauses.reading import read_clauses
from retrieval.clauses.roles import DateRole
from retrieval.clauses.telling import Telling, what_is_told
from tests.retrieval.clauses.marked import PUBLISHED, marked, rows


def told(sentence: str, *around: str) -> Telling:
    """What a sentence tells of, in an article whose title names the places `around`."""
    one = marked(sentence)
    clauses = read_clauses(one.text, one.places, one.dates, PUBLISHED)
    return what_is_told(one.text, clauses, one.places, one.dates, around, lambda here, there: here == there)


@pytest.mark.parametrize(("language", "expected", "sentence"), rows("dates.txt"))
def test_each_day_of_a_sentence_has_its_role(language: str, expected: str, sentence: str) -> None:
    one = marked(sentence)
    clauses = read_clauses(one.text, one.places, one.dates, PUBLISHED)
    found = {number: role for clause in clauses for number, role in clause.dates.items()}
    assert [found[number] for number in range(len(one.dates))] == [DateRole[name.upper()] for name in expected.split()]


@pytest.mark.parametrize(("language", "expected", "sentence"), rows("old.txt"))
def test_the_place_of_an_old_story_is_no_place_of_the_news(language: str, expected: str, sentence: str) -> None:
    assert [place.place_id for place in told(sentence).places] == [expected]


def test_a_passage_that_only_tells_an_old_story_is_old() -> None:
    assert told("His uncle was killed in [Amuda] {{in 2015}}.").is_old
    assert not told("A baker was killed in [Amuda] {today}. His uncle died {{in 2015}}.").is_old


def test_what_is_told_beside_an_old_story_is_read_without_it() -> None:
    one = told("A vigil was held in [Tadef] {today}. Nine were killed in [Amuda] {{in 2015}}.")
    assert one.text.strip() == "A vigil was held in Tadef today."


def test_the_day_from_which_years_are_counted_back_is_no_day_of_an_event() -> None:
    assert told("قبل عامين من {اليوم} قتل أربعة في [عامودا].").dates == []


def test_a_name_that_is_all_that_says_where_is_the_place() -> None:
    assert [place.place_id for place in told("A bomb exploded on [Aleppo] Street.").places] == ["Aleppo"]
    assert told("A bomb exploded on [Aleppo] Street.", "Amuda").places == []


def test_who_speaks_is_never_the_place() -> None:
    assert told("[Ankara] denied that it had shelled the mill.").places == []


def test_here_is_where_the_report_was_filed() -> None:
    for sentence in ("Police raided the mill here.", "داهمت الشرطة الطاحونة هنا.", "Polîs li vir kesek girt."):
        assert told(sentence).is_of_here
    assert not told("Police raided the mill there.").is_of_here
