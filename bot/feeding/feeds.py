"""Feeds by command, for editors: followed, listed, paused, taken out of the list, and exchanged with other readers."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from telegram import InputFile, Update

from bot.context import Context, phrases_of
from bot.feeding.starting import feeding_of, take
from bot.feeding.taking_in import addresses
from bot.messages.layout.message import OutMessage
from bot.messages.layout.rich_text import Piece, RichText, build
from bot.messages.names import foreign
from bot.messages.sources import overview, source_lines
from bot.people import audit
from bot.people.rights import acting_person, editors_only
from bot.phrases.catalogues import Phrases
from bot.transport.sending import destination_of, reply
from bot.transport.updates import after_command
from ingest.feeding.health import Health, Kind, health_of_sources
from ingest.feeding.jobs import JobKind
from ingest.feeding.subscriptions import Subscriptions
from ingest.formats.feeds.opml import write_opml
from retrieval.errors import SourceError
from retrieval.library.sources import Feed

# Sources in one message: three screens of a phone.
PAGE = 20

# Feeds that one message adds: a longer list comes as OPML.
MOST_ADDED = 50


@editors_only
async def feed(update: Update, context: Context) -> None:
    """Answer /feed add, list, pause, resume, remove and export."""
    message = update.effective_message
    if message is None:
        return
    word, _, rest = after_command(message).strip().partition(" ")
    urls = addresses(message)[:MOST_ADDED]
    match word.lower():
        case "add" if urls:
            await take(JobKind.FEEDS, {"urls": urls}, update, context, len(urls))
        case "list":
            await _list(update, context, rest)
        case "pause" | "resume" | "remove" as act if rest.strip():
            await _change(act, rest.strip(), update, context)
        case "export":
            await _export(update, context)
        case _:
            await reply(update, context, _how_to(phrases_of(update)))


@editors_only
async def sources(update: Update, context: Context) -> None:
    """Answer /sources: how every feed and channel is doing, those that want looking at first."""
    message = update.effective_message
    if message is None:
        return
    found = await asyncio.to_thread(health_of_sources, context.services.library.engine, context.now)
    ordered = sorted(found, key=lambda health: not health.is_troubled)
    await reply(update, context, sources_message(ordered, _page(after_command(message)), "/sources", context, update))


def sources_message(found: list[Health], page: int, command: str, context: Context, update: Update) -> OutMessage:
    """A page of sources, with the command that shows the next one."""
    phrases, now = phrases_of(update), context.now.astimezone(context.bot_data.settings.zone)
    shown = found[(page - 1) * PAGE : page * PAGE]
    pieces: RichText = overview(found, phrases)
    for health in shown:
        pieces = (*pieces, Piece("\n\n"), *source_lines(health, phrases, now))
    if len(found) > page * PAGE:
        more = phrases.gettext("{command} shows the next ones.", command=f"{command} {page + 1}")
        pieces = (*pieces, Piece(f"\n\n{more}"))
    return OutMessage(*build(pieces))


async def _list(update: Update, context: Context, rest: str) -> None:
    found = await asyncio.to_thread(health_of_sources, context.services.library.engine, context.now)
    feeds = [health for health in found if health.kind is Kind.FEED]
    await reply(update, context, sources_message(feeds, _page(rest), "/feed list", context, update))


async def _change(act: str, which: str, update: Update, context: Context) -> None:
    phrases, feeds = phrases_of(update), feeding_of(context).feeds
    try:
        found = await asyncio.to_thread(feeds.get, which)
    except SourceError:
        shown = foreign(phrases, which, 80)
        await reply(update, context, phrases.gettext("No feed {feed} is followed; see /feed list.", feed=shown))
        return
    await asyncio.to_thread(_acts(feeds)[act], found, context.now)
    audit.record(context.services.library.engine, acting_person(update), f"feed {act}", found.url)
    await reply(update, context, _done(act, found, phrases))


def _acts(feeds: Subscriptions) -> dict[str, Callable[[Feed, datetime], None]]:
    return {
        "pause": lambda feed, now: feeds.pause(feed, True, now),
        "resume": lambda feed, now: feeds.pause(feed, False, now),
        "remove": lambda feed, now: feeds.remove(feed),
    }


def _done(act: str, changed: Feed, phrases: Phrases) -> str:
    title = foreign(phrases, changed.title)
    if act == "pause":
        return phrases.gettext("“{feed}” is paused; /feed resume {id} goes on.", feed=title, id=changed.id)
    if act == "resume":
        return phrases.gettext("“{feed}” is read again within a minute.", feed=title)
    return phrases.gettext("“{feed}” is followed no more; its articles stay.", feed=title)


async def _export(update: Update, context: Context) -> None:
    """Send the list of feeds as a file that other feed readers take."""
    message, phrases = update.effective_message, phrases_of(update)
    feeds = await asyncio.to_thread(feeding_of(context).feeds.all)
    if message is None or not feeds:
        await reply(update, context, phrases.gettext("No feed is followed yet; /feed add https://… adds one."))
        return
    to = destination_of(message)
    await context.bot.send_document(
        to.chat_id,
        InputFile(write_opml(feeds, datetime.now(UTC)), filename="dateline-feeds.opml"),
        caption=phrases.ngettext("{count} feed", "{count} feeds", len(feeds)),
        message_thread_id=to.thread_id,
    )


def _page(text: str) -> int:
    text = text.strip()
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _how_to(phrases: Phrases) -> str:
    return phrases.gettext(
        "/feed add https://… follows a feed, or the feed of a site. /feed list shows all with their numbers; /feed "
        "pause 3, /feed resume 3 and /feed remove 3 change one. /feed export gives the list as OPML, and an OPML file "
        "sent here is taken in."
    )
