"""A Telegram to test against: start it, make people and chats, point the bot at it, and watch."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tests.telegram.app import TelegramApp
from tests.telegram.feed import PATIENCE, NothingCame
from tests.telegram.listener import Listener
from tests.telegram.people.chats import Chat, Kind, Status
from tests.telegram.people.users import Bot, User
from tests.telegram.people.world import World
from tests.telegram.traffic.faults import Kind as FaultKind
from tests.telegram.traffic.pacing import Limits
from tests.telegram.traffic.requests import Requests
from tests.telegram.traffic.violations import Violation
from tests.telegram.types import Json

TOKEN = "7000000001:AAH-loopback-only-strict-server-0000"


class TelegramServer:
    """An asynchronous context manager; inside it the server listens on `base_url`.

    `privacy` is the bot's privacy mode; `limits` switches on Telegram's pace (`Limits()` for the real one);
    `clock` gives the time of messages in Unix seconds; `retry_delay` is the pause before a webhook is
    tried again.
    """

    def __init__(
        self,
        *,
        username: str = "strict_test_bot",
        first_name: str = "Strict test bot",
        privacy: bool = True,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        retry_delay: float = 0.02,
    ) -> None:
        self.token = TOKEN
        self.bot = Bot(int(TOKEN.partition(":")[0]), username, first_name, privacy=privacy)
        self.world = World(self.bot, clock=clock, limits=limits, retry_delay=retry_delay)
        self._listener = Listener(TelegramApp(self.world, self.token, self._hang_up).asgi)

    async def __aenter__(self) -> Self:
        await self._listener.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.world.webhook.close()
        await self._listener.close()

    # Where the bot finds it

    @property
    def base_url(self) -> str:
        """What `/bot<token>/<method>` is appended to."""
        return f"http://127.0.0.1:{self._listener.port}"

    @property
    def file_base_url(self) -> str:
        """What `/file/bot<token>/<path>` is appended to."""
        return self.base_url

    @property
    def environment(self) -> dict[str, str]:
        """The settings that point a bot in a process of its own at this server."""
        return {
            "TELEGRAM_TOKEN": self.token,
            "TELEGRAM_API_BASE": self.base_url,
            "TELEGRAM_FILE_BASE": self.file_base_url,
        }

    # Who is there

    def user(
        self,
        first_name: str = "Amina",
        *,
        id: int | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        is_bot: bool = False,
    ) -> User:
        """Make a person, who has not yet written to the bot (or another bot)."""
        return self.world.add_user(first_name, id=id, username=username, language_code=language_code, is_bot=is_bot)

    def group(self, title: str, *people: User, bot: Status = "member") -> Chat:
        """Make a small group; the first of the people owns it."""
        return self._chat("group", title, people, bot)

    def supergroup(self, title: str, *people: User, bot: Status = "member", username: str | None = None) -> Chat:
        """Make a supergroup; the first of the people owns it."""
        return self._chat("supergroup", title, people, bot, username)

    def channel(self, title: str, *people: User, bot: Status = "administrator", username: str | None = None) -> Chat:
        """Make a channel; bots are in channels as administrators."""
        return self._chat("channel", title, people, bot, username)

    # What the bot does

    @property
    def requests(self) -> Requests:
        """Every call of the bot, in order."""
        return self.world.requests

    @property
    def violations(self) -> list[Violation]:
        """What real Telegram would tolerate and a good bot never does."""
        return self.world.violations()

    def assert_well_behaved(self) -> None:
        """Fail the test if the bot made a slip."""
        if self.violations:
            raise AssertionError("the bot misbehaved:\n" + "\n".join(f"  {slip}" for slip in self.violations))

    async def connected(self, within: float = PATIENCE) -> None:
        """Wait until a bot polls or has set its webhook."""
        updates, webhook = self.world.updates, self.world.webhook
        try:
            async with asyncio.timeout(within):
                while not updates.polled and webhook.target is None:
                    await updates.change()
        except TimeoutError:
            raise NothingCame(f"no bot asked for updates within {within} s\n{self.world.recent()}") from None

    async def delivered(self, within: float = PATIENCE) -> None:
        """Wait until the bot has confirmed every update; it may still be working on the last."""
        try:
            async with asyncio.timeout(within):
                await self.world.updates.all_confirmed()
        except TimeoutError:
            left = [update["update_id"] for update in self.world.updates.pending]
            fault = f"updates {left} not confirmed within {within} s\n{self.world.recent()}"
            raise NothingCame(fault) from None

    # What goes wrong

    def fail_next(self, method: str, kind: FaultKind, *, times: int = 1, retry_after: int = 1) -> None:
        """Let the next calls of a method fail; kinds in `faults.Kind`. A 429 also begins a pause."""
        self.world.faults.plan(method, kind, times, retry_after)

    def redeliver(self, update_id: int) -> None:
        """Send an update a second time under the same id."""
        self.world.updates.repeat(update_id)

    @property
    def updates(self) -> list[Json]:
        """Every update so far, delivered or not."""
        return list(self.world.updates.given.values())

    def _chat(self, kind: Kind, title: str, people: tuple[User, ...], bot: Status, username: str | None = None) -> Chat:
        chat = self.world.add_chat(kind, title, username)
        chat.bot_status = bot
        chat.statuses = {user.id: "creator" if user is people[0] else "member" for user in people}
        return chat

    def _hang_up(self, client: tuple[str, int] | None) -> None:
        self._listener.hang_up(client)
