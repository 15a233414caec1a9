"""Message entities: read from what a bot sends, checked, and put in order as Telegram does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.telegram.errors import ApiError, bad_request
from tests.telegram.text import utf16
from tests.telegram.text.links import BadLinkError, check_link
from tests.telegram.types import Json

STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
VERBATIM = frozenset({"pre", "code"})
WITH_DETAILS = frozenset({"text_link", "text_mention", "custom_emoji", "date_time"})
FOUND_BY_TELEGRAM = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)
MOST_ENTITIES = 100  # further ones are ignored, https://limits.tginfo.me
HIGHEST_OFFSET = 1_000_000

Remark = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text, in UTF-16 code units, and what it is."""

    type: str
    offset: int
    length: int
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.offset + self.length

    def of(self, text: str) -> str:
        """Give the words that the entity covers."""
        return utf16.cut(text, self.offset, self.length)

    def to_json(self) -> Json:
        return {"type": self.type, "offset": self.offset, "length": self.length, **self.details}

    def meets(self, other: Entity) -> bool:
        """Whether the two share a character."""
        return self.offset < other.end and other.offset < self.end

    def holds(self, other: Entity) -> bool:
        """Whether the other lies wholly within this one."""
        return self.offset <= other.offset and other.end <= self.end


def read_entities(value: object, remark: Remark) -> list[Entity]:
    """Read the `entities` of a request: JSON text or a list; types that only Telegram sets are left out."""
    if isinstance(value, str) and value:
        try:
            value = json.loads(value)
        except ValueError:
            remark("entities are not JSON; Telegram sends the text without them")
    if not isinstance(value, list):
        return []
    read = [_read_entity(item) for item in value]
    return [entity for entity in read if entity.type not in FOUND_BY_TELEGRAM]


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """Sort as Telegram does: by offset, the longer first, quotations outside styles."""
    return sorted(entities, key=_rank)


def _rank(entity: Entity) -> tuple[int, int, bool, str]:
    return entity.offset, -entity.length, entity.type not in QUOTES, entity.type


def check_ranges(entities: Iterable[Entity]) -> None:
    """Refuse offsets and lengths that no text can have."""
    for entity in entities:
        if not 0 <= entity.offset <= HIGHEST_OFFSET:
            raise bad_request(f"Receive an entity with incorrect offset {entity.offset}")
        if not 0 <= entity.length <= HIGHEST_OFFSET:
            raise bad_request(f"Receive an entity with incorrect length {entity.length}")


def nested_properly(entities: list[Entity], remark: Remark) -> list[Entity]:
    """Drop what Telegram drops without a word, and remark on it: a careful bot never sends it."""
    kept: list[Entity] = []
    for entity in sorted(in_order(entities), key=lambda entity: entity.type in STYLES):
        if entity.length == 0:
            remark(f"empty {entity.type} entity at {entity.offset}")
            continue
        met = [other for other in kept if other.meets(entity)]
        faults = [fault for other in met if (fault := _fault(other, entity))]
        for fault in faults:
            remark(f"{fault} at {entity.offset}")
        if not faults or (entity.type in STYLES and not any(_swallows(other, entity) for other in met)):
            kept.append(entity)
    if len(kept) > MOST_ENTITIES:
        remark(f"{len(kept)} entities; Telegram ignores those after {MOST_ENTITIES}")
    return in_order(kept[:MOST_ENTITIES])


def moved(entity: Entity, start: int, end: int) -> Entity:
    """Give the entity between other offsets."""
    return replace(entity, offset=start, length=end - start)


def _fault(one: Entity, other: Entity) -> str | None:
    """Say which rule of https://core.telegram.org/bots/api#formatting-options two meeting entities break."""
    kinds, pair = {one.type, other.type}, f"{one.type} and {other.type}"
    if not (one.holds(other) or other.holds(one)):
        return f"{pair} overlap in part"
    if kinds & STYLES:
        if one.type == other.type:
            return f"{pair} doubled"
        return f"{pair} cannot be combined" if kinds & VERBATIM else None
    if kinds <= QUOTES:
        return f"{pair} cannot be nested"
    quoted = (one.type in QUOTES and one.holds(other)) or (other.type in QUOTES and other.holds(one))
    return None if quoted else f"{pair} cannot contain each other"


def _swallows(other: Entity, style: Entity) -> bool:
    """Whether nothing of a style is left beside another entity; otherwise Telegram shows the rest of it."""
    return other.holds(style) and (other.type in VERBATIM or other.type == style.type)


def _read_entity(item: object) -> Entity:
    if not isinstance(item, dict):
        raise _unreadable("expected an Object")
    kind = item.get("type")
    if not isinstance(kind, str) or not kind:
        raise _unreadable('Can\'t find field "type"' if "type" not in item else "Type is not specified")
    if kind not in STYLES | QUOTES | VERBATIM | WITH_DETAILS | FOUND_BY_TELEGRAM:
        raise _unreadable("Unsupported type specified")
    return Entity(kind, _whole(item, "offset"), _whole(item, "length"), _details(kind, item))


def _details(kind: str, item: Json) -> Json:
    match kind:
        case "text_link":
            return {"url": _checked_url(_needed(item, "url", str))}
        case "text_mention":
            return {"user": {"id": _whole(_needed(item, "user", dict), "id"), **item["user"]}}
        case "custom_emoji":
            return {"custom_emoji_id": str(_needed(item, "custom_emoji_id", str))}
        case "date_time":
            form = item.get("date_time_format")
            return {"unix_time": _whole(item, "unix_time")} | ({"date_time_format": form} if form else {})
        case "pre" if item.get("language"):
            return {"language": item["language"]}
        case _:
            return {}


def _checked_url(url: str) -> str:
    try:
        return check_link(url)
    except BadLinkError as fault:
        raise bad_request(f"Entity {fault}") from fault


def _needed(item: Json, name: str, kind: type) -> Any:
    if name not in item:
        raise _unreadable(f'Can\'t find field "{name}"')
    if not isinstance(item[name], kind):
        raise _unreadable(f'Field "{name}" must be of type {"String" if kind is str else "Object"}')
    return item[name]


def _whole(item: Json, name: str) -> int:
    if name not in item:
        raise _unreadable(f'Can\'t find field "{name}"')
    value = item[name]
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unreadable(f'Field "{name}" must be of type Number')
    return value


def _unreadable(reason: str) -> ApiError:
    return bad_request(f"Can't parse MessageEntity: {reason}")
