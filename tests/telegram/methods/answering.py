"""Answers to pressed buttons and to inline queries."""

from __future__ import annotations

from tests.telegram.errors import bad_request
from tests.telegram.methods.call import Call, Handler
from tests.telegram.people.queries import CallbackAnswer
from tests.telegram.text.formatting import message_text
from tests.telegram.text.keyboards import read_markup
from tests.telegram.types import Json

LONGEST_NOTE = 200
MOST_RESULTS = 50
LONGEST_RESULT_ID = 64  # bytes
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def answer_callback_query(call: Call) -> bool:
    press = call.world.presses.get(call.params.text("callback_query_id"))
    if press is None or press.expired:
        raise bad_request(TOO_OLD)
    text = call.params.text("text")
    if len(text) > LONGEST_NOTE:
        raise bad_request("MESSAGE_TOO_LONG")
    if press.answers.items:
        call.remark(f"{press.data!r} was answered twice")
    press.answers.add(CallbackAnswer(text, call.params.flag("show_alert"), call.params.text("url")))
    return True


async def answer_inline_query(call: Call) -> bool:
    query = call.world.inline_queries.get(call.params.text("inline_query_id"))
    if query is None or query.expired:
        raise bad_request(TOO_OLD)
    results = call.params.nested("results", "inline query results")
    if not isinstance(results, list):
        raise bad_request("Expected an Array of inline query results")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    checked = [_result(call, result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    query.answers.add({**call.params.readable(), "results": checked})
    return True


METHODS: dict[str, Handler] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}


def _result(call: Call, result: Json) -> Json:
    if not isinstance(result, dict):
        raise bad_request("Can't parse inline query result: expected an Object")
    if not 1 <= len(str(result.get("id", "")).encode()) <= LONGEST_RESULT_ID:
        raise bad_request("RESULT_ID_INVALID")
    if result.get("type") == "article":
        _check_article(call, result)
    read_markup(result.get("reply_markup"), call.world.bot.username, call.remark)
    return result


def _check_article(call: Call, result: Json) -> None:
    if not result.get("title"):
        raise bad_request("Can't parse inline query result: Can't find field \"title\"")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("Can't parse inline query result: Can't find field \"input_message_content\"")
    mode = content.get("parse_mode") or ""
    call.remark_on_links(message_text(content["message_text"], mode, content.get("entities"), call.remark))
