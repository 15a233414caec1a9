"""The address to which Telegram sends updates, and the one at which a container's health is asked."""

import hmac
import json
import logging
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, stream_request_body

from bot.inbox.updates import Body
from bot.settings import HEALTH_PATH, Listen
from retrieval.errors import SettingsError, StoreError

log = logging.getLogger(__name__)

# Bytes of a request: an update is far smaller, and what is larger does not come from Telegram.
LARGEST_BODY = 1024 * 1024

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


# Keeps an update. `ValueError` where it is none, `StoreError` where it cannot be kept.
Take = Callable[[Body], Awaitable[None]]


@asynccontextmanager
async def listening(
    at: Listen, path: str, secret: str, take: Take, is_healthy: Callable[[], Awaitable[bool]]
) -> AsyncIterator[int]:
    """Listen for the length of the block.

    The value is the port, which the system chooses where `at.port` is 0.
    """
    routes = [
        (HEALTH_PATH, _Health, {"is_healthy": is_healthy}),
        (re.escape(path), _Updates, {"take": take, "secret": secret}),
    ]
    server = HTTPServer(Application(routes, log_function=lambda _: None))  # type: ignore[arg-type]
    sockets = _sockets(at)
    server.add_sockets(sockets)
    try:
        yield int(sockets[0].getsockname()[1])
    finally:
        server.stop()
        await server.close_all_connections()


class _Plain(RequestHandler):
    """Says only the status, in one word."""

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Content-Type", "text/plain; charset=utf-8")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish(f"{self._reason}\n")


class _Health(_Plain):
    def initialize(self, is_healthy: Callable[[], Awaitable[bool]]) -> None:
        self.is_healthy = is_healthy

    async def get(self) -> None:
        if await self.is_healthy():
            self.finish("ok")
        else:
            self.send_error(503)


@stream_request_body
class _Updates(_Plain):
    SUPPORTED_METHODS = ("POST",)

    def initialize(self, take: Take, secret: str) -> None:
        self.take = take
        self.secret = secret
        self.body = bytearray()

    def prepare(self) -> None:
        """Before the body is read: who sends it, and how much."""
        given = self.request.headers.get(SECRET_HEADER, "")
        if self.request.method != "POST":
            return  # tornado answers it with 405
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            self.send_error(403)
        elif self._stated_length() > LARGEST_BODY:
            self.send_error(413)

    def data_received(self, chunk: bytes) -> None:
        if len(self.body) <= LARGEST_BODY:  # the length of a chunked body is not stated
            self.body += chunk

    async def post(self) -> None:
        """Say that an update is ours once it is kept; else Telegram sends it again."""
        if len(self.body) > LARGEST_BODY:
            self.send_error(413)
            return
        try:
            await self.take(_json(bytes(self.body)))
        except ValueError:
            self.send_error(400)
        except StoreError as error:
            log.warning("An update waits at Telegram: %s", error)
            self.send_error(503)

    def _stated_length(self) -> int:
        stated = self.request.headers.get("Content-Length", "0")
        return int(stated) if stated.isascii() and stated.isdigit() else 0


def _sockets(at: Listen) -> list[socket.socket]:
    try:
        return bind_sockets(at.port, at.host)
    except OSError as error:
        raise SettingsError(
            f"TELEGRAM_WEBHOOK_LISTEN={at.host}:{at.port} cannot be bound: {error.strerror}. "
            "Free the port or choose another one."
        ) from error


def _json(body: bytes) -> Body:
    """What a request holds.

    `ValueError` where that is no JSON object.
    """
    try:
        data = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(data, dict):
        raise ValueError("not an update")
    return data
