"""What the tests of the server itself share: a server that is up, and a raw client."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from .client import Client
from .server import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock=lambda: 1_731_844_800.0) as server:
        yield server


@pytest.fixture
async def client(server: TelegramServer) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(base_url=server.base_url, trust_env=False, timeout=5) as http:
        yield Client(http, server.token)
