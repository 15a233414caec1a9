"""What a check finds, and how far it is."""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int, int], None]
"""Told what is looked at, how many of it are done, and of how many."""

FROM_BACKUP = "restore it from a backup"
PRUNE = "nothing is lost by it; `dateline prune` frees the room"
REINDEX = "run `dateline reindex`"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be."""

    kind: str  # "version", "quotation", "passage", "capture", "stamp", "index", "orphan", "schema", "database" …
    item: str
    wrong: str
    todo: str
    is_fault: bool = True  # else nothing is wrong: something could not be looked at

    def __str__(self) -> str:
        """One line."""
        return f"{self.kind} {self.item}: {self.wrong}; {self.todo}"
