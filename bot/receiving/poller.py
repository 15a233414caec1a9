"""Asks Telegram for updates; the next question confirms those that are safe, and no other does."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any

import httpx

from bot.context import BotState
from bot.inbox.updates import Body
from bot.receiving.alarm import Alarm, Trouble
from bot.receiving.receiver import Receiver
from bot.upkeep import stopped_within
from retrieval.errors import SettingsError, StoreError

log = logging.getLogger(__name__)

# How long Telegram holds a poll open: the longer, the fewer calls say that there is nothing.
POLL_SECONDS = 30

# Seconds between attempts after a failure: the last pause is repeated.
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)

# Times that Telegram refuses the token in a row until that is believed: it has answered 401 once and was well again.
MOST_REFUSALS = 6

# Times that another process has to be noticed until owners are told: a restart overlaps with what it replaces.
MOST_CONFLICTS = 3

# Between two questions for updates that are being handled without being kept.
UNKEPT_SECONDS = 0.2


class RefusedPollError(Exception):
    """Telegram does not answer a poll with updates."""

    def __init__(self, status: int, said: str, retry_after: float | None = None) -> None:
        super().__init__(said)
        self.status = status  # of HTTP; 0: it was not reached
        self.retry_after = retry_after


class Poller:
    """Polls for one bot.

    `address` is the Bot API's with the token in it, `wanted` the kinds of update.
    """

    def __init__(self, address: str, wanted: Sequence[str], state: BotState, receiver: Receiver, alarm: Alarm) -> None:
        self._url = f"{address}/getUpdates"
        self._wanted = list(wanted)
        self._state = state
        self._receiver = receiver
        self._alarm = alarm
        self._offset: int | None = None
        self._refusals = 0  # in a row
        self._conflicts = 0
        self._failures = 0

    async def run(self) -> None:
        """Poll until the bot is told to stop.

        `SettingsError` where Telegram keeps refusing the token.
        """
        timeout = httpx.Timeout(20.0, read=POLL_SECONDS + 20.0)
        async with httpx.AsyncClient(timeout=timeout) as client:
            while not self._state.stopping.is_set():
                try:
                    bodies = await self._unless_stopped(self._ask(client))
                    if bodies is not None:
                        await self._well()
                        await self._take(bodies)
                except RefusedPollError as refusal:
                    await self._refused(refusal)
                except StoreError as error:
                    log.warning("Updates wait at Telegram: %s", error)
                    await self._pause()

    async def _ask(self, client: httpx.AsyncClient) -> list[Body]:
        asked: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": self._wanted}
        if self._offset is not None:
            asked["offset"] = self._offset
        try:
            response = await client.post(self._url, json=asked)
            answer = response.json()
        except httpx.HTTPError as error:
            raise RefusedPollError(0, f"{type(error).__name__}") from None  # its words may hold the address
        except ValueError:
            raise RefusedPollError(response.status_code, response.reason_phrase) from None
        if response.is_success and isinstance(answer, dict) and isinstance(answer.get("result"), list):
            bodies: list[Body] = answer["result"]
            return bodies
        said = answer if isinstance(answer, dict) else {}
        pause = (said.get("parameters") or {}).get("retry_after")
        raise RefusedPollError(response.status_code, str(said.get("description") or response.reason_phrase), pause)

    async def _take(self, bodies: Sequence[Body]) -> None:
        """Keep a batch, and only then let the next question confirm it."""
        if bodies and await self._receiver.take(bodies):
            ids = [body["update_id"] for body in bodies if isinstance(body, dict) and "update_id" in body]
            self._offset = max(ids, default=self._offset or 0) + 1
        elif bodies:
            await stopped_within(self._state, UNKEPT_SECONDS)
        if self._state.settings.poll_interval:
            await stopped_within(self._state, self._state.settings.poll_interval)

    async def _well(self) -> None:
        if self._refusals:
            await self._alarm.sound(Trouble.REFUSED)
            await self._alarm.end(Trouble.REFUSED)
        await self._alarm.end(Trouble.CONFLICT)
        self._refusals = self._conflicts = self._failures = 0

    async def _refused(self, refusal: RefusedPollError) -> None:
        """What a refusal means: wait and ask again, or end where the token is no good."""
        match refusal.status:
            case 401 | 404:
                self._refusals += 1
                log.error("Telegram refuses the token (%d of %d times).", self._refusals, MOST_REFUSALS)
                if self._refusals >= MOST_REFUSALS:
                    raise SettingsError(
                        "TELEGRAM_TOKEN is refused by Telegram: take the current one from @BotFather."
                    ) from None
            case 409:
                self._conflicts += 1
                log.error("Another process polls with the same token: stop it, or give this one a token of its own.")
                if self._conflicts == MOST_CONFLICTS:
                    await self._alarm.sound(Trouble.CONFLICT)
            case _:
                log.warning("A poll failed: %s", refusal)
        await self._pause(refusal.retry_after)

    async def _pause(self, asked: float | None = None) -> None:
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        await stopped_within(self._state, pause if asked is None else asked)

    async def _unless_stopped(self, call: Coroutine[Any, Any, list[Body]]) -> list[Body] | None:
        """What a call gives, or None where the bot is told to stop before."""
        asking, stopping = asyncio.create_task(call), asyncio.create_task(self._state.stopping.wait())
        await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if asking.done():
            return await asking
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        return None
