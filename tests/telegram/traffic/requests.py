"""Every call that the bot made, with what it got for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.telegram.traffic.parameters import Upload
from tests.telegram.types import Json


@dataclass(slots=True)
class ApiRequest:
    """One call: nested JSON decoded, everything else as it came over the wire."""

    method: str
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)
    status: int | None = None  # None while it is under way, or when no answer was given
    description: str | None = None  # of a refusal
    result: Any = None

    def __str__(self) -> str:
        outcome = "…" if self.status is None else f"{self.status} {self.description or ''}".rstrip()
        return f"{self.method} {self.params} → {outcome}"


class Requests(list[ApiRequest]):
    """The calls of one test, in the order they came."""

    def of(self, method: str) -> list[ApiRequest]:
        """Give the calls of one method."""
        return [request for request in self if request.method.lower() == method.lower()]

    def recent(self, most: int = 8) -> str:
        """Give the last calls except idle polls, one a line."""
        calls = [request for request in self if request.method.lower() != "getupdates"]
        if not calls:
            polled = "has polled" if self else "has not called"
            return f"the bot {polled}, and nothing else"
        return "the bot's last calls:\n" + "\n".join(f"  {str(request)[:300]}" for request in calls[-most:])
