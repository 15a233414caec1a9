"""The update that is being handled, as whoever sends something for it sees it: what was sent for it stays sent."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from bot.inbox.updates import ClaimedUpdate, SentMessage
from bot.inbox.work import Work
from retrieval.errors import StoreError

log = logging.getLogger(__name__)

Rest = Callable[[float], Awaitable[None]]


class HandedOverError(Exception):
    """Another process handles the update by now: this one was held up for so long that its claim ran out."""


class StoppingError(Exception):
    """The bot is stopping while something waits to be tried again: the next start begins it anew."""


class Handling:
    """One update that is being handled, and the messages that are sent for it in their order.

    A handler that is begun anew, after a failure or in another process, sends the same messages in the same order.
    Those that Telegram took before are not sent again.
    """

    def __init__(self, claimed: ClaimedUpdate, work: Work | None, rest: Rest) -> None:
        self.claimed = claimed
        self.error: BaseException | None = None
        self.is_to_repeat = False
        self.is_acknowledged = False  # Telegram was told that the press arrived
        self._failing_since: datetime | None = None
        self._work = work  # None: nothing can be kept at the moment
        self._rest = rest
        self._sent = list(claimed.sent)
        self._answers = list(claimed.answers)
        self._number = 0
        self._begun = 0

    def begin(self) -> None:
        """Begin the handler, for the first time or anew."""
        self.error, self.is_to_repeat, self._number = None, False, 0
        self._begun += 1

    @property
    def is_repeated(self) -> bool:
        """Whether the update was begun before, so that what it changes may have been changed already."""
        return self.claimed.attempts + self._begun > 2

    def has_failed(self, error: BaseException, patience: timedelta) -> None:
        """Note why the handler failed, and for how long after its first failure it is begun anew."""
        self.error = error
        self._failing_since = self._failing_since or datetime.now(UTC)
        self.is_to_repeat = datetime.now(UTC) - self._failing_since < patience

    async def rest(self, seconds: float) -> None:
        """Wait before something is tried again, and let others be handled meanwhile.

        `StoppingError` where the bot is told to stop.
        """
        await self._rest(seconds)

    def shows(self, answer_id: str) -> None:
        """Note whose answer the next messages show: they may be sent, and what comes after them may not be done."""
        if answer_id and answer_id not in self._answers:
            self._answers.append(answer_id)

    @property
    def answers(self) -> tuple[str, ...]:
        """The ids of the answers that its messages may show, also those of a handler that was interrupted."""
        return tuple(self._answers)

    def sent_before(self) -> SentMessage | None:
        """The next message as Telegram took it before.

        None where it is still to be sent.
        """
        if self._number == len(self._sent):
            return None
        self._number += 1
        return self._sent[self._number - 1]

    async def hand_over(self, *, known: bool) -> None:
        """Note that the next message is about to be handed to Telegram.

        `known`: what became of an attempt before is known. `HandedOverError` where it is another process's to send.
        """
        if self._work is None:
            return
        try:
            is_ours = await asyncio.to_thread(self._work.hand_over, self.claimed.update_id, known, self._answers)
        except StoreError as error:  # an answer must not wait for a note about it
            log.debug("a message is sent without a note: %s", error)
            return
        if not is_ours and self.claimed.is_noted:
            raise HandedOverError

    async def note_sent(self, message: SentMessage) -> None:
        """Note the message that Telegram took."""
        self._sent.append(message)
        self._number = len(self._sent)
        if self._work is None:
            return
        try:
            await asyncio.to_thread(self._work.note_sent, self.claimed.update_id, self._sent)
        except StoreError as error:
            log.debug("a message was sent without a note: %s", error)


def is_begun_anew() -> bool:
    """Whether what is being handled was begun before, so that what it changes may have been changed already."""
    handling = current.get()
    return handling is not None and handling.is_repeated


current: ContextVar[Handling | None] = ContextVar("handling", default=None)
