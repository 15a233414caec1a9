"""A name that a text has and that was taken for a place."""

from dataclasses import dataclass

from retrieval.places.families import Family
from retrieval.places.names import Span


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
