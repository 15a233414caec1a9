"""Passages of one report that follow one another → one quotation, as the report runs."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.passages.passage import Candidate

# Code points of a joined quotation: about the 120 words that a passage has at most, and what a phone shows at once.
LONGEST = 700


def run_of(chosen: Candidate, others: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The passage with those of `others` that follow or precede it in its article, in the order of the article.

    What follows goes first: a report explains itself onwards. The run has at most `LONGEST` code points; a longer
    passage stays alone.
    """
    neighbours = {other.ordinal: other for other in others if other.version_id == chosen.version_id}
    run = [chosen]
    while (after := neighbours.get(run[-1].ordinal + 1)) and after.end - run[0].start <= LONGEST:
        run.append(after)
    while (before := neighbours.get(run[0].ordinal - 1)) and run[-1].end - before.start <= LONGEST:
        run.insert(0, before)
    return tuple(run)


def as_one(chosen: Candidate, run: Sequence[Candidate]) -> Candidate:
    """The chosen passage, reaching from the beginning of a run to its end."""
    return replace(chosen, start=run[0].start, end=run[-1].end)
