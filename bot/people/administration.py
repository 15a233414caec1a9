"""Owners name the editors.

Editors read what was done and how the library is.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from telegram import Update

from bot.asking.greeting import help_text
from bot.context import Context, phrases_of
from bot.inbox.work import Backlog, backlog
from bot.messages.layout.message import OutMessage
from bot.messages.layout.rich_text import Piece, RichText, build
from bot.messages.names import foreign
from bot.messages.sources import overview, source_lines
from bot.outbox.outbox import DeliveryCounts
from bot.people import audit
from bot.people.people import People, numeric_id
from bot.people.rights import acting_person, editors_only, owners_only
from bot.phrases.catalogues import Phrases
from bot.transport.sending import reply
from bot.transport.updates import after_command
from ingest.feeding.health import health_of_sources
from ingest.feeding.jobs import Jobs
from retrieval.status import library_status

# Entries of the trail in one message, which a phone shows at once.
ENTRIES = 15

# Sources that want looking at, in one message: /sources shows all.
MOST_TROUBLED = 10


@owners_only
async def editors(update: Update, context: Context) -> None:
    """Answer /editors, /editors add ID and /editors remove ID."""
    message, phrases = update.effective_message, phrases_of(update)
    if message is None:
        return
    people = People(context.services.library.engine)
    word, _, id_ = after_command(message).strip().partition(" ")
    if word in ("add", "remove"):
        number = numeric_id(id_)
        if number is None:
            await reply(update, context, _how_to(phrases))
            return
        change = people.make_editor if word == "add" else people.remove
        await asyncio.to_thread(change, number, acting_person(update))
    listed, readers = await asyncio.to_thread(lambda: (people.editors(), people.readers()))
    owners = ", ".join(map(str, sorted(context.bot_data.settings.admins)))
    lines = [phrases.gettext("Owners: {ids}", ids=owners)]
    lines.append(phrases.gettext("Editors: {ids}", ids=", ".join(str(one.user_id) for one in listed) or "–"))
    lines.append(phrases.gettext("Readers by invitation: {count}", count=phrases.number(readers)))
    await reply(update, context, "\n".join([*lines, _how_to(phrases)]))


@editors_only
async def help_(update: Update, context: Context) -> None:
    """Answer an editor's /help: what readers are told, and what editors can do."""
    phrases = phrases_of(update)
    await reply(update, context, help_text(phrases, context.bot.username, _for_editors(phrases)))


@editors_only
async def status(update: Update, context: Context) -> None:
    """Answer /status: what the library holds, what waits, and which sources want looking at."""
    phrases, now = phrases_of(update), context.now.astimezone(context.bot_data.settings.zone)
    held = await asyncio.to_thread(library_status, context.services)
    found = await asyncio.to_thread(health_of_sources, context.services.library.engine, context.now)
    waiting = await asyncio.to_thread(context.bot_data.outbox.waiting, context.now)
    inbox = await asyncio.to_thread(backlog, context.services.library.engine)
    jobs = await asyncio.to_thread(Jobs(context.services.library.engine).set_aside)
    lines = [
        *_library_lines(held, phrases),
        *_set_aside(len(jobs), phrases),
        _deliveries(waiting, phrases),
        _messages(inbox, phrases),
    ]
    pieces: RichText = (Piece("\n".join(lines) + "\n"), *overview(found, phrases))
    for health in [one for one in found if one.is_troubled][:MOST_TROUBLED]:
        pieces = (*pieces, Piece("\n\n"), *source_lines(health, phrases, now))
    await reply(update, context, OutMessage(*build(pieces)))


@editors_only
async def trail(update: Update, context: Context) -> None:
    """Answer /audit, with an article's id or a person's if only theirs is wanted."""
    message, phrases = update.effective_message, phrases_of(update)
    if message is None:
        return
    asked = after_command(message).strip()
    number = numeric_id(asked)
    subject = asked.lower() if asked and number is None else None
    engine = context.services.library.engine
    entries = await asyncio.to_thread(audit.newest, engine, ENTRIES, subject=subject, actor=number)
    lines = [audit.line(entry) for entry in entries]
    await reply(update, context, "\n".join(lines) or phrases.gettext("Nothing has been noted yet."))


def _library_lines(held: Mapping[str, Any], phrases: Phrases) -> list[str]:
    holds = phrases.gettext(
        "{articles} of {publishers}",
        articles=phrases.ngettext("{count} article", "{count} articles", held["articles"]),
        publishers=phrases.ngettext("{count} publisher", "{count} publishers", held["publishers"]),
    )
    if held["index"] not in ("well", None) and not held["pending"]:
        return [holds, *_troubles(held, phrases)]
    if held["pending"]:
        waiting = phrases.ngettext(
            "{count} passage waits for the index; place, date and wording find it already.",
            "{count} passages wait for the index; place, date and wording find them already.",
            held["pending"],
        )
    else:
        waiting = phrases.gettext("The index has every passage.")
    return [holds, waiting, *_troubles(held, phrases)]


def _troubles(held: Mapping[str, Any], phrases: Phrases) -> list[str]:
    """What answers and proofs do without at the moment, and why."""
    said = []
    if held["index"] not in ("well", None):
        said.append(phrases.gettext("The index is away: {reason}", reason=foreign(phrases, held["index"], 200)))
    if held["stamps"] != "well":
        said.append(phrases.gettext("No time stamps are given: {reason}", reason=foreign(phrases, held["stamps"], 200)))
    return said


def _set_aside(count: int, phrases: Phrases) -> list[str]:
    """How many jobs wait for somebody to have them begun again."""
    if not count:
        return []
    return [
        phrases.ngettext(
            "{count} job is set aside, since the program ended twice while it read it; its message has a button to try "
            "again.",
            "{count} jobs are set aside, since the program ended twice while it read them; their messages have a "
            "button to try again.",
            count,
        )
    ]


def _deliveries(waiting: DeliveryCounts, phrases: Phrases) -> str:
    """ "Alerts: 3 on their way, 12 wait for their hour, 1 given up, 2 may have come twice." """
    parts = [
        phrases.ngettext("{count} on its way", "{count} on their way", waiting.due),
        phrases.ngettext("{count} waits for its hour", "{count} wait for their hour", waiting.later),
    ]
    if waiting.failed:
        parts.append(phrases.ngettext("{count} was given up", "{count} were given up", waiting.failed))
    if waiting.uncertain:
        parts.append(phrases.ngettext("{count} may have come twice", "{count} may have come twice", waiting.uncertain))
    return phrases.gettext("Alerts: {counts}.", counts=phrases.gettext(", ").join(parts))


def _messages(inbox: Backlog, phrases: Phrases) -> str:
    """ "Messages: 3 wait to be answered, 1 was given up, 2 may have come twice." """
    parts = [phrases.ngettext("{count} waits to be answered", "{count} wait to be answered", inbox.waiting)]
    if inbox.given_up:
        parts.append(phrases.ngettext("{count} was given up", "{count} were given up", inbox.given_up))
    if inbox.uncertain:
        parts.append(phrases.ngettext("{count} may have come twice", "{count} may have come twice", inbox.uncertain))
    return phrases.gettext("Messages: {counts}.", counts=phrases.gettext(", ").join(parts))


def _for_editors(phrases: Phrases) -> str:
    """What editors can do, a line for each kind of thing."""
    lines = (
        phrases.gettext("For editors:"),
        phrases.gettext("/ingest https://… reads pages"),
        phrases.gettext(
            "a file (HTML, PDF, text, Markdown, JSON Lines, ZIP) or a forwarded post is taken in as it comes"
        ),
        phrases.gettext("/feed follows feeds; a channel that you take me into is followed, too"),
        phrases.gettext("/article, /correct, /retract and /restore keep the record straight"),
        phrases.gettext("/places shows the places that only reports name, and mends them"),
        phrases.gettext("/sources, /status and /audit show how things are"),
        phrases.gettext("/invite lets readers in"),
    )
    head, *others = lines
    return "\n".join([head, *(f"• {line}" for line in others)])


def _how_to(phrases: Phrases) -> str:
    return phrases.gettext(
        "/editors add ID makes an editor, /editors remove ID takes an editor’s or a reader’s rights away; an id is a "
        "number, never a name."
    )
