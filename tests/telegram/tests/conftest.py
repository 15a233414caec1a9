"""What the tests of the server itself share: a server that is up, and a raw client."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.telegram.feed import PATIENCE
from tests.telegram.people.users import User
from tests.telegram.server import TelegramServer
from tests.telegram.tests.client import Client

SUNDAY = 1_731_844_800.0  # 17 November 2024, noon UTC


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock=lambda: SUNDAY) as server:
        yield server


@pytest.fixture
async def client(server: TelegramServer) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(base_url=server.base_url, trust_env=False, timeout=PATIENCE) as http:
        yield Client(http, server.token)


@pytest.fixture
def amina(server: TelegramServer) -> User:
    """Someone who has pressed Start."""
    amina = server.user("Amina", username="amina_n")
    amina.starts()
    return amina
