"""Keyboards under messages: read and refused as Telegram does, with remarks on what it only tolerates."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.telegram.errors import ApiError, bad_request
from tests.telegram.text import utf16
from tests.telegram.text.entities import Remark
from tests.telegram.text.links import BadLinkError, check_link, deep_link_fault
from tests.telegram.types import Json

LONGEST_DATA = 64  # bytes
LONGEST_COPY = 256  # characters, https://core.telegram.org/bots/api#copytextbutton
MOST_IN_ROW = 8  # further ones are cut off by the clients
MOST_BUTTONS = 100
ACTIONS = (
    "url", "callback_data", "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "login_url", "web_app", "copy_text",
)  # fmt: skip


def read_markup(value: object, bot_username: str, remark: Remark) -> Json | None:
    """Give the reply markup of a request, checked; None when there is none or it is empty."""
    if value in (None, ""):
        return None
    markup = _decoded(value)
    if rows := _rows(markup, "inline_keyboard"):
        return {"inline_keyboard": _inline(rows, bot_username, remark)}
    if rows := _rows(markup, "keyboard"):
        return {**markup, "keyboard": [[_reply_button(button) for button in row] for row in rows]}
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    return None


def buttons(markup: Json | None) -> Iterator[Json]:
    """Give the buttons of a keyboard, row by row."""
    for row in (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []:
        yield from row


def _decoded(value: object) -> Json:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError as fault:
            raise bad_request("Can't parse reply keyboard markup JSON object") from fault
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    return value


def _rows(markup: Json, name: str) -> list[list[object]]:
    rows = markup.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        of = " of the InlineKeyboardMarkup" if name == "inline_keyboard" else ""
        raise bad_request(f'Field "{name}"{of} must be an Array of Arrays')
    return [row for row in rows if row]


def _inline(rows: list[list[object]], bot_username: str, remark: Remark) -> list[list[Json]]:
    keyboard = [[_inline_button(button, bot_username, remark) for button in row] for row in rows]
    if any(len(row) > MOST_IN_ROW for row in keyboard):
        remark(f"more than {MOST_IN_ROW} buttons in a row; clients do not show the rest")
    if sum(map(len, keyboard)) > MOST_BUTTONS:
        remark(f"more than {MOST_BUTTONS} buttons in a keyboard; Telegram drops the rest")
    return keyboard


def _inline_button(button: object, bot_username: str, remark: Remark) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    _check_text(button, "Inline keyboard button text must be non-empty")
    given = [action for action in ACTIONS if action in button]
    if not given or (given == ["url"] and not button["url"]):
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        remark(f"button {button['text']!r} has {' and '.join(given)}; Telegram heeds one")
    match given[0]:
        case "callback_data":
            _check_data(button["callback_data"])
        case "copy_text":
            _check_copy(button["copy_text"])
        case "url" | "login_url" | "web_app":
            _check_address(button[given[0]], bot_username, remark)
    return button


def _reply_button(button: object) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request("Can't parse keyboard button: KeyboardButton must be a String or an Object")
    _check_text(button, "Keyboard button text must be non-empty")
    return button


def _check_text(button: Json, empty: str) -> None:
    if not isinstance(button.get("text"), str):
        raise _unreadable('Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request(empty)


def _check_data(data: object) -> None:
    if not isinstance(data, str):
        raise _unreadable('Field "callback_data" must be of type String')
    if not 1 <= len(data.encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_copy(copy: object) -> None:
    text = copy.get("text") if isinstance(copy, dict) else None
    if not isinstance(text, str):
        raise _unreadable('Field "copy_text" must be of type Object')
    if not 1 <= utf16.length(text) <= LONGEST_COPY:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_address(address: object, bot_username: str, remark: Remark) -> None:
    url = address.get("url") if isinstance(address, dict) else address
    if not isinstance(url, str):
        raise _unreadable('Field "url" must be of type String')
    try:
        check_link(url)
    except BadLinkError as fault:
        raise bad_request(f"Inline keyboard button {fault}") from fault
    if fault_in_payload := deep_link_fault(url, bot_username):
        remark(f"deep link {url!r}: {fault_in_payload}")


def _unreadable(reason: str) -> ApiError:
    return bad_request(f"Can't parse inline keyboard button: {reason}")
