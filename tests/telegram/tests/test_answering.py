"""Buttons pressed, inline queries typed, and the answers to them."""

from __future__ import annotations

import pytest

from tests.telegram.people.users import User
from tests.telegram.server import TelegramServer
from tests.telegram.tests.client import Client, keyboard
from tests.telegram.types import Json


async def test_a_pressed_button_is_answered_once(server: TelegramServer, client: Client, amina: User) -> None:
    message = await client.sends(amina.chat, reply_markup=keyboard("More"))
    press = amina.presses("More", message)
    assert "'more', pressed by Amina, was never answered" in str(server.violations[0])
    update = (await client.result("getUpdates"))[-1]["callback_query"]
    assert (update["data"], update["message"]["message_id"]) == ("more", message.id)
    await client.result("answerCallbackQuery", callback_query_id=press.id, text="Here", show_alert=True)
    answer = await press.answer()
    assert (answer.text, answer.show_alert) == ("Here", True)
    server.assert_well_behaved()
    await client.result("answerCallbackQuery", callback_query_id=press.id)
    assert "answered twice" in server.violations[0].what


async def test_late_answers_are_refused(client: Client, amina: User) -> None:
    press = amina.presses("forged data", await client.sends(amina.chat), forged=True)
    press.expires()
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await client.refusal("answerCallbackQuery", callback_query_id=press.id) == too_old
    assert await client.refusal("answerCallbackQuery", callback_query_id="1") == too_old
    assert await client.refusal("answerInlineQuery", inline_query_id="1", results=[]) == too_old


async def test_a_button_that_is_not_there_cannot_be_pressed(client: Client, amina: User) -> None:
    link = {"inline_keyboard": [[{"text": "Source", "url": "https://example.org"}]]}
    message = await client.sends(amina.chat, reply_markup=link)
    with pytest.raises(AssertionError, match=r"no button 'More'; there are \['Source'\]"):
        amina.presses("More", message)
    with pytest.raises(AssertionError, match="tells the bot nothing"):
        amina.presses("Source", message)


async def test_a_tap_on_the_reply_keyboard_sends_its_label(client: Client, amina: User) -> None:
    message = await client.sends(amina.chat, reply_markup={"keyboard": [[{"text": "Yes"}]]})
    assert amina.taps("Yes", message).text == "Yes"


def article(number: str, text: str) -> Json:
    return {"type": "article", "id": number, "title": text, "input_message_content": {"message_text": text}}


async def test_an_inline_result_can_be_chosen(server: TelegramServer, client: Client, amina: User) -> None:
    group = server.group("Newsroom", amina)
    query = amina.asks_inline("sere kaniye")
    await client.result("answerInlineQuery", inline_query_id=query.id, results=[article("1", "two reports")])
    (result,) = await query.results()
    message = query.chooses(result, group)
    assert (message.text, message.via_bot) == ("two reports", True)
    kinds = [set(update) - {"update_id"} for update in await client.result("getUpdates")]
    assert kinds == [{"message"}, {"inline_query"}, {"chosen_inline_result"}, {"message"}]


@pytest.mark.parametrize(
    ("results", "refusal"),
    [
        ([article("1", "x"), article("1", "y")], "RESULT_ID_DUPLICATE"),
        ([article("", "x")], "RESULT_ID_INVALID"),
        ([article(str(i), "x") for i in range(51)], "RESULTS_TOO_MUCH"),
        ([article("1", "x" * 4097)], "message is too long"),
    ],
)
async def test_bad_inline_results_are_refused(client: Client, amina: User, results: list[Json], refusal: str) -> None:
    query = amina.asks_inline("x")
    answer = await client.refusal("answerInlineQuery", inline_query_id=query.id, results=results)
    assert answer == f"Bad Request: {refusal}"
