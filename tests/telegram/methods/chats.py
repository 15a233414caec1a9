"""What the bot can ask about a chat and its people."""

from __future__ import annotations

from tests.telegram.errors import bad_request
from tests.telegram.methods.access import readable_chat
from tests.telegram.methods.call import Call, Handler
from tests.telegram.people.chats import Chat, Status
from tests.telegram.people.world import bot_member, member
from tests.telegram.types import Json

_FULL: Json = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": True, "limited_gifts": True, "unique_gifts": True, "premium_subscription": True,
        "gifts_from_channels": True,
    },
}  # fmt: skip


async def get_chat(call: Call) -> Json:
    return readable_chat(call).to_json() | _FULL


async def get_chat_member(call: Call) -> Json:
    chat, user_id = readable_chat(call), call.params.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    if user_id == call.world.bot.id:
        return bot_member(call.world.bot, chat.bot_status)
    if user_id not in call.world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member(call.world.users[user_id].to_json(), _status(chat, user_id))


async def get_chat_administrators(call: Call) -> list[Json]:
    chat, world = readable_chat(call), call.world
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    people = [
        member(world.users[user_id].to_json(), status)
        for user_id, status in chat.statuses.items()
        if status in {"creator", "administrator"}
    ]
    return [*people, bot_member(world.bot, "administrator")] if chat.bot_status == "administrator" else people


async def get_chat_member_count(call: Call) -> int:
    chat = readable_chat(call)
    people = [status for status in chat.statuses.values() if status not in {"left", "kicked"}]
    return 2 if chat.kind == "private" else len(people) + 1


async def leave_chat(call: Call) -> bool:
    chat = readable_chat(call)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    return True


METHODS: dict[str, Handler] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}


def _status(chat: Chat, user_id: int) -> Status:
    if chat.kind == "private":
        return "member" if user_id == chat.id else "left"
    return chat.statuses.get(user_id, "left")
