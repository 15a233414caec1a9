"""What goes on beside the answers: the model loads, new articles get indexed, old questions and notes are deleted."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.context import BotState
from bot.inbox.work import forget_old
from retrieval.errors import DatelineError, StoreVersionError
from retrieval.index.backlog import TURN
from retrieval.library.scrubbing import scrub
from retrieval.library.shared.leading import leading
from retrieval.services import TIDYING

log = logging.getLogger(__name__)

# How long an imported article may wait before it can be found.
CATCH_UP_SECONDS = 3.0

# For how long after everything about a chat was deleted each round cleans the files of the library: the update that
# asked for it ends a moment later, and somebody who reads may stand in the way.
SCRUBBED_SECONDS = 60.0

# Between two rounds of deleting what is kept for days at least.
TIDY_SECONDS = 3600.0

# After a round that the library did not allow.
TIDY_AGAIN_SECONDS = 60.0


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None], state: BotState, name: str) -> AsyncIterator[None]:
    """Do something for the length of the block, until the bot is told to stop.

    Where it ends before or fails, the bot is told to stop, and its failure is raised: nothing dies unnoticed.
    """
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(lambda _: state.stopping.set())
    try:
        yield
    finally:
        state.stopping.set()
        await task


@asynccontextmanager
async def upkeep(state: BotState) -> AsyncIterator[None]:
    """Keep the library up for the length of the block.

    Where that fails for good, the bot is told to stop.
    """
    async with beside(_keep_up(state), state, "upkeep"):
        yield


async def _keep_up(state: BotState) -> None:
    try:
        await asyncio.to_thread(state.services.warm_up)
    finally:
        state.ready.set()  # even without a model: each question then gets its sentence, none waits for ever
    due, trouble = time.monotonic(), ""
    while not state.stopping.is_set():
        if time.monotonic() >= due:
            is_tidy = await asyncio.to_thread(_tidy, state)
            due = time.monotonic() + (TIDY_SECONDS if is_tidy else TIDY_AGAIN_SECONDS)
        trouble = await _catch_up(state, trouble)
        if time.monotonic() - state.forgotten_at < SCRUBBED_SECONDS:
            await asyncio.to_thread(_scrub, state)


async def _catch_up(state: BotState, known_trouble: str) -> str:
    """Do one round, then pause unless there is more to do.

    The result is what stood in the way.
    """
    trouble, done = "", 0
    try:
        await asyncio.to_thread(state.services.ensure_current)
        done = await asyncio.to_thread(state.services.catch_up, most=TURN)
        await asyncio.to_thread(state.planner.catch_up, state.settings.now())
    except StoreVersionError:
        raise  # what this version writes is right no more
    except DatelineError as error:
        trouble = str(error)
        if trouble != known_trouble:
            log.warning("New articles are not findable yet: %s", trouble)
    if not done:
        await stopped_within(state, CATCH_UP_SECONDS)
    return trouble


def _tidy(state: BotState) -> bool:
    """Delete old questions, what was told so long ago that no correction is owed any more, and which updates came.

    Of several processes, one does it. False where the library stood in the way: a database that restarts must not end
    the bot. Blocks.
    """
    engine = state.services.library.engine
    before = state.settings.now() - timedelta(days=state.settings.keep_deliveries)
    try:
        state.services.tidy()
        with leading(engine, TIDYING) as is_mine:
            if is_mine:
                state.outbox.forget_old(before)
                forget_old(engine, datetime.now(UTC))
    except DatelineError as error:
        log.warning("What is old was not deleted: %s", error)
        return False
    return True


def _scrub(state: BotState) -> None:
    """Clean the files of the library; where it stands in the way, the next round does it."""
    with suppress(DatelineError):
        scrub(state.services.library.engine)


async def stopped_within(state: BotState, seconds: float) -> bool:
    """Wait that long, or until the bot is told to stop.

    True if it was.
    """
    try:
        await asyncio.wait_for(state.stopping.wait(), seconds)
    except TimeoutError:
        return False
    return True
