"""Pages come from the web safely and politely, whatever a site sends."""

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address

import pytest

from ingest.web.addresses import RefusedAddress, Trusted, is_public
from ingest.web.connections import Policy
from ingest.web.fetch import Fetcher
from ingest.web.outcomes import Fetched, FetchError, Gone, NotModified, RetryLater
from ingest.web.pacing import Pacer
from retrieval.errors import SourceError
from tests.web.pages import conditional, dripping, endless, html, packed, raw, redirect, response, status
from tests.web.recording import connections
from tests.web.server import Page, WebServer

STORY = b"<p>Three people were wounded near the silos.</p>"
BOMB = gzip.compress(b"\0" * 64 * 2**20, mtime=0)


@pytest.fixture(scope="module")
def site() -> Iterator[WebServer]:
    """One server for all tests of this module."""
    with WebServer() as web:
        yield web


@pytest.fixture
def web(site: WebServer) -> WebServer:
    """The server with an empty table."""
    site.pages.clear()
    site.requests.clear()
    return site


def fetched(web: WebServer, page: Page, path: str = "/story") -> Fetched:
    answer = web.fetcher().fetch(web.serve(path, page))
    assert isinstance(answer, Fetched)
    return answer


# Ordinary sites


@pytest.mark.parametrize(
    "page",
    [
        raw(response(STORY)),
        raw(response(STORY, length=False)),
        raw(response(STORY, headers={"Content-Type": ""})),
        raw(b"HTTP/1.0 200 OK\r\n\r\n" + STORY),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(STORY), STORY)),
        raw(b"HTTP/1.1 200\r\nContent-Length: %d\r\n\r\n" % len(STORY) + STORY),
        raw(response(STORY, headers={"Set-Cookie": "a=b", "X-Odd": "\xe4\xf6"})),
        raw(response(STORY, status="203 Non-Authoritative Information")),
        raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + response(STORY)),
        packed(STORY),
        packed(STORY, "deflate"),
        packed(STORY, "raw-deflate"),
        raw(response(gzip.compress(STORY, mtime=0), headers={"Content-Encoding": "x-gzip"})),
        raw(response(gzip.compress(STORY[:9], mtime=0), headers={"Content-Encoding": "gzip"})),
        raw(response(STORY, headers={"Content-Encoding": "identity"})),
    ],
)
def test_a_page_is_read_in_all_the_forms_that_servers_send(web: WebServer, page: Page) -> None:
    assert fetched(web, page).body in (STORY, STORY[:9])


def test_what_was_fetched_says_where_when_and_of_which_kind(web: WebServer) -> None:
    web.serve("/old", redirect("/new?a=b"))
    web.serve("/new", raw(response(STORY, headers={"Content-Type": "text/html; charset=windows-1256"})))
    answer = web.fetcher().fetch(web.url("/old"))
    assert isinstance(answer, Fetched)
    assert (answer.url, answer.final_url) == (web.url("/old"), web.url("/new?a=b"))
    assert answer.content_type == "text/html; charset=windows-1256"
    assert datetime.now(UTC) - answer.fetched_at < timedelta(minutes=1)


def test_a_site_learns_who_asks_and_how_to_reach_them(web: WebServer) -> None:
    fetched(web, html())
    sent = web.requests[-1].headers
    assert sent["user-agent"].startswith("Dateline/") and "desk@example.org" in sent["user-agent"]
    assert "cookie" not in sent


def test_cookies_are_not_sent_back(web: WebServer) -> None:
    web.serve("/a", raw(response(status="302 Found", headers={"Location": "/b", "Set-Cookie": "id=1; Path=/"})))
    web.serve("/b", html())
    web.fetcher().fetch(web.url("/a"))
    assert all("cookie" not in request.headers for request in web.requests)


@pytest.mark.parametrize("line", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_followed(web: WebServer, line: str) -> None:
    web.serve("/end", html())
    assert fetched(web, redirect("/end", line), "/start").final_url == web.url("/end")


def test_a_page_that_is_known_and_has_not_changed_is_not_sent_again(web: WebServer) -> None:
    url = web.serve("/story", conditional(STORY, '"v1"', "Sat, 16 Nov 2024 08:00:00 GMT"))
    fetcher = web.fetcher()
    first = fetcher.fetch(url)
    assert isinstance(first, Fetched) and first.headers["etag"] == '"v1"'
    assert fetcher.fetch(url, etag='"v1"') == NotModified(url)
    assert fetcher.fetch(url, last_modified="Sat, 16 Nov 2024 08:00:00 GMT") == NotModified(url)
    assert isinstance(fetcher.fetch(url, etag='"v0"'), Fetched)


@pytest.mark.parametrize("line", ["404 Not Found", "410 Gone"])
def test_a_page_that_is_gone_is_a_result(web: WebServer, line: str) -> None:
    url = web.serve("/story", status(line))
    assert web.fetcher().fetch(url) == Gone(url, int(line[:3]))


# Refusals


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (status("401 Unauthorized"), "open to everybody"),
        (status("403 Forbidden"), "open to everybody"),
        (status("451 Unavailable For Legal Reasons"), "open to everybody"),
        (status("400 Bad Request"), "error"),
        (status("418 I'm a teapot"), "error"),
        (status("500 Internal Server Error"), "error"),
        (status("502 Bad Gateway"), "error"),
        (raw(response(status="304 Not Modified", headers={"Location": "/"})), ""),
        (raw(response(status="301 Moved")), "error"),
        (raw(b""), "does not answer"),
        (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "does not answer"),
        (raw(b"HTTP/1.1 abc\r\n\r\n"), "does not answer"),
        (raw(b"\x00\x01\x02" * 100), "does not answer"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nshort"), "does not answer"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nshort"), "does not answer"),
        (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"), "does not answer"),
        (raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 500_000 + b"\r\n\r\n"), "does not answer"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1\r\n" * 50_000 + b"\r\n"), "does not answer"),
        (endless(), "more than"),
        (raw(response(BOMB, headers={"Content-Encoding": "gzip"})), "more than"),
        (raw(response(gzip.compress(BOMB, mtime=0), headers={"Content-Encoding": "gzip, gzip"})), "not asked for"),
        (raw(response(b"abc", headers={"Content-Encoding": "br"})), "not asked for"),
        (raw(response(b"not packed", headers={"Content-Encoding": "gzip"})), "not packed"),
        (redirect("/story"), "circle"),
        (redirect("file:///etc/passwd"), "http"),
        (redirect("ftp://news.example.org/a"), "http"),
        (redirect("javascript:alert(1)"), "http"),
        (redirect("http://news.example.org:22/"), "port 22"),
        (redirect("http://user:word@news.example.org/"), "user"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_address_and_its_reason(
    web: WebServer, page: Page, reason: str
) -> None:
    url = web.serve("/story", page)
    fetcher = web.fetcher(max_body=2**20)
    if not reason:
        assert fetcher.fetch(url) == NotModified(url)
        return
    with pytest.raises(SourceError, match=reason) as refused:
        fetcher.fetch(url)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 500


def test_a_long_chain_of_redirects_ends(web: WebServer) -> None:
    for number in range(20):
        web.serve(f"/{number}", redirect(f"/{number + 1}"))
    with pytest.raises(FetchError, match="more than 5 times"):
        web.fetcher().fetch(web.url("/0"))
    assert len(web.paths()) == 6


def test_a_circle_of_two_ends(web: WebServer) -> None:
    web.serve("/a", redirect("/b"))
    web.serve("/b", redirect("/a"))
    with pytest.raises(FetchError, match="circle"):
        web.fetcher().fetch(web.url("/a"))


@pytest.mark.parametrize("head", [False, True])
def test_a_page_that_drips_ends_with_its_time(web: WebServer, head: bool) -> None:
    url = web.serve("/drip", dripping(b"x" * 10_000_000, head=head))  # for days
    with pytest.raises(FetchError, match="too long"):
        web.fetcher(max_seconds=0.4).fetch(url)


def test_a_bomb_is_noticed_before_it_has_unpacked(web: WebServer) -> None:
    import tracemalloc

    url = web.serve("/bomb", raw(response(BOMB, headers={"Content-Encoding": "gzip"})))
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="more than 1 MiB"):
            web.fetcher(max_body=2**20).fetch(url)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 * 2**20


# Where connections go


PRIVATE = [
    "127.0.0.1:80",
    "127.1",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "2130706433",
    "0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00::1]",
    "localhost",
    "a.localhost",
    "db.internal",
    "router",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "１２７.0.0.1",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_a_redirect_to_a_private_host_connects_to_nothing(web: WebServer, host: str) -> None:
    url = web.serve("/story", redirect(f"http://{host}/secret"))
    fetcher = web.fetcher()
    with connections() as tried, pytest.raises(SourceError):
        fetcher.fetch(url)
    assert set(tried) == {("127.0.0.1", web.port)}
    assert web.paths() == ["/story"]


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_host_is_refused_before_anything_is_sent(web: WebServer, host: str) -> None:
    with connections() as tried, pytest.raises(RefusedAddress):
        Fetcher(pacer=Pacer(pause=0)).fetch(f"http://{host}/")
    assert tried == []


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::1"], ["fe80::1%lo"], ["64:ff9b::1"], []]
)
def test_a_name_with_any_private_address_is_refused(addresses: list[str]) -> None:
    fetcher = Fetcher(policy=Policy(resolve=lambda host, port: addresses), pacer=Pacer(pause=0))
    with connections() as tried, pytest.raises(RefusedAddress):
        fetcher.fetch("http://news.example.org/")
    assert tried == []


def rebinding(*answers: str) -> Callable[[str], list[str]]:
    """A name server that answers differently each time, and then stays with the last."""
    waiting = list(answers)
    return lambda host: [waiting.pop(0) if len(waiting) > 1 else waiting[0]]


def test_a_name_that_changes_its_address_is_checked_again_for_every_connection(web: WebServer) -> None:
    web.serve("/robots.txt", status("404 Not Found"))
    web.serve("/a", redirect("/b"))
    web.serve("/b", html())
    fetcher = web.fetcher(policy=web.policy(rebinding("127.0.0.1", "127.0.0.1", "10.0.0.1")))
    with connections() as tried, pytest.raises(RefusedAddress):
        fetcher.fetch(web.url("/a"))
    assert set(tried) == {("127.0.0.1", web.port)}


def test_the_connection_goes_to_the_checked_address_and_asks_no_name_server_again(web: WebServer) -> None:
    asked: list[str] = []
    policy = web.policy(lambda host: asked.append(host) or ["127.0.0.1"])  # type: ignore[func-returns-value]
    web.serve("/story", html())
    with connections() as tried:
        web.fetcher(policy=policy).fetch(web.url("/story"))
    assert len(tried) == len(asked) == 2  # robots.txt and the page
    assert web.requests[-1].headers["host"] == f"news.example.org:{web.port}"


def test_what_an_operator_trusts_is_fetched_and_nobody_else_leads_there(web: WebServer) -> None:
    web.serve("/feed", html())
    web.serve("/story", redirect(f"http://127.0.0.1:{web.port}/feed"))
    trusted = Policy(
        allowed=lambda address: is_public(address) or address == ip_address("127.0.0.1"),
        resolve=lambda host, port: ["127.0.0.1"],
        trusted=(Trusted("127.0.0.1", web.port),),
        ports=frozenset({web.port}),
    )
    fetcher = Fetcher(policy=trusted, pacer=Pacer(pause=0))
    assert isinstance(fetcher.fetch(f"http://127.0.0.1:{web.port}/feed"), Fetched)
    with pytest.raises(RefusedAddress):
        fetcher.fetch(web.url("/story"))


# Politeness


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: Dateline\nDisallow: /private", True),
        ("User-agent: Dateline\nDisallow: /story", False),
        ("User-agent: other\nDisallow: /\n\nUser-agent: *\nAllow: /", True),
        ("User-agent: *\nDisallow: /s\nAllow: /story", True),
        ("\ufeffUser-agent: *\nDisallow: /*ory$", False),
        ("<html>no rules at all</html>", True),
        ("", True),
        ("\x00\xff" * 100, True),
        ("User-agent: *\nAllow: /\n" + "# long\n" * 200_000 + "Disallow: /", True),
    ],
)
def test_robots_txt_is_obeyed(web: WebServer, rules: str, allowed: bool) -> None:
    web.serve("/robots.txt", raw(response(rules.encode("utf-8", "replace"), headers={"Content-Type": "text/plain"})))
    url = web.serve("/story", html())
    if allowed:
        assert isinstance(web.fetcher().fetch(url), Fetched)
    else:
        with pytest.raises(FetchError, match=r"robots\.txt"):
            web.fetcher().fetch(url)
        assert web.paths() == []


@pytest.mark.parametrize("line", ["401 Unauthorized", "403 Forbidden", "404 Not Found"])
def test_a_site_without_rules_allows_everything(web: WebServer, line: str) -> None:
    web.serve("/robots.txt", status(line))
    assert isinstance(web.fetcher().fetch(web.serve("/story", html())), Fetched)


@pytest.mark.parametrize("page", [status("500 Error"), status("503 Busy", Retry_After="60"), raw(b"")])
def test_a_site_whose_rules_cannot_be_read_is_asked_later(web: WebServer, page: Page) -> None:
    web.serve("/robots.txt", page)
    answer = web.fetcher().fetch(web.serve("/story", html()))
    assert isinstance(answer, RetryLater) and answer.until > datetime.now(UTC)
    assert web.paths() == []


def test_rules_are_read_once_for_many_pages(web: WebServer) -> None:
    fetcher = web.fetcher()
    for number in range(3):
        fetcher.fetch(web.serve(f"/{number}", html()))
    assert [request.path for request in web.requests].count("/robots.txt") == 1


def in_an_hour() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [("120", 120), ("in an hour", 3600), ("soon", 600), ("-5", 600), ("999999999999", 86_400), (None, 600)],
)
@pytest.mark.parametrize("line", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(
    web: WebServer, stated: str | None, seconds: int, line: str
) -> None:
    stated = in_an_hour() if stated == "in an hour" else stated
    url = web.serve("/story", status(line, **({"Retry_After": stated} if stated else {})))
    fetcher = web.fetcher()
    answer = fetcher.fetch(url)
    assert isinstance(answer, RetryLater)
    assert abs((answer.until - datetime.now(UTC)).total_seconds() - seconds) < 10
    asked = len(web.requests)
    assert isinstance(fetcher.fetch(web.url("/other")), RetryLater)
    assert len(web.requests) == asked


def test_two_pages_of_a_host_keep_a_pause_and_the_longer_one_that_it_asks_for(web: WebServer) -> None:
    web.serve("/robots.txt", raw(response(b"User-agent: *\nCrawl-delay: 7")))
    pauses: list[float] = []
    fetcher = web.fetcher(pacer=Pacer(pause=1.0, sleep=pauses.append))
    for path in ("/a", "/b"):
        fetcher.fetch(web.serve(path, html()))
    assert len(pauses) == 1 and 6 < pauses[0] <= 7
