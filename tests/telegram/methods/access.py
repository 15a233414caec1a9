"""Which chat a call means, and whether the bot may do there what it wants."""

from __future__ import annotations

from tests.telegram.errors import ApiError, bad_request, forbidden, upgraded
from tests.telegram.methods.call import Call
from tests.telegram.people.chats import Chat
from tests.telegram.people.messages import Message

_KINDS = {"group": "group", "supergroup": "supergroup", "channel": "channel"}


def known_chat(call: Call) -> Chat:
    """Give the chat of `chat_id`; ApiError when there is none that the bot has heard of."""
    name = call.params.text("chat_id").strip()
    if not name:
        raise bad_request("chat_id is empty")
    if name.startswith("@"):
        public = [chat for chat in call.world.chats.values() if chat.kind in {"supergroup", "channel"}]
        chat = next((chat for chat in public if f"@{chat.username}".lower() == name.lower()), None)
    else:
        chat = call.world.chats.get(call.params.integer("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def readable_chat(call: Call) -> Chat:
    """Give a chat that the bot can look into."""
    chat = known_chat(call)
    if chat.kind == "private" and not call.world.users[chat.id].started:
        raise bad_request("chat not found")
    if fault := _exclusion(chat):
        raise fault
    return chat


def writable_chat(call: Call) -> Chat:
    """Give a chat that the bot may write to; remark when it tries again where it was refused."""
    chat = known_chat(call)
    is_private = chat.kind == "private"
    fault = _private_refusal(call, chat) if is_private else _exclusion(chat) or _group_refusal(chat)
    if fault is None:
        return chat
    chat.refusals += 1
    if chat.refusals > 1:
        call.remark(f"wrote again to {chat.title!r}, which had answered {fault.description!r}")
    raise fault


def own_message(call: Call, chat: Chat, what: str) -> Message:
    """Give the bot's own message that a call wants to change."""
    message = message_in(call, chat, what)
    if message.sender is not call.world.bot:
        raise bad_request("message can't be edited")
    return message


def message_in(call: Call, chat: Chat, what: str) -> Message:
    """Give the message of `message_id`; ApiError "<what> not found" when there is none."""
    message = chat.find(call.params.integer("message_id"))
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def _private_refusal(call: Call, chat: Chat) -> ApiError | None:
    user = call.world.users[chat.id]
    if user.deactivated:
        return forbidden("user is deactivated")
    if user.is_bot:
        return forbidden("bot can't send messages to bots")
    if not user.started:
        return forbidden("bot can't initiate conversation with a user")
    return forbidden("bot was blocked by the user") if user.blocked else None


def _exclusion(chat: Chat) -> ApiError | None:
    match chat.bot_status:
        case "kicked" if chat.kind != "private":
            return forbidden(f"bot was kicked from the {_KINDS[chat.kind]} chat")
        case "left":
            return forbidden(f"bot is not a member of the {_KINDS[chat.kind]} chat")
        case _:
            return None


def _group_refusal(chat: Chat) -> ApiError | None:
    if chat.upgraded_to is not None:
        return upgraded(chat.upgraded_to)
    if chat.kind == "channel" and chat.bot_status != "administrator":
        return bad_request("need administrator rights in the channel chat")
    return None
