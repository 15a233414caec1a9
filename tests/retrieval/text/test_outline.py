"""Patterns in words are regular expressions over letters."""

import pytest

from retrieval.text.outline import Alphabet, in_letters, pattern

ALPHABET = Alphabet(
    letters={"SINCE": "S", "OF": "O", "DATE": "Z", "SINCE_BEHIND": "s", "DASH": "-", "LINK": "tp"},
    phrases={"BOTH": "DATE DASH DATE"},
)


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("[SINCE OF]? LINK{0,3} DATE SINCE_BEHIND", r"[SO]?[tp]{0,3}Zs"),
        ("[^ SINCE LINK] (?! DATE)", r"[^Stp](?!Z)"),
        ("[^ DATE]", r"[^Z]"),
        ("(?P<first> DATE) DASH", r"(?P<first>Z)\-"),
        ("SINCE BOTH?", r"S(?:Z\-Z)?"),
        ("\n    SINCE DATE\n    | OF\n", "SZ|O"),
    ],
)
def test_names_become_letters_and_the_rest_stays(words: str, letters: str) -> None:
    assert in_letters(words, ALPHABET) == letters


def test_a_pattern_finds_its_words_in_an_outline() -> None:
    match = pattern("SINCE LINK? (?P<when> BOTH | DATE)", ALPHABET).search("xStZ-Z")
    assert match is not None
    assert match["when"] == "Z-Z"


def test_a_name_that_the_alphabet_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="SINSE"):
        pattern("SINSE DATE", ALPHABET)
