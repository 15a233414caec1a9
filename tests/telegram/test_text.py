"""Texts, entities and HTML: what Telegram keeps of them, and its words for what it refuses."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from . import utf16
from .cleaning import clean
from .detection import with_found
from .entities import Entity, read_entities
from .errors import ApiError
from .formatting import formatted_text, message_text, written
from .html_text import parse_html
from .types import Json

ANY_TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)
VISIBLE = st.text(alphabet="abc سر ê🙂👍", min_size=1, max_size=12)
STYLE_TAGS = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "tg-spoiler": "spoiler"}


class Remarks(list[str]):
    """Collects what would become violations."""

    def __call__(self, remark: str) -> None:
        self.append(remark)


def quiet(_: str) -> None:
    """Take a remark and say nothing."""


@given(ANY_TEXT)
def test_lengths_and_slices_agree_with_the_encoding(text: str) -> None:
    assert utf16.length(text) == len(text.encode("utf-16-le")) // 2
    assert utf16.cut(text, 0, utf16.length(text)) == text
    for index in range(len(text)):
        assert utf16.cut(text, utf16.offset_of(text, index), utf16.length(text[index])) == text[index]


@given(ANY_TEXT, st.integers(-2, 60), st.integers(-2, 60))
def test_an_entity_is_refused_or_stays_within_the_text(text: str, offset: int, length: int) -> None:
    try:
        cleaned, entities = clean(text, [Entity("bold", offset, length)], quiet)
    except ApiError as refusal:
        assert refusal.code == 400
        return
    for entity in entities:
        assert 0 < entity.length and entity.end <= utf16.length(cleaned)
        assert "\ufffd" not in entity.of(cleaned) or "\ufffd" in text


@given(VISIBLE, VISIBLE, VISIBLE)
def test_entities_follow_their_words_through_cleaning(before: str, words: str, after: str) -> None:
    text = f"\n {before}\r{words}\r{after} \n"
    entity = Entity("italic", utf16.length(f"\n {before}\r"), utf16.length(words))
    cleaned, entities = clean(text, [entity], quiet)
    assert cleaned == f"{before}{words}{after}".strip(" \n")
    expected = words if after.strip() else words.rstrip()
    assert [found.of(cleaned) for found in entities] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  two ends \n", "two ends"),
        ("a\tb\x00c", "a b c"),
        ("line\r\nline", "line\nline"),
        ("\u2066isolated\u2069 and \u202bembedded\u202c", "\u2066isolated\u2069 and embedded"),
        (" \n ", ""),
    ],
)
def test_telegram_changes_what_it_does_not_show(text: str, cleaned: str) -> None:
    assert clean(text, [], quiet)[0] == cleaned


def test_leading_space_inside_an_entity_stays() -> None:
    assert clean("  code", [Entity("code", 0, 6)], quiet) == ("  code", [Entity("code", 0, 6)])


def test_removed_direction_marks_are_remarked_on() -> None:
    remarks = Remarks()
    clean("\u202eabc\u202c", [], remarks)
    assert remarks == ["Telegram removes U+202C, U+202E"]


@pytest.mark.parametrize(
    ("entity", "refusal"),
    [
        (Entity("bold", 9, 1), "entity begins after the end of the text at UTF-16 offset 9"),
        (Entity("bold", 1, 9), "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 10"),
        (Entity("bold", 2, 1), "entity begins in a middle of a UTF-16 symbol at byte offset 5"),
        (Entity("bold", 0, 2), "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5"),
        (Entity("bold", -1, 2), "receive an entity with incorrect offset -1"),
    ],
)  # fmt: skip
def test_entities_outside_the_text_are_refused(entity: Entity, refusal: str) -> None:
    with pytest.raises(ApiError) as error:
        clean("a🙂b", [entity], quiet)
    assert error.value.description == f"Bad Request: {refusal}"


@pytest.mark.parametrize(
    ("item", "refusal"),
    [
        ({"type": "shiny", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "bold", "offset": 0}, 'can\'t parse MessageEntity: Can\'t find field "length"'),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": "ftp://example.org"},
            "entity URL 'ftp://example.org' is invalid: Unsupported URL protocol",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": "http://localhost/a"},
            "entity URL 'http://localhost/a' is invalid: Wrong HTTP URL",
        ),
    ],
)
def test_unreadable_entities_are_refused(item: Json, refusal: str) -> None:
    with pytest.raises(ApiError) as error:
        read_entities([item], quiet)
    assert error.value.description == f"Bad Request: {refusal}"


def bold(offset: int, length: int) -> Entity:
    return Entity("bold", offset, length)


@pytest.mark.parametrize(
    ("entities", "kept", "remark"),
    [
        ([bold(0, 4), Entity("italic", 2, 4)], 2, "bold and italic overlap in part at 2"),
        ([Entity("code", 0, 4), bold(1, 2)], 1, "code and bold cannot be combined at 1"),
        ([Entity("blockquote", 0, 6), Entity("expandable_blockquote", 1, 2)], 1, "cannot be nested at 1"),
        ([Entity("text_link", 0, 4, {"url": "http://a.org"}), Entity("code", 1, 2)], 1, "cannot contain each other"),
        ([Entity("text_link", 0, 4, {"url": "http://a.org"}), Entity("blockquote", 1, 2)], 1, "cannot contain"),
        ([bold(0, 0)], 0, "empty bold entity at 0"),
        ([bold(i, 1) for i in range(101)], 100, "101 entities; Telegram ignores those after 100"),
    ],
)  # fmt: skip
def test_what_telegram_drops_without_a_word_is_remarked_on(entities: list[Entity], kept: int, remark: str) -> None:
    remarks = Remarks()
    assert len(clean("x" * 200, entities, remarks)[1]) == kept
    assert remark in remarks[0]


def test_styles_links_and_code_may_stand_in_a_quotation() -> None:
    remarks = Remarks()
    link = Entity("text_link", 2, 3, {"url": "https://example.org"})
    entities = [Entity("blockquote", 0, 10), bold(0, 10), link, Entity("code", 6, 2)]
    clean("x" * 10, [entities[0], link, entities[3]], remarks)
    clean("x" * 10, entities[:3], remarks)
    assert remarks == []


def test_telegram_finds_commands_mentions_and_addresses() -> None:
    text = "/ask@Some_bot what did @amina say on https://example.org/a_(b). #news a@example.org and/or"
    found = [(entity.type, entity.of(text)) for entity in with_found(text, [])]
    assert found == [
        ("bot_command", "/ask@Some_bot"),
        ("mention", "@amina"),
        ("url", "https://example.org/a_(b"),
        ("hashtag", "#news"),
        ("email", "a@example.org"),
    ]


def test_nothing_is_found_inside_a_link_or_code() -> None:
    text = "https://example.org /help"
    entities = [Entity("text_link", 0, 19, {"url": "https://example.net"}), Entity("code", 20, 5)]
    assert with_found(text, entities) == entities


def test_a_typed_command_has_its_entity() -> None:
    assert written("/start abc").entities == (Entity("bot_command", 0, 6),)


# HTML


@st.composite
def html(draw: st.DrawFn, tags: tuple[str, ...] = tuple(STYLE_TAGS)) -> tuple[str, str, list[Entity]]:
    """Draw a source, its text, and the entities in it, offsets from the start of this piece."""
    source, text, entities = "", "", list[Entity]()
    for _ in range(draw(st.integers(0, 3))):
        words = draw(VISIBLE | st.sampled_from(["<", "&", "&amp;", '"']))
        source, text = source + escape(words), text + words
        if tags and draw(st.booleans()):
            tag = draw(st.sampled_from(tags))
            inner = draw(html(tuple(other for other in tags if other != tag)))
            start = utf16.length(text)
            source, text = f"{source}<{tag}>{inner[0]}</{tag}>", text + inner[1]
            if inner[1]:
                entities.append(Entity(STYLE_TAGS[tag], start, utf16.length(inner[1])))
            entities += [Entity(entity.type, entity.offset + start, entity.length) for entity in inner[2]]
    return source, text, entities


@given(html())
def test_html_gives_the_text_and_entities_that_it_was_made_of(sample: tuple[str, str, list[Entity]]) -> None:
    source, text, entities = sample
    parsed, found = parse_html(source, quiet)
    assert parsed == text
    assert {(e.type, e.offset, e.length) for e in found} == {(e.type, e.offset, e.length) for e in entities}


@given(st.text(alphabet="<>/ab\"'=& ;#x1é🙂-", max_size=30))
def test_any_html_is_parsed_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source, quiet)
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
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(source: str, fault: str) -> None:
    with pytest.raises(ApiError) as error:
        parse_html(source, quiet)
    assert error.value.description == f"Bad Request: can't parse entities: {fault}"


@pytest.mark.parametrize(
    ("source", "text", "entity"),
    [
        ('<a href="https://example.org/?a=1&amp;b=2">link</a>', "link",
         Entity("text_link", 0, 4, {"url": "https://example.org/?a=1&b=2"})),
        ("<a href='tg://user?id=7'>Amina</a>", "Amina", Entity("text_mention", 0, 5, {"user": {"id": 7}})),
        ("<blockquote expandable>long</blockquote>", "long", Entity("expandable_blockquote", 0, 4)),
        ('<pre><code class="language-python">x = 1</code></pre>', "x = 1", Entity("pre", 0, 5, {"language": "python"})),
        ("&#128578;<u>&lt;&nbsp;</u>", "🙂<&nbsp;", Entity("underline", 2, 7)),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍",
         Entity("custom_emoji", 0, 2, {"custom_emoji_id": "5368324170671202286"})),
        ('<tg-time unix="1731844800" format="d">Sunday</tg-time>', "Sunday",
         Entity("date_time", 0, 6, {"unix_time": 1731844800, "date_time_format": "d"})),
    ],
)  # fmt: skip
def test_tags_with_attributes(source: str, text: str, entity: Entity) -> None:
    assert parse_html(source, quiet) == (text, [entity])


def test_a_link_that_telegram_would_not_open_is_plain_text() -> None:
    remarks = Remarks()
    assert parse_html('<a href="javascript:x">y</a>', remarks) == ("y", [])
    assert remarks


# Limits


def test_the_limit_counts_what_is_left_after_parsing() -> None:
    assert len(message_text(f"<b>{'x' * 4096}</b>", "HTML", None, quiet).text) == 4096
    assert len(message_text("🙂" * 2048, "", None, quiet).text) == 2048


@pytest.mark.parametrize(
    ("source", "mode", "refusal"),
    [
        ("", "", "message text is empty"),
        (" \n", "", "text must be non-empty"),
        ("<b> </b>", "HTML", "text must be non-empty"),
        ("x" * 4097, "", "message is too long"),
        ("🙂" * 2048 + "x", "", "message is too long"),
        ("x" * 40_000, "", "text is too long"),
        ("x", "BBCode", "unsupported parse_mode"),
        ("\ud800", "", "strings must be encoded in UTF-8"),
    ],
)
def test_texts_that_are_no_message(source: str, mode: str, refusal: str) -> None:
    with pytest.raises(ApiError) as error:
        message_text(source, mode, None, quiet)
    assert error.value.description == f"Bad Request: {refusal}"


def test_parse_mode_makes_entities_superfluous() -> None:
    remarks = Remarks()
    formatted_text("x", "HTML", '[{"type": "bold", "offset": 0, "length": 1}]', remarks)
    assert remarks == ["entities beside parse_mode are ignored"]
