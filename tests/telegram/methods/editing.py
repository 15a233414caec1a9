"""Changing and deleting messages."""

from __future__ import annotations

from tests.telegram.errors import bad_request
from tests.telegram.methods.access import message_in, own_message, writable_chat
from tests.telegram.methods.call import Call, Handler
from tests.telegram.methods.sending import link_preview
from tests.telegram.people.chats import Chat
from tests.telegram.people.messages import Message
from tests.telegram.text.formatting import Formatted
from tests.telegram.text.keyboards import read_markup
from tests.telegram.traffic.parameters import whole_number
from tests.telegram.types import Json

FORTY_EIGHT_HOURS = 48 * 3600
MOST_DELETED = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def edit_message_text(call: Call) -> Json:
    formatted = call.message_text()
    message = _editable(call)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    preview = link_preview(call)
    if preview == message.link_preview_options:
        return _edit(call, message, formatted)
    message.link_preview_options = preview
    return _edit(call, message, formatted, changed=True)


async def edit_message_caption(call: Call) -> Json:
    formatted = call.caption_text()
    message = _editable(call)
    if message.text is not None or "location" in message.content:
        raise bad_request("there is no caption in the message to edit")
    return _edit(call, message, formatted)


async def edit_message_reply_markup(call: Call) -> Json:
    return _edit(call, _editable(call), None)


async def delete_message(call: Call) -> bool:
    chat = writable_chat(call)
    _delete(call, chat, message_in(call, chat, "message to delete"))
    return True


async def delete_messages(call: Call) -> bool:
    chat = writable_chat(call)
    numbers = call.params.nested("message_ids", "message_ids")
    if not isinstance(numbers, list):
        raise bad_request("Expected an Array of message identifiers")
    if len(numbers) > MOST_DELETED:
        raise bad_request("Too many message identifiers specified")
    for message in filter(None, (chat.find(whole_number(number)) for number in numbers)):
        _delete(call, chat, message)
    return True


METHODS: dict[str, Handler] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}


def _editable(call: Call) -> Message:
    if call.params.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    if not call.params.text("message_id"):
        raise bad_request("message identifier is not specified")
    return own_message(call, writable_chat(call), "message to edit")


def _edit(call: Call, message: Message, formatted: Formatted | None, *, changed: bool = False) -> Json:
    """Change a message; one edited without a keyboard loses the keyboard it had."""
    markup = read_markup(call.params.values.get("reply_markup"), call.world.bot.username, call.remark)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("Inline keyboard expected")
    same_words = formatted in (None, Formatted(message.words, message.entities))
    if same_words and markup == message.reply_markup and not changed:
        raise bad_request(NOT_MODIFIED)
    return message.chat.bot_edits(message, None if same_words else formatted, markup).to_json()


def _delete(call: Call, chat: Chat, message: Message) -> None:
    own = message.sender is call.world.bot
    if call.world.now() - message.date > FORTY_EIGHT_HOURS:
        raise bad_request("message can't be deleted")
    if not own and chat.kind != "private" and chat.bot_status != "administrator":
        raise bad_request("message can't be deleted")
    message.deleted = True
