"""A message as people see it, and as the Bot API describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.telegram.text.entities import Entity
from tests.telegram.text.formatting import Formatted
from tests.telegram.text.keyboards import buttons
from tests.telegram.types import Json

if TYPE_CHECKING:
    from tests.telegram.people.chats import Chat, Topic
    from tests.telegram.people.users import Sender

# Who stands in the place of the sender, for bots that know no other (https://core.telegram.org/bots/api#message).
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


@dataclass(slots=True, eq=False)
class Message:
    """One message; edits change it in place and keep the earlier texts in `was`."""

    id: int
    chat: Chat
    date: int
    sender: Sender | None  # None for a post in a channel
    text: str | None = None
    caption: str | None = None
    entities: tuple[Entity, ...] = ()  # of the text, or of the caption
    content: Json = field(default_factory=dict)  # document, photo, location, or a service message
    reply_markup: Json | None = None
    reply_to: Message | None = None
    quote: str | None = None
    forward_origin: Json | None = None
    link_preview_options: Json | None = None
    via_bot: bool = False
    in_name_of: Chat | None = None
    topic: Topic | None = None  # of a forum
    silent: bool = False
    protected: bool = False
    edit_date: int | None = None
    deleted: bool = False
    was: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Text or caption; empty when there is neither."""
        return self.text if self.text is not None else self.caption or ""

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons below, row by row."""
        return [button["text"] for button in buttons(self.reply_markup)]

    @property
    def links(self) -> list[tuple[str, str]]:
        """The linked words with their addresses, in order; a bare address links to itself."""
        linked = [entity for entity in self.entities if entity.type in {"text_link", "url"}]
        named = [(entity.of(self.words), entity.details.get("url")) for entity in linked]
        return [(words, url or words) for words, url in named]

    def marked(self, *kinds: str) -> list[str]:
        """Give the words that entities of these types cover: `message.marked("blockquote")`."""
        return [entity.of(self.words) for entity in self.entities if entity.type in kinds]

    def button(self, label: str) -> Json:
        """Give the button with this label or callback data; AssertionError names those that are there."""
        for button in buttons(self.reply_markup):
            if label in (button["text"], button.get("callback_data")):
                return button
        raise AssertionError(f"no button {label!r}; there are {self.buttons} under {self.words[:60]!r}")

    def rewrite(self, formatted: Formatted, date: int) -> None:
        """Put other words into the message."""
        self.was.append(self.words)
        if self.text is not None:
            self.text = formatted.text
        else:
            self.caption = formatted.text or None
        self.entities, self.edit_date = formatted.entities, date

    def to_json(self, *, with_reply: bool = True) -> Json:
        """Describe the message; the one it answers is described without the one that answers in turn."""
        body: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.to_json()}
        if self.chat.kind == "channel" or self.sender is None:
            body["sender_chat"] = self.chat.to_json()
        elif self.in_name_of is not None:
            stand_in = ANONYMOUS if self.in_name_of is self.chat else CHANNEL
            body |= {"from": stand_in, "sender_chat": self.in_name_of.to_json()}
        else:
            body["from"] = self.sender.to_json()
        return body | self._words() | self.content | self._surroundings(with_reply)

    def _words(self) -> Json:
        name = "text" if self.text is not None else "caption"
        body: Json = {name: self.words} if self.words else {}
        if self.entities:
            key = "entities" if name == "text" else "caption_entities"
            body[key] = [entity.to_json() for entity in self.entities]
        return body

    def _surroundings(self, with_reply: bool) -> Json:
        inline = self.reply_markup if self.reply_markup and "inline_keyboard" in self.reply_markup else None
        replied = self.reply_to if with_reply and self.reply_to and not self.reply_to.deleted else None
        if self.topic is not None and replied is None and with_reply and self.topic.opening is not self:
            replied = self.topic.opening  # as apps send it: a message of a topic replies to the one that opened it
        quoted = {"text": self.quote, "position": 0, "is_manual": True} if self.quote else None
        given = {
            "reply_to_message": replied and replied.to_json(with_reply=False),
            "quote": quoted,
            "reply_markup": inline,
            "forward_origin": self.forward_origin,
            "link_preview_options": self.link_preview_options,
            "via_bot": self.chat.world.bot.to_json() if self.via_bot else None,
            "has_protected_content": self.protected or None,
            "edit_date": self.edit_date,
            "message_thread_id": self.topic.id if self.topic else None,
            "is_topic_message": True if self.topic else None,
        }
        return {name: value for name, value in given.items() if value is not None}
