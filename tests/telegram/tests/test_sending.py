"""New messages: what people see, what is refused, and who may be written to at all."""

from __future__ import annotations

import httpx
import pytest

from tests.telegram.people.users import User
from tests.telegram.server import TelegramServer
from tests.telegram.tests.client import Client
from tests.telegram.traffic.pacing import Limits
from tests.telegram.types import Json


async def test_a_message_is_what_the_person_sees(client: Client, amina: User) -> None:
    entities = [{"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org"}]
    options = {"is_disabled": True}
    text = "open https://example.net"
    await client.result(
        "sendMessage", chat_id=amina.id, text=f"{text}  ", entities=entities, link_preview_options=options,
        disable_notification=True, protect_content=True,
    )  # fmt: skip
    message = await amina.next_message()
    assert message.text == text
    assert message.links == [("open", "https://example.org"), ("https://example.net", "https://example.net")]
    assert message.marked("text_link") == ["open"]
    assert (message.silent, message.protected, message.link_preview_options) == (True, True, options)


async def test_sending_tells_the_bot_what_was_sent(client: Client, amina: User) -> None:
    answer = await client.result("sendMessage", chat_id=amina.id, text="<b>hi</b>", parse_mode="HTML")
    assert answer == {
        "message_id": 2,
        "date": 1731844800,
        "chat": {"id": amina.id, "type": "private", "first_name": "Amina", "username": "amina_n"},
        "from": {
            "id": 7000000001, "is_bot": True, "first_name": "Strict test bot", "username": "strict_test_bot",
        },
        "text": "hi",
        "entities": [{"type": "bold", "offset": 0, "length": 2}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"chat_id": 1}, "chat not found"),
        ({"chat_id": ""}, "chat_id is empty"),
        ({"chat_id": "@nobody"}, "chat not found"),
        ({"text": ""}, "message text is empty"),
        ({"message_thread_id": 5}, "message thread not found"),
        ({"reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"reply_parameters": "["}, "can't parse reply parameters JSON object"),
        ({"reply_parameters": {"message_id": 1, "quote": "no"}}, "QUOTE_TEXT_INVALID"),
        ({"link_preview_options": []}, "object expected as link preview options"),
        ({"text": "<b>", "parse_mode": "HTML"},
         'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'),
        ({"entities": [{"type": "bold", "offset": 3, "length": 1}]},
         "entity begins after the end of the text at UTF-16 offset 3"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x" * 65}]]}},
         "BUTTON_DATA_INVALID"),
    ],
)  # fmt: skip
async def test_bad_messages_are_refused(client: Client, amina: User, params: Json, refusal: str) -> None:
    given = {"chat_id": amina.id, "text": "x", **params}
    assert await client.refusal("sendMessage", **given) == f"Bad Request: {refusal}"


async def test_a_reply_carries_the_message_it_answers(client: Client, amina: User) -> None:
    asked = amina.sends("what happened in Tal Tamr")
    reply = {"message_id": asked.id, "quote": "Tal Tamr"}
    answer = await client.result("sendMessage", chat_id=amina.id, text="this", reply_parameters=reply)
    assert answer["reply_to_message"]["text"] == asked.text
    assert answer["quote"]["text"] == "Tal Tamr"
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await client.result(
        "sendMessage", chat_id=amina.id, text="that", reply_parameters=lenient
    )


async def test_limits_hold_when_they_are_switched_on() -> None:
    async with TelegramServer(limits=Limits()) as server, httpx.AsyncClient(base_url=server.base_url) as http:
        client, bashir = Client(http, server.token), server.user("Bashir")
        bashir.starts()
        answers = [await client.call("sendMessage", chat_id=bashir.id, text="x") for _ in range(5)]
    assert [answer["ok"] for answer in answers] == [True, True, True, False, False]
    assert answers[3]["parameters"]["retry_after"] >= 1
    assert "before retry_after was over" in server.violations[0].what


async def test_bad_deep_links_are_slips(server: TelegramServer, client: Client, amina: User) -> None:
    await client.sends(amina.chat, "see https://t.me/strict_test_bot?start=a.b")
    assert "deep link" in server.violations[0].what
    with pytest.raises(AssertionError, match="deep link"):
        server.assert_well_behaved()


async def test_typing_is_seen(client: Client, amina: User) -> None:
    await client.result("sendChatAction", chat_id=amina.id, action="typing")
    assert await amina.chat.next_action() == "typing"
    refusal = await client.refusal("sendChatAction", chat_id=amina.id, action="dancing")
    assert refusal == "Bad Request: wrong parameter action in request"


async def test_a_place_lies_on_earth(client: Client, amina: User) -> None:
    place = await client.result("sendLocation", chat_id=amina.id, latitude=36.85, longitude=40.07)
    assert place["location"] == {"latitude": 36.85, "longitude": 40.07}
    refusal = await client.refusal("sendLocation", chat_id=amina.id, latitude=136.85, longitude=40.07)
    assert refusal == "Bad Request: invalid location specified"


async def test_doors_that_are_closed(server: TelegramServer, client: Client, amina: User) -> None:
    stranger, robot = server.user("Bashir"), server.user("Robot", is_bot=True)
    deleted = server.user("Chia")
    deleted.starts()
    deleted.deactivates()
    amina.blocks_bot()
    for user, refusal in [
        (stranger, "Forbidden: bot can't initiate conversation with a user"),
        (robot, "Forbidden: bot can't send messages to bots"),
        (deleted, "Forbidden: user is deactivated"),
        (amina, "Forbidden: bot was blocked by the user"),
    ]:
        assert await client.refusal("sendMessage", chat_id=user.id, text="hello") == refusal
    server.assert_well_behaved()
    await client.refusal("sendMessage", chat_id=amina.id, text="hello again")
    assert "wrote again to 'Amina'" in server.violations[0].what
    amina.unblocks_bot()
    assert (await client.sends(amina.chat)).text == "news"


async def test_groups_that_threw_the_bot_out(server: TelegramServer, client: Client, amina: User) -> None:
    group = server.group("Newsroom", amina, bot="kicked")
    gone = server.supergroup("Desk", amina)
    await client.result("leaveChat", chat_id=gone.id)
    channel = server.channel("Wire", amina, bot="member")
    assert await client.refusal("sendMessage", chat_id=group.id, text="x") == (
        "Forbidden: bot was kicked from the group chat"
    )
    assert await client.refusal("sendMessage", chat_id=gone.id, text="x") == (
        "Forbidden: bot is not a member of the supergroup chat"
    )
    assert await client.refusal("sendMessage", chat_id=channel.id, text="x") == (
        "Bad Request: need administrator rights in the channel chat"
    )


async def test_an_upgraded_group_is_another_chat(server: TelegramServer, client: Client, amina: User) -> None:
    group = server.group("Newsroom", amina)
    successor = group.upgrades()
    assert await client.call("sendMessage", chat_id=group.id, text="x") == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": successor.id},
    }
    updates = await client.result("getUpdates")
    assert [update["message"].get("migrate_to_chat_id") for update in updates[1:]] == [successor.id, None]
    assert updates[2]["message"]["migrate_from_chat_id"] == group.id


async def test_public_chats_are_found_by_name(server: TelegramServer, client: Client) -> None:
    channel = server.channel("Wire", username="jazira_wire")
    answer = await client.result("sendMessage", chat_id="@Jazira_Wire", text="post")
    assert answer["sender_chat"]["id"] == channel.id
    assert "from" not in answer
