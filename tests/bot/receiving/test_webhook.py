"""The webhook: who may write, what is taken, and what is refused."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from bot.inbox.updates import Body
from bot.receiving import webhook
from bot.receiving.webhook import LARGEST_BODY, SECRET_HEADER, listening
from bot.settings import Listen
from retrieval.errors import SettingsError, StoreError
from tests.ports import free_port
from tests.telegram.feed import PATIENCE

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
    is_ended: bool = False

    async def take(self, body: Body) -> None:
        if self.error:
            raise self.error
        self.taken.append(body)

    async def post(self, content: bytes, secret: str = SECRET, path: str = "/updates") -> int:
        response = await self.client.post(path, content=content, headers={SECRET_HEADER: secret})
        return response.status_code

    def end(self) -> None:
        self.is_ended = True


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    endpoint = Endpoint(httpx.AsyncClient(trust_env=False))
    async with listening(Listen("127.0.0.1", 0), "/updates", SECRET, endpoint.take, [], endpoint.end) as port:
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
    ("GET", "/updatesx", 404), ("POST", "/updates/", 404), ("POST", "//updates", 404),
])  # fmt: skip
async def test_only_post_at_the_one_path_is_taken(endpoint: Endpoint, method: str, path: str, status: int) -> None:
    response = await endpoint.client.request(method, path, headers={SECRET_HEADER: SECRET})
    assert response.status_code == status


async def test_a_port_that_is_taken_is_said_to_be() -> None:
    port = free_port()
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", port)
    async with taken:
        with pytest.raises(SettingsError, match=f"TELEGRAM_WEBHOOK_LISTEN=127.0.0.1:{port} cannot be bound"):
            endpoint = Endpoint(httpx.AsyncClient())
            at = Listen("127.0.0.1", port)
            async with listening(at, "/updates", SECRET, endpoint.take, [], endpoint.end):
                pass


@pytest.mark.parametrize("path", ["/b%C3%BCro", "/a%20b", "/{braces}", "/a.b", "/a+b(c)", "/"])
async def test_a_path_is_taken_as_it_is_written(path: str) -> None:
    endpoint = Endpoint(httpx.AsyncClient(trust_env=False))
    async with (
        listening(Listen("127.0.0.1", 0), path, SECRET, endpoint.take, [], endpoint.end) as port,
        endpoint.client,
    ):
        for asked, status in ((path, 200), (f"{path}x", 404)):
            assert await endpoint.post(json.dumps(UPDATE).encode(), path=f"http://127.0.0.1:{port}{asked}") == status


async def test_a_wrong_secret_is_refused_before_the_body_is_read(endpoint: Endpoint) -> None:
    """Only the head is sent: an answer comes although the body never does."""
    head = head_of(1000, secret="wrong")
    assert (await answer_to(endpoint, head)).startswith(b"HTTP/1.1 403")


async def test_a_body_that_is_stated_to_be_too_large_is_refused_before_it_is_read(endpoint: Endpoint) -> None:
    head = head_of(LARGEST_BODY + 1)
    assert (await answer_to(endpoint, head)).startswith(b"HTTP/1.1 413")


async def test_a_body_that_never_ends_is_not_waited_for(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "READ_SECONDS", 0.01)
    head = head_of(10) + "12345"
    assert (await answer_to(endpoint, head)).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("head", ["GET / HTTP/1.1\r\nHost: a\r\nX: " + "x" * 100_000, "nonsense\r\n\r\n"])
async def test_what_is_no_request_of_a_sensible_size_is_refused(endpoint: Endpoint, head: str) -> None:
    assert (await answer_to(endpoint, head)).startswith(b"HTTP/1.1 400")


async def test_who_goes_away_in_the_middle_of_a_body_leaves_nothing_in_the_log(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection(endpoint.client.base_url.host, endpoint.client.base_url.port)
    writer.write((head_of(9) + "1").encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert await endpoint.post(json.dumps(UPDATE).encode()) == 200
    assert "ASGI" not in caplog.text


async def test_a_stop_answers_what_was_taken_and_takes_nothing_new() -> None:
    taken, may_go_on = asyncio.Event(), asyncio.Event()

    async def take(_body: Body) -> None:
        taken.set()
        await may_go_on.wait()

    endpoint = Endpoint(httpx.AsyncClient(trust_env=False))
    stopping = asyncio.Event()

    async def listen(ports: asyncio.Queue[int]) -> None:
        at = Listen("127.0.0.1", 0)
        async with listening(at, "/updates", SECRET, take, [], endpoint.end) as port:
            ports.put_nowait(port)
            await stopping.wait()

    ports: asyncio.Queue[int] = asyncio.Queue()
    async with endpoint.client, asyncio.TaskGroup() as tasks:
        tasks.create_task(listen(ports))
        url = f"http://127.0.0.1:{await ports.get()}/updates"
        answer = tasks.create_task(endpoint.post(json.dumps(UPDATE).encode(), path=url))
        await taken.wait()
        stopping.set()
        while not await is_refused(url):
            pass
        may_go_on.set()
    assert answer.result() == 200 and endpoint.is_ended


async def is_refused(url: str) -> bool:
    """Whether nobody listens any more.

    A connection that waited to be accepted when the listening ended is closed without an answer: whoever asks again is
    refused.
    """
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(url)
    except httpx.ConnectError:
        return True
    except (httpx.NetworkError, httpx.RemoteProtocolError):
        return False
    return False


def head_of(length: int, secret: str = SECRET) -> str:
    """The head of a request whose body is so long."""
    return f"POST /updates HTTP/1.1\r\nHost: a\r\n{SECRET_HEADER}: {secret}\r\nContent-Length: {length}\r\n\r\n"


async def answer_to(endpoint: Endpoint, sent: str) -> bytes:
    """What the webhook answers to bytes after which the connection stays open."""
    url = endpoint.client.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(sent.encode())
    await writer.drain()
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
    writer.close()
    return answer
