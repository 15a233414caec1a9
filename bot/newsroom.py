"""Owners name the editors; editors read what was done."""

import asyncio

from telegram import Message, Update

from bot import audit
from bot.asking import after_command
from bot.context import Context, phrases_of
from bot.people import People, numeric_id
from bot.phrases import Phrases
from bot.render import OutMessage
from bot.rights import acting_person, editors_only, owners_only
from bot.sending import destination_of, send

ENTRIES = 15  # of the trail, in one message


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
            await _say(message, context, _how_to(phrases))
            return
        change = people.make_editor if word == "add" else people.remove
        await asyncio.to_thread(change, number, acting_person(update))
    listed, readers = await asyncio.to_thread(lambda: (people.editors(), people.readers()))
    owners = ", ".join(map(str, sorted(context.bot_data.settings.admins)))
    lines = [phrases.gettext("Owners: {ids}", ids=owners)]
    lines.append(phrases.gettext("Editors: {ids}", ids=", ".join(str(one.user_id) for one in listed) or "–"))
    lines.append(phrases.gettext("Readers by invitation: {count}", count=phrases.number(readers)))
    await _say(message, context, "\n".join([*lines, _how_to(phrases)]))


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
    await _say(message, context, "\n".join(lines) or phrases.gettext("Nothing has been noted yet."))


def _how_to(phrases: Phrases) -> str:
    return phrases.gettext(
        "/editors add ID makes an editor, /editors remove ID takes an editor’s or a reader’s rights away; an id is a "
        "number, never a name."
    )


async def _say(message: Message, context: Context, text: str) -> None:
    await send(context.bot, destination_of(message), [OutMessage(text)])
