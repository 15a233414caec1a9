"""People who use the bot, and everything they can do in a Telegram app."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from tests.telegram.feed import PATIENCE
from tests.telegram.people.chats import Chat, Topic
from tests.telegram.people.messages import Message
from tests.telegram.people.queries import InlineQuery, Press
from tests.telegram.text.formatting import Formatted, written
from tests.telegram.text.links import START_PARAMETER
from tests.telegram.traffic.files import image_size
from tests.telegram.types import Json

if TYPE_CHECKING:
    from tests.telegram.people.world import World


class Sender(Protocol):
    """Whoever writes messages: a person or the bot."""

    @property
    def id(self) -> int: ...

    def to_json(self) -> Json: ...


class Bot:
    """The bot under test, as BotFather knows it."""

    def __init__(self, id: int, username: str, first_name: str, *, privacy: bool) -> None:
        self.id = id
        self.username = username
        self.first_name = first_name
        self.privacy = privacy

    def to_json(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


class User:
    """A person with a Telegram app; `chat` is their private chat with the bot."""

    def __init__(
        self,
        world: World,
        id: int,
        first_name: str,
        *,
        username: str | None = None,
        language_code: str | None = None,
        is_bot: bool = False,
    ) -> None:
        self.world = world
        self.id = id
        self.first_name = first_name
        self.username = username
        self.language_code = language_code
        self.is_bot = is_bot
        self.started = False  # has ever written to the bot: only then may the bot write
        self.blocked = False
        self.deactivated = False
        self.chat = Chat(world, id, "private", first_name, username)

    # Writing

    def sends(
        self,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        in_name_of: Chat | None = None,
        topic: Topic | None = None,
    ) -> Message:
        """Write a text, to the bot or in another chat; commands and addresses get their entities.

        `in_name_of` the group itself, as its anonymous administrators do, or of a channel.
        """
        message = self._message(chat, written(text))
        message.reply_to, message.in_name_of, message.topic = reply_to, in_name_of, topic
        return message.chat.person_sends(message)

    def starts(self, payload: str = "") -> Message:
        """Press Start, or open a deep link with its payload."""
        if payload and not START_PARAMETER.fullmatch(payload):
            raise AssertionError(f"Telegram opens no deep link with the payload {payload!r}")
        return self.sends(f"/start {payload}".rstrip())

    def edits(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        if message.sender is not self:
            raise AssertionError(f"{self.first_name} did not write {message.words[:60]!r}")
        message.rewrite(written(text), self.world.now())
        self.world.tell("edited_message", message)
        return message

    def forwards(self, text: str, origin: Chat | User | str, chat: Chat | None = None) -> Message:
        """Forward a text: from a channel, from a person, or from someone who hides behind the name given."""
        message = self._message(chat, written(text))
        message.forward_origin = _origin(origin, self.world.now())
        return message.chat.person_sends(message)

    def forwards_again(self, message: Message, text: str | None = None) -> Message:
        """Forward what was forwarded before once more, as it reads now."""
        again = self._message(None, written(message.words if text is None else text))
        again.forward_origin = message.forward_origin
        return again.chat.person_sends(again)

    def forwards_document(self, content: bytes, name: str, origin: Chat | User | str) -> Message:
        """Forward a file without words of its own."""
        file = self.world.files.add(content, "documents", PurePath(name).suffix)
        message = self._message(None, None)
        message.content = {"document": {**file.to_json(), "file_name": name}}
        message.forward_origin = _origin(origin, self.world.now())
        return message.chat.person_sends(message)

    def forwards_album(self, captions: Sequence[str], origin: Chat, chat: Chat | None = None) -> list[Message]:
        """Forward an album of pictures from a channel: a message each, of which some have words."""
        group = str(self.world.new_message_id())
        messages = []
        for caption in captions:
            file = self.world.files.add(b"", "photos", ".jpg")
            formatted = written(caption)
            message = self._message(chat, None)
            photo = {**file.to_json(), "width": 1, "height": 1}
            message.content = {"photo": [photo], "media_group_id": group}
            message.caption, message.entities = formatted.text or None, formatted.entities
            message.forward_origin = _origin(origin, self.world.now())
            messages.append(message.chat.person_sends(message))
        return messages

    def sends_document(
        self,
        content: bytes,
        name: str,
        mime_type: str = "application/octet-stream",
        *,
        caption: str = "",
        size: int | None = None,
        chat: Chat | None = None,
    ) -> Message:
        """Send a file; a `size` in bytes beyond the content stands for a large one."""
        file = self.world.files.add(content, "documents", PurePath(name).suffix, size)
        document = {**file.to_json(), "file_name": name, "mime_type": mime_type}
        return self._sends_content({"document": document}, chat, caption)

    def sends_photo(self, content: bytes, *, caption: str = "", chat: Chat | None = None) -> Message:
        """Send a picture."""
        width, height = image_size(content)
        file = self.world.files.add(content, "photos", ".jpg")
        photo = {**file.to_json(), "width": width, "height": height}
        return self._sends_content({"photo": [photo]}, chat, caption)

    def sends_album(self, captions: Sequence[str]) -> list[Message]:
        """Send several pictures at once: a message each, of which some have words."""
        group, messages = str(self.world.new_message_id()), []
        for caption in captions:
            photo = {**self.world.files.add(b"", "photos", ".jpg").to_json(), "width": 1, "height": 1}
            messages.append(self._sends_content({"photo": [photo], "media_group_id": group}, None, caption))
        return messages

    def sends_location(self, latitude: float, longitude: float, chat: Chat | None = None) -> Message:
        """Share a place."""
        return self._sends_content({"location": {"latitude": latitude, "longitude": longitude}}, chat)

    # Buttons and inline mode

    def presses(self, label: str, message: Message, *, forged: bool = False) -> Press:
        """Press a button below a message, by its label or its callback data.

        `forged` sends the label as callback data whether or not there is such a button, as a hostile app can.
        """
        if message.deleted:
            raise AssertionError(f"{message.words[:60]!r} was deleted; its buttons are gone")
        data = label if forged else message.button(label).get("callback_data")
        if data is None:
            raise AssertionError(f"button {label!r} opens {message.button(label)} and tells the bot nothing")
        return self.world.press(self, message, data)

    def taps(self, label: str, message: Message) -> Message:
        """Tap a button of the keyboard that replaces the letters: its label is sent as a text."""
        return self.sends(message.button(label)["text"], message.chat)

    def asks_inline(self, query: str, offset: str = "") -> InlineQuery:
        """Type the bot's name and a query in any chat."""
        return self.world.ask_inline(self, query, offset)

    # Waiting and leaving

    async def next_message(self, within: float = PATIENCE) -> Message:
        """Wait for the bot's next message in the private chat."""
        return await self.chat.next_message(within)

    def blocks_bot(self) -> None:
        """Block the bot: it is told, and may not write any more."""
        self.blocked = True
        self.world.change_bot_status(self.chat, self, "kicked")

    def unblocks_bot(self) -> None:
        """Take the bot back."""
        self.blocked = False
        self.world.change_bot_status(self.chat, self, "member")

    def deactivates(self) -> None:
        """Delete the account; the bot is not told."""
        self.deactivated = True

    def to_json(self) -> Json:
        body: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        named = {"username": self.username, "language_code": self.language_code}
        return body | {name: value for name, value in named.items() if value}

    def to_chat_json(self) -> Json:
        body: Json = {"id": self.id, "type": "private", "first_name": self.first_name}
        return body | {"username": self.username} if self.username else body

    def _sends_content(self, content: Json, chat: Chat | None, caption: str = "") -> Message:
        formatted = written(caption)
        message = self._message(chat, None)
        message.content, message.caption = content, formatted.text or None
        message.entities = formatted.entities
        return message.chat.person_sends(message)

    def _message(self, chat: Chat | None, formatted: Formatted | None) -> Message:
        chat = chat or self.chat
        self._check_may_write(chat)
        message = Message(chat.new_message_id(), chat, self.world.now(), self)
        if formatted is not None:
            message.text, message.entities = formatted.text, formatted.entities
        return message

    def _check_may_write(self, chat: Chat) -> None:
        if self.deactivated:
            raise AssertionError(f"{self.first_name} has no account any more")
        if chat is self.chat:
            if self.blocked:
                raise AssertionError(f"{self.first_name} blocked the bot: call unblocks_bot() first")
            self.started = True
        elif chat.statuses.get(self.id, "left") in {"left", "kicked"}:
            raise AssertionError(f"{self.first_name} is no member of {chat.title!r}")


def _origin(origin: Chat | User | str, date: int) -> Json:
    if isinstance(origin, str):
        return {"type": "hidden_user", "date": date, "sender_user_name": origin}
    if isinstance(origin, User):
        return {"type": "user", "date": date, "sender_user": origin.to_json()}
    if origin.kind == "channel":
        number = origin.new_message_id()
        return {"type": "channel", "date": date, "chat": origin.to_json(), "message_id": number}
    return {"type": "chat", "date": date, "sender_chat": origin.to_json()}


def mentions(text: str, username: str) -> bool:
    """Whether a text names a user, in any case: `@Some_bot`."""
    return re.search(rf"(?<!\w)@{re.escape(username)}(?!\w)", text, re.IGNORECASE) is not None
