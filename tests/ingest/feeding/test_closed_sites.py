"""Whatever asks the web, a site that is closed to programs is not reached by way of another."""

from collections.abc import Iterator

import pytest

from ingest.feeding.jobs import FAILED
from ingest.feeding.page_checks import PageChecks, PageLook
from retrieval.library.models import Capture
from retrieval.services import Services
from tests.flows.newsroom import count
from tests.ingest.feeding.speaking import (
    DATED,
    DIGEST,
    NOW,
    WIRE,
    articles,
    checked_again,
    entry,
    followed,
    rss,
    taken_in,
)
from tests.ingest.formats.pages.sites import page
from tests.keeping import ask
from tests.web.pages import by_host, raw, redirect, response, status
from tests.web.server import WebServer

CLOSED = raw(response(b"User-agent: *\nDisallow: /"))
STORY = raw(response(page(DATED).replace(b"the old bridge", b"the bridge of Ras al-Ain")))


@pytest.fixture
def web() -> Iterator[WebServer]:
    """A wire that is closed to programs, and a digest that leads there."""
    with WebServer() as web:
        web.serve("/robots.txt", by_host(wire=CLOSED, digest=status("404 Not Found")))
        web.serve("/story", STORY)
        web.serve("/go", by_host(digest=redirect(web.url("/story", WIRE))))
        yield web


def asked_of_the_wire(web: WebServer) -> list[str]:
    return [one.path for one in web.requests if one.headers["host"].startswith("wire") and one.path != "/robots.txt"]


def test_an_address_that_an_editor_gives(services: Services, web: WebServer) -> None:
    progress = taken_in(services, web, web.url("/go", DIGEST))
    assert [item.outcome for item in progress.items] == [FAILED] and "robots.txt" in str(progress.items[0].detail)
    assert asked_of_the_wire(web) == [] and count(services, Capture) == 0


def test_a_feed_and_a_page_that_it_links_to(services: Services, web: WebServer) -> None:
    feed = rss(entry(web.url("/go", DIGEST), "A teaser."))
    web.serve("/feed", by_host(digest=raw(response(feed, headers={"Content-Type": "application/rss+xml"}))))
    assert "robots.txt" in followed(services, web, web.url("/feed", DIGEST)).refused[0]
    web.serve("/feed", by_host(digest=redirect(web.url("/elsewhere", WIRE))))
    assert "robots.txt" in str(checked_again(services, web).fault)
    assert asked_of_the_wire(web) == []


def test_a_quoted_page_that_is_looked_at_again(services: Services, web: WebServer) -> None:
    taken_in(services, web, web.url("/story", DIGEST))
    ask(services, "what happened in Ras al-Ain this week")
    web.serve("/story", by_host(digest=redirect(web.url("/story", WIRE)), wire=STORY))
    checks = PageChecks(services, web.fetcher(), lambda: NOW)
    assert checks.enlist() == 1
    (article,) = articles(services)
    assert checks.look_at(article.id) is PageLook.UNREADABLE
    assert asked_of_the_wire(web) == []
