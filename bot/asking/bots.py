"""Other bots may ask like anybody, and are answered so seldom that two that talk to each other come to an end."""

import time
from collections import deque
from collections.abc import Callable

from telegram import Message, Update
from telegram.constants import MessageEntityType
from telegram.ext import ApplicationHandlerStop, filters

from bot.asking.asking import is_addressed
from bot.context import Context

# Questions of one bot in one chat that are answered within an hour: more than a bot asks for a person who looks on, and
# so few that nobody is disturbed by two that thank each other.
MOST_AN_HOUR = 5
HOUR = 3600.0

# Bots that are remembered; those that asked longest ago are forgotten.
MOST_BOTS = 1_000


class BotGate:
    """Stands before all handlers of one bot, and ends there what other bots write.

    A question to this bot passes, so many times an hour, for each process that counts. Nothing is said to a bot that is
    passed over: it might answer.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._answered: dict[tuple[int, int], deque[float]] = {}

    async def __call__(self, update: Update, context: Context) -> None:
        """Let an update pass to the handlers, or end it here."""
        message = update.message or update.edited_message
        if message is None or not is_bots(message) or filters.StatusUpdate.ALL.check_update(update):
            return
        sender = message.from_user.id if message.from_user else 0
        is_asked = update.edited_message is None and sender != context.bot.id
        if not is_asked or not _is_question(message, context.bot.username) or not self.take(message.chat.id, sender):
            raise ApplicationHandlerStop

    def take(self, chat_id: int, bot_id: int) -> bool:
        """Whether a bot is answered once more in a chat, which then counts."""
        now, turns = self._clock(), self._answered.pop((chat_id, bot_id), None) or deque()
        while turns and now - turns[0] >= HOUR:
            turns.popleft()
        self._answered[chat_id, bot_id] = turns
        while len(self._answered) > MOST_BOTS:
            del self._answered[next(iter(self._answered))]
        if len(turns) >= MOST_AN_HOUR:
            return False
        turns.append(now)
        return True


def is_bots(message: Message) -> bool:
    """Whether another program wrote a message.

    Telegram puts bots of its own in the place of who writes in the name of a group or a channel: those are people.
    """
    return message.from_user is not None and message.from_user.is_bot and message.sender_chat is None


def _is_question(message: Message, username: str) -> bool:
    """Whether a message asks this bot and no other: by its name, by /ask, or as a reply to what it said."""
    first = message.entities[0] if message.entities else None
    if first is not None and first.type == MessageEntityType.BOT_COMMAND and first.offset == 0:
        word, _, named = (message.text or "")[1 : first.length].partition("@")
        return word.lower() == "ask" and named.lower() in ("", username.lower())
    return bool(message.text or message.caption) and is_addressed(message)
