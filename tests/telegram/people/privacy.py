"""Which messages a bot is shown: https://core.telegram.org/bots/features#privacy-mode"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.telegram.people.messages import Message
from tests.telegram.people.users import User, mentions
from tests.telegram.text.detection import commands

if TYPE_CHECKING:
    from tests.telegram.people.users import Bot


def bot_sees(bot: Bot, message: Message) -> bool:
    """Whether a message is delivered to the bot."""
    chat, sender = message.chat, message.sender
    if chat.bot_status in {"left", "kicked"}:
        return False
    if chat.kind in {"private", "channel"} or chat.bot_status in {"administrator", "creator"}:
        return True
    if isinstance(sender, User) and sender.is_bot:
        return False
    return not bot.privacy or _is_service(message) or _is_meant_for(bot, message)


def _is_service(message: Message) -> bool:
    return any(name.startswith(("new_chat_", "left_chat_", "migrate_")) for name in message.content)


def _is_meant_for(bot: Bot, message: Message) -> bool:
    replied = message.reply_to
    if replied is not None and (replied.sender is bot or mentions(replied.words, bot.username)):
        return True
    if message.via_bot:
        return True
    return mentions(message.words, bot.username) or any(
        _is_command_for(bot, command, message) for command in commands(message.words, list(message.entities))
    )


def _is_command_for(bot: Bot, command: str, message: Message) -> bool:
    """A command without a name is for the bot that spoke last."""
    name = command.partition("@")[2]
    return name.lower() == bot.username.lower() if name else _spoke_last(bot, message)


def _spoke_last(bot: Bot, message: Message) -> bool:
    others = [other.sender for other in message.chat.history if other is not message]
    bots = [sender for sender in others if sender is bot or (isinstance(sender, User) and sender.is_bot)]
    return not bots or bots[-1] is bot
