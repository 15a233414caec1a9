"""A name that a text has and that was taken for a place."""

from dataclasses import dataclass

from retrieval.places.families import Family
from retrieval.places.names import Span
from retrieval.places.place import Place


@dataclass(slots=True)
class FoundName:
    """A name that was taken for a place, with the families that it may mean, best first."""

    span: Span
    cue: str | None
    needed: int
    families: list[Family]
    within: int | None = None

    @property
    def number(self) -> int:
        """The number of the place that it most likely means."""
        return self.families[0].member(self.cue)


_SHOWN_CUE = {"ilce": "district", "part": "countryside"}


def shown_cue(cue: str | None, place: Place) -> str | None:
    """The cue of a name as a mention tells it, for the place that is meant."""
    if cue == "side":
        return "countryside" if place.kind.is_unit else "near"
    return _SHOWN_CUE.get(cue or "", cue)
