"""Somebody wants to be told: by /watch, by a button under an answer, by a shared location, by a link."""

import asyncio
import re
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.context import Context, phrases_of
from bot.inbox.handling import is_begun_anew
from bot.messages.layout.message import OutMessage
from bot.transport.sending import reply
from bot.transport.updates import (
    ChatThread,
    acknowledge,
    after_command,
    language_of,
    say_not_in_use,
    say_not_kept,
    thread_of,
)
from bot.watching.links import LINK_PREFIX, payload_of, terms_in
from bot.watching.managers import for_managers
from bot.watching.panel import Frame, panel, radii
from bot.watching.replies import how_to, nothing_named, other_readings, readings, too_many, unknown_place
from bot.watching.request import WatchRequest, read_request
from bot.watching.words import watched
from retrieval.errors import QuestionError
from retrieval.library.incident_models import Watch
from retrieval.places.geometry import distance_km
from retrieval.questions.question import Question
from retrieval.watches.terms import RADII, Circle, Terms, terms_of
from retrieval.watches.watches import Standing, TooManyWatchesError

THIS = re.compile(r"w:this:(?P<answer>\w{4,12})$")
TELL = re.compile(r"w:tell:(?P<answer>\w{4,12})$")
AROUND = re.compile(r"w:around:(?P<lat>-?\d{1,2}\.\d{1,6}):(?P<lon>-?\d{1,3}\.\d{1,6}):(?P<km>\d{1,3})$")
PLACE = re.compile(r"w:place:(?P<place>.{1,56})$", re.DOTALL)
SWAP = re.compile(r"w:swap:(?P<watch>\d{1,12}):(?P<place>.{1,44})$", re.DOTALL)
LINK = re.compile(rf"(?P<payload>{LINK_PREFIX}[\w-]+)$")


@for_managers
async def watch(update: Update, context: Context) -> None:
    """Answer /watch: watch for what the words say, or say how it is done where there are none."""
    message = update.effective_message
    words = after_command(message).strip() if message else ""
    if not words:
        await reply(update, context, how_to(phrases_of(update)))
        return
    request = await asyncio.to_thread(_read, words, update, context)
    await reply(update, context, await _answer_to(request, update, context))


@for_managers
async def this(update: Update, context: Context) -> None:
    """Watch for what an answer was about."""
    query = update.callback_query
    if query is None or not context.matches:
        return
    asked = await _asked(context.matches[0]["answer"], update, context)
    if asked is None:
        await say_not_kept(update, context)
        return
    await acknowledge(query)
    terms = terms_of(asked[0], context.services.gazetteer)
    await reply(update, context, await _kept(WatchRequest(terms), update, context))


@for_managers
async def tell(update: Update, context: Context) -> None:
    """Answer a question that had no answer as soon as there is one, once, under the message that had none."""
    query, phrases = update.callback_query, phrases_of(update)
    if query is None or query.message is None or not context.matches:
        return
    answer_id, place = context.matches[0]["answer"], thread_of(update)
    asked = await _asked(answer_id, update, context)
    if asked is None:
        await say_not_kept(update, context)
        return
    question, kept = asked
    terms = terms_of(question, context.services.gazetteer)
    if terms.is_everything:
        await acknowledge(query, phrases.gettext("This names neither a place nor a topic that can be watched."))
        return
    standing = Standing(answer_id, kept, query.message.message_id)
    try:
        await asyncio.to_thread(_add, place, terms, standing, update, context)
    except TooManyWatchesError:
        await acknowledge(query, too_many(phrases))
        return
    await acknowledge(query, phrases.gettext("The answer will come here, as soon as there is one."))


async def _asked(answer_id: str, update: Update, context: Context) -> tuple[Question, dict[str, Any]] | None:
    """The question of an answer that this chat was shown, and as it is kept; None where either is gone."""
    if not await context.was_shown(thread_of(update).chat_id, answer_id):
        return None
    try:
        return await asyncio.to_thread(context.services.answerer.question_of, answer_id, context.now)
    except QuestionError:
        return None


@for_managers
async def located(update: Update, context: Context) -> None:
    """Ask how far around a shared location, and offer its time zone."""
    message, phrases = update.effective_message, phrases_of(update)
    if message is None or message.location is None:
        return
    lat, lon = message.location.latitude, message.location.longitude
    nearest = await asyncio.to_thread(_nearest, lat, lon, context)
    zone = InlineKeyboardButton(phrases.gettext("Use its time zone"), callback_data=f"w:zone:{lat:.2f}:{lon:.2f}")
    if nearest is None:
        sentence = phrases.gettext(
            "No place that is known here lies within {km} km of this location, so nothing could be reported there.",
            km=phrases.number(RADII[-1]),
        )
        await reply(update, context, OutMessage(sentence, keyboard=InlineKeyboardMarkup([[zone]])))
        return
    sentence = phrases.gettext("Near {place}. Watch how far around it?", place=nearest)
    await reply(update, context, OutMessage(sentence, keyboard=radii(lat, lon, phrases, [zone])))


@for_managers
async def around(update: Update, context: Context) -> None:
    """Watch around a location that was shared."""
    query, phrases = update.callback_query, phrases_of(update)
    if query is None or not context.matches:
        return
    found = context.matches[0]
    circle = Circle(float(found["lat"]), float(found["lon"]), int(found["km"]))
    if circle.km not in RADII or abs(circle.lat) > 90 or abs(circle.lon) > 180:
        await say_not_in_use(update)
        return
    await acknowledge(query)
    gazetteer = context.services.gazetteer
    if not any(not place.kind.is_large for place in gazetteer.near(circle.lat, circle.lon, circle.km)):
        sentence = phrases.gettext("No place that is known here lies so near. Choose a larger circle.")
        await reply(update, context, sentence)
        return
    await reply(update, context, await _kept(WatchRequest(Terms(circle=circle)), update, context))


@for_managers
async def other_place(update: Update, context: Context) -> None:
    """Watch a place that was offered for a name that is not known, or that several bear."""
    query = update.callback_query
    if query is None or not context.matches:
        return
    place = context.services.gazetteer.get(context.matches[0]["place"])
    if place is None:
        await say_not_in_use(update)
        return
    await acknowledge(query)
    await reply(update, context, await _kept(WatchRequest(Terms(places=((place.id, ""),))), update, context))


@for_managers
async def swap(update: Update, context: Context) -> None:
    """Watch the other place of that name instead."""
    query = update.callback_query
    if query is None or not context.matches:
        return
    place = context.services.gazetteer.get(context.matches[0]["place"])
    other = await asyncio.to_thread(context.services.watches.get, int(context.matches[0]["watch"]))
    if place is None or other is None or other.chat_id != thread_of(update).chat_id:
        await say_not_in_use(update)
        return
    await acknowledge(query)
    terms = Terms.from_plain(other.terms).changed(places=((place.id, ""),), reaches=(), ids=())
    await asyncio.to_thread(context.services.watches.stop, [other.id or 0])
    await asyncio.to_thread(context.bot_data.outbox.unwatch, [other.id or 0])
    await reply(update, context, await _kept(WatchRequest(terms), update, context))


@for_managers
async def opened(update: Update, context: Context) -> None:
    """Show what a shared link is for, and watch for it at a press: who opens a link has not agreed to anything yet."""
    message, phrases = update.effective_message, phrases_of(update)
    payload = after_command(message).strip() if message else ""
    services = context.services
    terms = terms_in(payload, services.gazetteer, services.thesaurus)
    if terms is None:
        await reply(
            update, context, phrases.gettext("This link leads to no watch. /watch and a place makes one of your own.")
        )
        return
    sentence = phrases.gettext("Watch {watch}?", watch=watched(terms, phrases, services.gazetteer))
    button = InlineKeyboardButton(phrases.gettext("Watch"), callback_data=payload)
    await reply(update, context, OutMessage(sentence, keyboard=InlineKeyboardMarkup([[button]])))


@for_managers
async def accepted(update: Update, context: Context) -> None:
    """Watch for what a shared link is for."""
    query = update.callback_query
    if query is None or not context.matches:
        return
    terms = terms_in(context.matches[0]["payload"], context.services.gazetteer, context.services.thesaurus)
    if terms is None:
        await say_not_in_use(update)
        return
    await acknowledge(query)
    await reply(update, context, await _kept(WatchRequest(terms), update, context))


def frame_of(update: Update, context: Context) -> Frame:
    """What panels need.

    Blocks.
    """
    clock = context.bot_data.readers.clock_of(thread_of(update).chat_id)
    return Frame(phrases_of(update), context.services.gazetteer, clock)


def share_link(watch: Watch, username: str) -> str | None:
    """The link that shares a watch.

    None where a link cannot carry it.
    """
    payload = payload_of(Terms.from_plain(watch.terms))
    return f"https://t.me/{username}?start={payload}" if payload else None


def _read(words: str, update: Update, context: Context) -> WatchRequest:
    zone = context.bot_data.readers.clock_of(thread_of(update).chat_id).zone
    return read_request(
        words, context.services.answerer.reader, context.services.gazetteer, context.now.astimezone(zone).date()
    )


async def _answer_to(request: WatchRequest, update: Update, context: Context) -> OutMessage:
    """The watch, or what stands in its way and what to do about it."""
    phrases = phrases_of(update)
    if request.unknown:
        return unknown_place(request, phrases)
    if request.terms.is_everything:
        return OutMessage(nothing_named(request, phrases))
    return await _kept(request, update, context)


async def _kept(request: WatchRequest, update: Update, context: Context) -> OutMessage:
    phrases, place = phrases_of(update), thread_of(update)
    if request.terms.is_everything:
        return OutMessage(nothing_named(request, phrases))
    try:
        watch, is_new = await asyncio.to_thread(_add, place, request.terms, None, update, context)
    except TooManyWatchesError:
        return OutMessage(too_many(phrases))
    frame = await asyncio.to_thread(frame_of, update, context)
    if not is_new and not is_begun_anew():
        return panel(watch, frame, [phrases.gettext("This is watched already.")])
    opening = [
        *readings(request, phrases),
        phrases.gettext("Each new incident comes once; what is new of it is written into the same message."),
    ]
    shown = panel(watch, frame, opening)
    others = other_readings(watch, request, phrases)
    if not others or shown.keyboard is None:
        return shown
    rows = [*others, *shown.keyboard.inline_keyboard]
    return OutMessage(shown.text, shown.entities, InlineKeyboardMarkup(rows))


def _add(
    place: ChatThread, terms: Terms, standing: Standing | None, update: Update, context: Context
) -> tuple[Watch, bool]:
    context.bot_data.readers.set(place.chat_id, language=language_of(update))
    return context.services.watches.add(place.chat_id, place.thread_id, terms, context.now, standing)


def _nearest(lat: float, lon: float, context: Context) -> str | None:
    """The name of the nearest place that is known, within the largest circle."""
    near = [
        (distance_km(lat, lon, place.lat or 0.0, place.lon or 0.0), place.name)
        for place in context.services.gazetteer.near(lat, lon, RADII[-1])
        if not place.kind.is_large
    ]
    return min(near)[1] if near else None
