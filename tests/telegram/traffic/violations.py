"""What Telegram would let pass and a good bot never does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One slip: the method that made it, and what was wrong."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Violations:
    """The slips of one test, in order."""

    def __init__(self) -> None:
        self.noted: list[Violation] = []

    def note(self, where: str, what: str) -> None:
        self.noted.append(Violation(where, what))
