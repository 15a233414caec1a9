"""Captures and quotations are stamped by an authority of time, if one is set."""

import logging
from collections.abc import Callable
from datetime import datetime

import httpx
from sqlalchemy import Engine

from retrieval.errors import DatelineError, SettingsError
from retrieval.library.stamps.models import Stamp
from retrieval.library.stamps.stamps import Stamps
from retrieval.library.stamps.tokens import StampError, Trust, read_trust, request_for, verified
from retrieval.settings import Settings

log = logging.getLogger(__name__)

# Seconds for one answer.
SECONDS = 20.0
# Bytes of an answer; one with four certificates has 8,000.
MOST_BYTES = 2**17


class Stamper:
    """Asks one authority for the stamps of one library.

    The operator names the authority, so it may stand in their own network; redirects are not followed.
    """

    def __init__(self, engine: Engine, url: str, trust: Trust, now: Callable[[], datetime]) -> None:
        self.stamps = Stamps(engine)
        self._url = url
        self._trust = trust
        self._now = now

    def stamp_due(self) -> int:
        """Gather what is new, and ask for the stamps that are due. The result is how many were given."""
        self.stamps.gather(self._now())
        return sum(self._ask(stamp) for stamp in self.stamps.claim(self._now()))

    def _ask(self, stamp: Stamp) -> bool:
        try:
            request = request_for(stamp.sha256)
            token = self._answer(request.as_bytes())
            stamped_at = verified(token, stamp.sha256, self._trust, request.nonce)
        except DatelineError as error:
            log.warning("The stamp %s was not given: %s", stamp.id, error)
            self.stamps.failed(stamp, str(error), self._now())
            return False
        self.stamps.given(stamp, token, stamped_at, self._url)
        return True

    def _answer(self, query: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        held = bytearray()
        try:
            with (
                httpx.Client(timeout=SECONDS, trust_env=False) as client,
                client.stream("POST", self._url, content=query, headers=headers) as response,
            ):
                if response.status_code != httpx.codes.OK:
                    raise StampError(f"the authority answers with {response.status_code}")
                for piece in response.iter_bytes():
                    held += piece
                    if len(held) > MOST_BYTES:
                        raise StampError("the authority answers with more than a stamp")
        except (httpx.HTTPError, OSError) as error:
            raise StampError(f"the authority does not answer ({type(error).__name__})") from error
        return bytes(held)


def stamper_of(settings: Settings, engine: Engine) -> Stamper | None:
    """What asks the authority of the settings, None where none is set. `SettingsError` without its certificates."""
    if settings.timestamp_url is None:
        return None
    if settings.timestamp_certificates is None:
        raise SettingsError(
            "DATELINE_TIMESTAMP_URL needs DATELINE_TIMESTAMP_CERTIFICATES: a PEM file with the root certificate of the "
            "authority, as it publishes it; whoever answers first is no authority."
        )
    return Stamper(engine, settings.timestamp_url, read_trust(settings.timestamp_certificates), settings.now)
