"""Buttons pressed and inline queries typed: questions that the bot must answer in time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.telegram.feed import PATIENCE, Feed
from tests.telegram.types import Json

if TYPE_CHECKING:
    from tests.telegram.people.chats import Chat
    from tests.telegram.people.messages import Message
    from tests.telegram.people.users import User
    from tests.telegram.people.world import World


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the person sees after pressing: nothing, a note at the top, or a window."""

    text: str
    show_alert: bool
    url: str


@dataclass(slots=True, eq=False)
class Press:
    """A button that someone pressed; the app shows progress until it is answered."""

    id: str
    user: User
    message: Message
    data: str
    answers: Feed[CallbackAnswer] = field(default_factory=lambda: Feed("answer to a pressed button"))
    expired: bool = False

    async def answer(self, within: float = PATIENCE) -> CallbackAnswer:
        """Wait for the bot's answer."""
        return await self.answers.next(within)

    def expires(self) -> None:
        """Let so much time pass that it can no longer be answered."""
        self.expired = True

    def to_json(self) -> Json:
        return {
            "id": self.id,
            "from": self.user.to_json(),
            "message": self.message.to_json(),
            "chat_instance": str(-self.message.chat.id * 7919),
            "data": self.data,
        }


@dataclass(slots=True, eq=False)
class InlineQuery:
    """What someone typed after the bot's name, anywhere."""

    id: str
    user: User
    query: str
    offset: str
    world: World
    answers: Feed[Json] = field(default_factory=lambda: Feed("answer to an inline query"))
    expired: bool = False

    async def results(self, within: float = PATIENCE) -> list[Json]:
        """Wait for the results that the person sees."""
        answer = await self.answers.next(within)
        return list(answer["results"])

    def chooses(self, result: Json, chat: Chat) -> Message:
        """Send one of the results to a chat, and tell the bot which."""
        return self.world.choose_inline(self, result, chat)

    def to_json(self) -> Json:
        return {"id": self.id, "from": self.user.to_json(), "query": self.query, "offset": self.offset}
