"""On which day a chat's weeks begin: /week, with a button for each of the usual days."""

import asyncio
import re
from datetime import date, timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.context import Context, phrases_of
from bot.messages.layout.message import OutMessage
from bot.phrases.catalogues import Phrases, phrases_for
from bot.transport.sending import reply
from bot.transport.updates import acknowledge, after_command, thread_of
from bot.watching.managers import for_managers
from retrieval.text.folding import fold

DAY = re.compile(r"w:week:(?P<day>[0-6])$")

# The days on which weeks begin, in most countries of the world.
OFFERED = (0, 5, 6)

_DAYS = range(7)
_A_MONDAY = date(2024, 1, 1)
_LANGUAGES = ("en", "ar", "ku", "tr")


@for_managers
async def week(update: Update, context: Context) -> None:
    """Answer /week: set the day that is named, or say which it is and offer the usual ones."""
    message, phrases = update.effective_message, phrases_of(update)
    chat_id = thread_of(update).chat_id
    named = weekday_named(after_command(message) if message else "")
    if named is not None:
        await reply(update, context, await _set(named, chat_id, context, phrases))
        return
    own = (await asyncio.to_thread(context.bot_data.readers.get, chat_id)).first_weekday
    day = context.bot_data.settings.first_weekday if own is None else own
    sentence = phrases.gettext(
        "A week begins here on {day}: “this week” counts from there. Choose another day, or send /week and its name.",
        day=_name(day, phrases),
    )
    buttons = [InlineKeyboardButton(_name(one, phrases), callback_data=f"w:week:{one}") for one in OFFERED]
    await reply(update, context, OutMessage(sentence, keyboard=InlineKeyboardMarkup([buttons])))


@for_managers
async def chosen(update: Update, context: Context) -> None:
    """Set the day of the button that was pressed."""
    query = update.callback_query
    if query is None or query.message is None or not context.matches:
        return
    await acknowledge(query)
    day, phrases = int(context.matches[0]["day"]), phrases_of(update)
    await reply(update, context, await _set(day, thread_of(update).chat_id, context, phrases))


def weekday_named(words: str) -> int | None:
    """The weekday (Monday is 0) of a name in any of the four languages, or None."""
    wanted = fold(words)
    names = ((day, _name(day, phrases_for(language))) for day in _DAYS for language in _LANGUAGES)
    return next((day for day, name in names if wanted and fold(name) == wanted), None)


async def _set(day: int, chat_id: int, context: Context, phrases: Phrases) -> str:
    await asyncio.to_thread(context.bot_data.readers.set, chat_id, first_weekday=day)
    return phrases.gettext("A week begins here on {day} from now on.", day=_name(day, phrases))


def _name(day: int, phrases: Phrases) -> str:
    """ "Saturday" for 5"""
    return phrases.date(_A_MONDAY + timedelta(days=day), "EEEE")
