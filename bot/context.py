"""What every handler is handed: the services, the settings and the clock, typed."""

import asyncio
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, ContextTypes, ExtBot

from bot.models import ChatSettings
from bot.observing.observer import Observer
from bot.outbox.chats import Chats
from bot.outbox.claiming import Claims
from bot.outbox.outbox import Outbox
from bot.outbox.planning import AlertPlanner
from bot.outbox.readers import Readers
from bot.outbox.settling import Settling
from bot.phrases.catalogues import Phrases, phrases_for, phrases_for_question
from bot.settings import BotSettings
from ingest.feeding.feeding import Feeding
from retrieval.answers import Answer
from retrieval.library.shared.clock import SharedClock
from retrieval.services import Services

Plain = dict[Any, Any]

# The id of whoever sits at a terminal, and of their chat: on Telegram it is nobody's.
TERMINAL = 2

# Albums that are remembered: their messages come within a second.
ALBUMS = 200

# Threads that look up, apart from those of all else: one a core, for it is computing.
LOOK_UPS = os.cpu_count() or 1


@dataclass(slots=True)
class BotState:
    """What the handlers of one running bot share."""

    services: Services
    settings: BotSettings
    feeding: Feeding | None = None  # what takes articles in; none where a bot only answers
    ready: asyncio.Event = field(default_factory=asyncio.Event)  # the model is loaded
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    forgotten_at: float = float("-inf")  # when, on the monotonic clock, everything about a chat was last deleted
    albums: deque[str] = field(default_factory=lambda: deque(maxlen=ALBUMS))  # that were answered or refused
    observer: Observer = field(default_factory=Observer)
    look_ups: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(LOOK_UPS, "look-up"))
    clock: SharedClock = field(init=False)  # by which all processes that share the library claim and pause

    def __post_init__(self) -> None:
        self.clock = SharedClock(self.services.library.engine)

    @property
    def readers(self) -> Readers:
        """How chats want to be told things."""
        return Readers(self.services.library.engine, self.settings.zone)

    @property
    def outbox(self) -> Outbox:
        """What they are to be told."""
        return Outbox(self.services.library.engine, self.clock)

    @property
    def claims(self) -> Claims:
        """Who sends what of it, and at which pace."""
        return Claims(self.services.library.engine, self.settings.deliveries_a_second, self.clock)

    @property
    def settling(self) -> Settling:
        """What became of what was sent."""
        return Settling(self.services.library.engine, self.clock)

    @property
    def planner(self) -> AlertPlanner:
        """What puts it there."""
        return AlertPlanner(self.services.matcher, self.outbox, self.readers)

    def note_reachable(self, chat_id: int, known_at: float) -> None:
        """Have a chat that can be reached again told what waited, but for what is no news any more.

        `known_at` is the Unix time of which this is known. Blocks.
        """
        outbox, now = self.outbox, self.settings.now()
        self.readers.note_reachable(chat_id, known_at, lambda session: outbox.drop_stale(session, chat_id, now))

    @property
    def chats(self) -> Chats:
        """All that is kept about chats."""
        return Chats(self.services.library.engine, self.services.watches, self.settings)


class Context(CallbackContext[ExtBot[str], Plain, Plain, BotState]):
    """A handler's context."""

    @property
    def services(self) -> Services:
        """Everything below the bot."""
        return self.bot_data.services

    @property
    def now(self) -> datetime:
        """This moment, or the one at which the clock is frozen."""
        return self.bot_data.settings.now()

    async def settings_of(self, chat_id: int) -> ChatSettings:
        """What a chat has set.

        One that was thought to be closed to the bot is open again, since it was written to.
        """
        state = self.bot_data
        settings = await asyncio.to_thread(state.readers.get, chat_id)
        if settings.unreachable_since is not None:
            await asyncio.to_thread(state.note_reachable, chat_id, state.clock())
        return settings

    async def was_shown(self, chat_id: int, answer_id: str) -> bool:
        """Whether an answer was shown in a chat: the id of another chat's opens nothing in this one."""
        return await asyncio.to_thread(self.services.dialogues.was_shown, chat_id, answer_id)

    async def look_up(self, call: Callable[..., Answer], *args: object, **kwargs: object) -> Answer:
        """What a blocking call of the answerer answers.

        Waits until the model is loaded.
        """
        await self.bot_data.ready.wait()
        loop = asyncio.get_running_loop()
        with self.bot_data.observer.question() as observed:
            measured = partial(copy_context().run, partial(call, *args, **kwargs))
            return observed.answered(await loop.run_in_executor(self.bot_data.look_ups, measured))


AnyApplication = Application[ExtBot[str], Context, Plain, Plain, BotState, None]


def context_types(state: BotState) -> ContextTypes[Context, Plain, Plain, BotState]:
    """Types of the context, with the state already in it."""
    types: ContextTypes[Context, Plain, Plain, BotState]
    types = ContextTypes(context=Context, bot_data=lambda: state)  # type: ignore[call-overload]  # it is only called
    return types


def phrases_of(update: Update) -> Phrases:
    """The interface in the language that the sender's Telegram is set to."""
    return phrases_for(update.effective_user.language_code if update.effective_user else None)


def phrases_of_answer(answer: Answer, fallback: Phrases) -> Phrases:
    """The interface in the language of the question, or of the question before it where "Kobani?" does not tell."""
    for text in (*answer.context, answer.question):
        fallback = phrases_for_question(text, fallback)
    return fallback
