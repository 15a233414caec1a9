"""The pages about the bot itself: whether it is alive, whether it is ready, and its metrics."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.http.readiness import Readiness
from bot.http.server import bound, served
from bot.settings import HEALTH_PATH, READY_PATH, Listen

METRICS_PATH = "/metrics"


def health_pages(readiness: Callable[[], Awaitable[Readiness]]) -> list[BaseRoute]:
    """`/health`, which answers as long as the bot is alive, and `/ready`, which says what keeps it from answering."""

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_request: Request) -> Response:
        found = await readiness()
        return JSONResponse(found.plain(), HTTPStatus.OK if found.is_ready else HTTPStatus.SERVICE_UNAVAILABLE)

    return [Route(HEALTH_PATH, health), Route(READY_PATH, ready)]


def metrics_page(exposition: Callable[[], bytes]) -> BaseRoute:
    """`/metrics`, in the text format of Prometheus. `exposition` blocks."""
    one_at_a_time = asyncio.Lock()  # a second scrape must not ask the library while the first one does

    async def metrics(_request: Request) -> Response:
        async with one_at_a_time:
            return Response(await asyncio.to_thread(exposition), media_type=CONTENT_TYPE_LATEST)

    return Route(METRICS_PATH, metrics)


@asynccontextmanager
async def status_served(at: Listen, pages: Sequence[BaseRoute], ended: Callable[[], object]) -> AsyncIterator[None]:
    """Serve the pages for the length of the block.

    `SettingsError` where the port cannot be bound.
    """
    sockets = bound(at, "DATELINE_METRICS_LISTEN")
    async with served(Starlette(routes=pages), sockets, ended):
        yield
