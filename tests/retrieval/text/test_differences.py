"""Two texts are compared word by word, and what was quoted of the older one is found in the newer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.differences import Fate, differences, moved

BEFORE = "Eight fighters were killed on Friday.\n\nThe market stayed closed, a baker said."
AFTER = "Five fighters were killed on Friday.\n\nThe market stayed closed, a baker said.\n\nIt opened on Sunday."
FIRST, SECOND = (0, BEFORE.index("\n")), (BEFORE.index("The"), len(BEFORE))

words = st.lists(st.sampled_from(["one", "two", "ثلاثة", " ", "\n", "\n\n", ".", "é", "😀"]), max_size=30).map("".join)


def fates(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.fate.value, piece.text) for piece in differences(before, after)]


def test_a_word_that_was_replaced_is_told_from_those_around_it() -> None:
    assert fates("Eight were killed.", "Five were killed.") == [
        ("removed", "Eight"),
        ("added", "Five"),
        ("kept", " were killed."),
    ]


def test_equal_texts_are_one_piece_and_empty_ones_none() -> None:
    assert fates(BEFORE, BEFORE) == [("kept", BEFORE)]
    assert fates("", "") == []


def now(before: str, after: str, start: int, end: int) -> str:
    """What stands in the newer text in the place of a slice of the older one."""
    first, last = moved(differences(before, after), start, end)
    return after[first:last]


def test_a_quotation_is_touched_by_a_change_within_it_and_by_no_other() -> None:
    assert now(BEFORE, AFTER, *FIRST) == "Five fighters were killed on Friday."
    assert now(BEFORE, AFTER, *SECOND) == BEFORE[slice(*SECOND)]


@pytest.mark.parametrize(
    "after",
    [BEFORE.replace("closed,", "closed for two days,"), BEFORE.replace(" a baker said", ""), "Another page.", ""],
)
def test_words_put_into_a_quotation_or_taken_out_of_it_touch_it(after: str) -> None:
    assert now(BEFORE, after, *SECOND) != BEFORE[slice(*SECOND)]


@pytest.mark.parametrize("added", [" It opened.", "\n\nIt opened on Sunday.", "!"])
def test_what_is_only_added_behind_a_quotation_does_not_belong_to_it(added: str) -> None:
    assert now(BEFORE, BEFORE + added, *SECOND) == BEFORE[slice(*SECOND)]


def test_a_long_paragraph_that_was_rewritten_is_replaced_as_a_whole() -> None:
    assert fates("a b " * 20_000, "c d " * 20_000) == [("removed", "a b " * 20_000), ("added", "c d " * 20_000)]


@given(words | st.text(), words | st.text())
def test_the_pieces_put_together_are_both_texts(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.REMOVED) == after
    for piece in pieces:
        if piece.fate is not Fate.ADDED:
            assert before[piece.before : piece.before + len(piece.text)] == piece.text
        if piece.fate is not Fate.REMOVED:
            assert after[piece.after : piece.after + len(piece.text)] == piece.text


@pytest.mark.parametrize(
    ("before", "after", "quoted", "then"),
    [
        ("Dawn. Eight were killed. Dusk.", "Dawn. Five were killed. Dusk.", "Eight were killed.", "Five were killed."),
        (
            "Dawn. Eight were killed.",
            "Early dawn broke. Eight were killed.",
            "Eight were killed.",
            "Eight were killed.",
        ),
        ("One. Two. Three.", "One. Three.", "Two", ""),
    ],
)
def test_what_took_the_place_of_a_quotation_is_found(before: str, after: str, quoted: str, then: str) -> None:
    start = before.index(quoted)
    assert now(before, after, start, start + len(quoted)).strip() == then


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_what_took_the_place_of_anything_is_a_slice_of_the_newer_text(
    before: str, after: str, one: int, other: int
) -> None:
    start, end = min(one, other), min(max(one, other), len(before))
    first, last = moved(differences(before, after), start, end)
    assert 0 <= first <= last <= len(after)
    if before == after and start < end:
        assert (first, last) == (start, end)
