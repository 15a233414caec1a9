"""Messages changed in place, and deleted."""

from __future__ import annotations

import pytest

from tests.telegram.people.users import User
from tests.telegram.server import TelegramServer
from tests.telegram.tests.client import Client, keyboard


async def test_an_edit_changes_the_message_in_place(client: Client, amina: User) -> None:
    message = await client.sends(amina.chat, "one report", reply_markup=keyboard("Mute"))
    there = {"chat_id": amina.id, "message_id": message.id}
    both = keyboard("Mute", "Change")
    await client.result("editMessageText", **there, text="two reports", reply_markup=both)
    assert await amina.chat.next_edit(of=message) is message
    assert (message.text, message.was, message.buttons) == ("two reports", ["one report"], ["Mute", "Change"])
    await client.result("editMessageReplyMarkup", **there, reply_markup=keyboard("Unmute"))
    assert message.buttons == ["Unmute"]
    await client.result("editMessageText", **there, text="three reports")
    assert message.buttons == []
    assert await client.refusal("editMessageText", **there, text="three reports ") == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )


async def test_edits_that_are_refused(client: Client, amina: User) -> None:
    asked = amina.sends("hello")
    place = await client.result("sendLocation", chat_id=amina.id, latitude=1, longitude=1)
    for message_id, refusal in [
        (999, "message to edit not found"),
        (asked.id, "message can't be edited"),
        (place["message_id"], "there is no text in the message to edit"),
    ]:
        answer = await client.refusal("editMessageText", chat_id=amina.id, message_id=message_id, text="x")
        assert answer == f"Bad Request: {refusal}"
    there = {"chat_id": amina.id, "message_id": place["message_id"]}
    answer = await client.refusal("editMessageReplyMarkup", **there, reply_markup={"keyboard": [["x"]]})
    assert answer == "Bad Request: inline keyboard expected"


async def test_deleted_messages_are_gone(server: TelegramServer, client: Client, amina: User) -> None:
    message = await client.sends(amina.chat, reply_markup=keyboard("More"))
    await client.result("deleteMessage", chat_id=amina.id, message_id=message.id)
    assert message.deleted
    assert message not in amina.chat.messages
    assert await client.refusal("deleteMessage", chat_id=amina.id, message_id=message.id) == (
        "Bad Request: message to delete not found"
    )
    with pytest.raises(AssertionError, match="its buttons are gone"):
        amina.presses("More", message)
    group = server.group("Newsroom", amina)
    other = amina.sends("mine", group)
    assert await client.refusal("deleteMessage", chat_id=group.id, message_id=other.id) == (
        "Bad Request: message can't be deleted"
    )
