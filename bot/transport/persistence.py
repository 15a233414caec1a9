"""Calls of Telegram that are made again: after the pause that it asks for, and where it was not reached."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import RetryAfter, TelegramError

from bot.inbox.handling import current
from bot.transport.failures import is_line_lost

# Seconds between the attempts: in all a minute, which is longer than Telegram is away for a restart. What fails then is
# tried by whoever handles the update, with longer pauses.
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)

# Seconds: an answer that comes later than that is no answer any more.
LONGEST_PAUSE = 120.0

T = TypeVar("T")


async def persistently(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call until Telegram has taken it or refuses it.

    Raises what Telegram says where it refuses, asks for too long a pause, or is not reached for a minute.
    """
    for pause in PAUSES:
        try:
            return await call()
        except TelegramError as error:
            wait = _pause_after(error, pause)
            if wait is None:
                raise
        await rest(wait)
    return await call()


async def rest(seconds: float) -> None:
    """Wait, and let others be handled meanwhile."""
    handling = current.get()
    await (asyncio.sleep(seconds) if handling is None else handling.rest(seconds))


def _pause_after(error: TelegramError, pause: float) -> float | None:
    """Seconds until the call may be made again.

    None where that would not help.
    """
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        seconds = asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
        return seconds if seconds <= LONGEST_PAUSE else None
    return pause if is_line_lost(error) else None
