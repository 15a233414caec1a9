"""A strict Telegram Bot API server on loopback, and the people who talk to the bot through it."""

from tests.telegram.errors import ApiError
from tests.telegram.feed import NothingCame
from tests.telegram.people.chats import Chat
from tests.telegram.people.messages import Message
from tests.telegram.people.queries import CallbackAnswer, InlineQuery, Press
from tests.telegram.people.users import User
from tests.telegram.server import TelegramServer
from tests.telegram.traffic.pacing import Limits
from tests.telegram.traffic.violations import Violation

__all__ = [
    "ApiError", "CallbackAnswer", "Chat", "InlineQuery", "Limits", "Message", "NothingCame", "Press",
    "TelegramServer", "User", "Violation",
]  # fmt: skip
