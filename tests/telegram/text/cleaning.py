"""What Telegram does to a text before it shows it, and how the entities follow."""

from __future__ import annotations

from tests.telegram.errors import bad_request
from tests.telegram.text.entities import Entity, Remark, check_ranges, in_order, moved, nested_properly

_REMOVED = {"\r", "\u0333", "\u033f", "\u030a", *map(chr, range(0x2028, 0x202F))}
_SPACES = " \n"
_MIDDLE = -1  # the place of the second half of a character beyond U+FFFF


def clean(text: str, entities: list[Entity], remark: Remark) -> tuple[str, list[Entity]]:
    """Give text and entities as Telegram keeps them; both empty for a text of nothing but spaces.

    Control characters become spaces; carriage returns, U+2028 to U+202E (embeddings and overrides of
    direction, not isolates) and three combining lines go; both ends are trimmed, except leading space
    inside an entity.
    Raises ApiError for entities outside the text or through a character.
    """
    _require_unicode(text)
    check_ranges(entities)
    entities = nested_properly(entities, remark)
    cleaned, places = _without_controls(text)
    if gone := {character for character in text if character in _REMOVED - {"\r"}}:
        remark(f"Telegram removes {', '.join(f'U+{ord(character):04X}' for character in sorted(gone))}")
    return _trim(cleaned, [_follow(entity, text, places) for entity in entities])


def _require_unicode(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        raise bad_request("Strings must be encoded in UTF-8") from fault


def _without_controls(text: str) -> tuple[str, list[int]]:
    """Give the cleaned text, and for every UTF-16 offset of the old one its offset in the new one."""
    kept: list[str] = []
    places: list[int] = []
    offset = 0
    for character in text:
        places.append(offset)
        if character > "\uffff":
            places.append(_MIDDLE)
        if character in _REMOVED:
            continue
        kept.append(" " if character < " " and character != "\n" else character)
        offset += 2 if character > "\uffff" else 1
    return "".join(kept), [*places, offset]


def _follow(entity: Entity, text: str, places: list[int]) -> Entity:
    """Give the entity in the cleaned text, or refuse it in Telegram's words."""
    last = len(places) - 1
    if entity.offset > last:
        raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {entity.offset}")
    if places[entity.offset] == _MIDDLE:
        at = _bytes_through(text, entity.offset)
        raise bad_request(f"Entity begins in a middle of a UTF-16 symbol at byte offset {at}")
    beginning = f"Entity beginning at UTF-16 offset {entity.offset} ends"
    if entity.end > last:
        raise bad_request(f"{beginning} after the end of the text at UTF-16 offset {entity.end}")
    if places[entity.end] == _MIDDLE:
        at = _bytes_through(text, entity.end)
        raise bad_request(f"{beginning} in a middle of a UTF-16 symbol at byte offset {at}")
    return moved(entity, places[entity.offset], places[entity.end])


def _bytes_through(text: str, offset: int) -> int:
    """Count the UTF-8 bytes of a text up to the end of the character that a UTF-16 offset cuts."""
    return len(text.encode("utf-16-le")[: 2 * offset + 2].decode("utf-16-le").encode())


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    kept = text.rstrip(_SPACES)
    if not kept:
        return "", []
    end = len(kept.encode("utf-16-le")) // 2
    cut = [moved(entity, entity.offset, min(entity.end, end)) for entity in entities if entity.offset < end]
    inside = [entity for entity in cut if entity.length]
    first = min((entity.offset for entity in inside), default=end)
    start = min(len(kept) - len(kept.lstrip(_SPACES)), first)
    shifted = (moved(entity, entity.offset - start, entity.end - start) for entity in inside)
    return kept[start:], in_order(shifted)
