"""Lines that begin with a name in another script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.layout.direction import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, directed
from bot.messages.layout.rich_text import TextBuilder, TextMark, build
from tests.bot.messages.layout.test_rich_text import PIECES, covered


def shown(line: str, right_to_left: bool) -> str:
    text, _ = build(directed(TextBuilder().add(line).pieces(), right_to_left))
    return text


@pytest.mark.parametrize(
    ("line", "right_to_left", "marked"),
    [
        ("North Wire, 16 Nov", False, False),
        ("\u2068وكالة\u2069, 16 Nov", False, True),
        ("\u2068North Wire\u2069، 16 تشرين الثاني", True, True),
        ("1 · الجمعة", True, False),
        ("1 · \u2068Mabrouka\u2069 · الجمعة", True, True),
        ("214", True, False),
        ("", True, False),
    ],
)
def test_a_line_whose_first_letter_runs_against_the_language_begins_with_a_mark(
    line: str, right_to_left: bool, marked: bool
) -> None:
    mark = RIGHT_TO_LEFT_MARK if right_to_left else LEFT_TO_RIGHT_MARK
    assert shown(line, right_to_left) == (mark + line if marked else line)


def test_every_line_of_ours_is_looked_at_and_no_line_of_a_quotation() -> None:
    words = "Two shells fell.\nNobody was hurt."
    pieces = TextBuilder().bold("عنوان").add("\nNorth Wire\n").quote(words).add("\nJazira").add(" · ")
    pieces.link("فتح", "https://example.org")
    text, entities = build(directed(pieces.pieces(), right_to_left=True))
    assert text == f"عنوان\n\u200fNorth Wire\n{words}\n\u200fJazira · فتح"
    assert [covered(text, entity) for entity in entities] == ["عنوان", words, "فتح"]


@given(PIECES, st.booleans())
def test_marks_change_neither_words_nor_entities(pieces: list, right_to_left: bool) -> None:
    made = directed(tuple(pieces), right_to_left)
    marks = (LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK)
    for before, after in zip(pieces, made, strict=True):
        assert before.mark is after.mark and before.url == after.url
        if before.mark is TextMark.QUOTATION:
            assert after == before
        elif not any(mark in before.text for mark in marks):
            assert "".join(char for char in after.text if char not in marks) == before.text
