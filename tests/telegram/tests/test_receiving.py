"""Updates: polled with offsets, limited to kinds, or posted to a webhook."""

from __future__ import annotations

import asyncio
import sys

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.telegram.listener import Listener
from tests.telegram.server import TelegramServer
from tests.telegram.tests.client import Client
from tests.telegram.types import Json

POLLER = """
import json, os, urllib.parse, urllib.request
base = f"{os.environ['TELEGRAM_API_BASE']}/bot{os.environ['TELEGRAM_TOKEN']}"
def call(method, **fields):
    with urllib.request.urlopen(f"{base}/{method}", urllib.parse.urlencode(fields).encode()) as answer:
        return json.load(answer)["result"]
offset = 0
while True:
    for update in call("getUpdates", offset=offset, timeout=30):
        offset = update["update_id"] + 1
        call("sendMessage", chat_id=update["message"]["chat"]["id"], text=update["message"]["text"])
"""


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_offset_confirms_what_came_before(server: TelegramServer, client: Client) -> None:
    amina = server.user()
    for text in ("one", "two", "three"):
        amina.sends(text)
    first = await client.result("getUpdates", limit=2)
    assert texts(first) == ["one", "two"]
    assert texts(await client.result("getUpdates")) == ["one", "two", "three"]
    assert texts(await client.result("getUpdates", offset=first[-1]["update_id"] + 1)) == ["three"]
    assert texts(await client.result("getUpdates")) == ["three"]


async def test_a_negative_offset_keeps_the_last(server: TelegramServer, client: Client) -> None:
    amina = server.user()
    for text in ("one", "two", "three"):
        amina.sends(text)
    assert texts(await client.result("getUpdates", offset=-1)) == ["three"]


async def test_a_long_poll_ends_with_the_first_update(server: TelegramServer, client: Client) -> None:
    poll = asyncio.create_task(client.result("getUpdates", timeout=30))
    await server.connected()
    server.user().sends("at last")
    assert texts(await poll) == ["at last"]


async def test_only_the_kinds_asked_for_are_kept(server: TelegramServer, client: Client) -> None:
    amina = server.user()
    await client.result("getUpdates", allowed_updates=["callback_query", "my_chat_member"])
    amina.sends("not kept")
    amina.blocks_bot()
    (update,) = await client.result("getUpdates")
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await client.result("getUpdates", allowed_updates=[])
    amina.unblocks_bot()
    amina.sends("kept")
    assert "message" in (await client.result("getUpdates"))[-1]


async def test_a_poller_that_hangs_up_leaves_the_place_free(server: TelegramServer, client: Client) -> None:
    poll = asyncio.create_task(client.result("getUpdates", timeout=30))
    await server.connected()
    poll.cancel()
    while server.world.updates.polled:
        await server.world.updates.change()
    server.user().sends("for the next")
    assert texts(await client.result("getUpdates", timeout=30)) == ["for the next"]


async def test_a_second_poller_ends_the_wait_of_the_first(server: TelegramServer, client: Client) -> None:
    first = asyncio.create_task(client.call("getUpdates", timeout=30))
    await server.connected()
    second = asyncio.create_task(client.call("getUpdates", timeout=30))
    assert await first == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    server.user().sends("hello")
    assert (await second)["ok"]


async def test_an_update_can_be_delivered_again(server: TelegramServer, client: Client) -> None:
    server.user().sends("twice")
    (update,) = await client.result("getUpdates")
    await client.result("getUpdates", offset=update["update_id"] + 1)
    server.redeliver(update["update_id"])
    assert await client.result("getUpdates", offset=update["update_id"] + 1) == [update]
    assert await client.result("getUpdates", offset=update["update_id"] + 1) == []


async def test_a_bot_in_a_process_of_its_own_is_served(server: TelegramServer) -> None:
    amina = server.user()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", POLLER, env=server.environment)
    try:
        amina.sends("ping")
        assert (await amina.next_message()).text == "ping"
        await server.delivered()
    finally:
        process.kill()
        await process.wait()


async def test_the_server_closes_while_a_bot_polls() -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        async with TelegramServer() as server:
            poll = asyncio.create_task(http.get(f"{server.base_url}/bot{server.token}/getUpdates?timeout=50"))
            await server.connected()
        with pytest.raises(httpx.HTTPError):
            await poll


class Hook:
    """A bot's webhook: keeps what comes, and answers with the statuses given, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.came: list[tuple[str | None, Json]] = []
        self.listener = Listener(self._take)

    async def __aenter__(self) -> str:
        await self.listener.open()
        return f"http://127.0.0.1:{self.listener.port}/hook"

    async def __aexit__(self, *_: object) -> None:
        await self.listener.close()

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.came.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        await Response(status_code=self.statuses.pop(0) if self.statuses else 200)(scope, receive, send)


async def test_a_webhook_gets_pending_updates_with_the_secret(server: TelegramServer, client: Client) -> None:
    server.user().sends("before")
    hook = Hook()
    async with hook as url:
        answer = await client.call("setWebhook", url=url, secret_token="s3cret")
        assert answer == {"ok": True, "result": True, "description": "Webhook was set"}
        await server.delivered()
        assert [(secret, update["message"]["text"]) for secret, update in hook.came] == [("s3cret", "before")]
        assert (await client.result("getWebhookInfo"))["url"] == url
        assert (await client.call("setWebhook", url=url, secret_token="s3cret"))["description"] == (
            "Webhook is already set"
        )
        assert (await client.call("deleteWebhook"))["description"] == "Webhook was deleted"
        assert (await client.call("deleteWebhook"))["description"] == "Webhook is already deleted"


async def test_a_webhook_that_fails_gets_the_update_again(server: TelegramServer, client: Client) -> None:
    hook = Hook(500, 302)
    async with hook as url:
        await client.result("setWebhook", url=url)
        server.user().sends("insistent")
        await server.delivered()
        assert len(hook.came) == 3
        info = await client.result("getWebhookInfo")
        assert info["last_error_message"] == "Wrong response from the webhook: 302 Found"
        assert info["pending_update_count"] == 0


async def test_a_redelivered_update_comes_to_the_webhook_too(server: TelegramServer, client: Client) -> None:
    hook = Hook()
    async with hook as url:
        await client.result("setWebhook", url=url)
        server.user().sends("twice")
        await server.delivered()
        server.redeliver(server.updates[0]["update_id"])
        await server.delivered()
        assert hook.came[0] == hook.came[1]


async def test_pending_updates_are_dropped_on_request(server: TelegramServer, client: Client) -> None:
    server.user().sends("too late")
    await client.result("deleteWebhook", drop_pending_updates=True)
    assert await client.result("getUpdates") == []


@pytest.mark.parametrize(
    ("target", "refusal"),
    [
        ({"url": "http://example.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "ftp://example.org"}, "invalid webhook URL specified"),
        ({"url": "https://example.org", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://example.org", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_bad_webhooks_are_refused(client: Client, target: Json, refusal: str) -> None:
    assert await client.refusal("setWebhook", **target) == f"Bad Request: {refusal}"


async def test_setting_a_webhook_ends_a_poll(server: TelegramServer, client: Client) -> None:
    poll = asyncio.create_task(client.refusal("getUpdates", timeout=30))
    await server.connected()
    await client.result("setWebhook", url="http://127.0.0.1:9/hook")
    assert await poll == "Conflict: terminated by setWebhook request"
