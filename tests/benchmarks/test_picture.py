"""The picture of an answer: marked text as HTML, nothing in it taken for markup."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, MessageEntity

from benchmarks.picture import chat_page, keyboard_html, to_html
from bot.messages.layout.rich_text import TextBuilder
from tests.bot.fakes import CLASH, answered, clash

ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))


class Words(HTMLParser):
    """The text of a page, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def test_every_mark_becomes_its_element() -> None:
    text, entities = TextBuilder().bold("head").add(" ").link("open", "https://example.org/a?b=1&c=2").build()
    assert to_html(text, entities) == '<b>head</b> <a href="https://example.org/a?b=1&amp;c=2">open</a>'


def test_markup_in_a_quotation_is_shown_as_it_was_written() -> None:
    text, entities = TextBuilder().quote('<b onclick="x">&amp;</b>').build()
    assert Words(to_html(text, entities)).text == '<b onclick="x">&amp;</b>'
    assert Words(to_html(text, entities)).tags == ["blockquote"]


def test_offsets_are_counted_in_utf16_units() -> None:
    text, entities = TextBuilder().add("𐎀𐎁 ").bold("قامشلو").add(" 𐎂").code("A7F3Q2").build()
    assert to_html(text, entities) == "𐎀𐎁 <b>قامشلو</b> 𐎂<code>A7F3Q2</code>"


def test_line_breaks_around_a_quotation_make_no_empty_lines() -> None:
    text, entities = TextBuilder().add("head\n").quote("words\nwords").add("\nsource\n\nmore").build()
    assert to_html(text, entities) == 'head<blockquote dir="auto">words\nwords</blockquote>source\n\nmore'


def test_a_long_quotation_is_folded() -> None:
    text, entities = TextBuilder().quote("word " * 100).build()
    assert to_html(text, entities).startswith('<blockquote class="folded"')


def test_entities_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap at 2"):
        to_html("words", [MessageEntity("bold", 0, 4), MessageEntity("code", 2, 2)])


@given(st.lists(st.tuples(ANYTHING, st.sampled_from(["add", "bold", "code"]))))
def test_whatever_stands_in_a_message_reaches_the_eye_unchanged(pieces: list[tuple[str, str]]) -> None:
    builder = TextBuilder()
    for words, mark in pieces:
        getattr(builder, mark)(words)
    text, entities = builder.build()
    page = Words(to_html(text, entities))
    assert page.text == text
    assert set(page.tags) <= {"b", "code"}


def test_buttons_stand_in_their_rows_and_are_escaped() -> None:
    rows = [
        [InlineKeyboardButton("More", callback_data="more:A7F3Q2:5"), InlineKeyboardButton("<All>", callback_data="x")],
        [InlineKeyboardButton("North Wire", url="https://example.org/")],
    ]
    assert keyboard_html(rows) == (
        '<div class="row"><div class="button">More</div><div class="button">&lt;All&gt;</div></div>\n'
        '<div class="row"><div class="button url">North Wire</div></div>'
    )


def test_the_page_holds_the_question_and_the_whole_answer() -> None:
    page = Words(chat_page(answered(clash())))
    assert "Reports differ: 8 killed (North Wire), 5 killed (Jazira Post)" in page.text
    assert CLASH in page.text
    assert page.tags.count("blockquote") == 2
