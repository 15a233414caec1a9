"""A strict Telegram Bot API server on loopback, and the people who talk to the bot through it."""

from .chats import Chat
from .errors import ApiError
from .feed import NothingCame
from .messages import Message
from .pacing import Limits
from .queries import CallbackAnswer, InlineQuery, Press
from .server import TelegramServer
from .users import User
from .violations import Violation

__all__ = [
    "ApiError", "CallbackAnswer", "Chat", "InlineQuery", "Limits", "Message", "NothingCame", "Press",
    "TelegramServer", "User", "Violation",
]  # fmt: skip
