"""The queue of updates: what happened, until the bot confirms that it knows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias

from tests.telegram.errors import ApiError, conflict
from tests.telegram.types import Json

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
FIRST_ID = 100_000_001  # ids start at some positive number and grow by one

HungUp: TypeAlias = Callable[[], Awaitable[None]]


class Updates:
    """Updates in order; polled with an offset that confirms, or taken one by one by a webhook."""

    def __init__(self) -> None:
        self.given: dict[int, Json] = {}  # every update there ever was, by id
        self.pending: list[Json] = []
        self.allowed: frozenset[str] | None = None
        self._repeats: list[Json] = []
        self._poll: asyncio.Future[None] | None = None
        self._changed = asyncio.Event()

    def put(self, kind: str, body: Json) -> int | None:
        """Add an update; give its id, or None for a kind that the bot did not ask for."""
        if not self._wanted(kind):
            return None
        update_id = FIRST_ID + len(self.given)
        self.given[update_id] = {"update_id": update_id, kind: body}
        self.pending.append(self.given[update_id])
        self._wake()
        return update_id

    def repeat(self, update_id: int) -> None:
        """Deliver an update once more under its old id, as happens when a confirmation is lost."""
        self._repeats.append(self.given[update_id])
        self._wake()

    def ask_for(self, kinds: Iterable[str] | None) -> None:
        """Set the kinds of update that are kept from now on; none named means the usual ones."""
        self.allowed = frozenset(kinds or ()) or None

    async def poll(self, offset: int, limit: int, seconds: float, gone: HungUp) -> list[Json]:
        """Give what is there, or wait for it; a second poller ends the wait of the first with a 409.

        `gone` returns when the bot has hung up.
        """
        self._confirm_before(offset)
        if seconds > 0 and not (self.pending or self._repeats):
            self.interrupt(conflict(OTHER_POLLER))
            if not await self._wait(seconds, gone):
                return []
        repeats, self._repeats = self._repeats[:limit], self._repeats[limit:]
        return [*repeats, *self.pending][:limit]

    def interrupt(self, error: ApiError) -> None:
        """End the wait of a poller with an error."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(error)

    @property
    def polled(self) -> bool:
        """Whether a bot waits for updates right now."""
        return self._poll is not None and not self._poll.done()

    def drop(self) -> None:
        """Forget what was not delivered."""
        self.pending.clear()
        self._wake()

    def next_undelivered(self) -> Json | None:
        """Give the update that a webhook is to be told first."""
        return next(iter([*self._repeats, *self.pending]), None)

    def delivered(self, update: Json) -> None:
        """Take an update off the queue: a webhook has taken it."""
        (self._repeats if update in self._repeats else self.pending).remove(update)
        self.touch()

    def touch(self) -> None:
        """Say that something about the queue or its reader has changed."""
        self._changed.set()

    async def change(self) -> None:
        """Wait until something about the queue or its reader changes."""
        self._changed.clear()
        await self._changed.wait()

    async def all_confirmed(self) -> None:
        """Wait until the bot has confirmed every update."""
        while self.pending or self._repeats:
            await self.change()

    async def _wait(self, seconds: float, gone: HungUp) -> bool:
        """Wait for an update; whether one came while the bot still listened."""
        self._poll = poll = asyncio.get_running_loop().create_future()
        hung_up = asyncio.ensure_future(gone())
        self.touch()
        try:
            await asyncio.wait({poll, hung_up}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            hung_up.cancel()
            if self._poll is poll:
                self._poll = None
                self.touch()
        if poll.done():
            poll.result()
        return poll.done()

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        self.touch()

    def _wanted(self, kind: str) -> bool:
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def _wake(self) -> None:
        self.touch()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
