"""Names that are spelt almost alike."""

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from retrieval.place_kinds import Place
    from retrieval.places import Gazetteer


def near_names(gazetteer: "Gazetteer", folded: str, limit: int) -> "list[tuple[Place, float]]":
    return []
