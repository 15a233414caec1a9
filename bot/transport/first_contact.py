"""Before the bot runs for the first time: whose token it is, and who its owner is."""

import asyncio
from dataclasses import dataclass

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from retrieval.errors import DatelineError, SettingsError

# Seconds between two looks at what was sent to the bot.
PAUSE = 1.0


class UnreachableError(DatelineError):
    """Telegram does not answer, so nothing can be said of the token."""


@dataclass(frozen=True, slots=True)
class FirstContact:
    """A bot that is being set up."""

    token: str
    api_base: str

    async def name(self) -> str:
        """The name of the bot that has the token.

        `SettingsError` where Telegram refuses it, `UnreachableError` where Telegram does not answer.
        """
        try:
            async with self._bot() as bot:
                return f"@{bot.username}"
        except InvalidToken:
            raise SettingsError("Telegram refuses this token; take the current one from @BotFather.") from None
        except NetworkError as error:
            raise UnreachableError(f"Telegram did not answer at {self.api_base} ({error.message}).") from None

    async def first_to_send(self, code: str) -> int:
        """The id of the person who first sends the bot `/start CODE` in a private chat.

        Nothing is confirmed: whatever else was sent to the bot is still there when it runs. `UnreachableError` where
        another program takes the bot's updates, or Telegram does not answer.
        """
        try:
            async with self._bot() as bot:
                while True:
                    for update in await bot.get_updates(limit=100, timeout=10, allowed_updates=[Update.MESSAGE]):
                        if (sender := _sender_of(update, code)) is not None:
                            return sender
                    await asyncio.sleep(PAUSE)
        except Conflict:
            raise UnreachableError(
                "Another program takes what is sent to this bot: stop it, or give your id."
            ) from None
        except TelegramError as error:
            raise UnreachableError(f"Telegram did not answer at {self.api_base} ({error.message}).") from None

    def _bot(self) -> Bot:
        requests = [HTTPXRequest(read_timeout=20, connect_timeout=10) for _ in range(2)]
        return Bot(self.token, base_url=f"{self.api_base}/bot", request=requests[0], get_updates_request=requests[1])


def _sender_of(update: Update, code: str) -> int | None:
    message = update.message
    if message is None or message.from_user is None or message.chat.type != "private":
        return None
    return message.from_user.id if (message.text or "").split() == ["/start", code] else None
