"""Lines that run the way their language does, also where they begin with a name in another script."""

import re
import unicodedata
from dataclasses import replace

from bot.messages.layout.rich_text import Piece, RichText, TextMark

LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"

_LINE_START = re.compile(r"(?:^|(?<=\n))(?=[^\n])")
_LEFT, _RIGHT = ("L",), ("R", "AL")


def directed(pieces: RichText, right_to_left: bool) -> RichText:
    """The pieces, with an invisible mark before each line of ours whose first letter runs the other way.

    A phone lays a line out by its first letter. Isolated names should not count for that, but some phones count
    them. Quotations stay as they are: each of their lines has a direction of its own.
    """
    text = "".join(piece.text for piece in pieces)
    done: list[Piece] = []
    offset = 0
    for piece in pieces:
        done.append(piece if piece.mark is TextMark.QUOTATION else _marked(piece, text, offset, right_to_left))
        offset += len(piece.text)
    return tuple(done)


def _marked(piece: Piece, text: str, offset: int, right_to_left: bool) -> Piece:
    mark = RIGHT_TO_LEFT_MARK if right_to_left else LEFT_TO_RIGHT_MARK

    def before_line(start: re.Match[str]) -> str:
        at = offset + start.start()
        begins_a_line = at == 0 or text[at - 1] == "\n"
        return mark if begins_a_line and _is_against(text[at:].partition("\n")[0], right_to_left) else ""

    return replace(piece, text=_LINE_START.sub(before_line, piece.text))


def _is_against(line: str, right_to_left: bool) -> bool:
    """Whether the first letter of a line runs against the language of the frame.

    Digits and marks do not count.
    """
    classes = map(unicodedata.bidirectional, line)
    first = next((found for found in classes if found in _LEFT + _RIGHT), None)
    return first in (_LEFT if right_to_left else _RIGHT)
