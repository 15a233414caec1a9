"""The small world of one test: people, chats, files, the bot, and what it is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count

from tests.telegram.people.chats import Chat, Kind, Status
from tests.telegram.people.messages import Message
from tests.telegram.people.privacy import bot_sees
from tests.telegram.people.profile import Profile
from tests.telegram.people.queries import InlineQuery, Press
from tests.telegram.people.users import Bot, User
from tests.telegram.text.formatting import message_text
from tests.telegram.traffic.faults import Faults
from tests.telegram.traffic.files import Files
from tests.telegram.traffic.pacing import Limits, Pacing
from tests.telegram.traffic.requests import Requests
from tests.telegram.traffic.updates import Updates
from tests.telegram.traffic.violations import Violation, Violations
from tests.telegram.traffic.webhook import Webhook
from tests.telegram.types import Json

FIRST_USER = 5_000_000_001  # ids need more than 32 bits, https://core.telegram.org/bots/api#user
FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001
_MILESTONES = 7  # ids lie apart, as they do in life


class World:
    """Everything that the server knows; the methods of the Bot API and the test both act on it."""

    def __init__(
        self, bot: Bot, *, clock: Callable[[], float] = time.time, limits: Limits | None, retry_delay: float
    ) -> None:
        self.bot = bot
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.updates = Updates()
        self.webhook = Webhook(self.updates, self.now, retry_delay)
        self.requests = Requests()
        self.faults = Faults()
        self.pacing = Pacing(limits)
        self.profile = Profile()
        self.noted = Violations()
        self.presses: dict[str, Press] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self._clock = clock
        self._ids = {
            "user": count(FIRST_USER, _MILESTONES),
            "group": count(FIRST_GROUP, -_MILESTONES),
            "supergroup": count(FIRST_SUPERGROUP, -_MILESTONES),
            "message": count(1),
            "query": count(80_000_000_000_000_001),
        }

    def now(self) -> int:
        """Give the time in Unix seconds."""
        return int(self._clock())

    def recent(self) -> str:
        """Give the bot's latest calls, one a line, for the message of a failing test."""
        return self.requests.recent()

    def violations(self) -> list[Violation]:
        """Give the slips so far; a pressed button that nobody answered is one."""
        left = [press for press in self.presses.values() if not press.answers.items and not press.expired]
        return [*self.noted.noted, *map(_unanswered, left)]

    # Who and what there is

    def add_user(
        self,
        first_name: str,
        *,
        id: int | None,
        username: str | None,
        language_code: str | None,
        is_bot: bool,
    ) -> User:
        user = User(
            self,
            next(self._ids["user"]) if id is None else id,
            first_name,
            username=username,
            language_code=language_code,
            is_bot=is_bot,
        )
        self.users[user.id] = user
        self.chats[user.id] = user.chat
        return user

    def add_chat(self, kind: Kind, title: str, username: str | None = None) -> Chat:
        ids = self._ids["group" if kind == "group" else "supergroup"]
        chat = Chat(self, next(ids), kind, title, username)
        self.chats[chat.id] = chat
        return chat

    def new_message_id(self) -> int:
        return next(self._ids["message"])

    # What the bot is told

    def tell(self, kind: str, message: Message) -> None:
        """Tell the bot about a message, if it may see it."""
        if bot_sees(self.bot, message):
            self.updates.put(kind, message.to_json())

    def change_bot_status(self, chat: Chat, by: User, status: Status) -> None:
        """Let the bot's place in a chat change, and tell it."""
        old, chat.bot_status, chat.refusals = chat.bot_status, status, 0
        body = {
            "chat": chat.to_json(),
            "from": by.to_json(),
            "date": self.now(),
            "old_chat_member": bot_member(self.bot, old),
            "new_chat_member": bot_member(self.bot, status),
        }
        self.updates.put("my_chat_member", body)

    def press(self, user: User, message: Message, data: str) -> Press:
        """Let a button be pressed."""
        press = Press(str(next(self._ids["query"])), user, message, data)
        self.presses[press.id] = press
        self.updates.put("callback_query", press.to_json())
        return press

    def ask_inline(self, user: User, text: str, offset: str) -> InlineQuery:
        """Let an inline query be typed."""
        query = InlineQuery(str(next(self._ids["query"])), user, text, offset, self)
        self.inline_queries[query.id] = query
        self.updates.put("inline_query", query.to_json())
        return query

    def choose_inline(self, query: InlineQuery, result: Json, chat: Chat) -> Message:
        """Let a result be sent to a chat."""
        content = result["input_message_content"]
        formatted = message_text(
            content["message_text"], content.get("parse_mode") or "", content.get("entities"), lambda _: None
        )
        message = Message(chat.new_message_id(), chat, self.now(), query.user, formatted.text, via_bot=True)
        message.entities, message.reply_markup = formatted.entities, result.get("reply_markup")
        chosen = {"result_id": result["id"], "from": query.user.to_json(), "query": query.query}
        self.updates.put("chosen_inline_result", chosen)
        return chat.person_sends(message)


def bot_member(bot: Bot, status: Status) -> Json:
    """Describe the bot as a member of a chat."""
    return member(bot.to_json(), status)


def member(user: Json, status: Status) -> Json:
    """Describe anyone as a member of a chat."""
    body: Json = {"user": user, "status": status}
    match status:
        case "creator":
            return body | {"is_anonymous": False}
        case "administrator":
            rights = (
                "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
                "can_change_info", "can_invite_users", "can_pin_messages",
            )  # fmt: skip
            never = (
                "can_be_edited", "is_anonymous", "can_promote_members", "can_post_stories",
                "can_edit_stories", "can_delete_stories",
            )  # fmt: skip
            return body | dict.fromkeys(rights, True) | dict.fromkeys(never, False)
        case "kicked":
            return body | {"until_date": 0}
        case _:
            return body


def _unanswered(press: Press) -> Violation:
    return Violation("answerCallbackQuery", f"{press.data!r}, pressed by {press.user.first_name}, was never answered")
