"""Telegram's HTML: a few tags, four named references, and errors that count bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.telegram.errors import ApiError, bad_request
from tests.telegram.text import utf16
from tests.telegram.text.entities import Entity, Remark, in_order
from tests.telegram.text.links import BadLinkError, check_link
from tests.telegram.types import Json

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}

_REFERENCE = re.compile(
    rb"&(?:#(?P<decimal>[0-9]{1,8})|#[xX](?P<hex>[0-9A-Fa-f]{1,7})|(?P<name>[A-Za-z]+));?",
)
_OPENING = re.compile(rb"<([^\s>]*)")
_CLOSING = re.compile(rb"</([^\s>]*)\s*")
_ATTRIBUTE = re.compile(rb"\s*([^\s=>]*)")
_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")


def parse_html(source: str, remark: Remark) -> tuple[str, list[Entity]]:
    """Give the text and the entities of a message in Telegram's HTML; raise ApiError in Telegram's words."""
    parser = _Parser(source.encode("utf-8", "surrogatepass"), remark)
    parser.run()
    return "".join(parser.text), in_order(parser.entities)


@dataclass(slots=True)
class _Tag:
    name: str
    at: int  # byte offset of its "<"
    offset: int = 0  # UTF-16 offset of what it holds
    pieces: int = 0  # pieces of text before it
    attributes: dict[str, str] = field(default_factory=dict)


class _Parser:
    """One pass over the bytes; Telegram's messages count them."""

    def __init__(self, source: bytes, remark: Remark) -> None:
        self.source = source
        self.remark = remark
        self.at = 0
        self.offset = 0
        self.text: list[str] = []
        self.open: list[_Tag] = []
        self.entities: list[Entity] = []

    def run(self) -> None:
        while self.at < len(self.source):
            if self.source.startswith(b"</", self.at):
                self._close()
            elif self.source.startswith(b"<", self.at):
                self._open()
            else:
                self._say(*self._character(self.at))
        if self.open:
            raise _fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')

    def _say(self, piece: str, end: int) -> None:
        self.text.append(piece)
        self.offset += utf16.length(piece)
        self.at = end

    def _character(self, at: int) -> tuple[str, int]:
        """Give the character at a byte offset, a reference decoded, and where the next one begins."""
        if match := _REFERENCE.match(self.source, at):
            character = _decoded(match)
            if character is not None:
                return character, match.end()
        end = at + 1
        while end < len(self.source) and self.source[end] & 0xC0 == 0x80:
            end += 1
        return self.source[at:end].decode("utf-8", "surrogatepass"), end

    def _open(self) -> None:
        match = _OPENING.match(self.source, self.at)
        assert match is not None
        tag = _Tag(match[1].decode("utf-8", "replace").lower(), self.at, self.offset, len(self.text))
        if match.end() == len(self.source):
            raise _fault(f"Unclosed start tag at byte offset {tag.at}")
        if tag.name not in TAGS:
            raise _fault(f'Unsupported start tag "{tag.name}" at byte offset {tag.at}')
        self.at = match.end()
        while not self.source.startswith(b">", self._after_space()):
            self._attribute(tag)
        self.at = self._after_space() + 1
        if tag.name == "span" and tag.attributes.get("class") != "tg-spoiler":
            raise _fault(f'Tag "span" must have class "tg-spoiler" at byte offset {tag.at}')
        self.open.append(tag)

    def _after_space(self) -> int:
        at = self.at
        while self.source[at : at + 1].isspace():
            at += 1
        return at

    def _attribute(self, tag: _Tag) -> None:
        match = _ATTRIBUTE.match(self.source, self.at)
        assert match is not None
        name, self.at = match[1].decode("utf-8", "replace").lower(), match.end()
        where = f'the tag "{tag.name}" at byte offset {tag.at}'
        if self.at == len(self.source):
            raise _fault(f'Unclosed start tag "{tag.name}" at byte offset {tag.at}')
        if not name:
            raise _fault(f"Empty attribute name in {where}")
        if not self.source.startswith(b"=", self._after_space()):
            if (tag.name, name) != ("blockquote", "expandable"):
                raise _fault(f"Expected equal sign in declaration of an attribute of {where}")
            tag.attributes[name] = name
            return
        self.at = self._after_space() + 1
        self.at = self._after_space()
        tag.attributes[name] = self._value(tag)

    def _value(self, tag: _Tag) -> str:
        quote, start = self.source[self.at : self.at + 1], self.at
        if quote not in (b'"', b"'"):
            return self._token(start)
        pieces: list[str] = []
        self.at += 1
        while not self.source.startswith(quote, self.at):
            if self.at >= len(self.source):
                raise _fault(f"Unclosed start tag at byte offset {tag.at}")
            piece, self.at = self._character(self.at)
            pieces.append(piece)
        self.at += 1
        return "".join(pieces)

    def _token(self, start: int) -> str:
        match = _TOKEN.match(self.source, start)
        assert match is not None
        self.at = match.end()
        following = self.source[self.at : self.at + 1]
        if following != b">" and not following.isspace():
            raise _fault(f"Unexpected end of name token at byte offset {start}")
        return match[0].decode().lower()

    def _close(self) -> None:
        begin = self.at
        if not self.open:
            raise _fault(f"Unexpected end tag at byte offset {begin}")
        match = _CLOSING.match(self.source, begin)
        assert match is not None
        if not self.source.startswith(b">", match.end()):
            raise _fault(f"Unclosed end tag at byte offset {begin}")
        tag, name = self.open.pop(), match[1].decode("utf-8", "replace").lower()
        if name and name != tag.name:
            raise _fault(f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"')
        self.at = match.end() + 1
        if self.offset > tag.offset:
            self._finish(tag)

    def _finish(self, tag: _Tag) -> None:
        """Turn a closed tag into an entity; `pre` around one `code` with a language is one entity."""
        words = "".join(self.text[tag.pieces :])
        found = Entity(TAGS[tag.name], tag.offset, self.offset - tag.offset)
        if tag.name == "blockquote" and "expandable" in tag.attributes:
            found = Entity("expandable_blockquote", found.offset, found.length)
        elif tag.name == "pre" and (language := self._language(found)):
            self.entities.pop()
            found = Entity("pre", found.offset, found.length, {"language": language})
        elif tag.name in {"a", "code", "tg-emoji", "tg-time"}:
            details = self._details(tag, words)
            if details is None:
                return
            kind = "text_mention" if "user" in details else found.type
            found = Entity(kind, found.offset, found.length, details)
        self.entities.append(found)

    def _language(self, pre: Entity) -> str | None:
        inner = self.entities[-1] if self.entities else None
        if inner is None or (inner.type, inner.offset, inner.length) != ("code", pre.offset, pre.length):
            return None
        return inner.details.get("language")

    def _details(self, tag: _Tag, words: str) -> Json | None:
        match tag.name:
            case "a":
                return self._link(tag.attributes.get("href") or words)
            case "code":
                kind = tag.attributes.get("class", "")
                return {"language": kind.removeprefix("language-")} if kind.startswith("language-") else {}
            case "tg-emoji":
                emoji = tag.attributes.get("emoji-id", "")
                if not emoji.isdigit() or int(emoji) == 0:
                    raise _fault("Invalid custom emoji identifier specified")
                return {"custom_emoji_id": emoji}
            case _:
                return _moment(tag)

    def _link(self, url: str) -> Json | None:
        if match := re.fullmatch(r"tg://user\?id=(\d+)", url):
            return {"user": {"id": int(match[1])}}
        try:
            return {"url": check_link(url)}
        except BadLinkError as fault:
            self.remark(f"Telegram shows a link as plain text: {fault}")
            return None


def _moment(tag: _Tag) -> Json:
    unix = tag.attributes.get("unix", "")
    if not unix.isdigit():
        raise _fault("Invalid date-time specified")
    form = tag.attributes.get("format")
    return {"unix_time": int(unix), "date_time_format": form} if form else {"unix_time": int(unix)}


def _decoded(match: re.Match[bytes]) -> str | None:
    """Give what a reference stands for; None when it is none, so that its `&` is only a character."""
    if match["name"] is not None:
        return NAMED.get(match["name"])
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
    return chr(code) if 0 < code < 0x10FFFF else None


def _fault(reason: str) -> ApiError:
    return bad_request(f"Can't parse entities: {reason}")
