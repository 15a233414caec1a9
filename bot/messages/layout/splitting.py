"""Long texts cut to Telegram's limits: between incidents if possible, inside a quotation if need be."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from telegram.constants import MessageLimit

from bot.messages.layout.rich_text import Piece, RichText, TextMark, utf16_length

# Lines that belong together, in units none of which is broken where that can be avoided.
Section = Sequence[RichText]

LINE, GAP = "\n", "\n\n"


def split(
    sections: Sequence[Section],
    limit: int = int(MessageLimit.MAX_TEXT_LENGTH),
    most_entities: int = int(MessageLimit.MESSAGE_ENTITIES),
) -> list[RichText]:
    """The sections as messages: a blank line between two sections, a line break between two units.

    `limit` counts UTF-16 units. No piece is cut unless it is longer than a message leaves room for, and then
    every part of it keeps its mark.
    """
    pages = _Pages(limit, most_entities)
    for section in sections:
        pages.put_section(section)
    return pages.done()


class _Pages:
    """Messages as they fill up.

    The last one is open.
    """

    def __init__(self, limit: int, most_entities: int) -> None:
        self._limit = limit
        self._most_entities = most_entities
        self._full: list[RichText] = []
        self._open: RichText = ()

    def put_section(self, section: Section) -> None:
        if self._put(_joined(section), GAP):
            return
        gap = GAP
        for unit in section:
            if not self._put(unit, gap):
                self._put_in_parts(unit, gap)
            gap = LINE

    def done(self) -> list[RichText]:
        return [*self._full, self._open] if self._open else self._full

    def _put(self, pieces: RichText, gap: str) -> bool:
        """Add to the open message or else to a new one.

        False where not even an empty one has room.
        """
        between = (Piece(gap),) if self._open and gap else ()
        together = (*self._open, *between, *pieces)
        if self._has_room_for(together):
            self._open = together
        elif self._has_room_for(pieces):
            self._turn_page()
            self._open = _without_leading_break(pieces)
        else:
            return False
        return True

    def _put_in_parts(self, unit: RichText, gap: str) -> None:
        for piece in unit:
            *heads, tail = _cut_piece(piece, self._limit * 7 // 8)  # leaves room for the attribution after it
            for head in heads:
                self._put((head,), gap)
                self._turn_page()
                gap = ""
            self._put((tail,), gap)
            gap = ""

    def _turn_page(self) -> None:
        if self._open:
            self._full.append(self._open)
        self._open = ()

    def _has_room_for(self, pieces: RichText) -> bool:
        marks = sum(piece.mark is not TextMark.PLAIN for piece in pieces)
        return marks <= self._most_entities and sum(utf16_length(piece.text) for piece in pieces) <= self._limit


def _joined(section: Section) -> RichText:
    if not section:
        return ()
    return tuple(chain(section[0], *((Piece(LINE), *unit) for unit in section[1:])))


def _without_leading_break(pieces: RichText) -> RichText:
    first = replace(pieces[0], text=pieces[0].text.lstrip(LINE)) if pieces else None
    return (first, *pieces[1:]) if first else ()


def _cut_piece(piece: Piece, limit: int) -> list[Piece]:
    return [replace(piece, text=part) for part in cut(piece.text, limit)] or [piece]


def cut(text: str, limit: int) -> Iterator[str]:
    """The text in parts of at most `limit` UTF-16 units, parted at white space, which is dropped there."""
    while utf16_length(text) > limit:
        at = _cut_at(text, limit)
        if part := text[:at].rstrip():
            yield part
        text = text[at:].lstrip()
    if text:
        yield text


def _cut_at(text: str, limit: int) -> int:
    """The last white space within the limit.

    Else the last place that parts no letter from its marks.
    """
    furthest = _characters_within(text, limit)
    for at in range(furthest, furthest // 2, -1):
        if text[at].isspace() and text[:at].strip():
            return at
    for at in range(furthest, max(furthest - 20, 0), -1):
        if unicodedata.category(text[at]) not in ("Mn", "Me", "Cf"):
            return at
    return furthest


def _characters_within(text: str, limit: int) -> int:
    used = 0
    for count, char in enumerate(text):
        used += 1 + (char > "\uffff")
        if used > limit:
            return max(count, 1)
    return len(text)
