"""What is kept about a reader, shown to them, and deleted when they say so."""

import asyncio
import re
import time

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ChatType

from bot.context import Context, phrases_of
from bot.messages.layout.message import OutMessage
from bot.outbox.chats import KeptData
from bot.phrases.catalogues import Phrases
from bot.transport.sending import edit, reply
from bot.transport.updates import acknowledge, thread_of
from bot.watching.managers import for_managers
from bot.watching.panel import clock_line

FORGET = re.compile(r"w:forget:(?P<sure>yes|no)$")


@for_managers
async def mydata(update: Update, context: Context) -> None:
    """Answer /mydata: everything that is kept about the chat and the person."""
    chat_id, phrases = thread_of(update).chat_id, phrases_of(update)
    kept = await asyncio.to_thread(context.bot_data.chats.kept, chat_id)
    clock = clock_line(await asyncio.to_thread(context.bot_data.readers.clock_of, chat_id), phrases)
    lines = _lines(kept, clock, context, phrases)
    await reply(update, context, "\n".join(lines))


@for_managers
async def forgetme(update: Update, context: Context) -> None:
    """Answer /forgetme: ask once more, since there is no way back."""
    phrases = phrases_of(update)
    rows = [
        [
            InlineKeyboardButton(phrases.gettext("Delete everything"), callback_data="w:forget:yes"),
            InlineKeyboardButton(phrases.gettext("Keep it"), callback_data="w:forget:no"),
        ]
    ]
    private = update.effective_chat is not None and update.effective_chat.type == ChatType.PRIVATE
    sentence = (
        phrases.gettext("Delete all watches, settings and records about you? Nothing of it can be brought back.")
        if private
        else phrases.gettext("Delete all watches, settings and records about this group? Nothing can be brought back.")
    )
    await reply(update, context, OutMessage(sentence, keyboard=InlineKeyboardMarkup(rows)))


@for_managers
async def decided(update: Update, context: Context) -> None:
    """Delete everything, or nothing."""
    query, phrases = update.callback_query, phrases_of(update)
    if query is None or query.message is None or not context.matches:
        return
    chat_id = thread_of(update).chat_id
    if context.matches[0]["sure"] == "yes":
        await asyncio.to_thread(context.bot_data.chats.forget, chat_id)
        context.bot_data.forgotten_at = time.monotonic()
        sentence = phrases.gettext(
            "Everything about this chat is deleted. What is asked or watched from now on is new."
        )
    else:
        sentence = phrases.gettext("Nothing was deleted.")
    await acknowledge(query)
    await edit(context.bot, chat_id, query.message.message_id, OutMessage(sentence))


def _lines(kept: KeptData, clock: str, context: Context, phrases: Phrases) -> list[str]:
    if kept.is_nothing:
        return [phrases.gettext("Nothing is kept about this chat.")]
    return [
        phrases.gettext("Kept about this chat, by its number and without a name:"),
        *_of_the_chat(kept, clock, phrases.number(context.bot_data.settings.keep_deliveries), phrases),
        *_of_the_person(kept, phrases),
        phrases.gettext("/forgetme deletes all of it at once."),
    ]


def _of_the_chat(kept: KeptData, clock: str, days: str, phrases: Phrases) -> list[str]:
    lines = [
        phrases.ngettext("{count} watch (/watches)", "{count} watches (/watches)", kept.watches),
        phrases.gettext("Clock: {clock}", clock=clock),
        phrases.ngettext(
            "{count} question whose words are kept for a week, so that follow-ups work",
            "{count} questions whose words are kept for a week, so that follow-ups work",
            kept.questions,
        ),
        phrases.ngettext(
            "{count} message of which it is known what it quoted, for {days} days, so that corrections arrive",
            "{count} messages of which it is known what they quoted, for {days} days, so that corrections arrive",
            kept.shown,
            days=days,
        ),
        phrases.ngettext(
            "{count} alert that was sent or waits", "{count} alerts that were sent or wait", kept.deliveries
        ),
    ]
    if kept.has_asked:
        lines.append(phrases.gettext("How much was asked within a day, as a number without any words"))
    if kept.settings is not None and kept.settings.language:
        lines.append(phrases.gettext("Language: {language}", language=kept.settings.language))
    return lines


def _of_the_person(kept: KeptData, phrases: Phrases) -> list[str]:
    lines = []
    if kept.role is not None:
        role = phrases.gettext("editor") if kept.role == "editor" else phrases.gettext("reader")
        lines.append(phrases.gettext("Your role: {role}", role=role))
    if kept.jobs:
        lines.append(
            phrases.ngettext("{count} order to take articles in", "{count} orders to take articles in", kept.jobs)
        )
    if kept.role == "editor" or kept.jobs:
        lines.append(
            phrases.gettext(
                "What editors did stays in the audit trail. After /forgetme nobody knows any more whose it was."
            )
        )
    return lines
