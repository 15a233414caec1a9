"""Names that a question gives, found in passages of any script, a person's by two of its parts."""

import pytest

from retrieval.answers import Outcome
from retrieval.search.names import stand_together
from retrieval.services import Services
from retrieval.text.words import words_of
from tests.keeping import ask, draft, keep, texts

IN_ARABIC = "قتل المزارع صالح العلي السلامة برصاص مسلحين قرب منزله، بحسب عائلته."
IN_ENGLISH = "A driver named Abdullah Eyadah al Khater was killed on the road to the wells, his family said."
OTHERS = "A farmer was killed by gunmen near his house on Monday, neighbours said."


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["saleh", "ali", "salama"], IN_ARABIC),
        (["عبدالله", "عياده", "الخاطر"], IN_ENGLISH),
        (["yusra", "derwiş"], "قتلت يسرى درويش في القصف"),
        (["gulo", "hesen"], "Gulo Hesen was wounded"),
    ],
)
def test_parts_of_a_name_stand_together_in_any_script(names: list[str], text: str) -> None:
    assert stand_together(words_of(text), names)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["saleh", "salama"], "قتل صالح في الرقة، وقال الطبيب في المشفى إن السلامة أهم"),
        (["ali"], "Ali was wounded"),
        (["la", "li"], "la li la li"),  # too few consonants
        (["salama", "saleh"], IN_ARABIC),  # the other way round
    ],
)
def test_parts_that_stand_apart_or_say_too_little_are_no_name(names: list[str], text: str) -> None:
    assert not stand_together(words_of(text), names)


def test_a_person_is_found_by_name_in_another_script_without_a_place(services: Services) -> None:
    keep(services, draft(IN_ARABIC, language="ar"), *(draft(OTHERS) for _ in range(4)), draft(IN_ENGLISH))
    assert texts(ask(services, "who killed saleh ali salama"))[0][0] == IN_ARABIC
    assert texts(ask(services, "عبدالله عياده الخاطر مين قتلو"))[0][0] == IN_ENGLISH


def test_a_person_that_no_report_names_is_not_found(services: Services) -> None:
    keep(services, draft(IN_ARABIC, language="ar"), draft(IN_ENGLISH))
    assert ask(services, "lutfi mestow").outcome is not Outcome.ANSWERED
