"""What readers are told of a question that waits, is one of too many, or cannot be handled at all."""

from contextlib import suppress
from datetime import datetime
from math import ceil

from telegram import Bot, Message, Update
from telegram.error import Forbidden, TelegramError

from bot.context import phrases_of
from bot.inbox.limits import TOLD_BEFORE
from bot.messages.dates import time_of_day, weekday_date
from bot.messages.layout.message import OutMessage
from bot.outbox.schedule import Clock
from bot.phrases.catalogues import Phrases
from bot.receiving.reading import MOST_WAITING, MOST_WAITING_IN_GROUP
from bot.transport.sending import destination_of, post, send
from bot.transport.updates import acknowledge


async def say_left_out(update: Update, bot: Bot) -> None:
    """Say kindly that so many questions at once are not answered."""
    in_private = update.effective_chat is not None and update.effective_chat.type == "private"
    phrases, most = phrases_of(update), MOST_WAITING if in_private else MOST_WAITING_IN_GROUP
    sentence = phrases.gettext(
        "More than {count} questions were waiting here, so this one and those after it are left out. Ask again once "
        "these are answered.",
        count=phrases.number(most),
    )
    await _say(sentence, update, bot)


async def say_when_to_go_on(update: Update, bot: Bot, ask_again_at: float, clock: Clock, now: float) -> None:
    """Say once when a chat that has asked much may ask again; a press that comes before is only acknowledged."""
    phrases = phrases_of(update)
    sentence = None
    if ask_again_at != TOLD_BEFORE:
        moment = _moment(ask_again_at, clock, now, phrases)
        sentence = phrases.gettext("Many questions have come from here. You can ask again at {time}.", time=moment)
    if update.callback_query is not None:
        await acknowledge(update.callback_query, sentence)
    elif sentence is not None:
        await _say(sentence, update, bot)


def _moment(at: float, clock: Clock, now: float, phrases: Phrases) -> str:
    """A time on a chat's clock, to the next minute, with its day where that is not today."""
    local = datetime.fromtimestamp(ceil(at / 60) * 60, clock.zone)
    today = datetime.fromtimestamp(now, clock.zone).date()
    day = "" if local.date() == today else f"{weekday_date(phrases, local.date(), today)} "
    return f"{day}{time_of_day(phrases, local)}"


async def say_given_up(update: Update, bot: Bot) -> None:
    """Say that something does not work, without trying it once more."""
    sentence = phrases_of(update).gettext("This did not work, and it has been noted. Please try again in a while.")
    if update.callback_query is not None:
        await acknowledge(update.callback_query, sentence)
    else:
        await _say(sentence, update, bot)


async def say_waiting(update: Update, bot: Bot, *, is_starting: bool) -> None:
    """Say that an answer will come, once and without insisting."""
    phrases = phrases_of(update)
    sentence = (
        phrases.gettext("Dateline is just starting; your answer comes here in a moment.")
        if is_starting
        else phrases.gettext("Many questions are coming in; your answer comes here in its turn.")
    )
    if isinstance(update.effective_message, Message):
        with suppress(TelegramError):
            await post(bot, destination_of(update.effective_message), OutMessage(sentence))


async def _say(sentence: str, update: Update, bot: Bot) -> None:
    if isinstance(update.effective_message, Message):
        with suppress(Forbidden):  # who has blocked the bot meanwhile
            await send(bot, destination_of(update.effective_message), [OutMessage(sentence)])
