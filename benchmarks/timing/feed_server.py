"""A thousand sites with a feed each, in a process of its own.

`python -m benchmarks.timing.feed_server` prints its port.
Which site is asked says the host; some have a new entry, some fail, some know what the client has already.
"""

import asyncio
import json
import sys
from collections import Counter

ENTRIES = 30
ETAG = '"1"'
WORDS = "Residents said that the market stayed closed until the evening and that the road to the mill was empty. "


class Sites:
    """The sites, and how they were asked."""

    def __init__(self) -> None:
        self.answered: Counter[str] = Counter()
        self.open = self.most_open = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        self.open += 1
        self.most_open = max(self.open, self.most_open)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            await asyncio.sleep(0.02)  # the way to a site and back
            writer.write(self._answer(head))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            writer.close()

    def _answer(self, head: str) -> bytes:
        path, site = head.split(" ", 2)[1], _site(head)
        if path == "/stats":
            return _response("200 OK", json.dumps({**self.answered, "most_open": self.most_open}).encode())
        if path == "/robots.txt":
            return _response("404 Not Found", b"")
        if path.startswith("/new"):
            self.answered["pages"] += 1
            return _response("200 OK", _page(site))
        kind = kind_of(site)
        self.answered[kind] += 1
        if kind == "failing":
            return _response("500 Error", b"")
        if kind == "not modified" and ETAG in head:
            return _response("304 Not Modified", b"")
        return _response("200 OK", feed(site, fresh=kind == "fresh"))


def kind_of(site: int) -> str:
    """What a site does: one in ten has something new, one in twenty fails, a quarter knows what was sent before."""
    if site % 10 == 0:
        return "fresh"
    if site % 20 == 1:
        return "failing"
    return "not modified" if site % 4 == 2 else "unchanged"


def feed(site: int, *, fresh: bool = False) -> bytes:
    """A site's feed; with `fresh`, with an entry at its top that was not there before."""
    numbers = [*(["new"] if fresh else []), *range(ENTRIES)]
    items = "".join(
        f"<item><title>Report {number}</title><link>/{number}</link><guid>{site}-{number}</guid>"
        f"<pubDate>Fri, 15 Nov 2024 07:00:00 GMT</pubDate><description>{WORDS}</description></item>"
        for number in numbers
    )
    return f"<rss version='2.0'><channel><title>Site {site}</title>{items}</channel></rss>".encode()


def _page(site: int) -> bytes:
    words = "".join(f"<p>{WORDS}{n} {site}</p>" for n in range(6))
    return f"<html><head><title>New at {site}</title></head><body><article>{words}</article></body></html>".encode()


def _site(head: str) -> int:
    host = next((line for line in head.lower().split("\r\n") if line.startswith("host:")), "")
    digits = "".join(one for one in host.partition(".")[0] if one.isdigit())
    return int(digits or 0)


def _response(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    return f"{head}ETag: {ETAG}\r\n\r\n".encode() + body


async def main() -> None:
    """Serve until the process is ended."""
    server = await asyncio.start_server(Sites().answer, "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
