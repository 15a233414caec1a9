"""What the bot says about itself, and asks about chats."""

from __future__ import annotations

from tests.telegram.people.users import User
from tests.telegram.server import TelegramServer
from tests.telegram.tests.client import Client


async def test_commands_are_kept_by_scope_and_language(client: Client) -> None:
    commands = [{"command": "ask", "description": "Ask a question"}]
    await client.result("setMyCommands", commands=commands, language_code="en")
    assert await client.result("getMyCommands", language_code="en") == commands
    assert await client.result("getMyCommands") == []
    await client.result("deleteMyCommands", language_code="en")
    assert await client.result("getMyCommands", language_code="en") == []
    bad = [{"command": "Ask!", "description": "x"}]
    assert await client.refusal("setMyCommands", commands=bad) == "Bad Request: BOT_COMMAND_INVALID"


async def test_descriptions_fall_back_to_the_one_for_everybody(client: Client) -> None:
    await client.result("setMyDescription", description="Quotes what was published")
    assert await client.result("getMyDescription", language_code="tr") == {"description": "Quotes what was published"}
    refusal = await client.refusal("setMyShortDescription", short_description="x" * 121)
    assert refusal == "Bad Request: short description is too long"


async def test_members_and_their_rights(server: TelegramServer, client: Client, amina: User) -> None:
    bashir, stranger = server.user("Bashir"), server.user("Chia")
    group = server.supergroup("Newsroom", amina, bashir, bot="administrator")
    statuses = [
        (await client.result("getChatMember", chat_id=group.id, user_id=user.id))["status"]
        for user in (amina, bashir, stranger, server.bot)
    ]
    assert statuses == ["creator", "member", "left", "administrator"]
    administrators = await client.result("getChatAdministrators", chat_id=group.id)
    assert [admin["user"]["id"] for admin in administrators] == [amina.id, server.bot.id]
    assert await client.result("getChatMemberCount", chat_id=group.id) == 3
    assert await client.refusal("getChatAdministrators", chat_id=amina.id) == (
        "Bad Request: there are no administrators in the private chat"
    )
