"""A chat from both sides: what people see in it, and what the bot may do there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from tests.telegram.feed import PATIENCE, Feed
from tests.telegram.people.messages import Message
from tests.telegram.text.formatting import Formatted, written
from tests.telegram.types import Json

if TYPE_CHECKING:
    from tests.telegram.people.users import User
    from tests.telegram.people.world import World

Kind: TypeAlias = Literal["private", "group", "supergroup", "channel"]
Status: TypeAlias = Literal["creator", "administrator", "member", "left", "kicked"]


class Topic:
    """A topic of a forum; its id is that of the message which opened it."""

    def __init__(self, opening: Message, name: str) -> None:
        self.opening = opening
        self.name = name
        self.deleted = False

    @property
    def id(self) -> int:
        """What the Bot API calls its `message_thread_id`."""
        return self.opening.id


class Chat:
    """A private chat, group, supergroup or channel; tests read it and wait on it."""

    def __init__(self, world: World, id: int, kind: Kind, title: str, username: str | None = None) -> None:
        self.world = world
        self.id = id
        self.kind = kind
        self.title = title
        self.username = username
        self.bot_status: Status = "member"
        self.statuses: dict[int, Status] = {}
        self.upgraded_to: int | None = None
        self.topics: dict[int, Topic] = {}  # of a forum, by the id of the message that opened them
        self.history: list[Message] = []  # deleted messages too
        self.sent = Feed[Message](f"message from the bot in {title!r}", world.recent)
        self.edited = Feed[Message](f"edit by the bot in {title!r}", world.recent)
        self.actions = Feed[str](f"chat action of the bot in {title!r}", world.recent)
        self.refusals = 0  # how often the bot was told that it may not write here
        self._last_id = 0

    @property
    def messages(self) -> list[Message]:
        """What people see when they open the chat, oldest first."""
        return [message for message in self.history if not message.deleted]

    async def next_message(self, within: float = PATIENCE) -> Message:
        """Wait for the bot's next message here that the test has not yet been given."""
        return await self.sent.next(within)

    async def next_edit(self, of: Message | None = None, within: float = PATIENCE) -> Message:
        """Wait for the bot's next edit here, of one message or of any; gives the message as it is now."""
        return await self.edited.next(within, lambda message: of is None or message is of)

    async def next_action(self, within: float = PATIENCE) -> str:
        """Wait for the bot's next chat action here, such as `typing`."""
        return await self.actions.next(within)

    def find(self, message_id: int) -> Message | None:
        """Give a message that is there and not deleted."""
        return next((message for message in self.messages if message.id == message_id), None)

    def new_message_id(self) -> int:
        """Number a message: supergroups and channels count for themselves, other chats together."""
        if self.kind in {"private", "group"}:
            return self.world.new_message_id()
        self._last_id += 1
        return self._last_id

    def to_json(self) -> Json:
        if self.kind == "private":
            return self.world.users[self.id].to_chat_json()
        body: Json = {"id": self.id, "type": self.kind, "title": self.title}
        forum = {"is_forum": True} if self.topics else {}
        return body | forum | ({"username": self.username} if self.username else {})

    # What happens in a group or channel, besides people's messages

    def posts(self, text: str) -> Message:
        """Publish a post in a channel."""
        formatted = written(text)
        message = self._add(Message(self.new_message_id(), self, self.world.now(), None, formatted.text))
        message.entities = formatted.entities
        self.world.tell("channel_post", message)
        return message

    def edits(self, message: Message, text: str) -> Message:
        """Change a post in a channel."""
        message.rewrite(written(text), self.world.now())
        self.world.tell("edited_channel_post", message)
        return message

    def adds(self, user: User, status: Status = "member") -> None:
        """Let a person join."""
        self.statuses[user.id] = status
        self._announce(user, {"new_chat_members": [user.to_json()]})

    def adds_bot(self, by: User, status: Status = "member") -> None:
        """Let someone add the bot."""
        self.world.change_bot_status(self, by, status)
        self._announce(by, {"new_chat_members": [self.world.bot.to_json()]})

    def removes_bot(self, by: User) -> None:
        """Let someone throw the bot out."""
        self.world.change_bot_status(self, by, "kicked")

    def opens_topic(self, name: str, by: User) -> Topic:
        """Let someone open a topic; with the first one a supergroup is a forum."""
        assert self.kind == "supergroup", f"{self.title!r} is a {self.kind}: only supergroups are forums"
        content = {"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}}
        opening = Message(self.new_message_id(), self, self.world.now(), by, content=content)
        topic = self.topics[opening.id] = Topic(opening, name)
        opening.topic = topic
        self.person_sends(opening)
        return topic

    def upgrades(self) -> Chat:
        """Turn a group into a supergroup with another id; give that one. The bot is told in both."""
        successor = self.world.add_chat("supergroup", self.title)
        successor.statuses, successor.bot_status = dict(self.statuses), self.bot_status
        assert self.statuses, f"{self.title!r} has no people who could upgrade it"
        by = self.world.users[next(iter(self.statuses))]
        self._announce(by, {"migrate_to_chat_id": successor.id})
        successor._announce(by, {"migrate_from_chat_id": self.id})
        self.upgraded_to = successor.id
        return successor

    # What the bot does here

    def bot_sends(self, message: Message) -> Message:
        """Add a message of the bot."""
        self._add(message)
        self.sent.add(message)
        return message

    def bot_edits(self, message: Message, formatted: Formatted | None, markup: Json | None) -> Message:
        """Change a message of the bot: its words, unless None, and its keyboard."""
        if formatted is not None:
            message.rewrite(formatted, self.world.now())
        message.reply_markup = markup
        message.edit_date = self.world.now()
        self.edited.add(message)
        return message

    def person_sends(self, message: Message, kind: str = "message") -> Message:
        """Add a message of a person and tell the bot, if it may see it."""
        self._add(message)
        self.world.tell(kind, message)
        return message

    def _announce(self, by: User, content: Json) -> None:
        self.person_sends(Message(self.new_message_id(), self, self.world.now(), by, content=content))

    def _add(self, message: Message) -> Message:
        self.history.append(message)
        return message
