"""The entities that Telegram itself finds in a text: commands, mentions, addresses, hashtags."""

from __future__ import annotations

import re

from tests.telegram.text import utf16
from tests.telegram.text.entities import QUOTES, STYLES, Entity, in_order

_PATTERNS = (
    ("url", re.compile(r"\bhttps?://[^\s<>\"«»“”]+")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{3,32}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}")),
)
_AFTER_URL = ".,:;!?'()"


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Add what Telegram finds in a text to the entities that came with it; those that came win."""
    taken = [entity for entity in entities if entity.type not in STYLES | QUOTES]
    outlines = [entity for entity in entities if entity.type in QUOTES]
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = _entity(kind, text, match)
            crosses = any(found.meets(outline) and not outline.holds(found) for outline in outlines)
            if not crosses and not any(found.meets(other) for other in taken):
                taken.append(found)
    return in_order([*entities, *(entity for entity in taken if entity not in entities)])


def commands(text: str, entities: list[Entity]) -> list[str]:
    """Give the commands of a text as written, with the bot's name where one was given: `/start@some_bot`."""
    return [entity.of(text) for entity in entities if entity.type == "bot_command"]


def _entity(kind: str, text: str, match: re.Match[str]) -> Entity:
    words = match[0].rstrip(_AFTER_URL) if kind == "url" else match[0]
    return Entity(kind, utf16.offset_of(text, match.start()), utf16.length(words))
