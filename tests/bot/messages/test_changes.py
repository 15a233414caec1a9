"""What changed between two versions, for editors."""

from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.messages.changes import MOST_CHARACTERS, change_pieces, change_text
from bot.messages.layout.rich_text import build

BEFORE = "Residents said that the market stayed closed. " * 5 + "In all, eight fighters were killed on Monday."
AFTER = BEFORE.replace("eight", "five")


def test_removed_words_are_struck_out_added_ones_underlined_and_the_rest_shortened() -> None:
    text, entities = build(change_pieces(BEFORE, AFTER))
    assert text.endswith("In all, eight five fighters were killed on Monday.") and len(text) < 150
    marked = {entity.type: text[entity.offset : entity.offset + entity.length] for entity in entities}
    assert marked == {MessageEntity.STRIKETHROUGH: "eight", MessageEntity.UNDERLINE: "five"}


def test_a_terminal_shows_it_as_wdiff_does() -> None:
    assert "In all, [-eight-]{+five+} fighters" in change_text(BEFORE, AFTER)


def test_what_has_not_changed_is_nothing() -> None:
    assert change_pieces(BEFORE, BEFORE) == ()


@given(st.text(max_size=300), st.text(max_size=300), st.integers(1, 40))
def test_a_change_of_any_length_fits_into_a_message(before: str, after: str, times: int) -> None:
    text, _ = build(change_pieces(before * times, after * times))
    assert len(text) <= MOST_CHARACTERS + 2
