"""Telegram's HTML: what it is made into, and the words in which bad HTML is refused."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.telegram.errors import ApiError
from tests.telegram.text import utf16
from tests.telegram.text.entities import Entity
from tests.telegram.text.html_text import parse_html

VISIBLE = st.text(alphabet="abc سر ê🙂👍", min_size=1, max_size=12)
STYLE_TAGS = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "tg-spoiler": "spoiler"}


@st.composite
def html(draw: st.DrawFn, tags: tuple[str, ...] = tuple(STYLE_TAGS)) -> tuple[str, str, list[Entity]]:
    """Draw a source, its text, and the entities in it, offsets from the start of this piece."""
    source, text, entities = "", "", list[Entity]()
    for _ in range(draw(st.integers(0, 3))):
        words: str = draw(VISIBLE | st.sampled_from(["<", "&", "&amp;", '"']))
        source, text = source + escape(words), text + words
        nested = draw(st.booleans())
        if tags and nested:
            tag: str = draw(st.sampled_from(tags))
            inner = draw(html(tuple(other for other in tags if other != tag)))
            start = utf16.length(text)
            source, text = f"{source}<{tag}>{inner[0]}</{tag}>", text + inner[1]
            if inner[1]:
                entities.append(Entity(STYLE_TAGS[tag], start, utf16.length(inner[1])))
            entities += [Entity(entity.type, entity.offset + start, entity.length) for entity in inner[2]]
    return source, text, entities


@settings(max_examples=50)
@given(html())
def test_html_gives_the_text_and_entities_that_it_was_made_of(sample: tuple[str, str, list[Entity]]) -> None:
    source, text, entities = sample
    parsed, found = parse_html(source, pytest.fail)
    assert parsed == text
    assert {(e.type, e.offset, e.length) for e in found} == {(e.type, e.offset, e.length) for e in entities}


@given(st.text(alphabet="<>/ab\"'=& ;#x1é🙂-", max_size=30))
def test_any_html_is_parsed_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source, list[str]().append)
    except ApiError as refusal:
        assert refusal.description.startswith("Bad Request: can't parse entities: ")
    else:
        assert all(entity.end <= utf16.length(text) for entity in entities)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é <h1>x</h1>", 'Unsupported start tag "h1" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(source: str, fault: str) -> None:
    with pytest.raises(ApiError) as error:
        parse_html(source, pytest.fail)
    assert error.value.description == f"Bad Request: can't parse entities: {fault}"


@pytest.mark.parametrize(
    ("source", "text", "entity"),
    [
        ('<a href="https://example.org/?a=1&amp;b=2">link</a>', "link",
         Entity("text_link", 0, 4, {"url": "https://example.org/?a=1&b=2"})),
        ("<a href='tg://user?id=7'>Amina</a>", "Amina", Entity("text_mention", 0, 5, {"user": {"id": 7}})),
        ("<blockquote expandable>long</blockquote>", "long", Entity("expandable_blockquote", 0, 4)),
        ('<pre><code class="language-python">x = 1</code></pre>', "x = 1",
         Entity("pre", 0, 5, {"language": "python"})),
        ("&#128578;<u>&lt;&nbsp;</u>", "🙂<&nbsp;", Entity("underline", 2, 7)),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍",
         Entity("custom_emoji", 0, 2, {"custom_emoji_id": "5368324170671202286"})),
        ('<tg-time unix="1731844800" format="d">Sunday</tg-time>', "Sunday",
         Entity("date_time", 0, 6, {"unix_time": 1731844800, "date_time_format": "d"})),
    ],
)  # fmt: skip
def test_tags_with_attributes(source: str, text: str, entity: Entity) -> None:
    assert parse_html(source, pytest.fail) == (text, [entity])


def test_a_link_that_telegram_would_not_open_is_plain_text() -> None:
    remarks: list[str] = []
    assert parse_html('<a href="javascript:x">y</a>', remarks.append) == ("y", [])
    assert remarks
