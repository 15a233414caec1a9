"""What found passages say: their words and the figures in them, each read once for an answer."""

from collections.abc import Iterable, Mapping, Sequence

from retrieval.figures.reading import Claim, StatedFigure, find_figures
from retrieval.library.articles import Library, Slice
from retrieval.passages.passage import Candidate, Scored
from retrieval.text.headings import is_heading, line_below

Stated = frozenset[StatedFigure]


class PassageTexts:
    """The words of the passages that one search found."""

    def __init__(self, library: Library, passages: Iterable[Scored]) -> None:
        """Read nothing yet.

        Where nobody asks, nothing is read.
        """
        self._library = library
        self._passages = [scored.passage for scored in passages]
        self._slices: dict[int, Slice | None] | None = None
        self._claims: dict[int, tuple[Claim, ...]] = {}

    def slice(self, passage: Candidate) -> Slice | None:
        """The slice that a passage is.

        None where the stored text no longer has its hash.
        """
        if self._slices is None:
            cut = self._library.slices([(p.version_id, p.start, p.end) for p in self._passages])
            self._slices = {p.passage_id: found for p, found in zip(self._passages, cut, strict=True)}
        return self._slices.get(passage.passage_id)

    def is_heading(self, passage: Candidate) -> bool:
        """Whether a passage is a heading of the paragraph below it."""
        cut = self.slice(passage)
        return cut is not None and is_heading(cut.text, line_below(cut.version.text, passage.end))

    def claims(self, passage: Candidate) -> tuple[Claim, ...]:
        """The figures of one event that a passage states.

        Totals over longer times are another matter.
        """
        if passage.passage_id not in self._claims:
            found = self.slice(passage)
            stated = find_figures(found.text) if found else []
            self._claims[passage.passage_id] = tuple(claim for claim in stated if not claim.cumulative)
        return self._claims[passage.passage_id]

    def stated(self, passage: Candidate) -> Stated:
        """The figures that a passage states, without their words."""
        return frozenset(claim.stated for claim in self.claims(passage))

    def all_stated(self, passages: Sequence[Candidate]) -> Mapping[int, Stated]:
        """The same for several, by passage id."""
        return {passage.passage_id: self.stated(passage) for passage in passages}
