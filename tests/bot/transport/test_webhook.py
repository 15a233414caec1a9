"""The webhook: who may write, what is taken, and what is refused."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from telegram import Bot, Update

from bot.settings import Listen
from bot.transport.webhook import LARGEST_BODY, SECRET_HEADER, Inbox, listening
from retrieval.errors import SettingsError
from tests.bot.running import free_port

SECRET = "right-secret"
UPDATE = {
    "update_id": 7,
    "message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, "text": "hello"},
}


@dataclass
class Endpoint:
    """A listening webhook and a client that knows its secret."""

    client: httpx.AsyncClient
    queue: "asyncio.Queue[object]"
    healthy: bool = True

    async def post(self, content: bytes, secret: str = SECRET, path: str = "/updates") -> int:
        response = await self.client.post(path, content=content, headers={SECRET_HEADER: secret})
        return response.status_code

    async def is_healthy(self) -> bool:
        return self.healthy


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    queue: asyncio.Queue[object] = asyncio.Queue()
    endpoint = Endpoint(httpx.AsyncClient(trust_env=False), queue)
    inbox = Inbox(Bot("1:token"), queue)
    async with listening(Listen("127.0.0.1", 0), "/updates", SECRET, inbox, endpoint.is_healthy) as port:
        endpoint.client.base_url = httpx.URL(f"http://127.0.0.1:{port}")
        async with endpoint.client:
            yield endpoint


async def test_an_update_is_queued(endpoint: Endpoint) -> None:
    assert await endpoint.post(json.dumps(UPDATE).encode()) == 200
    update = endpoint.queue.get_nowait()
    assert isinstance(update, Update) and update.update_id == 7 and update.message


@pytest.mark.parametrize("secret", ["", "wrong", "right-secretx", "RIGHT-SECRET", "right-secre"])
async def test_a_wrong_secret_is_forbidden_whatever_comes_with_it(endpoint: Endpoint, secret: str) -> None:
    assert await endpoint.post(b"not even JSON", secret) == 403
    assert endpoint.queue.empty()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"update"',
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 7, "message": "hello"}',
        b'{"update_id": 7, "message": {"message_id": 1}}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_a_bad_request(endpoint: Endpoint, content: bytes) -> None:
    assert await endpoint.post(content) == 400
    assert endpoint.queue.empty()


async def test_a_body_beyond_the_limit_is_refused(endpoint: Endpoint) -> None:
    assert await endpoint.post(b" " * (LARGEST_BODY + 1)) == 413


async def test_a_body_of_unstated_length_is_refused_beyond_the_limit(endpoint: Endpoint) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield b" " * (LARGEST_BODY // 16)

    response = await endpoint.client.post("/updates", content=chunks(), headers={SECRET_HEADER: SECRET})
    assert response.status_code == 413


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/updates", 405), ("PUT", "/updates", 405), ("POST", "/", 404), ("POST", "/updates/x", 404),
    ("GET", "/updatesx", 404), ("POST", "/health", 405),
])  # fmt: skip
async def test_only_post_at_the_one_path_is_taken(endpoint: Endpoint, method: str, path: str, status: int) -> None:
    response = await endpoint.client.request(method, path, headers={SECRET_HEADER: SECRET})
    assert response.status_code == status


async def test_health_is_told_without_a_secret(endpoint: Endpoint) -> None:
    response = await endpoint.client.get("/health")
    assert (response.status_code, response.text) == (200, "ok")
    endpoint.healthy = False
    assert (await endpoint.client.get("/health")).status_code == 503


async def test_a_port_that_is_taken_is_said_to_be() -> None:
    port = free_port()
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", port)
    async with taken:
        with pytest.raises(SettingsError, match=f"TELEGRAM_WEBHOOK_LISTEN=127.0.0.1:{port} cannot be bound"):
            inbox = Inbox(Bot("1:token"), asyncio.Queue())
            async with listening(Listen("127.0.0.1", port), "/updates", SECRET, inbox, _never):
                pass


async def _never() -> bool:
    return False
