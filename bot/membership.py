"""What becomes of a chat: the bot is blocked, taken back or thrown out, and a group is upgraded."""

import asyncio

from telegram import ChatMember, Update
from telegram.constants import ChatType

from bot.context import Context
from bot.feeding import channels

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


async def moved(update: Update, context: Context) -> None:
    """Take what a group watches along to the supergroup that it became."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        await asyncio.to_thread(context.bot_data.chats.move, message.chat.id, message.migrate_to_chat_id)
