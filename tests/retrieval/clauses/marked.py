"""Sentences whose mentions are marked, so that the roles of clauses are tested without a gazetteer or a calendar."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from retrieval.dates.events import EventDate, Precision
from retrieval.dates.intervals import Interval
from retrieval.places.place import PlaceMention

PUBLISHED = date(2024, 11, 16)
LONG_AGO = Interval(date(2015, 1, 1), date(2015, 12, 31))
NOW = Interval(PUBLISHED, PUBLISHED)

# A place in square brackets, a day in braces, one long past in double braces.
_MARK = re.compile(r"\[(?P<place>[^]]+)\]|\{\{(?P<old>[^}]+)\}\}|\{(?P<day>[^}]+)\}")


@dataclass(slots=True)
class Marked:
    """A sentence without its marks, and what they marked."""

    text: str = ""
    places: list[PlaceMention] = field(default_factory=list)
    dates: list[EventDate] = field(default_factory=list)

    def add(self, found: re.Match[str]) -> None:
        """Add what one mark holds."""
        word, start = found["place"] or found["old"] or found["day"], len(self.text)
        self.text += word
        if found["place"]:
            self.places.append(PlaceMention(start, start + len(word), word, word, (), None))
        elif found["old"]:
            self.dates.append(EventDate(start, start + len(word), word, LONG_AGO, Precision.YEAR))
        else:
            self.dates.append(EventDate(start, start + len(word), word, NOW, Precision.DAY))


def marked(sentence: str) -> Marked:
    """A sentence read without its marks."""
    made, at = Marked(), 0
    for found in _MARK.finditer(sentence):
        made.text += sentence[at : found.start()]
        made.add(found)
        at = found.end()
    made.text += sentence[at:]
    return made


def rows(name: str) -> list[tuple[str, str, str]]:
    """The lines of a table beside this module: language, roles, sentence."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    cells = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [(language, roles, sentence) for language, roles, sentence in cells]
