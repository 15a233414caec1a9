"""An outbox with those who claim and settle its deliveries, on a clock that the test moves."""

import pytest
from sqlalchemy import Engine

from bot.outbox.claiming import Claims
from bot.outbox.outbox import Outbox
from bot.outbox.settling import Settling
from tests.bot.outbox.rows import Ticking


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()


@pytest.fixture
def outbox(engine: Engine, ticking: Ticking) -> Outbox:
    return Outbox(engine, ticking)


@pytest.fixture
def claims(engine: Engine, ticking: Ticking) -> Claims:
    return Claims(engine, 10, ticking)


@pytest.fixture
def settling(engine: Engine, ticking: Ticking) -> Settling:
    return Settling(engine, ticking)
