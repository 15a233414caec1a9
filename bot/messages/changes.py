"""What changed between two versions of an article, on a phone and in a terminal: only the words around each change."""

from bot.messages.layout.rich_text import Piece, RichText, TextBuilder
from retrieval.text import differences
from retrieval.text.differences import Fate

# Characters of what was kept, on either side of a change.
AROUND = 60

# Characters of a change: a message holds 4,096 with what else it says.
MOST_CHARACTERS = 2_400


def change_pieces(before: str, after: str) -> RichText:
    """Removed words struck out, added ones underlined, with some of what stands around them.

    Empty for no change.
    """
    builder = TextBuilder()
    removed = False
    for fate, text in _around_changes(before, after):
        if removed and fate is Fate.ADDED and not text[:1].isspace():
            builder.add(" ")  # a notification shows no marks: "Three Five", not "ThreeFive"
        removed = fate is Fate.REMOVED and not text[-1:].isspace()
        if fate is Fate.REMOVED:
            builder.struck(text)
        elif fate is Fate.ADDED:
            builder.underlined(text)
        else:
            builder.add(text)
    return _bounded(builder.pieces())


def change_text(before: str, after: str) -> str:
    """The same for a terminal, as wdiff writes it: [-removed-]{+added+}."""
    marks = {Fate.KEPT: "{}", Fate.REMOVED: "[-{}-]", Fate.ADDED: "{{+{}+}}"}
    return "".join(marks[fate].format(text) for fate, text in _around_changes(before, after))


def _around_changes(before: str, after: str) -> list[tuple[Fate, str]]:
    pieces = differences.differences(before, after)
    if all(piece.fate is Fate.KEPT for piece in pieces):
        return []
    last = len(pieces) - 1
    return [
        (piece.fate, _shortened(piece.text, first=number == 0, last=number == last))
        if piece.fate is Fate.KEPT
        else (piece.fate, piece.text)
        for number, piece in enumerate(pieces)
    ]


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """What was kept between two changes: its beginning and its end, of the first one the end alone."""
    if len(text) <= 2 * AROUND:
        return text
    return f"{'' if first else text[:AROUND]} … {'' if last else text[-AROUND:]}"


def _bounded(pieces: RichText) -> RichText:
    """As many pieces as a message has room for."""
    kept: list[Piece] = []
    left = MOST_CHARACTERS
    for piece in pieces:
        if len(piece.text) > left:
            return (*kept, Piece(piece.text[:left], piece.mark), Piece(" …"))
        kept.append(piece)
        left -= len(piece.text)
    return tuple(kept)
