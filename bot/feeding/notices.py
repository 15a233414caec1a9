"""What editors are told of their own accord: that a source has gone silent or fails, once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot
from telegram.error import TelegramError

from bot.context import BotState
from bot.messages.layout.message import OutMessage
from bot.messages.names import foreign
from bot.messages.sources import trouble
from bot.people.people import People
from bot.phrases.catalogues import phrases_for
from bot.transport.sending import Destination, send
from bot.upkeep import beside, stopped_within
from ingest.feeding.health import Health, newly_troubled
from ingest.feeding.jobs import Jobs
from retrieval.errors import StoreError
from retrieval.library.stamps.stamps import Stamps

log = logging.getLogger(__name__)

# Between two looks at the sources, whose habits are counted in days.
SECONDS = 900.0


@asynccontextmanager
async def sources_watched(bot: Bot, state: BotState) -> AsyncIterator[None]:
    """Tell editors of sources in trouble for the length of the block, where this bot takes articles in."""
    if state.feeding is None:
        yield
        return
    async with beside(_watch(bot, state), state, "sources"):
        yield


async def _watch(bot: Bot, state: BotState) -> None:
    while not state.stopping.is_set():
        try:
            found = await asyncio.to_thread(newly_troubled, state.services.library.engine, state.settings.now())
        except StoreError as error:
            log.warning("the sources were not looked at: %s", error)
            found = []
        if found:
            await _tell(bot, state, found)
        await _tell_of_stamps(bot, state)
        await stopped_within(state, SECONDS)


async def _tell_of_stamps(bot: Bot, state: BotState) -> None:
    """Tell every owner, once, that no time stamps are given."""
    engine = state.services.library.engine
    try:
        fault = await asyncio.to_thread(Stamps(engine).newly_failing, state.settings.now())
    except StoreError as error:
        log.warning("the stamps were not looked at: %s", error)
        return
    for user_id in sorted(state.settings.admins) if fault else ():
        phrases = phrases_for(await asyncio.to_thread(Jobs(engine).language_of, user_id))
        said = phrases.gettext("No time stamps are given: {reason}", reason=foreign(phrases, fault or "", 200))
        with suppress(TelegramError):  # who has blocked the bot reads it in /status
            await send(bot, Destination(user_id), [OutMessage(said)])


async def _tell(bot: Bot, state: BotState, found: list[Health]) -> None:
    """Tell every owner and editor, each in the language in which they last asked for something."""
    engine, now = state.services.library.engine, state.settings.now().astimezone(state.settings.zone)
    editors = await asyncio.to_thread(People(engine).editors)
    for user_id in sorted(state.settings.admins | {editor.user_id for editor in editors}):
        phrases = phrases_for(await asyncio.to_thread(Jobs(engine).language_of, user_id))
        lines = [trouble(health, phrases, now) for health in found]
        try:
            await send(bot, Destination(user_id), [OutMessage("\n".join(lines))])
        except TelegramError as error:  # who has blocked the bot, or never written to it
            log.info("an editor was not told of a source in trouble: %s", error)
