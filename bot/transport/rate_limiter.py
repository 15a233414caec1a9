"""Answers go before alerts: everything that somebody waits for passes at once, and what nobody waits for gives way."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, TypeAlias

from telegram.ext import BaseRateLimiter

# What a call says of itself (`rate_limit_args`) for which nobody waits.
DELIVERY = "delivery"

# Messages a second that are left for answers beside deliveries: Telegram takes about 30 from a bot in all, of which
# deliveries take 25 (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits).
ANSWERS_A_SECOND = 5

# Between an answer to a chat and a delivery to it.
CHAT_SECONDS = 1.0

# Seconds that a delivery gives way at most: under a flood of questions alerts still arrive.
LONGEST_WAIT = 5.0

# Seconds between two looks whether a delivery may go out: too short for a reader to notice.
STEP = 0.02

_QUIET = ("sendChatAction",)

# What the Bot API answers.
ApiResult: TypeAlias = bool | dict[str, Any] | list[dict[str, Any]]

# Is told which method is called; the block lasts until Telegram has answered.
ObservedCall = Callable[[str], AbstractContextManager[object]]


class AnswersFirst(BaseRateLimiter[str]):
    """Lets every call pass at once, and tells deliveries when answers are on their way.

    Paces, pauses and retries of deliveries are the outbox's, which all replicas share; this knows of the answers of
    its own process, which the outbox does not.
    """

    def __init__(self, deliveries_a_second: float, observed: ObservedCall = lambda _: nullcontext()) -> None:
        self._observed = observed
        self._deliveries = deliveries_a_second
        self._sent: deque[float] = deque()  # deliveries of the last second, as they were handed to Telegram
        self._answering: Counter[object] = Counter()  # calls on their way, by chat
        self._recent: deque[tuple[float, object]] = (
            deque()
        )  # messages of the last second: None for deliveries, else chats

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, ApiResult]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> ApiResult:
        """Make the call, and note it."""
        with self._observed(endpoint):
            return await self._in_order(partial(callback, *args, **kwargs), endpoint, data, rate_limit_args)

    async def _in_order(
        self,
        call: Callable[[], Coroutine[Any, Any, ApiResult]],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> ApiResult:
        chat = data.get("chat_id")
        if chat is None or endpoint in _QUIET:
            return await call()
        if rate_limit_args == DELIVERY:
            await self._in_turn()
            return await call()
        self._answering[chat] += 1
        try:
            return await call()
        finally:
            self._answering[chat] -= 1
            self._answering += Counter()  # drops what is zero
            self._recent.append((time.monotonic(), chat))

    async def give_way(self, chat: int) -> None:
        """Wait until a delivery to a chat may go out, and note that it does.

        No answer is on its way to anybody, none was just sent to the chat, and there is room in the last second: a
        process that was held up, and has many slots to make up for, does not send them all at once.
        """
        deadline = time.monotonic() + LONGEST_WAIT
        while self._is_busy(chat) and time.monotonic() < deadline:  # noqa: ASYNC110 - what it waits for is time
            await asyncio.sleep(STEP)
        self._recent.append((time.monotonic(), None))

    async def _in_turn(self) -> None:
        """Wait for room in the last second: what the database held up after `give_way` is not sent all at once."""
        while True:
            now = time.monotonic()
            while self._sent and self._sent[0] <= now - CHAT_SECONDS:
                self._sent.popleft()
            if len(self._sent) <= self._deliveries:
                self._sent.append(now)
                return
            await asyncio.sleep(STEP)

    def _is_busy(self, chat: int) -> bool:
        now = time.monotonic()
        while self._recent and self._recent[0][0] <= now - CHAT_SECONDS:
            self._recent.popleft()
        answered = any(one == chat for _, one in self._recent)
        delivered = sum(one is None for _, one in self._recent)
        is_full = delivered > self._deliveries or len(self._recent) >= self._deliveries + ANSWERS_A_SECOND - 1
        return bool(self._answering) or answered or is_full
