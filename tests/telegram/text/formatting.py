"""From the parameters of a request to the text that people see."""

from __future__ import annotations

from dataclasses import dataclass

from tests.telegram.errors import bad_request
from tests.telegram.text import utf16
from tests.telegram.text.cleaning import clean
from tests.telegram.text.detection import with_found
from tests.telegram.text.entities import Entity, Remark, read_entities
from tests.telegram.text.html_text import parse_html

LONGEST_TEXT = 4096  # UTF-16 code units after entity parsing
LONGEST_CAPTION = 1024
MOST_BYTES = 1 << 15  # of the source, before parsing


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as Telegram keeps it, with the entities that came with it and those that Telegram found."""

    text: str
    entities: tuple[Entity, ...] = ()


def message_text(source: str, parse_mode: str, entities: object, remark: Remark) -> Formatted:
    """Give the text of a message; raise ApiError when it is empty, too long or badly formatted."""
    if not source:
        raise bad_request("message text is empty")
    formatted = formatted_text(source, parse_mode, entities, remark)
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if utf16.length(formatted.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return formatted


def caption_text(source: str, parse_mode: str, entities: object, remark: Remark) -> Formatted:
    """Give the caption of a file, which may be empty."""
    formatted = formatted_text(source, parse_mode, entities, remark)
    if utf16.length(formatted.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return formatted


def formatted_text(source: str, parse_mode: str, entities: object, remark: Remark) -> Formatted:
    """Parse, clean and complete a text, whatever its length."""
    if len(source.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise bad_request("text is too long")
    text, found = _parsed(source, parse_mode.lower(), entities, remark)
    text, found = clean(text, found, remark)
    return Formatted(text, tuple(with_found(text, found)))


def written(text: str) -> Formatted:
    """Give what a person typed: cleaned, with the entities that Telegram finds."""
    cleaned, _ = clean(text, [], lambda _: None)
    return Formatted(cleaned, tuple(with_found(cleaned, [])))


def _parsed(source: str, parse_mode: str, entities: object, remark: Remark) -> tuple[str, list[Entity]]:
    match parse_mode:
        case "" | "none":
            return source, read_entities(entities, remark)
        case "html":
            if entities:
                remark("entities beside parse_mode are ignored")
            return parse_html(source, remark)
        case "markdown" | "markdownv2":
            raise bad_request("parse_mode Markdown is not simulated by this server: send entities or HTML")
        case _:
            raise bad_request("unsupported parse_mode")
