"""How much time, memory and text the reading of strangers' bytes may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of one item: a page, a feed, a PDF, a line, a file."""

    # Of the processor. The slowest of 1,300 pages and PDFs of the development sets took 1.1 s.
    seconds: int = 20
    # On the clock, for what waits without computing. A busy machine gives a reader a third of a processor.
    waiting: float = 90.0
    # Bytes of address space: 90 MB for the readers, and the 190 that the largest feed takes, three times over.
    memory: int = 2**30


# Characters of one article: a PDF of 200 full pages. Places and dates are recognised in the process that answers, and
# the worst that was found for that, a text of nothing but dates, takes the square of its length: ten seconds for this.
MOST_TEXT = 500_000
# Items of one file that may end the reader, one after the other, until the rest of the file is left out: each of them
# costs as long as `Bounds.seconds`.
MOST_ENDS = 3
# Bytes of one answer of the child: a feed of 8 MiB, every letter of it written as six.
MOST_ANSWERED = 64 * 2**20
# Characters of a title or a name: longer ones are texts in the wrong place.
LONGEST_PHRASE = 1_000
# Items of a file in a row that are refused, until its rest is: a list of a million lines that are no articles is none.
MOST_IN_VAIN = 1_000
