"""The address to which Telegram sends updates, and the one at which a container's health is asked."""

import asyncio
import hmac
import json
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Update
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, stream_request_body

from bot.settings import HEALTH_PATH, Listen
from retrieval.errors import SettingsError

# Bytes of a request: an update is far smaller, and what is larger does not come from Telegram.
LARGEST_BODY = 1024 * 1024

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True, slots=True)
class Inbox:
    """Updates on their way to the handlers."""

    bot: Bot
    queue: asyncio.Queue[object]

    async def put(self, body: bytes) -> None:
        """Queue the update that a request holds.

        `ValueError` where it holds none.
        """
        await self.queue.put(_update(body, self.bot))


@asynccontextmanager
async def listening(
    at: Listen, path: str, secret: str, inbox: Inbox, is_healthy: Callable[[], Awaitable[bool]]
) -> AsyncIterator[int]:
    """Listen for the length of the block.

    The value is the port, which the system chooses where `at.port` is 0.
    """
    routes = [
        (HEALTH_PATH, _Health, {"is_healthy": is_healthy}),
        (re.escape(path), _Updates, {"inbox": inbox, "secret": secret}),
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

    def initialize(self, inbox: Inbox, secret: str) -> None:
        self.inbox = inbox
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
        if len(self.body) > LARGEST_BODY:
            self.send_error(413)
            return
        try:
            await self.inbox.put(bytes(self.body))
        except ValueError:
            self.send_error(400)

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


def _update(body: bytes, bot: Bot) -> Update:
    try:
        data = json.loads(body)
        if not isinstance(data, dict) or type(data.get("update_id")) is not int:
            raise ValueError("not an update")
        return Update.de_json(data, bot)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:  # shaped as Telegram shapes none
        raise ValueError("not an update") from error
