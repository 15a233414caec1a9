"""The dateline at the head of a report: where it was filed, and by which agency."""

import re
from dataclasses import dataclass

# Photographs, dates and counters may stand above it.
LINES = 6

# "HASAKAH, Syria (North Wire) –", "الحسكة (نورث واير) -": place, agency in brackets, dash.
_BRACKETED = re.compile(r"\s*[^\n().:!?؟]{2,60}\((?P<agency>[^\n()]{2,40})\)\s*[-–—:]")
# "QAMISHLI, Syria –", "DUHOK, Kurdistan Region of Iraq –": the place in capitals.
_CAPITALS = re.compile(r"\s*[A-ZÇĞİÖŞÜÊÎÛ][A-ZÇĞİÖŞÜÊÎÛ'’ -]{2,40}(?:, ?[A-Z][\w .]{2,32})?\s[-–—]\s")
# "الرقة-سانا" on a line of its own.
_JOINED = re.compile(r"\s*[^\W\d_]{2,20}\s?[-–—]\s?(?P<agency>[^\W\d_]{2,20})\s*$")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: the text up to `end` says where the report was filed, not where anything happened."""

    end: int
    agency: str | None


def find_dateline(text: str) -> Dateline | None:
    """The dateline of a report, or None.

    It is looked for at the beginnings of its first lines.
    """
    at = 0
    for line in text.split("\n", LINES)[:LINES]:
        for pattern in (_BRACKETED, _CAPITALS, _JOINED):
            if found := pattern.match(line):
                agency = found.groupdict().get("agency")
                return Dateline(at + found.end(), agency.strip() if agency else None)
        at += len(line) + 1
    return None
