"""Whoever waits longer than a moment is told so, once."""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.context import AnyApplication
from bot.inbox.work import Work
from bot.receiving.apologies import say_waiting
from bot.receiving.reading import parsed
from bot.upkeep import stopped_within
from retrieval.errors import StoreError

log = logging.getLogger(__name__)

# Seconds after which somebody who waits begins to wonder: while the model loads it is known that it takes longer.
AT_START = 3.0
UNDER_LOAD = 5.0

# Between two looks at who waits.
SECONDS = 1.0


async def tell_who_waits(application: AnyApplication, work: Work) -> None:
    """Tell readers that their answers will come, until the bot is told to stop."""
    state = application.bot_data
    while not await stopped_within(state, SECONDS):
        is_starting = not state.ready.is_set()
        before = datetime.now(UTC) - timedelta(seconds=AT_START if is_starting else UNDER_LOAD)
        with suppress(StoreError):  # then nobody is told, and the answers come all the same
            for waiting in await asyncio.to_thread(work.tell_who_waits, before):
                with suppress(ValueError):  # it was sealed for another token
                    await say_waiting(parsed(waiting.body, application.bot), application.bot, is_starting=is_starting)
