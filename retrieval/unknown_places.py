"""Phrases in a question that stand where a place would."""

from collections.abc import Sequence

from retrieval.place_kinds import PlaceMention
from retrieval.toponyms import Line


def unknown_place(line: Line, mentions: Sequence[PlaceMention]) -> str | None:
    return None
