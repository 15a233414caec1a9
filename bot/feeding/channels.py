"""Channels that an editor takes the bot into: their posts are articles, and so are their corrections of them."""

import asyncio
import logging
from datetime import UTC, datetime

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.context import Context, phrases_of
from bot.feeding.starting import cause_of, feeding_of
from bot.feeding.taking_in import post
from bot.messages.layout.message import OutMessage
from bot.messages.names import foreign
from bot.people import audit
from bot.people.people import Role
from bot.people.rights import role_of
from bot.transport.sending import Destination, send
from ingest.feeding.channels import Channels
from ingest.feeding.jobs import Asker, JobKind

log = logging.getLogger(__name__)

_INSIDE = (ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


async def membership(update: Update, context: Context) -> None:
    """Follow a channel into which an editor takes the bot, and leave one that it is taken out of.

    Nothing where somebody takes it in who has no say.
    """
    change = update.my_chat_member
    if change is None or change.chat.type != ChatType.CHANNEL:
        return
    channels = Channels(context.services.library.engine)
    if change.new_chat_member.status not in _INSIDE:
        await asyncio.to_thread(channels.leave, change.chat.id, context.now)
    elif await asyncio.to_thread(role_of, context.bot_data, change.from_user.id) in (Role.OWNER, Role.EDITOR):
        await _follow(update, context, channels)


async def published(update: Update, context: Context) -> None:
    """Take in a post of a channel, new or corrected.

    A corrected one has the same address, so that it is a new version.
    """
    message = update.effective_message
    text = (message.text or message.caption) if message else None
    if message is None or not text:
        return
    channels = Channels(context.services.library.engine)
    if not await asyncio.to_thread(channels.is_followed, message.chat.id):
        return
    feeding = feeding_of(context)
    payload = post(message.chat, message.message_id, text, message.date)
    now = datetime.now(UTC)
    job_id = await asyncio.to_thread(
        feeding.jobs.ask, JobKind.MESSAGE, payload, Asker(), now, 1, cause_of(update, context)
    )
    await asyncio.to_thread(channels.posted, message.chat.id, context.now)
    await asyncio.to_thread(feeding.take_in, job_id)


async def _follow(update: Update, context: Context, channels: Channels) -> None:
    change, phrases = update.my_chat_member, phrases_of(update)
    if change is None:
        return
    chat, editor = change.chat, change.from_user.id
    title = chat.title or str(chat.id)
    await asyncio.to_thread(channels.follow, chat.id, title, chat.username, editor, context.now)
    audit.record(context.services.library.engine, editor, "channel", str(chat.id), {"title": title})
    sentence = phrases.gettext(
        "The posts of “{channel}” are taken in from now on. To end that, take me out of the channel.",
        channel=foreign(phrases, title),
    )
    try:
        await send(context.bot, Destination(editor), [OutMessage(sentence)])
    except TelegramError as error:  # who has never written to the bot cannot be written to
        log.info("an editor was not told that channel %s is followed: %s", chat.id, error)
