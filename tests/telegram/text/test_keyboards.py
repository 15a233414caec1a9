"""Keyboards and addresses: what Telegram takes below a message."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.errors import ApiError
from tests.telegram.text.keyboards import buttons, read_markup
from tests.telegram.text.links import BadLinkError, check_link, deep_link_fault
from tests.telegram.types import Json

BOT = "strict_test_bot"


def inline(**button: Any) -> Json:
    return {"inline_keyboard": [[{"text": "Press", **button}]]}


def refusal(markup: object) -> str:
    with pytest.raises(ApiError) as error:
        read_markup(markup, BOT, pytest.fail)
    return error.value.description


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_callback_data_holds_one_to_64_bytes(data: str) -> None:
    if 1 <= len(data.encode()) <= 64:
        assert read_markup(inline(callback_data=data), BOT, pytest.fail) == inline(callback_data=data)
    else:
        assert refusal(inline(callback_data=data)) == "Bad Request: BUTTON_DATA_INVALID"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ({"keyboard": ["x"]}, 'field "keyboard" must be an Array of Arrays'),
        (inline(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (inline(text=" ", callback_data="x"), "inline keyboard button text must be non-empty"),
        (inline(url="example"), "inline keyboard button URL 'http://example' is invalid: Wrong HTTP URL"),
        (inline(url="ftp://example.org"),
         "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol"),
        (inline(copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
    ],
)  # fmt: skip
def test_bad_keyboards_are_refused(markup: object, expected: str) -> None:
    assert refusal(markup) == f"Bad Request: {expected}"


@pytest.mark.parametrize(
    ("markup", "remark"),
    [
        (inline(callback_data="x", url="https://example.org"), "has url and callback_data"),
        (inline(url=f"https://t.me/{BOT}?start=a%20b"), "deep link"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]}, "more than 8 buttons in a row"),
    ],
)
def test_sloppy_keyboards_are_remarked_on(markup: Json, remark: str) -> None:
    remarks: list[str] = []
    read_markup(markup, BOT, remarks.append)
    assert remark in remarks[0]


def test_empty_keyboards_are_none_at_all() -> None:
    assert read_markup({"inline_keyboard": [[]]}, BOT, pytest.fail) is None
    assert read_markup("", BOT, pytest.fail) is None
    assert list(buttons(None)) == []


def test_reply_keyboards_may_name_a_button_by_its_text_alone() -> None:
    markup = read_markup({"keyboard": [["Share a place"]]}, BOT, pytest.fail)
    assert markup == {"keyboard": [[{"text": "Share a place"}]]}


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "tg://resolve?domain=x", "HTTP://EXAMPLE.ORG"])
def test_addresses_that_telegram_opens(url: str) -> None:
    assert check_link(url) == url


def test_a_missing_protocol_is_added() -> None:
    assert check_link("example.org/news") == "http://example.org/news"


@pytest.mark.parametrize("url", ["", " ", "mailto:a@example", "http://", "https://a.b:port/", "javascript:x"])
def test_addresses_that_telegram_refuses(url: str) -> None:
    with pytest.raises(BadLinkError):
        check_link(url)


@pytest.mark.parametrize(
    ("url", "sound"),
    [
        (f"https://t.me/{BOT}?start=A7F3Q2", True),
        (f"https://t.me/{BOT}?start={'x' * 65}", False),
        (f"https://t.me/{BOT}?startgroup=a.b", False),
        ("https://t.me/another_bot?start=a.b", True),
        ("https://example.org/?start=a.b", True),
    ],
)
def test_deep_links_carry_64_plain_characters(url: str, sound: bool) -> None:
    assert (deep_link_fault(url, BOT) is None) is sound
