"""What owners are told of the bot itself: that something stands in its way, once for as long as it does."""

import asyncio
import logging
from contextlib import suppress
from enum import StrEnum

from telegram import Bot
from telegram.error import TelegramError

from bot.context import BotState
from bot.messages.layout.message import OutMessage
from bot.phrases.catalogues import Phrases, phrases_for
from bot.transport.sending import Destination, post
from ingest.feeding.jobs import Jobs
from retrieval.errors import StoreError

log = logging.getLogger(__name__)


class Trouble(StrEnum):
    """What stands in the bot's way."""

    FULL = "full"
    UNWRITABLE = "unwritable"
    REFUSED = "refused"
    CONFLICT = "conflict"


class Alarm:
    """Tells the owners of one bot."""

    def __init__(self, bot: Bot, state: BotState) -> None:
        self._bot = bot
        self._state = state
        self._sounded: set[Trouble] = set()
        self._telling: set[asyncio.Task[None]] = set()

    async def sound(self, trouble: Trouble) -> None:
        """Tell the owners of a trouble, if they do not know of it yet."""
        if trouble in self._sounded:
            return
        self._sounded.add(trouble)
        log.error("%s", _sentence(trouble, phrases_for("en")))
        if trouble is not Trouble.UNWRITABLE:  # which passes by itself, while an import writes
            task = asyncio.create_task(self._tell(trouble))  # nobody who asks waits for it
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    async def end(self, *troubles: Trouble) -> None:
        """Note that something stands in the way no more: where it comes back, the owners are told again."""
        self._sounded.difference_update(troubles)

    async def _tell(self, trouble: Trouble) -> None:
        for owner in sorted(self._state.settings.admins):
            language = None
            with suppress(StoreError):
                language = await asyncio.to_thread(Jobs(self._state.services.library.engine).language_of, owner)
            try:
                await post(self._bot, Destination(owner), OutMessage(_sentence(trouble, phrases_for(language))))
            except TelegramError as error:  # who has never written to the bot
                log.info("an owner was not told: %s", error)


def _sentence(trouble: Trouble, phrases: Phrases) -> str:
    match trouble:
        case Trouble.FULL:
            return phrases.gettext(
                "There is no room left where the library is kept. Questions are answered, but nothing is kept of them, "
                "and nothing is taken in, until some space is free."
            )
        case Trouble.UNWRITABLE:
            return phrases.gettext(
                "The library cannot be written at the moment. Questions are answered, and noted once it can be."
            )
        case Trouble.REFUSED:
            return phrases.gettext(
                "Telegram refused this bot’s token for a while, and takes it again. If nobody changed it, look at "
                "@BotFather who else knows it."
            )
        case Trouble.CONFLICT:
            return phrases.gettext(
                "Another process asks Telegram for this bot’s messages with the same token. Stop it, or give it a "
                "token of its own: until then messages may be answered late."
            )
