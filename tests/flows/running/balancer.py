"""One address for several replicas: what stands between Telegram and them."""

import itertools
from collections.abc import Sequence
from typing import Self

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.telegram.listener import Listener

# Seconds after which a replica that does not answer counts as failed.
PROXY_PATIENCE = 30.0


class Balancer:
    """Passes each request on to the next replica; to another one where nobody listens, as a proxy does."""

    def __init__(self, ports: Sequence[int], patience: float = PROXY_PATIENCE) -> None:
        self._ports = itertools.cycle(ports)
        self._replicas = len(ports)
        self._client = httpx.AsyncClient(timeout=patience, trust_env=False)
        self._listener = Listener(Starlette(routes=[Route("/updates", self._pass_on, methods=["POST"])]))

    async def __aenter__(self) -> Self:
        await self._listener.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()
        await self._listener.close()

    @property
    def url(self) -> str:
        """Where Telegram sends updates."""
        return f"http://127.0.0.1:{self._listener.port}/updates"

    async def _pass_on(self, request: Request) -> Response:
        body = await request.body()
        secret = {"X-Telegram-Bot-Api-Secret-Token": request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")}
        for _ in range(self._replicas):
            try:
                url = f"http://127.0.0.1:{next(self._ports)}/updates"
                response = await self._client.post(url, content=body, headers=secret)
                return Response(status_code=response.status_code)
            except httpx.ConnectError:
                continue
            except httpx.HTTPError:  # it was killed meanwhile
                break
        return Response(status_code=502)
