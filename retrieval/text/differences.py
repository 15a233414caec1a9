"""What differs between two texts, word by word, and where the words of one stand in the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Words that are compared with each other. Beyond that, what differs is compared by paragraphs alone: word by word takes
# time by the square of the number of words in the worst case.
MOST_WORDS = 4_000

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+")


class Fate(StrEnum):
    """What became of a piece of the older text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one of the texts.

    `before` and `after` are where it begins in the older and the newer one.
    """

    fate: Fate
    text: str
    before: int
    after: int


def differences(before: str, after: str) -> list[Piece]:
    """Two texts as pieces that were kept, removed and added, in the order of reading.

    The kept and removed ones joined are the older text, the kept and added ones the newer. Paragraphs are compared
    first, and words within those that differ.
    """
    pieces: list[Piece] = []
    for old, new, start, begin in _blocks(before, after, _PARAGRAPH, 0, 0):
        if old == new:
            pieces.append(Piece(Fate.KEPT, old, start, begin))
        elif max(len(old), len(new)) > MOST_WORDS * 8:
            pieces += _replaced(old, new, start, begin)
        else:
            for gone, come, at, to in _blocks(old, new, _WORD, start, begin):
                pieces += [Piece(Fate.KEPT, gone, at, to)] if gone == come else _replaced(gone, come, at, to)
    return _merged(pieces)


def moved(pieces: Sequence[Piece], start: int, end: int) -> tuple[int, int]:
    """Where in the newer text what replaced `before[start:end]` stands, as (start, end).

    Empty where nothing did. What was only added at its end does not belong to it.
    """
    found: list[tuple[int, int]] = []
    is_replaced = False  # the piece before was removed from the slice: what is added in its place belongs to it
    for piece in pieces:
        length = len(piece.text)
        if piece.fate is Fate.ADDED:
            if start < piece.before < end or (is_replaced and piece.before <= end):
                found.append((piece.after, piece.after + length))
        elif piece.before < end and start < piece.before + length:
            kept = piece.fate is Fate.KEPT
            first, last = max(start - piece.before, 0), min(end - piece.before, length)
            found.append((piece.after + first * kept, piece.after + last * kept))
            is_replaced = not kept
        else:
            is_replaced = False
    return (min(first for first, _ in found), max(last for _, last in found)) if found else (0, 0)


def _blocks(before: str, after: str, unit: re.Pattern[str], start: int, begin: int) -> list[tuple[str, str, int, int]]:
    """Pairs of equal and of different stretches, made of whole units, with where they begin."""
    old, new = unit.findall(before), unit.findall(after)
    starts, begins = _offsets(old, start), _offsets(new, begin)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [("".join(old[a:b]), "".join(new[c:d]), starts[a], begins[c]) for tag, a, b, c, d in matcher.get_opcodes()]


def _offsets(units: Sequence[str], start: int) -> list[int]:
    offsets = [start]
    for unit in units:
        offsets.append(offsets[-1] + len(unit))
    return offsets


def _replaced(old: str, new: str, start: int, begin: int) -> list[Piece]:
    removed = [Piece(Fate.REMOVED, old, start, begin)] if old else []
    return removed + ([Piece(Fate.ADDED, new, start + len(old), begin)] if new else [])


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one fate as one piece."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and merged[-1].fate is piece.fate:
            last = merged.pop()
            piece = Piece(piece.fate, last.text + piece.text, last.before, last.after)
        merged.append(piece)
    return merged
