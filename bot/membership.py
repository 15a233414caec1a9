"""What becomes of a chat: the bot is added, blocked, taken back or thrown out, and a group is upgraded."""

import asyncio
from contextlib import suppress

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

from bot.asking.greeting import group_welcome
from bot.context import Context, phrases_of
from bot.feeding import channels
from bot.transport.sending import Destination, send

_OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)


async def membership(update: Update, context: Context) -> None:
    """Rest where the bot is not wanted any more, and go on where it is again."""
    change = update.my_chat_member
    if change is None:
        return
    if change.chat.type == ChatType.CHANNEL:
        await channels.membership(update, context)
    elif change.new_chat_member.status in _OUTSIDE:
        happened = change.date.timestamp()
        await asyncio.to_thread(context.bot_data.readers.note_unreachable, change.chat.id, context.now, happened)
    else:
        end_of_second = change.date.timestamp() + 1  # Telegram gives whole ones; a refusal may be of the same
        await asyncio.to_thread(context.bot_data.note_reachable, change.chat.id, end_of_second)
        if change.chat.type != ChatType.PRIVATE and change.old_chat_member.status in _OUTSIDE:
            await _welcome(change.chat.id, update, context)


async def _welcome(chat_id: int, update: Update, context: Context) -> None:
    """Say once to a group how to ask: not to one that has met the bot before, nor to one where it may not write."""
    readers = context.bot_data.readers
    if await asyncio.to_thread(readers.is_known, chat_id):
        return
    with suppress(Forbidden, BadRequest):
        welcome = group_welcome(phrases_of(update), context.bot.username)
        await send(context.bot, Destination(chat_id), [welcome])
        await asyncio.to_thread(readers.set, chat_id)


async def moved(update: Update, context: Context) -> None:
    """Take what a group watches along to the supergroup that it became."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        await asyncio.to_thread(context.bot_data.chats.move, message.chat.id, message.migrate_to_chat_id)
