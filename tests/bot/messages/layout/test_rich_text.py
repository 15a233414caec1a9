"""Marked text and its entities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.messages.layout.rich_text import LONG_QUOTATION, Piece, TextBuilder, TextMark, build, inline, utf16_length

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
PIECES = st.lists(st.builds(Piece, TEXTS, st.sampled_from(TextMark), st.just("https://example.org")), max_size=8)


def covered(text: str, entity: MessageEntity) -> str:
    """What an entity covers, counted as Telegram counts."""
    units = text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


@given(PIECES)
def test_every_entity_covers_exactly_the_text_it_was_given_for(pieces: list[Piece]) -> None:
    text, entities = build(pieces)
    marked = [piece.text for piece in pieces if piece.text and piece.mark is not TextMark.PLAIN]
    assert [covered(text, entity) for entity in entities] == marked
    assert text == "".join(piece.text for piece in pieces)


@given(TEXTS)
def test_length_is_counted_as_telegram_counts(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


def test_a_builder_gives_each_kind_of_text_its_entity() -> None:
    text, entities = (
        TextBuilder().bold("Head").add("\n").quote("Said.").add("\n").link("open", "https://example.org").code("A1")
    ).build()
    assert text == "Head\nSaid.\nopenA1"
    assert [(e.type, covered(text, e), e.url) for e in entities] == [
        ("bold", "Head", None),
        ("blockquote", "Said.", None),
        ("text_link", "open", "https://example.org"),
        ("code", "A1", None),
    ]


def test_a_long_quotation_starts_folded() -> None:
    _, (short,) = TextBuilder().quote("x" * LONG_QUOTATION).build()
    _, (long,) = TextBuilder().quote("x" * (LONG_QUOTATION + 1)).build()
    assert (short.type, long.type) == ("blockquote", "expandable_blockquote")


def test_a_lone_surrogate_is_replaced_because_no_message_can_carry_it() -> None:
    text, _ = TextBuilder().add("a\ud800b").build()
    assert text == "a\ufffdb"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Sere Kaniye", "Sere Kaniye"),
        ("  two\n lines\t", "two lines"),
        ("رأس العين", "\u2068رأس العين\u2069"),
        ("evil \u202egnol", "evil gnol"),
        ("zero\x00byte", "zero byte"),
        ("\ud83d", ""),
    ],
)
def test_foreign_words_are_made_fit_for_a_line(words: str, shown: str) -> None:
    assert inline(words) == shown


def test_left_to_right_words_are_isolated_in_a_right_to_left_line() -> None:
    assert inline("North Wire", right_to_left=True) == "\u2068North Wire\u2069"


def test_foreign_words_are_cut_where_they_are_too_long() -> None:
    assert inline("a" * 300, limit=10) == "aaaaaaaaa…"
