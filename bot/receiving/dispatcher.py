"""Handles what was taken in: one update of a chat at a time, until it is dealt with, and no chat behind another."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from weakref import WeakValueDictionary

from telegram import Update

from bot.context import AnyApplication, BotState
from bot.inbox.handling import HandedOverError, Handling, StoppingError, current
from bot.inbox.updates import ClaimedUpdate, Lane, NewUpdate, Outcome
from bot.inbox.work import EXTEND_SECONDS, Work
from bot.observing.kinds import kind_of_update
from bot.receiving.apologies import say_given_up, say_left_out, say_when_to_go_on
from bot.receiving.reading import parsed
from bot.receiving.slots import Slots
from bot.upkeep import stopped_within
from retrieval.errors import StoreError

log = logging.getLogger(__name__)

# Between two looks where nothing was said to have come: for what another process took in or let go of.
POLL_SECONDS = 0.5

# Between the attempts of a handler that failed for a reason that passes; the last pause is repeated.
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)

# Times that an update is begun by processes that end: one may have ended by chance, this many ended by the update.
MOST_ATTEMPTS = 4

# A press is for what somebody sees at that moment.
LONGEST_PRESS = timedelta(minutes=15)

# How long a stop waits for what is being handled: longer than a message takes.
STOP_SECONDS = 25.0


class Dispatcher:
    """Handles the updates of one bot in this process."""

    def __init__(self, application: AnyApplication, work: Work) -> None:
        self._application = application
        self._state: BotState = application.bot_data
        self._work = work
        self._slots = Slots()
        self._at_work: dict[int, asyncio.Task[None]] = {}
        self._unwritten: dict[int, Outcome] = {}  # what is dealt with and could not be noted yet
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()  # by chat
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that there is something new, or room."""
        self._woken.set()

    async def run(self) -> None:
        """Handle what there is until the bot is told to stop; what is being handled then is seen through."""
        with self._work.taken_over():
            await self._handle_all()

    async def _handle_all(self) -> None:
        trouble = ""
        async with self._extending():
            while not self._state.stopping.is_set():
                self._woken.clear()
                try:
                    begun = await self._begin()
                    trouble = ""
                except StoreError as error:
                    if str(error) != trouble:
                        log.warning("Nothing is handled at the moment: %s", error)
                    begun, trouble = 0, str(error)
                if not begun:
                    await self._rest_until_woken()
            await self._finish_all()

    async def handle_unkept(self, update: NewUpdate) -> None:
        """Handle an update that could not be kept."""
        claimed = ClaimedUpdate(update.update_id, update.chat_id, update.body, update.lane, datetime.now(UTC))
        self._slots.take(claimed.lane)
        try:
            async with self._turn(claimed.chat_id):
                outcome = await self._handle(claimed, None)
        finally:
            self._slots.leave(claimed.lane)
        if outcome is None:
            raise StoreError("the bot is stopping")

    async def _begin(self) -> int:
        """Begin what may be begun now; how much that is."""
        await self._write_outcomes()
        begun = 0
        for lane in Lane if self._state.ready.is_set() else (Lane.QUICK,):
            if room := self._slots.free(lane):
                for claimed in await self._claimed(lane, room):
                    self._slots.take(lane)
                    task = asyncio.create_task(self._see_through(claimed), name=f"update {claimed.update_id}")
                    self._at_work[claimed.update_id] = task
                    begun += 1
        return begun

    async def _claimed(self, lane: Lane, room: int) -> list[ClaimedUpdate]:
        """What is this process's to handle from now on.

        Nothing once the bot is told to stop: what the stop has interrupted is not begun again before it ends.
        """
        if self._state.stopping.is_set():
            return []
        mine, done = list(self._at_work), list(self._unwritten)
        claimed = await asyncio.to_thread(self._work.claim, lane, room, mine, done)
        if claimed and self._state.stopping.is_set():
            await self._release([one.update_id for one in claimed])
            return []
        return claimed

    async def _release(self, update_ids: list[int]) -> None:
        """Leave updates to whoever comes next."""
        with suppress(StoreError):  # else the claim runs out by itself
            await asyncio.to_thread(self._work.release, update_ids)

    async def _see_through(self, claimed: ClaimedUpdate) -> None:
        """Handle one update and note what became of it."""
        outcome: Outcome | None = None
        try:
            async with self._turn(claimed.chat_id):
                outcome = await self._handle(claimed, self._work)
            if outcome is None:
                await self._release([claimed.update_id])
        except Exception as error:  # of one update: the others of its chat, and all others, go on
            self._state.observer.failed(error)
            log.exception("update %d could not be handled", claimed.update_id)
            outcome = Outcome.FAILED
        finally:
            self._slots.leave(claimed.lane)
            if outcome is not None:
                self._unwritten[claimed.update_id] = outcome
            self._at_work.pop(claimed.update_id, None)
            self.wake()

    async def _handle(self, claimed: ClaimedUpdate, work: Work | None) -> Outcome | None:
        """Handle an update under observation; what became of it."""
        with self._state.observer.update(kind_of_update(claimed.body), claimed.taken_at) as observed:
            return observed.ended(await self._handled(claimed, work))

    async def _handled(self, claimed: ClaimedUpdate, work: Work | None) -> Outcome | None:
        """What became of an update.

        None where it is not dealt with, and is begun anew by whoever comes next.
        """
        handling = Handling(claimed, work, lambda seconds: self._rest(seconds, claimed.lane))
        current.set(handling)
        try:
            return await self._outcome(claimed, handling)
        except (StoppingError, HandedOverError):
            return None
        except ValueError:
            return Outcome.UNREADABLE

    async def _outcome(self, claimed: ClaimedUpdate, handling: Handling) -> Outcome | None:
        bot = self._application.bot
        update = parsed(claimed.body, bot)
        if claimed.left_out:
            await self._say_left_out(claimed, update)
            return Outcome.LEFT_OUT
        if update.callback_query is not None and datetime.now(UTC) - claimed.taken_at > LONGEST_PRESS:
            return Outcome.STALE
        if claimed.attempts > MOST_ATTEMPTS:
            log.error("Update %d is given up: the bot ended each time that it was handled.", claimed.update_id)
            if claimed.attempts == MOST_ATTEMPTS + 1 and not claimed.sent:
                await say_given_up(update, bot)
            return Outcome.GIVEN_UP
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            handling.begin()
            await self._application.process_update(update)
            if handling.error is None:
                return Outcome.DONE
            if isinstance(handling.error, StoppingError | HandedOverError):
                return None
            if not handling.is_to_repeat:
                return Outcome.FAILED
            await handling.rest(pause)
        return None

    async def _say_left_out(self, claimed: ClaimedUpdate, update: Update) -> None:
        bot = self._application.bot
        if claimed.ask_again_at is None:
            return await say_left_out(update, bot)
        clock = await asyncio.to_thread(self._state.readers.clock_of, claimed.chat_id)
        await say_when_to_go_on(update, bot, claimed.ask_again_at, clock, time.time())

    async def _rest(self, seconds: float, lane: Lane) -> None:
        """Wait without a slot.

        `StoppingError` where the bot is told to stop meanwhile.
        """
        self._slots.leave(lane)
        self.wake()
        try:
            if await stopped_within(self._state, seconds):
                raise StoppingError
        finally:
            self._slots.take(lane)

    async def _rest_until_woken(self) -> None:
        events = [self._woken, self._state.stopping, *([] if self._state.ready.is_set() else [self._state.ready])]
        waits = [asyncio.create_task(event.wait()) for event in events]
        await asyncio.wait(waits, timeout=POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _write_outcomes(self) -> None:
        """Note what is dealt with; what cannot be noted now is noted later, and not begun again meanwhile."""
        outcomes = dict(self._unwritten)
        if outcomes:
            try:
                await asyncio.to_thread(self._work.finish, outcomes)
            except StoreError as error:
                log.debug("what was handled is noted later: %s", error)
                return
            for update_id in outcomes:
                del self._unwritten[update_id]

    async def _finish_all(self) -> None:
        if self._at_work:
            await asyncio.wait(self._at_work.values(), timeout=STOP_SECONDS)
        await self._write_outcomes()

    @asynccontextmanager
    async def _turn(self, chat_id: int) -> AsyncIterator[None]:
        """Hold the block until what goes before in the same chat is handled.

        What is kept comes one at a time; this is for what could not be.
        """
        lock = self._turns.setdefault(chat_id, asyncio.Lock())
        async with lock:
            yield

    @asynccontextmanager
    async def _extending(self) -> AsyncIterator[None]:
        """Keep up the claims of this process for the length of the block."""
        task = asyncio.create_task(self._extend(), name="claims")
        try:
            yield
        finally:
            task.cancel()

    async def _extend(self) -> None:
        while True:
            await asyncio.sleep(EXTEND_SECONDS)
            if self._at_work:
                with suppress(StoreError):  # whoever claims it meanwhile is noticed before anything is sent
                    await asyncio.to_thread(self._work.extend, list(self._at_work))
