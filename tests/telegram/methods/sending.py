"""New messages of the bot: texts, files, pictures, places, and that it is typing."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from tests.telegram.errors import ApiError, bad_request
from tests.telegram.methods.access import writable_chat
from tests.telegram.methods.call import Call, Handler
from tests.telegram.people.chats import Chat, Topic
from tests.telegram.people.messages import Message
from tests.telegram.text import utf16
from tests.telegram.text.formatting import Formatted, formatted_text
from tests.telegram.text.keyboards import read_markup
from tests.telegram.traffic.files import LARGEST_PHOTO, StoredFile, image_size
from tests.telegram.traffic.parameters import Upload, whole_number
from tests.telegram.types import Json

ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip
LONGEST_QUOTE = 1024


async def send_message(call: Call) -> Json:
    return _post(call, call.message_text(), is_text=True, link_preview_options=link_preview(call))


async def send_document(call: Call) -> Json:
    file, upload = _file(call, "document", "documents")
    name = upload.name if upload else PurePath(file.path).name
    kind = upload.mime_type if upload else "application/octet-stream"
    document = {**file.to_json(), "file_name": name, "mime_type": kind}
    return _post(call, call.caption_text(), content={"document": document})


async def send_photo(call: Call) -> Json:
    file, _ = _file(call, "photo", "photos")
    if file.size > LARGEST_PHOTO:
        raise bad_request("file is too big for a photo")
    width, height = image_size(file.content)
    photo = {**file.to_json(), "width": width, "height": height}
    return _post(call, call.caption_text(), content={"photo": [photo]})


async def send_location(call: Call) -> Json:
    for name in ("latitude", "longitude"):
        if not call.params.text(name).strip():
            raise bad_request(f"{name} is empty")
    latitude, longitude = call.params.number("latitude"), call.params.number("longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("Invalid location specified")
    return _post(call, Formatted(""), content={"location": {"latitude": latitude, "longitude": longitude}})


async def send_chat_action(call: Call) -> bool:
    action = call.params.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    writable_chat(call).actions.add(action)
    return True


def link_preview(call: Call) -> Json | None:
    """Give the link preview options of a call, checked for shape."""
    options = call.params.nested("link_preview_options", "link preview options")
    if options is not None and not isinstance(options, dict):
        raise bad_request("Object expected as link preview options")
    return options


METHODS: dict[str, Handler] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendLocation": send_location,
    "sendChatAction": send_chat_action,
}


def _post(call: Call, formatted: Formatted, *, is_text: bool = False, **more: Any) -> Json:
    """Add a message of the bot to the chat of a call, if everything about it is in order."""
    params, world = call.params, call.world
    markup = read_markup(params.values.get("reply_markup"), world.bot.username, call.remark)
    chat = writable_chat(call)
    topic = _topic(chat, params.integer("message_thread_id"))
    reply_to, quote = _replied(call, chat)
    world.pacing.count(chat.id, is_group=chat.kind != "private")
    message = Message(
        chat.new_message_id(),
        chat,
        world.now(),
        world.bot,
        entities=formatted.entities,
        reply_markup=markup,
        reply_to=reply_to,
        quote=quote,
        topic=topic,
        silent=params.flag("disable_notification"),
        protected=params.flag("protect_content"),
        **more,
    )
    if is_text:
        message.text = formatted.text
    else:
        message.caption = formatted.text or None
    return chat.bot_sends(message).to_json()


def _topic(chat: Chat, thread_id: int) -> Topic | None:
    """Give the topic that a message is posted into; none for the general one."""
    if not thread_id:
        return None
    topic = chat.topics.get(thread_id)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    return topic


def _replied(call: Call, chat: Chat) -> tuple[Message | None, str | None]:
    """Give the message that a new one answers, and the words of it that are quoted."""
    reply = call.params.nested("reply_parameters", "reply parameters")
    if reply is None:
        old_style = call.params.integer("reply_to_message_id")
        reply = {"message_id": old_style} if old_style else {}
    if not isinstance(reply, dict):
        raise bad_request("Object expected as reply parameters")
    if not reply:
        return None, None
    elsewhere = reply.get("chat_id") not in (None, chat.id, str(chat.id))
    message = None if elsewhere else chat.find(whole_number(reply.get("message_id")))
    if message is None:
        if reply.get("allow_sending_without_reply"):
            return None, None
        raise bad_request("message to be replied not found")
    return message, _quote(call, reply, message)


def _quote(call: Call, reply: Json, message: Message) -> str | None:
    if not reply.get("quote"):
        return None
    mode = reply.get("quote_parse_mode") or ""
    quote = formatted_text(str(reply["quote"]), mode, reply.get("quote_entities"), call.remark).text
    if utf16.length(quote) > LONGEST_QUOTE or quote not in message.words:
        raise bad_request("QUOTE_TEXT_INVALID")
    return quote


def _file(call: Call, name: str, folder: str) -> tuple[StoredFile, Upload | None]:
    """Give the file of a call: one uploaded with it, or one that Telegram has already."""
    given = call.params.text(name)
    upload = call.params.files.get(given.removeprefix("attach://") if given.startswith("attach://") else name)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        return call.world.files.add(upload.content, folder, PurePath(upload.name).suffix), upload
    if not given or given.startswith("attach://"):
        raise bad_request(f"there is no {name} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    try:
        return call.world.files.get(given), None
    except ApiError as fault:
        raise bad_request("wrong file identifier/HTTP URL specified") from fault
