"""Deaths of people who were wounded in an event before: later days of it, and no second toll."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.clauses.outline import Marked, outline
from retrieval.clauses.patterns import later_deaths
from retrieval.clauses.reading import read_clauses
from retrieval.clauses.roles import DateRole
from retrieval.clauses.signs import Sign
from retrieval.dates.events import EventDate


@dataclass(frozen=True, slots=True)
class LaterDeaths:
    """Where a text tells of later deaths, as (start, end), and whether it also names the toll of all."""

    spans: tuple[tuple[int, int], ...]
    has_toll: bool

    def holds(self, start: int, end: int) -> bool:
        """Whether words of the text are part of what tells of a later death."""
        return any(start < last and first < end for first, last in self.spans)


def read_later_deaths(text: str) -> LaterDeaths:
    """The later deaths that a text tells of. Takes time linear in its length."""
    no_mentions: Sequence[Marked] = ()
    row = outline(text, no_mentions)
    ends = [*row.starts[1:], len(text)]
    spans = (
        (row.starts[match.start()], ends[match.end() - 1])
        for pattern in later_deaths()
        for match in pattern.finditer(row.letters)
    )
    return LaterDeaths(tuple(spans), Sign.TOLL in row.letters)


def days_of_later_deaths(text: str, dates: Sequence[EventDate], published: date | None) -> list[EventDate]:
    """Those of the dates of a text on which somebody died who had been wounded before."""
    clauses = read_clauses(text, (), dates, published, is_opening=False)
    roles = {number: role for clause in clauses for number, role in clause.dates.items()}
    return [one for number, one in enumerate(dates) if roles.get(number) is DateRole.DEATH]
