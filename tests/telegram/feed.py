"""Things that happen one after the other, and waiting for the next of them without losing any."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

# Seconds. Only a failing test ever waits that long, and a machine may be busy with other things.
PATIENCE = 180.0


class NothingCame(AssertionError):
    """The bot did not do in time what the test waits for."""


class Feed(Generic[T]):
    """A list that grows, with a cursor: every item is handed out once, in order."""

    def __init__(self, what: str, context: Callable[[], str] = lambda: "") -> None:
        self.items: list[T] = []
        self._what = what
        self._context = context
        self._read = 0
        self._arrival = asyncio.Event()

    def add(self, item: T) -> None:
        self.items.append(item)
        self._arrival.set()

    async def next(self, within: float = PATIENCE, where: Callable[[T], bool] = lambda _: True) -> T:
        """Wait for the next unread item that matches, passing over others; NothingCame when time is up."""
        try:
            async with asyncio.timeout(within):
                while (item := self._take(where)) is None:
                    self._arrival.clear()
                    await self._arrival.wait()
        except TimeoutError:
            raise NothingCame(f"no {self._what} within {within} s\n{self._context()}") from None
        return item

    def unread(self) -> list[T]:
        """Give what nobody has waited for yet, and leave it there."""
        return self.items[self._read :]

    def _take(self, where: Callable[[T], bool]) -> T | None:
        for place in range(self._read, len(self.items)):
            if where(self.items[place]):
                self._read = place + 1
                return self.items[place]
        self._read = len(self.items)
        return None
