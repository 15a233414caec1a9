"""The metrics on a port of their own, whichever way updates come; without it the bot answers as well."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.context import BotState
from bot.http.pages import health_pages, metrics_page, status_served
from bot.http.readiness import ReadinessCheck
from bot.observing.gauges import LibraryGauges
from bot.settings import Listen
from retrieval.errors import SettingsError

log = logging.getLogger(__name__)


@asynccontextmanager
async def metrics_shown(state: BotState, check: ReadinessCheck) -> AsyncIterator[None]:
    """Show metrics for the length of the block, where a port is set.

    Whatever goes wrong with them is logged, and the bot goes on.
    """
    if state.settings.metrics_listen is None:
        yield
        return
    shown = asyncio.Event()
    task = asyncio.create_task(_show(state, state.settings.metrics_listen, check, shown), name="metrics")
    task.add_done_callback(lambda _: shown.set())
    await shown.wait()
    try:
        yield
    finally:
        await task


async def _show(state: BotState, at: Listen, check: ReadinessCheck, shown: asyncio.Event) -> None:
    """Catches broadly: an error of what shows metrics is none of who answers readers."""
    services = state.services
    gauges = LibraryGauges(services.library.engine, lambda: services.indexer.backlog.pending(), state.settings.now)
    state.observer.metrics.registry.register(gauges)
    pages = [*health_pages(check), metrics_page(state.observer.metrics.exposition)]
    over = asyncio.Event()
    try:
        async with status_served(at, pages, over.set):
            shown.set()
            await _first(state.stopping, over)
        if not state.stopping.is_set():
            log.error("The metrics are shown no more; the bot answers without them.")
    except SettingsError as error:
        log.error("%s The bot answers without its metrics.", error)
    except Exception:
        log.exception("The metrics are shown no more; the bot answers without them.")
    finally:
        state.observer.metrics.registry.unregister(gauges)


async def _first(*events: asyncio.Event) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
