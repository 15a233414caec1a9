"""Pages for the test server's table: what sites send, in order and out of it."""

import asyncio
import gzip
import zlib
from collections.abc import Mapping

from tests.web.server import Page, Request, missing


def response(
    body: bytes = b"", *, status: str = "200 OK", headers: Mapping[str, str] | None = None, length: bool = True
) -> bytes:
    """A whole HTTP answer."""
    named = {"Content-Type": "text/html; charset=utf-8", "Connection": "close", **(headers or {})}
    if length:
        named.setdefault("Content-Length", str(len(body)))
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def raw(answer: bytes) -> Page:
    """Exactly these bytes."""

    async def page(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return page


def html(body: str = "<p>Three people were wounded.</p>", **options: str) -> Page:
    """A page in UTF-8; options are headers, with underscores for hyphens."""
    return raw(response(body.encode(), headers={name.replace("_", "-"): value for name, value in options.items()}))


def status(line: str, **options: str) -> Page:
    """An answer with a status, headers and a short body."""
    headers = {name.replace("_", "-"): value for name, value in options.items()}
    return raw(response(b"<p>An error.</p>", status=line, headers=headers))


def by_host(**pages: Page) -> Page:
    """One page for each host, named by its first label: `by_host(wire=html(), digest=redirect("/"))`."""

    async def page(request: Request, writer: asyncio.StreamWriter) -> None:
        await pages.get(request.headers["host"].split(".")[0], missing)(request, writer)

    return page


def redirect(to: str, line: str = "302 Found") -> Page:
    """A redirect to any address."""
    return raw(response(status=line, headers={"Location": to}))


def dripping(body: bytes, seconds: float = 0.05, *, head: bool = False) -> Page:
    """One byte at a time; with `head`, already the status line comes so."""

    async def page(_request: Request, writer: asyncio.StreamWriter) -> None:
        whole = response(body)
        start = 0 if head else whole.index(b"\r\n\r\n") + 4
        writer.write(whole[:start])
        for byte in whole[start:]:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(seconds)

    return page


def endless(piece: bytes = b"x" * 65_536) -> Page:
    """A body that never ends."""

    async def page(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(response(length=False))
        while True:
            writer.write(piece)
            await writer.drain()

    return page


def conditional(body: bytes, etag: str, last_modified: str) -> Page:
    """A page that answers 304 to who has it already."""

    async def page(request: Request, writer: asyncio.StreamWriter) -> None:
        known = request.headers.get("if-none-match") == etag or (
            "if-none-match" not in request.headers and request.headers.get("if-modified-since") == last_modified
        )
        headers = {"ETag": etag, "Last-Modified": last_modified}
        writer.write(
            response(b"" if known else body, status="304 Not Modified" if known else "200 OK", headers=headers)
        )

    return page


def packed(body: bytes, how: str = "gzip") -> Page:
    """A body packed as it says; "raw-deflate" as servers send it that take the word literally."""
    if how == "gzip":
        data, named = gzip.compress(body), "gzip"
    elif how == "deflate":
        data, named = zlib.compress(body), "deflate"
    else:
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        data, named = packer.compress(body) + packer.flush(), "deflate"
    return raw(response(data, headers={"Content-Encoding": named}))
