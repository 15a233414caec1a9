"""The envelope: addresses, tokens, parameters, the log, and failures on order."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.telegram.feed import NothingCame
from tests.telegram.people.users import User
from tests.telegram.server import TelegramServer
from tests.telegram.tests.client import Client, keyboard


async def test_parameters_come_as_json_form_or_query(server: TelegramServer, client: Client, amina: User) -> None:
    path, markup = f"/bot{server.token}/sendMessage", keyboard("More")
    fields = {"chat_id": str(amina.id), "reply_markup": json.dumps(markup)}
    parts = {name: (None, value) for name, value in {**fields, "text": "multipart"}.items()}
    await client.http.post(path, json={"chat_id": amina.id, "text": "json", "reply_markup": markup})
    await client.http.post(path, data={**fields, "text": "form"})
    await client.http.get(path, params={**fields, "text": "query"})
    await client.http.post(path, files=parts)
    assert [(message.text, message.buttons) for message in amina.chat.sent.items] == [
        (way, ["More"]) for way in ("json", "form", "query", "multipart")
    ]
    assert [request.params["reply_markup"] for request in server.requests] == [markup] * 4


async def test_unknown_methods_and_tokens_are_refused(server: TelegramServer, client: Client) -> None:
    assert await client.call("sendPigeon") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert str(server.violations[0]) == "sendPigeon: is no method that this server knows"
    wrong = await client.http.get("/bot7000000001:AAAA/getMe")
    assert (wrong.status_code, wrong.json()["description"]) == (401, "Unauthorized")
    assert (await client.http.get("/botnonsense/getMe")).status_code == 404
    assert (await client.http.get("/elsewhere")).json()["description"] == "Not Found"


async def test_methods_are_named_in_any_case(client: Client) -> None:
    assert (await client.result("GETME"))["username"] == "strict_test_bot"


async def test_the_log_tells_what_was_called_and_answered(server: TelegramServer, client: Client, amina: User) -> None:
    await client.call("sendMessage", chat_id=amina.id, text="")
    (request,) = server.requests.of("sendmessage")
    assert (request.status, request.description) == (400, "Bad Request: message text is empty")
    assert "message text is empty" in server.requests.recent()


@pytest.mark.parametrize(
    ("kind", "code", "description"),
    [
        ("server error", 500, "Internal Server Error"),
        ("bad gateway", 502, "Bad Gateway"),
        ("blocked", 403, "Forbidden: bot was blocked by the user"),
        ("too many requests", 429, "Too Many Requests: retry after 3"),
    ],
)
async def test_failures_come_as_often_as_ordered(
    server: TelegramServer, client: Client, amina: User, kind: Any, code: int, description: str
) -> None:
    server.fail_next("sendMessage", kind, retry_after=3)
    answer = await client.call("sendMessage", chat_id=amina.id, text="x")
    assert (answer["error_code"], answer["description"]) == (code, description)
    assert amina.chat.sent.items == []
    if code != 429:
        assert (await client.call("sendMessage", chat_id=amina.id, text="x"))["ok"]


def test_an_unknown_failure_is_named(server: TelegramServer) -> None:
    with pytest.raises(ValueError, match="no fault 'gremlins'; there are too many requests"):
        server.fail_next("sendMessage", "gremlins")  # type: ignore[arg-type]


async def test_waiting_in_vain_says_what_the_bot_did_instead(client: Client, amina: User) -> None:
    await client.call("sendMessage", chat_id=5, text="to nobody")
    with pytest.raises(NothingCame, match="chat not found"):
        await amina.next_message(within=0.01)
