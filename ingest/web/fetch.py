"""Pages and feeds from the public web: safely, politely, and within bounds."""

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import SplitResult, urljoin, urlsplit

import httpcore
import httpx

from ingest.web.addresses import Trusted, checked_url
from ingest.web.connections import CheckedBackend, CheckedTransport, Policy
from ingest.web.decompression import ACCEPTED, TooLarge, inflated
from ingest.web.outcomes import ClosedAddress, Fetched, FetchError, Gone, NotModified, Outcome, RetryLater
from ingest.web.pacing import Pacer
from ingest.web.robots import Robots

# Bytes, packed and unpacked: as large as a file that is read whole.
MAX_BODY = 32 * 2**20
# For one page with all its redirects.
MAX_SECONDS = 30.0
# Until a host takes the connection, and between two pieces of what it sends.
CONNECT_SECONDS = 10.0
READ_SECONDS = 15.0
# RFC 9110 sets none; pages of publishers take three at the most.
MAX_REDIRECTS = 5
# A server that asks for more is asked again tomorrow.
LONGEST_PUT_OFF = timedelta(days=1)
# Where a server is too busy to say for how long.
USUAL_PUT_OFF = timedelta(minutes=10)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_BUSY = frozenset({429, 503})


class Fetcher:
    """Fetches from many threads.

    What one host asked for is kept in mind for all of them.
    """

    def __init__(
        self,
        contact: str | None = None,
        policy: Policy | None = None,
        *,
        max_seconds: float = MAX_SECONDS,
        max_body: int = MAX_BODY,
        pacer: Pacer | None = None,
    ) -> None:
        """Take how publishers reach whoever runs this (an address or an e-mail), and where connections may go."""
        self.policy = policy or Policy()
        self.user_agent = _user_agent(contact)
        self._max_seconds = max_seconds
        self._max_body = max_body
        self._pacer = pacer or Pacer()
        self._robots = Robots(self._robots_txt)
        self._tls = ssl.create_default_context()

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Outcome:
        """What an address gives now.

        With `etag` or `last_modified` of the last time, perhaps `NotModified`.
        `RefusedAddress` where it must not be asked, `FetchError` where it gives nothing that can be read.
        Waits for the host's turn; the time for one page, redirects included, is bounded.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return self._follow(url, {name: value for name, value in conditions.items() if value})

    def _follow(self, url: str, headers: Mapping[str, str], *, by_rules: bool = True, trusting: bool = True) -> Outcome:
        """Go where the address leads: each step is checked like the first, by the rules of the site that it leads to.

        What is not asked for `by_rules` is a robots.txt. The time is that of the requests alone, since a host's turn
        may be long in coming.
        """
        left, here, seen = self._max_seconds, url, set[str]()
        trusted = self.policy.trusted if trusting else ()
        for _ in range(MAX_REDIRECTS + 1):
            parts = checked_url(here, trusted, self.policy.ports)
            seen.add(here)
            with self._admitted(parts, trusting=bool(trusted)) if by_rules else nullcontext() as put_off:
                if put_off is not None:
                    return replace(put_off, url=url)
                begun = time.monotonic()
                answer = self._request(here, headers, begun + left, trusting=bool(trusted))
                left -= time.monotonic() - begun
            if not isinstance(answer, str):
                return replace(answer, url=url)
            # What an operator trusts stays trusted on its own host; nobody else can send us there.
            trusted = trusted if _same_host(here, answer) or _is_trusted(here, trusted) else ()
            here = answer
            if here in seen:
                raise FetchError(url, "redirects in a circle")
        raise FetchError(url, f"redirects more than {MAX_REDIRECTS} times")

    @contextmanager
    def _admitted(self, parts: SplitResult, *, trusting: bool) -> Iterator[RetryLater | None]:
        """The turn at a host, once its rules allow what is asked for; or until when it is left alone, and why.

        `ClosedAddress` where its robots.txt allows it never.
        """
        url, host = parts.geturl(), parts.netloc.lower()
        if (until := self._pacer.put_off_until(host)) is not None:
            yield RetryLater(url, until, "the host asked to be left alone until then")
            return
        rules = self._robots.of(f"{parts.scheme}://{parts.netloc}", trusting=trusting)
        if rules.unknown_until is not None:
            yield RetryLater(url, rules.unknown_until, "its robots.txt cannot be read")
            return
        if not rules.allows(url):
            raise ClosedAddress(url, "is closed to programs by the robots.txt of its site")
        with self._pacer.turn(host, rules.delay):
            yield None

    def _request(self, url: str, headers: Mapping[str, str], deadline: float, *, trusting: bool) -> Outcome | str:
        """One request: what came of it, or the address that it redirects to."""
        backend = CheckedBackend(self.policy, deadline, trusting=trusting)
        timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        sent = {"User-Agent": self.user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED, **headers}
        try:
            with (
                httpx.Client(
                    transport=CheckedTransport(backend, self._tls), timeout=timeout, trust_env=False
                ) as client,
                client.stream("GET", url, headers=sent, follow_redirects=False) as response,
            ):
                return self._read(url, response)
        except TooLarge as error:
            raise FetchError(url, f"gives more than {self._max_body // 2**20} MiB; a page has less") from error
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise FetchError(url, "takes too long to answer; try again later") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.ProtocolError, httpcore.NetworkError, OSError) as error:
            raise FetchError(url, f"does not answer as a web page does ({_reason(error)})") from error

    def _read(self, url: str, response: httpx.Response) -> Outcome | str:
        status, now = response.status_code, datetime.now(UTC)
        if status in _REDIRECTS and "location" in response.headers:
            return urljoin(url, response.headers["location"])
        if status == 304:
            return NotModified(url)
        if status in _GONE:
            return Gone(url, status)
        if status in _BUSY:
            until = _retry_after(response.headers.get("retry-after"), now)
            self._pacer.put_off(urlsplit(url).netloc.lower(), until)
            return RetryLater(url, until, f"the server is busy ({status})")
        if status in (401, 402, 403, 407, 451):
            raise ClosedAddress(url, f"is not open to everybody ({status})", status)
        if not 200 <= status < 300:
            raise FetchError(url, f"gives an error ({status})", status)
        body = inflated(response.iter_raw(), response.headers.get("content-encoding", ""), self._max_body, url)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Fetched(url, url, status, headers, body, now)

    def _robots_txt(self, url: str, trusting: bool) -> Outcome:
        """A robots.txt, wherever it leads: its rules are those of the site that was asked (RFC 9309, 2.3.1.2)."""
        return self._follow(url, {}, by_rules=False, trusting=trusting)


def _same_host(one: str, other: str) -> bool:
    return urlsplit(one).netloc.lower() == urlsplit(other).netloc.lower()


def _is_trusted(url: str, trusted: tuple[Trusted, ...]) -> bool:
    parts = urlsplit(url)
    return Trusted(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)) in trusted


def _retry_after(stated: str | None, now: datetime) -> datetime:
    """The moment that a `Retry-After` names, in seconds or as a date (RFC 9110, 10.2.3), within bounds."""
    wait = USUAL_PUT_OFF
    if stated and stated.strip().isdigit():
        wait = timedelta(seconds=min(int(stated), int(LONGEST_PUT_OFF.total_seconds())))
    elif stated:
        try:
            wait = parsedate_to_datetime(stated).astimezone(UTC) - now
        except (ValueError, TypeError, OverflowError):
            wait = USUAL_PUT_OFF
    return now + min(max(wait, timedelta(seconds=1)), LONGEST_PUT_OFF)


def _reason(error: BaseException) -> str:
    """What a library says, in a few words of one line."""
    words = " ".join(str(error).split())
    return words[:120] if words else type(error).__name__


def _user_agent(contact: str | None) -> str:
    said = f"; +{contact}" if contact else ""
    return f"Dateline/{version('dateline')} (news archive for quotations{said})"
