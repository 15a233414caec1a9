"""A web that editors feed from."""

import pytest

from retrieval.settings import Settings
from tests.flows.newsroom import STORY
from tests.web.pages import raw, response
from tests.web.server import WebServer


@pytest.fixture
def web(web: WebServer) -> WebServer:
    """A web with one story."""
    web.serve("/story", raw(response(STORY)))
    return web


@pytest.fixture
def settings(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an empty data dir; the test's own web is a source that the operator trusts, by either name."""
    monkeypatch.setenv("DATELINE_FETCH_ALLOW", f"127.0.0.1:{web.port},localhost:{web.port}")
    return Settings.read()
