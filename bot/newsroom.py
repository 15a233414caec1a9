"""Owners name the editors; editors read what was done."""

import asyncio
from functools import partial

from telegram import Update

from bot import audit
from bot.asking import after_command
from bot.context import Context, phrases_of
from bot.models import AuditEntry
from bot.people import People
from bot.phrases import Phrases
from bot.rights import acting_person, editors_only, owners_only
from bot.sending import reply
from bot.settings import LARGEST_USER_ID

ENTRIES = 15  # of the trail, in one message


@owners_only
async def editors(update: Update, context: Context) -> None:
    """Answer /editors, /editors add ID and /editors remove ID."""
    message, phrases = update.effective_message, phrases_of(update)
    if message is None:
        return
    engine = context.services.library.engine
    people = People(engine)
    word, _, id_ = after_command(message).strip().partition(" ")
    if word in ("add", "remove"):
        number = _number(id_)
        if number is None:
            await reply(update, context, _how_to(phrases))
            return
        change = partial(people.make_editor, by=acting_person(update)) if word == "add" else people.remove
        if await asyncio.to_thread(change, number):
            audit.record(engine, acting_person(update), f"editors {word}", str(number))
    listed = await asyncio.to_thread(people.editors)
    owners = ", ".join(map(str, sorted(context.bot_data.settings.admins)))
    lines = [phrases.gettext("Owners: {ids}", ids=owners)]
    lines.append(phrases.gettext("Editors: {ids}", ids=", ".join(str(one.user_id) for one in listed) or "–"))
    await reply(update, context, "\n".join([*lines, _how_to(phrases)]))


@editors_only
async def trail(update: Update, context: Context) -> None:
    """Answer /audit, with an article's id or a person's if only theirs is wanted."""
    message, phrases = update.effective_message, phrases_of(update)
    if message is None:
        return
    asked = after_command(message).strip()
    number = _number(asked) if asked else None
    subject = asked.lower() if asked and number is None else None
    engine = context.services.library.engine
    entries = await asyncio.to_thread(audit.newest, engine, ENTRIES, subject=subject, actor=number)
    lines = [_entry(entry) for entry in entries]
    await reply(update, context, "\n".join(lines) or phrases.gettext("Nothing has been noted yet."))


def _entry(entry: AuditEntry) -> str:
    who = str(entry.actor or "dateline")
    return " · ".join([f"{entry.done_at:%Y-%m-%d %H:%M} UTC", who, f"{entry.action} {entry.subject or ''}".rstrip()])


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < LARGEST_USER_ID else None


def _how_to(phrases: Phrases) -> str:
    return phrases.gettext("/editors add ID and /editors remove ID change this; an id is a number, never a name.")
