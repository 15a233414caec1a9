"""From start to stop: reach Telegram, take updates by polling or webhook, finish what is being answered."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from itertools import chain, repeat
from typing import TypeVar

from telegram import Bot
from telegram.constants import UpdateType
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.asking.greeting import commands, description, short_description
from bot.context import AnyApplication, BotState
from bot.delivery.courier import deliveries_sent
from bot.feeding.job_progress import progress_shown
from bot.feeding.notices import sources_watched
from bot.http.metrics import metrics_shown
from bot.http.pages import health_pages
from bot.http.readiness import ReadinessCheck
from bot.inbox.intake import Intake
from bot.inbox.limits import Limiter
from bot.inbox.seal import Seal
from bot.inbox.work import Work
from bot.people.rights import is_newsroom
from bot.phrases.catalogues import languages, phrases_for
from bot.receiving.alarm import Alarm
from bot.receiving.dispatcher import Dispatcher
from bot.receiving.poller import Poller
from bot.receiving.receiver import Receiver
from bot.receiving.waiting import tell_who_waits
from bot.receiving.webhook import listening
from bot.settings import BotSettings
from bot.upkeep import beside, stopped_within, upkeep
from retrieval.errors import SettingsError

log = logging.getLogger(__name__)

WANTED = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.CHANNEL_POST,
    UpdateType.EDITED_CHANNEL_POST,
    UpdateType.MY_CHAT_MEMBER,
)

# Seconds between attempts to reach Telegram: the last pause is repeated.
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)

SIGNALS = (signal.SIGTERM, signal.SIGINT)

T = TypeVar("T")


class _Stopped(Exception):
    """The bot was told to stop before Telegram could be reached."""


async def serve(application: AnyApplication) -> None:
    """Run the application until SIGTERM or SIGINT, or until its upkeep fails for good.

    `SettingsError` where Telegram refuses the token or the webhook.
    """
    state = application.bot_data
    with _stopped_by_signals(state):
        try:
            await _connect(application, state)  # before the model is loaded: a refused token is told at once
        except _Stopped:
            log.info("Stopped before Telegram answered.")
            return
        try:
            await _work(application, state)
        except _Stopped:
            log.info("Stopped before Telegram answered.")
        except InvalidToken:
            raise _refused_token() from None
        finally:
            state.look_ups.shutdown(wait=False)
            await application.shutdown()


async def _work(application: AnyApplication, state: BotState) -> None:
    """Do everything that a bot does until it is told to stop."""
    check = ReadinessCheck(state)
    async with (
        metrics_shown(state, check),
        upkeep(state),
        progress_shown(application.bot, state),
        sources_watched(application.bot, state),
        deliveries_sent(application.bot, state),
    ):
        await _answer_until_stopped(application, state, check)


async def _answer_until_stopped(application: AnyApplication, state: BotState, check: ReadinessCheck) -> None:
    await _introduce(application.bot)
    await application.start()
    try:
        async with _updates(application, state, check):
            log.info("@%s answers.", application.bot.username)
            await state.stopping.wait()
            log.info("Stopping; what is being answered is answered first.")
    finally:
        await application.stop()


async def _connect(application: AnyApplication, state: BotState) -> None:
    try:
        await _persistently(application.initialize, state)
    except InvalidToken:
        await application.shutdown()
        raise _refused_token() from None  # Telegram's own message repeats the token


def _refused_token() -> SettingsError:
    return SettingsError("TELEGRAM_TOKEN is refused by Telegram: take the current one from @BotFather.")


async def _persistently(call: Callable[[], Awaitable[T]], state: BotState) -> T:
    """Make a call until Telegram is reached, with growing pauses.

    `_Stopped` when the bot is told to stop.
    """
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        try:
            return await call()
        except BadRequest:
            raise
        except (NetworkError, RetryAfter) as error:
            log.warning("Telegram is not reached (%s); trying again in %d s.", error, pause)
        if await stopped_within(state, pause):
            break
    raise _Stopped


async def _introduce(bot: Bot) -> None:
    """Tell Telegram what to list and show, in each language and, without a code, to all others in English.

    The bot answers without it, too.
    """
    try:
        for code in (None, *languages()):
            phrases = phrases_for(code)
            await bot.set_my_commands(commands(phrases), language_code=code)
            await bot.set_my_short_description(short_description(phrases), language_code=code)
            await bot.set_my_description(description(phrases), language_code=code)
    except TelegramError as error:
        log.warning("The list of commands was not updated: %s", error)


@asynccontextmanager
async def _updates(application: AnyApplication, state: BotState, check: ReadinessCheck) -> AsyncIterator[None]:
    """Take updates and handle them for the length of the block."""
    engine, bot = state.services.library.engine, application.bot
    seal = Seal(bot.token)
    work = Work(engine, bot.id, seal, state.clock)
    dispatcher, alarm = Dispatcher(application, work), Alarm(bot, state)
    limiter = Limiter(state.settings.limits, partial(is_newsroom, state))
    receiver = Receiver(bot, state, Intake(engine, bot.id, seal, state.clock, limiter=limiter), dispatcher, alarm)
    async with (
        beside(dispatcher.run(), state, "dispatcher"),
        beside(tell_who_waits(application, work), state, "waiting"),
        _webhook(application, state, receiver, check)
        if state.settings.webhook_url
        else _polling(application, state, receiver, alarm),
    ):
        yield


@asynccontextmanager
async def _polling(
    application: AnyApplication, state: BotState, receiver: Receiver, alarm: Alarm
) -> AsyncIterator[None]:
    bot = application.bot
    await _persistently(bot.delete_webhook, state)
    async with beside(Poller(bot.base_url, WANTED, state, receiver, alarm).run(), state, "polling"):
        yield


@asynccontextmanager
async def _webhook(
    application: AnyApplication, state: BotState, receiver: Receiver, check: ReadinessCheck
) -> AsyncIterator[None]:
    settings = state.settings
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""

    pages, ended = health_pages(check), state.stopping.set
    async with listening(settings.webhook_listen, settings.webhook_path, secret, receiver.take_one, pages, ended):
        await _persistently(lambda: _set_webhook(application.bot, settings, secret), state)
        yield


async def _set_webhook(bot: Bot, settings: BotSettings, secret: str) -> None:
    url = settings.webhook_url or ""
    try:
        await bot.set_webhook(url, secret_token=secret, allowed_updates=list(WANTED))
    except BadRequest as error:
        raise SettingsError(f"TELEGRAM_WEBHOOK_URL={url} is refused by Telegram: {error.message}.") from error


@contextmanager
def _stopped_by_signals(state: BotState) -> Iterator[None]:
    """Stop in good order at the first signal.

    The second one ends the process at once.
    """
    loop = asyncio.get_running_loop()

    def stop() -> None:
        state.stopping.set()
        for number in SIGNALS:
            loop.remove_signal_handler(number)

    for number in SIGNALS:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
