"""Failures on order: the next call of a method goes wrong in a chosen way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeAlias, get_args

from tests.telegram.errors import ApiError, forbidden, too_many_requests

Kind: TypeAlias = Literal[
    "too many requests",  # 429 with retry_after; nothing is done
    "server error",  # 500; nothing is done
    "bad gateway",  # 502; nothing is done
    "blocked",  # 403; nothing is done
    "unauthorized",  # 401; nothing is done
    "disconnected",  # the connection closes before anything is done
    "answer lost",  # it is done, then the connection closes
    "no answer",  # it is done, and the bot waits until its own time is up
]


@dataclass(slots=True)
class Fault:
    """What goes wrong with a method, and how many times more."""

    method: str
    kind: Kind
    times: int
    retry_after: int

    def refusal(self) -> ApiError | None:
        """Give the error that is answered instead of a result; None for faults of the connection."""
        match self.kind:
            case "too many requests":
                return too_many_requests(self.retry_after)
            case "server error":
                return ApiError(500, "Internal Server Error")
            case "bad gateway":
                return ApiError(502, "Bad Gateway")
            case "unauthorized":
                return ApiError(401, "Unauthorized")
            case "blocked":
                return forbidden("bot was blocked by the user")
            case _:
                return None


class Faults:
    """The failures still to come, in the order they were asked for."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._rates: dict[str, Mapping[Kind, float]] = {}
        self._random = Random(0)

    def plan(self, method: str, kind: Kind, times: int = 1, retry_after: int = 1) -> None:
        """Let a method fail; ValueError for a kind of failure that there is not."""
        if kind not in get_args(Kind):
            raise ValueError(f"no fault {kind!r}; there are {', '.join(get_args(Kind))}")
        self._planned.append(Fault(method.lower(), kind, times, retry_after))

    def at_random(self, method: str, rates: Mapping[Kind, float], seed: int = 0) -> None:
        """Let a share of all calls of a method fail, by kind of failure."""
        self._rates[method.lower()] = rates
        self._random = Random(seed)

    def take(self, method: str) -> Fault | None:
        """Give the failure due for this call, and count it down."""
        due = next((fault for fault in self._planned if fault.method == method.lower()), None)
        if due is None:
            return self._drawn(method.lower())
        due.times -= 1
        if due.times <= 0:
            self._planned.remove(due)
        return due

    def _drawn(self, method: str) -> Fault | None:
        """Give a failure by chance."""
        drawn = self._random.random() if method in self._rates else 1.0
        for kind, rate in self._rates.get(method, {}).items():
            drawn -= rate
            if drawn < 0:
                return Fault(method, kind, 1, 1)
        return None
