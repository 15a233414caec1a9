"""Texts, entities and HTML: what Telegram keeps of them, and its words for what it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.errors import ApiError
from tests.telegram.text import utf16
from tests.telegram.text.cleaning import clean
from tests.telegram.text.detection import with_found
from tests.telegram.text.entities import Entity, read_entities
from tests.telegram.text.formatting import formatted_text, message_text, written
from tests.telegram.types import Json

ANY_TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)
VISIBLE = st.text(alphabet="abc سر ê🙂👍", min_size=1, max_size=12)


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
        assert entity.length > 0 and entity.end <= utf16.length(cleaned)
        assert "\ufffd" not in entity.of(cleaned) or "\ufffd" in text


@given(VISIBLE, VISIBLE.map("w{}".format), VISIBLE)
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
        (Entity("bold", 1, 9),
         "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 10"),
        (Entity("bold", 2, 1), "entity begins in a middle of a UTF-16 symbol at byte offset 5"),
        (Entity("bold", 0, 2),
         "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5"),
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
        (
            {"type": "shiny", "offset": 0, "length": 1},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        ({"type": "bold", "offset": 0}, "can't parse MessageEntity: Can't find field \"length\""),
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


LINK = Entity("text_link", 0, 4, {"url": "http://a.org"})


def bold(offset: int, length: int) -> Entity:
    return Entity("bold", offset, length)


@pytest.mark.parametrize(
    ("entities", "kept", "remark"),
    [
        ([bold(0, 4), Entity("italic", 2, 4)], 2, "bold and italic overlap in part at 2"),
        ([Entity("code", 0, 4), bold(1, 2)], 1, "code and bold cannot be combined at 1"),
        ([Entity("blockquote", 0, 6), Entity("expandable_blockquote", 1, 2)], 1, "cannot be nested at 1"),
        ([LINK, Entity("code", 1, 2)], 1, "text_link and code cannot contain each other at 1"),
        ([LINK, Entity("blockquote", 1, 2)], 1, "text_link and blockquote cannot contain each other at 1"),
        ([bold(0, 0)], 0, "empty bold entity at 0"),
        ([bold(i, 1) for i in range(101)], 100, "101 entities; Telegram ignores those after 100"),
    ],
)  # fmt: skip
def test_what_telegram_drops_silently_is_remarked_on(entities: list[Entity], kept: int, remark: str) -> None:
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
