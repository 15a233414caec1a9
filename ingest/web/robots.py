"""What a site's robots.txt allows programs like this one (RFC 9309)."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.web.outcomes import Fetched, FetchError, Outcome, RetryLater

# The token by which a site names us.
PRODUCT = "Dateline"
# Parsed; RFC 9309, 2.5.
MAX_BYTES = 500 * 1024
# RFC 9309, 2.4: no longer than a day.
KEPT_SECONDS = 24 * 3600.0
# Until a robots.txt that could not be read is tried again.
UNKNOWN = timedelta(minutes=30)
# Remembered; those asked longest ago are forgotten.
MOST_SITES = 10_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site."""

    parsed: Any = None  # a `protego.Protego`; None: everything is allowed
    unknown_until: datetime | None = None  # they could not be read, and nothing is asked for until then

    def allows(self, url: str) -> bool:
        """Whether a page may be fetched."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, PRODUCT))

    @property
    def delay(self) -> float | None:
        """Seconds that the site wants between two requests."""
        stated = None if self.parsed is None else self.parsed.crawl_delay(PRODUCT)
        return None if stated is None else float(stated)


class Robots:
    """The rules of sites, each read once a day."""

    def __init__(self, fetch: Callable[[str, bool], Outcome]) -> None:
        """Take how a robots.txt is fetched, and whether it may be from a host that the operator trusts."""
        self._fetch = fetch
        self._known: dict[str, tuple[float, Rules]] = {}
        self._lock = threading.Lock()

    def of(self, site: str, *, trusting: bool) -> Rules:
        """The rules of a site, given as scheme and host.

        `trusting` is off for a site to which a stranger redirected.
        """
        with self._lock:
            known = self._known.get(site)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        rules = self._read(site, trusting)
        kept = UNKNOWN.total_seconds() if rules.unknown_until else KEPT_SECONDS
        with self._lock:
            self._known.pop(site, None)
            self._known[site] = (time.monotonic() + kept, rules)
            while len(self._known) > MOST_SITES:
                del self._known[next(iter(self._known))]
        return rules

    def _read(self, site: str, trusting: bool) -> Rules:
        """RFC 9309, 2.3.1: where there is none, all is allowed.

        Where the server fails, nothing is, for now.
        """
        try:
            answer = self._fetch(f"{site}/robots.txt", trusting)
        except FetchError as error:
            is_refused = error.status is not None and 400 <= error.status < 500
            return Rules() if is_refused else Rules(unknown_until=datetime.now(UTC) + UNKNOWN)
        if isinstance(answer, RetryLater):
            return Rules(unknown_until=answer.until)
        return Rules(_parsed(answer.body)) if isinstance(answer, Fetched) else Rules()


def _parsed(body: bytes) -> Any:
    from protego import Protego

    return Protego.parse(body[:MAX_BYTES].decode("utf-8-sig", "replace"))
