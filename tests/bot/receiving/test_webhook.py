"""The webhook: who may write, what is taken, and what is refused."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from bot.inbox.updates import Body
from bot.receiving.webhook import LARGEST_BODY, SECRET_HEADER, listening
from bot.settings import Listen
from retrieval.errors import SettingsError, StoreError
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
    taken: list[Body] = field(default_factory=list)
    error: Exception | None = None
    healthy: bool = True

    async def take(self, body: Body) -> None:
        if self.error:
            raise self.error
        self.taken.append(body)

    async def post(self, content: bytes, secret: str = SECRET, path: str = "/updates") -> int:
        response = await self.client.post(path, content=content, headers={SECRET_HEADER: secret})
        return response.status_code

    async def is_healthy(self) -> bool:
        return self.healthy


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    endpoint = Endpoint(httpx.AsyncClient(trust_env=False))
    async with listening(Listen("127.0.0.1", 0), "/updates", SECRET, endpoint.take, endpoint.is_healthy) as port:
        endpoint.client.base_url = httpx.URL(f"http://127.0.0.1:{port}")
        async with endpoint.client:
            yield endpoint


async def test_an_update_is_taken_as_it_came(endpoint: Endpoint) -> None:
    assert await endpoint.post(json.dumps(UPDATE).encode()) == 200
    assert endpoint.taken == [UPDATE]


@pytest.mark.parametrize(("error", "status"), [(StoreError("away"), 503), (ValueError("not an update"), 400)])
async def test_telegram_is_told_that_an_update_is_ours_only_where_it_is(
    endpoint: Endpoint, error: Exception, status: int
) -> None:
    endpoint.error = error
    assert await endpoint.post(json.dumps(UPDATE).encode()) == status


@pytest.mark.parametrize("secret", ["", "wrong", "right-secretx", "RIGHT-SECRET", "right-secre"])
async def test_a_wrong_secret_is_forbidden_whatever_comes_with_it(endpoint: Endpoint, secret: str) -> None:
    assert await endpoint.post(b"not even JSON", secret) == 403
    assert not endpoint.taken


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"update"',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_a_bad_request(endpoint: Endpoint, content: bytes) -> None:
    assert await endpoint.post(content) == 400
    assert not endpoint.taken


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
            endpoint = Endpoint(httpx.AsyncClient())
            at = Listen("127.0.0.1", port)
            async with listening(at, "/updates", SECRET, endpoint.take, endpoint.is_healthy):
                pass
