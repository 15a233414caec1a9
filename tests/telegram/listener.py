"""A socket on loopback, served in the test's own event loop, that can hang up on demand."""

from __future__ import annotations

import asyncio

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState


class Listener:
    """uvicorn's HTTP protocol without its process: no signals, no ticks, open and closed at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._config = uvicorn.Config(
            app,
            interface="asgi3",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
        )
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def open(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        self._config.load()
        self._server = await asyncio.get_running_loop().create_server(self._protocol, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def hang_up(self, client: tuple[str, int] | None = None) -> None:
        """Close the connection of one client, or of all, in the middle of whatever goes on."""
        for connection in list(self._state.connections):
            if isinstance(connection, H11Protocol) and client in (None, connection.client):
                connection.transport.abort()

    async def close(self) -> None:
        """Stop listening, hang up on everybody and see every request end."""
        assert self._server is not None
        self._server.close()
        self.hang_up()
        if tasks := set(self._state.tasks):
            _, stuck = await asyncio.wait(tasks, timeout=1)
            for task in stuck:
                task.cancel()
        await self._server.wait_closed()

    def _protocol(self) -> H11Protocol:
        return H11Protocol(config=self._config, server_state=self._state, app_state={})
