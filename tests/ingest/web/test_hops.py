"""Each hop of a redirect is asked for by the rules, and at the pace, of the site that it goes to."""

from collections.abc import Iterator

import pytest

from ingest.web.addresses import RefusedAddress, Trusted
from ingest.web.connections import Policy
from ingest.web.fetch import Fetcher
from ingest.web.outcomes import ClosedAddress, Fetched, RetryLater
from ingest.web.pacing import Pacer
from tests.web.pages import by_host, html, raw, redirect, response, status
from tests.web.recording import connections
from tests.web.server import WebServer

CLOSED = raw(response(b"User-agent: *\nDisallow: /"))
OPEN = status("404 Not Found")
WIRE, DIGEST, CHAIN = "wire.example.org", "digest.example.net", "chain.example.com"


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as web:
        yield web


def asked(web: WebServer) -> list[str]:
    """The hosts whose pages were asked for."""
    return [one.headers["host"].split(":")[0] for one in web.requests if one.path != "/robots.txt"]


def test_a_redirect_to_a_site_that_is_closed_to_programs_is_not_followed(web: WebServer) -> None:
    web.serve("/robots.txt", by_host(wire=CLOSED, digest=OPEN))
    web.serve("/story", by_host(wire=html(), digest=redirect(web.url("/story", WIRE))))
    with pytest.raises(ClosedAddress, match=r"robots\.txt"):
        web.fetcher().fetch(web.url("/story", DIGEST))
    assert asked(web) == [DIGEST]


def test_a_redirect_within_a_site_to_what_its_rules_close_is_not_followed(web: WebServer) -> None:
    web.serve("/robots.txt", raw(response(b"User-agent: *\nDisallow: /closed")))
    web.serve("/closed/story", html())
    web.serve("/open", redirect("/closed/story"))
    with pytest.raises(ClosedAddress):
        web.fetcher().fetch(web.url("/open"))
    assert web.paths() == ["/open"]


def test_a_chain_that_leads_back_is_checked_where_it_comes_back_to(web: WebServer) -> None:
    closed_below = raw(response(b"User-agent: *\nDisallow: /closed"))
    web.serve("/robots.txt", by_host(wire=closed_below, digest=OPEN, chain=OPEN))
    web.serve("/closed", by_host(wire=html()))
    web.serve("/a", by_host(wire=redirect(web.url("/b", DIGEST))))
    web.serve("/b", by_host(digest=redirect(web.url("/c", CHAIN))))
    web.serve("/c", by_host(chain=redirect(web.url("/closed", WIRE))))
    with pytest.raises(ClosedAddress):
        web.fetcher().fetch(web.url("/a", WIRE))
    assert asked(web) == [WIRE, DIGEST, CHAIN]


def test_a_site_whose_rules_cannot_be_read_is_not_reached_by_a_redirect(web: WebServer) -> None:
    web.serve("/robots.txt", by_host(wire=status("500 Error"), digest=OPEN))
    web.serve("/story", by_host(wire=html(), digest=redirect(web.url("/story", WIRE))))
    assert isinstance(web.fetcher().fetch(web.url("/story", DIGEST)), RetryLater)
    assert asked(web) == [DIGEST]


def test_a_host_that_wants_to_be_left_alone_is_not_reached_by_a_redirect(web: WebServer) -> None:
    web.serve("/busy", by_host(wire=status("503 Busy", Retry_After="600")))
    web.serve("/story", by_host(wire=html(), digest=redirect(web.url("/story", WIRE))))
    fetcher = web.fetcher()
    assert isinstance(fetcher.fetch(web.url("/busy", WIRE)), RetryLater)
    later = fetcher.fetch(web.url("/story", DIGEST))
    assert isinstance(later, RetryLater) and later.url == web.url("/story", DIGEST)
    assert asked(web) == [WIRE, DIGEST]


def test_the_rules_of_a_site_may_stand_on_another_and_hold_for_the_first(web: WebServer) -> None:
    web.serve("/robots.txt", by_host(wire=redirect(web.url("/rules", DIGEST)), digest=CLOSED))
    web.serve("/rules", by_host(digest=raw(response(b"User-agent: *\nDisallow: /closed"))))
    web.serve("/open", by_host(wire=html()))
    web.serve("/closed", by_host(wire=html()))
    fetcher = web.fetcher()
    assert isinstance(fetcher.fetch(web.url("/open", WIRE)), Fetched)
    with pytest.raises(ClosedAddress):
        fetcher.fetch(web.url("/closed", WIRE))


@pytest.mark.parametrize(("hops", "is_read"), [(5, True), (6, False)])
def test_rules_are_looked_for_behind_five_redirects(web: WebServer, hops: int, is_read: bool) -> None:
    web.serve("/robots.txt", redirect("/rules/1"))
    for hop in range(1, hops):
        web.serve(f"/rules/{hop}", redirect(f"/rules/{hop + 1}"))
    web.serve(f"/rules/{hops}", raw(response(b"User-agent: *\nAllow: /")))
    answer = web.fetcher().fetch(web.serve("/story", html()))
    assert isinstance(answer, Fetched if is_read else RetryLater)


def test_a_refresh_that_a_page_asks_browsers_for_is_not_followed(web: WebServer) -> None:
    web.serve(
        "/story", html(f"<meta http-equiv='refresh' content='0; url={web.url('/other', WIRE)}'>", Refresh="0; /b")
    )
    assert isinstance(web.fetcher().fetch(web.url("/story")), Fetched)
    assert web.paths() == ["/story"]


def test_each_host_of_a_redirect_has_a_turn_of_its_own_and_none_waits_for_another_while_it_has_one(
    web: WebServer,
) -> None:
    """Two threads that held one host and waited for the other would never end."""
    pauses: list[float] = []
    web.serve("/a", by_host(wire=redirect(web.url("/b", DIGEST))))
    web.serve("/b", by_host(digest=redirect(web.url("/c", WIRE))))
    web.serve("/c", by_host(wire=html()))
    fetcher = web.fetcher(pacer=Pacer(pause=1.0, sleep=pauses.append))
    assert isinstance(fetcher.fetch(web.url("/a", WIRE)), Fetched)
    assert len(pauses) == 1  # before the second page of the first host


def test_a_stranger_has_not_even_the_rules_of_a_trusted_host_read(web: WebServer) -> None:
    web.serve("/story", redirect(f"http://desk.example.org:{web.port}/feed"))
    trusted = Policy(
        allowed=lambda address: str(address) == "127.0.0.1",
        resolve=lambda host, port: ["127.0.0.2" if host.startswith("desk") else "127.0.0.1"],
        trusted=(Trusted("desk.example.org", web.port),),
        ports=frozenset({web.port}),
    )
    with pytest.raises(RefusedAddress):  # the guard around every test fails it where 127.0.0.2 is connected to
        Fetcher(policy=trusted, pacer=Pacer(pause=0)).fetch(web.url("/story", WIRE))
    assert asked(web) == [WIRE]


def test_a_refused_address_behind_a_redirect_is_asked_for_nothing(web: WebServer) -> None:
    web.serve("/story", redirect("http://10.0.0.1/"))
    with connections() as tried, pytest.raises(RefusedAddress):
        web.fetcher().fetch(web.url("/story"))
    assert {host for host, _ in tried} == {"127.0.0.1"}
