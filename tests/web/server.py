"""The server: one thread, an event loop, and a table of pages."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from types import TracebackType
from typing import Any, Self

from ingest.web.connections import Policy
from ingest.web.fetch import Fetcher
from ingest.web.pacing import Pacer

HOST = "news.example.org"


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for; header names in lower case."""

    path: str
    headers: dict[str, str]


Page = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class WebServer:
    """A context manager; inside it the server listens on `port`."""

    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    port: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None
    _server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="web", daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        assert self._thread is not None
        self._thread.join()
        self._loop.close()

    def serve(self, path: str, page: Page) -> str:
        """Put a page into the table; its address."""
        self.pages[path] = page
        return self.url(path)

    def url(self, path: str, host: str = HOST) -> str:
        """The address of a path, under any name for this server."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, in order, robots.txt left out."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def fetcher(self, **options: Any) -> Fetcher:
        """A fetcher for which every public-looking name is this server, and that does not pause."""
        policy = options.pop("policy", None) or self.policy()
        return Fetcher("desk@example.org", policy, pacer=options.pop("pacer", None) or Pacer(pause=0.0), **options)

    def policy(self, addresses: Callable[[str], list[str]] = lambda host: ["127.0.0.1"]) -> Policy:
        """Every name has the given addresses, of which only this server's is allowed."""
        return Policy(
            allowed=lambda address: address == IPv4Address("127.0.0.1"),
            resolve=lambda host, port: addresses(host),
            ports=frozenset({self.port}),
        )

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._server = self._loop.run_until_complete(asyncio.start_server(self._answer, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        self._server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = _parsed(await reader.readuntil(b"\r\n\r\n"))
            self.requests.append(request)
            page = self.pages.get(request.path.partition("?")[0], missing)
            await page(request, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, or the test is over
        finally:
            writer.close()


def _parsed(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return Request(first.split(" ")[1], {name.strip().lower(): value.strip() for name, _, value in pairs})


async def missing(_request: Request, writer: asyncio.StreamWriter) -> None:
    """What stands where nothing does."""
    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
