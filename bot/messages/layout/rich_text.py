"""Text with marks, and the Telegram entities that carry them: offsets in UTF-16 units, never HTML."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from telegram import MessageEntity

from bot.messages.layout.addresses import is_web_address

# UTF-16 units, about seven lines on a phone: longer quotations start folded.
LONG_QUOTATION = 350

_SURROGATE = re.compile("[\ud800-\udfff]")
_DIRECTION_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"


class TextMark(StrEnum):
    """What a piece of text is."""

    PLAIN = "plain"
    BOLD = "bold"
    CODE = "code"
    LINK = "link"
    QUOTATION = "quotation"
    STRUCK = "struck"
    UNDERLINED = "underlined"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one mark."""

    text: str
    mark: TextMark = TextMark.PLAIN
    url: str | None = None


RichText = tuple[Piece, ...]


class TextBuilder:
    """Puts marked text together, piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []

    def add(self, text: str) -> Self:
        """Append plain text."""
        return self._append(text, TextMark.PLAIN)

    def bold(self, text: str) -> Self:
        """Append text in bold."""
        return self._append(text, TextMark.BOLD)

    def code(self, text: str) -> Self:
        """Append text that a tap copies."""
        return self._append(text, TextMark.CODE)

    def link(self, text: str, url: str) -> Self:
        """Append text that opens an address; text alone where no phone may be sent there."""
        return self._append(text, TextMark.LINK, url) if is_web_address(url) else self.add(text)

    def struck(self, text: str) -> Self:
        """Append text that is struck out."""
        return self._append(text, TextMark.STRUCK)

    def underlined(self, text: str) -> Self:
        """Append underlined text."""
        return self._append(text, TextMark.UNDERLINED)

    def quote(self, text: str) -> Self:
        """Append a quotation block.

        The caller puts line breaks around it.
        """
        return self._append(text, TextMark.QUOTATION)

    def extend(self, pieces: Sequence[Piece]) -> Self:
        """Append what another builder made."""
        self._pieces.extend(pieces)
        return self

    def pieces(self) -> RichText:
        """What was put together so far."""
        return tuple(self._pieces)

    def build(self) -> tuple[str, tuple[MessageEntity, ...]]:
        """The text and its entities, as `send_message` takes them."""
        return build(self._pieces)

    def _append(self, text: str, mark: TextMark, url: str | None = None) -> Self:
        if text:
            self._pieces.append(Piece(_SURROGATE.sub("\ufffd", text), mark, url))
        return self


def build(pieces: Sequence[Piece]) -> tuple[str, tuple[MessageEntity, ...]]:
    """The text and its entities, as `send_message` takes them."""
    entities = []
    offset = 0
    for piece in pieces:
        length = utf16_length(piece.text)
        if piece.mark is not TextMark.PLAIN and length:
            entities.append(MessageEntity(_entity_type(piece), offset, length, url=piece.url))
        offset += length
    return "".join(piece.text for piece in pieces), tuple(entities)


def utf16_length(text: str) -> int:
    """How long Telegram finds the text: characters beyond the Basic Multilingual Plane count twice."""
    return len(text) + sum(char > "\uffff" for char in text)


def inline(text: str, *, right_to_left: bool = False, limit: int = 200) -> str:
    """Somebody else's words made fit for a line of ours.

    One line without direction marks, isolated where it runs against ours, cut at `limit` characters.
    """
    words = " ".join("".join(" " if _is_control(char) else char for char in text).translate(_DIRECTION_MARKS).split())
    if len(words) > limit:
        words = words[: limit - 1].rstrip() + "…"
    return f"{FIRST_STRONG_ISOLATE}{words}{POP_DIRECTIONAL_ISOLATE}" if _is_against(words, right_to_left) else words


def _entity_type(piece: Piece) -> str:
    match piece.mark:
        case TextMark.BOLD:
            return MessageEntity.BOLD
        case TextMark.CODE:
            return MessageEntity.CODE
        case TextMark.LINK:
            return MessageEntity.TEXT_LINK
        case TextMark.STRUCK:
            return MessageEntity.STRIKETHROUGH
        case TextMark.UNDERLINED:
            return MessageEntity.UNDERLINE
        case _:
            long = utf16_length(piece.text) > LONG_QUOTATION
            return MessageEntity.EXPANDABLE_BLOCKQUOTE if long else MessageEntity.BLOCKQUOTE


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")


def _is_against(text: str, right_to_left: bool) -> bool:
    against = ("L",) if right_to_left else ("R", "AL")
    return any(unicodedata.bidirectional(char) in against for char in text)
