"""Updates as they arrive: kept before Telegram is told that they are ours, or handled before it where nothing keeps."""

import asyncio
import logging
from collections.abc import Sequence

from telegram import Bot

from bot.context import BotState
from bot.inbox.intake import Intake
from bot.inbox.updates import Body, NewUpdate
from bot.receiving.alarm import Alarm, Trouble
from bot.receiving.dispatcher import Dispatcher
from bot.receiving.reading import read_update
from retrieval.errors import StoreError, StoreFullError
from retrieval.library.database import read_session

log = logging.getLogger(__name__)

# Updates that are remembered to have been handled without being kept.
REMEMBERED = 1000


class Receiver:
    """Takes the updates of one bot for this process."""

    def __init__(self, bot: Bot, state: BotState, intake: Intake, dispatcher: Dispatcher, alarm: Alarm) -> None:
        self._bot = bot
        self._state = state
        self._intake = intake
        self._dispatcher = dispatcher
        self._alarm = alarm
        self._unkept: dict[int, asyncio.Task[None]] = {}  # by update id, the oldest first

    async def take(self, bodies: Sequence[Body]) -> bool:
        """Take updates. True where they need not be sent again.

        Where nothing can be written they are handled all the same, and are safe once that is done; False until then.
        What is shaped as Telegram shapes no update is passed over. `StoreError` where the library is away.
        """
        updates = [update for body in bodies if (update := self._read(body)) is not None]
        try:
            await self._keep(updates)
        except StoreError as error:
            await asyncio.to_thread(self._raise_if_away)
            await self._alarm.sound(Trouble.FULL if isinstance(error, StoreFullError) else Trouble.UNWRITABLE)
            return self._handle_unkept(updates)
        await self._alarm.end(Trouble.FULL, Trouble.UNWRITABLE)
        self._dispatcher.wake()
        return all(self._is_done(update) for update in updates)

    async def take_one(self, body: Body) -> None:
        """Take one update, and return once it is safe.

        `ValueError` where it is none, `StoreError` where the library is away.
        """
        update = read_update(body, self._bot)
        if not await self.take([body]):
            await asyncio.shield(self._unkept[update.update_id])

    def _read(self, body: Body) -> NewUpdate | None:
        try:
            return read_update(body, self._bot)
        except ValueError:
            log.warning("An update was passed over: it is shaped as Telegram shapes none.")
            return None

    async def _keep(self, updates: Sequence[NewUpdate]) -> None:
        handled = [id_ for id_, task in self._unkept.items() if task.done() and task.exception() is None]
        fresh = [update for update in updates if update.update_id not in self._unkept]
        if fresh or handled:
            await asyncio.to_thread(self._intake.take, fresh, handled)
        for id_ in handled:
            self._unkept.pop(id_, None)

    def _raise_if_away(self) -> None:
        """`StoreError` where the library cannot be read either.

        Blocks.
        """
        with read_session(self._state.services.library.engine) as session:
            session.connection()

    def _handle_unkept(self, updates: Sequence[NewUpdate]) -> bool:
        for update in updates:
            known = self._unkept.get(update.update_id)
            if known is None or (known.done() and known.exception() is not None):
                task = asyncio.create_task(self._dispatcher.handle_unkept(update), name=f"update {update.update_id}")
                self._unkept[update.update_id] = task
        self._forget_some()
        return all(self._is_done(update) for update in updates)

    def _is_done(self, update: NewUpdate) -> bool:
        task = self._unkept.get(update.update_id)
        return task is None or (task.done() and task.exception() is None)

    def _forget_some(self) -> None:
        done = [id_ for id_, task in self._unkept.items() if task.done()]
        for id_ in done[: max(0, len(self._unkept) - REMEMBERED)]:
            del self._unkept[id_]
