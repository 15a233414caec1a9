"""Takes what is due from the outbox to Telegram: paced, again after a failure, never twice where it can be known."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.context import BotState
from bot.delivery.deliveries import Deliveries
from bot.delivery.steps import SendMode, Step
from bot.outbox.delivery import Parcel
from bot.people.access import has_access
from bot.transport.failures import may_have_arrived
from bot.transport.rate_limiter import DELIVERY, AnswersFirst
from bot.transport.sending import Destination, edit_once, post
from bot.upkeep import beside, stopped_within
from retrieval.errors import DatelineError

log = logging.getLogger(__name__)

# Between two looks at the outbox where nothing is due.
POLL_SECONDS = 0.25

# Parcels on their way at the same time.
AT_ONCE = 64

# How long a stop waits for what is on its way: longer than Telegram takes to answer.
STOP_SECONDS = 25.0

_GONE = ("chat not found", "user is deactivated", "user_is_blocked", "peer_id_invalid", "have no rights to send")
_NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_THREAD = ("message thread not found", "topic_closed", "topic_deleted")


@asynccontextmanager
async def deliveries_sent(bot: Bot, state: BotState, only: int | None = None) -> AsyncIterator[None]:
    """Send what is due for the length of the block, or `only` what is for one chat.

    What is on its way at the end is seen through.
    """
    courier = Courier(bot, state, only)
    async with beside(courier.run(), state, "deliveries"):
        yield


class Courier:
    """Sends the deliveries of one process: all, or those to one chat."""

    def __init__(self, bot: Bot, state: BotState, only: int | None = None) -> None:
        self._bot = bot
        self._state = state
        self._only = only
        self._deliveries = Deliveries(state.services, state.outbox, state.readers)
        self._claims = state.claims
        self._settling = state.settling
        self._on_the_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Deliver until the bot is told to stop."""
        trouble = ""
        if self._only is None:
            with suppress(DatelineError):
                await asyncio.to_thread(self._claims.take_over)
        while not self._state.stopping.is_set():
            try:
                parcels = await self._claimed()
                trouble = ""
            except DatelineError as error:
                if str(error) != trouble:
                    log.warning("Nothing is delivered at the moment: %s", error)
                parcels, trouble = [], str(error)
            for parcel in parcels:
                task = asyncio.create_task(self._deliver(parcel))
                self._on_the_way.add(task)
                task.add_done_callback(self._on_the_way.discard)
            await stopped_within(self._state, POLL_SECONDS / 5 if parcels else POLL_SECONDS)
        if self._on_the_way:
            await asyncio.wait(self._on_the_way, timeout=STOP_SECONDS)

    async def _claimed(self) -> list[Parcel]:
        most = AT_ONCE - len(self._on_the_way)
        if most <= 0:
            return []
        return await asyncio.to_thread(self._claims.claim, self._state.settings.now(), most, self._only)

    async def _deliver(self, parcel: Parcel) -> None:
        """See one parcel through.

        Whatever goes wrong concerns this one alone.
        """
        try:
            await asyncio.sleep(max(0.0, parcel.slot - self._state.clock()))
            if parcel.chat_id > 0 and not await asyncio.to_thread(self._may_be_told, parcel.chat_id):
                return await self._unreachable(parcel, self._state.clock())
            await self._give_way(parcel.chat_id)  # before it is read what is true: nothing may come between
            steps = await self._steps(parcel)
            if not steps:
                await asyncio.to_thread(self._settling.release, parcel)
            for number, step in enumerate(steps):
                if number and step.message is not None:
                    await self._give_way(parcel.chat_id)
                if not await self._take(step, parcel):
                    return
        except Exception as error:  # a delivery that breaks its own rendering must not stop the others
            self._state.observer.failed(error)
            log.exception("a delivery failed")
            why = f"{type(error).__name__}: {error}"
            with suppress(DatelineError):  # else the claim runs out by itself
                await asyncio.to_thread(self._settling.put_off, parcel, why, uncertain=None)

    def _may_be_told(self, person: int) -> bool:
        return self._only is not None or has_access(self._state, person)

    async def _steps(self, parcel: Parcel) -> list[Step]:
        if self._deliveries.has_question(parcel):
            await self._state.ready.wait()
        return await asyncio.to_thread(self._deliveries.steps, parcel, self._state.settings.now())

    async def _take(self, step: Step, parcel: Parcel) -> bool:
        """Send one step and note what came of it.

        True if the next step may follow.
        """
        if step.message is not None and not await self._is_handed_over(step, parcel):
            return False
        called_at = self._state.clock()
        try:
            message_id = await self._call(step, parcel)
        except TelegramError as error:
            await self._failed(error, step, parcel, called_at)
            return False
        await asyncio.to_thread(self._settling.settle, step.settlements, message_id)
        return True

    async def _is_handed_over(self, step: Step, parcel: Parcel) -> bool:
        """Whether a message may leave: what it tells was not forgotten since it was made, and is still ours to tell."""
        if step.mode is SendMode.EDIT or await asyncio.to_thread(self._claims.hand_over, step.deliveries):
            return True
        await asyncio.to_thread(self._settling.release, parcel)
        return False

    async def _give_way(self, chat_id: int) -> None:
        limiter = getattr(self._bot, "rate_limiter", None)
        if isinstance(limiter, AnswersFirst):
            await limiter.give_way(chat_id)

    async def _call(self, step: Step, parcel: Parcel) -> int | None:
        """The message that shows it now.

        None where there was nothing to send.
        """
        if step.message is None:
            return None
        to = Destination(parcel.chat_id, parcel.thread_id, step.reply_to or None)
        if step.mode is SendMode.EDIT:
            await edit_once(self._bot, parcel.chat_id, step.message_id, step.message, rate_limit_args=DELIVERY)
            return step.message_id
        sent = await post(self._bot, to, step.message, silent=step.mode is SendMode.WHISPER, rate_limit_args=DELIVERY)
        return sent.message_id

    async def _failed(self, error: TelegramError, step: Step, parcel: Parcel, called_at: float) -> None:
        """What an error means for the delivery, its chat, and nobody else."""
        words = error.message.lower()
        now = self._state.settings.now()
        match error:
            case RetryAfter():
                asked = error.retry_after
                pause = asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
                await asyncio.to_thread(self._settling.put_off, parcel, str(error), pause)
            case ChatMigrated():
                # In this order: what has moved is no longer this parcel's to let go of.
                await asyncio.to_thread(self._settling.release, parcel)
                await asyncio.to_thread(self._state.chats.move, parcel.chat_id, error.new_chat_id)
            case Forbidden():
                await self._unreachable(parcel, called_at)
            case BadRequest() if any(sign in words for sign in _GONE):
                await self._unreachable(parcel, called_at)
            case BadRequest() if step.mode is SendMode.EDIT and any(sign in words for sign in _NOT_EDITABLE):
                await asyncio.to_thread(self._settling.reply_instead, step.deliveries, now)
            case BadRequest() if any(sign in words for sign in _NO_THREAD) and parcel.thread_id is not None:
                await asyncio.to_thread(self._settling.leave_thread, parcel)
            case BadRequest():
                log.warning("a delivery was refused and is given up: %s", error)
                await asyncio.to_thread(self._settling.give_up, parcel, str(error))
            case TimedOut() | NetworkError():
                uncertain = step.mode is not SendMode.EDIT and may_have_arrived(error)
                await asyncio.to_thread(self._settling.put_off, parcel, str(error), uncertain=uncertain)
            case _:
                await asyncio.to_thread(self._settling.put_off, parcel, str(error))

    async def _unreachable(self, parcel: Parcel, known_at: float) -> None:
        await asyncio.to_thread(
            self._state.readers.note_unreachable, parcel.chat_id, self._state.settings.now(), known_at
        )
        await asyncio.to_thread(self._settling.release, parcel)
