"""The address to which Telegram sends updates."""

import asyncio
import hmac
import json
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.http.server import bound, served
from bot.inbox.updates import Body
from bot.settings import Listen
from retrieval.errors import StoreError

log = logging.getLogger(__name__)

# Bytes of a request: an update is far smaller, and what is larger does not come from Telegram.
LARGEST_BODY = 1024 * 1024

# Seconds in which a body has to arrive: a request that never ends would hold up a stop.
READ_SECONDS = 30.0

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


# Keeps an update. `ValueError` where it is none, `StoreError` where it cannot be kept.
Take = Callable[[Body], Awaitable[None]]


class _RefusedError(Exception):
    """A request that is answered with a status other than 200."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@asynccontextmanager
async def listening(
    at: Listen, path: str, secret: str, take: Take, pages: Sequence[BaseRoute], ended: Callable[[], object]
) -> AsyncIterator[int]:
    """Listen for the length of the block, and show `pages` beside the webhook.

    The value is the port, which the system chooses where `at.port` is 0. `ended` is called when nobody listens any
    more, whatever the reason.
    """
    sockets = bound(at, "TELEGRAM_WEBHOOK_LISTEN")
    app = Starlette(routes=[*pages, _route(path, _updates(secret, take))])
    app.router.redirect_slashes = False
    async with served(app, sockets, ended):
        yield int(sockets[0].getsockname()[1])


def _route(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    """A route at this very path: a brace in it is a brace."""
    route = Route("/", endpoint, methods=["POST"])
    route.path_regex = re.compile(f"^{re.escape(unquote(path))}$")
    return route


def _updates(secret: str, take: Take) -> Callable[[Request], Awaitable[Response]]:
    async def updates(request: Request) -> Response:
        """Say that an update is ours once it is kept; else Telegram sends it again."""
        try:
            _check_head(request, secret)
            await take(_json(await _body(request)))
        except _RefusedError as refused:
            return _said(refused.status)
        except ValueError:
            return _said(HTTPStatus.BAD_REQUEST)
        except StoreError as error:
            log.warning("An update waits at Telegram: %s", error)
            return _said(HTTPStatus.SERVICE_UNAVAILABLE)
        return _said(HTTPStatus.OK)

    return updates


def _check_head(request: Request, secret: str) -> None:
    """Before the body is read: who sends it, and how much."""
    given = request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(given.encode(), secret.encode()):
        raise _RefusedError(HTTPStatus.FORBIDDEN)
    stated = request.headers.get("Content-Length", "0")
    if stated.isascii() and stated.isdigit() and int(stated) > LARGEST_BODY:
        raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


async def _body(request: Request) -> bytes:
    """The body, of which no more is kept than an update may have: the length of a chunked one is not stated."""
    body = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except TimeoutError:
        raise _RefusedError(HTTPStatus.REQUEST_TIMEOUT) from None
    except ClientDisconnect:  # nobody reads the answer
        raise _RefusedError(HTTPStatus.BAD_REQUEST) from None
    return bytes(body)


def _said(status: HTTPStatus) -> Response:
    return PlainTextResponse("" if status is HTTPStatus.OK else f"{status.phrase}\n", status)


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
