"""What every test may use: an empty library, a gazetteer, services that need no model and no network."""

import os
import socket
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from httpx import create_ssl_context
from sqlalchemy import Engine

from retrieval.index.default_model import prepare_default_model
from retrieval.library import database
from retrieval.library.articles import Library
from retrieval.library.database import open_database
from retrieval.services import Services, open_services
from retrieval.settings import DEFAULT_MODEL, Settings
from tests.bot.commands import Dateline, runner
from tests.fakes import WordEmbedder
from tests.libraries import migrated_once
from tests.region import ensure_region
from tests.workers import pytest_cmdline_main, pytest_collection_modifyitems, pytest_xdist_make_scheduler

MODELS = Path(__file__).parents[1] / ".cache" / "models"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


# A busy machine makes any example slow: hypothesis looks for wrong results, not for late ones.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

__all__ = ["pytest_cmdline_main", "pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections leave this machine in no test; loopback and Unix sockets stay open."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if (
            self.family in (socket.AF_INET, socket.AF_INET6)
            and isinstance(address, tuple)
            and address[0] not in LOOPBACK
        ):
            raise AssertionError(f"a test wanted to connect to {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="session")
def one_list_of_authorities() -> Iterator[None]:
    """The certificates of the world are read once, not for each of a thousand clients that never leave this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("httpx._transports.default.create_ssl_context", cache(create_ssl_context))
        yield


@pytest.fixture(autouse=True, scope="session")
def libraries_migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new library is a copy of one that the migrations have made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_migrate", migrated_once(database._migrate, tmp_path_factory.mktemp("migrated")))
        yield


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in os.environ:
        if name.startswith(("DATELINE_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setitem(Settings.model_config, "env_file", None)


@pytest.fixture
def settings() -> Settings:
    """Settings of an empty data dir of this test's own."""
    return Settings.read()


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """An empty SQLite library."""
    engine = open_database(settings.sql_url)
    yield engine
    engine.dispose()


@pytest.fixture
def library(engine: Engine) -> Library:
    """An empty library."""
    return Library(engine)


@pytest.fixture
def embedder() -> WordEmbedder:
    """An embedder without a model."""
    return WordEmbedder()


@pytest.fixture
def small_region(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is opened knows the few places of `tests.region`, not the thousands that ship."""
    monkeypatch.setattr("retrieval.services.ensure_shipped_places", ensure_region)


@pytest.fixture
def services(settings: Settings, embedder: WordEmbedder, small_region: None) -> Iterator[Services]:
    """Everything below the bot, on an empty library of a small region, with an embedder that needs no model."""
    with open_services(settings, embedder=embedder, check_model=False) as opened:
        yield opened


@pytest.fixture
def open_again(settings: Settings, embedder: WordEmbedder, small_region: None) -> Callable[[], object]:
    """Open the same library once more, as the next start would."""
    return lambda: open_services(settings, embedder=embedder, check_model=False)


@pytest.fixture(scope="session")
def model_dir() -> Path:
    """Where the default model is unpacked, once for all runs of the tests."""
    prepare_default_model(MODELS / DEFAULT_MODEL)
    return MODELS


@pytest.fixture
def dateline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small_region: None) -> Dateline:
    """The command `dateline`, on an empty library of a small region, with an embedder that needs no model."""
    return runner(monkeypatch, capsys)
