"""Names by their sounds: what is heard of a spelling, and which other spellings a writer may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.phonetics import consonants, respelled


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Darwish", "درويش"),
        ("derwiş", "درويش"),
        ("Sheikh", "شيخ"),
        ("Tabqah", "الطبقة"),
        ("Abdullah", "عبدالله"),
        ("Salama", "السلامة"),
    ],
)
def test_both_scripts_have_the_same_consonants(latin: str, arabic: str) -> None:
    assert consonants(latin) == consonants(arabic)


@pytest.mark.parametrize(
    ("turkish", "arabic"), [("hadravi", "خضراوي"), ("karamug", "قره موغ"), ("Halid", "خالد"), ("Halil", "خليل")]
)
def test_turkish_writes_two_sounds_with_one_letter(turkish: str, arabic: str) -> None:
    assert consonants(arabic) in map(consonants, respelled(turkish))


@pytest.mark.parametrize("name", ["Afrin", "Sheikh", "Ghouta", "الرقة"])
def test_a_name_without_such_a_letter_has_no_other_spelling(name: str) -> None:
    assert respelled(name) == [name]


@given(st.text())
def test_the_name_itself_comes_first_and_at_most_three_others_follow(name: str) -> None:
    spelled = respelled(name)
    assert spelled[0] == name
    assert len(spelled) <= 4
