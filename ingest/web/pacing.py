"""Turns at hosts: one request at a time for each, with a pause between, and none while a host asks for rest."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

# Seconds between two requests to one host; what search engines keep to with small sites.
PAUSE = 1.0
# Seconds; a site whose robots.txt asks for more is asked that seldom by its schedule anyway.
LONGEST_PAUSE = 30.0
# Remembered; those asked longest ago are forgotten.
MOST_HOSTS = 10_000


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0  # on the clock of `time.monotonic`
    put_off_until: datetime | None = None


class Pacer:
    """Shared by all threads that fetch."""

    def __init__(self, pause: float = PAUSE, sleep: Callable[[float], None] = time.sleep) -> None:
        """Take the pause between two requests to one host, in seconds."""
        self._pause = pause
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, asked_pause: float | None = None) -> Iterator[None]:
        """Wait for a host's turn, and keep others waiting for the length of the block and the pause after it."""
        state = self._of(host)
        with state.lock:
            if (wait := state.free_at - time.monotonic()) > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                state.free_at = time.monotonic() + min(max(self._pause, asked_pause or 0.0), LONGEST_PAUSE)

    def put_off(self, host: str, until: datetime) -> None:
        """Leave a host alone until a moment."""
        self._of(host).put_off_until = until

    def put_off_until(self, host: str) -> datetime | None:
        """The moment until which a host is left alone.

        None where it may be asked now.
        """
        until = self._of(host).put_off_until
        return until if until is not None and until > datetime.now(UTC) else None

    def _of(self, host: str) -> _Host:
        with self._lock:
            state = self._hosts.pop(host, None) or _Host()
            self._hosts[host] = state
            while len(self._hosts) > MOST_HOSTS:
                del self._hosts[next(iter(self._hosts))]
            return state
