"""What can come of asking an address: four values and one error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from retrieval.errors import SourceError


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave."""

    url: str  # that was asked for
    final_url: str  # after redirects
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes  # unpacked
    fetched_at: datetime

    @property
    def content_type(self) -> str | None:
        """The media type with its parameters, as the server states it."""
        return self.headers.get("content-type")


@dataclass(frozen=True, slots=True)
class NotModified:
    """The address still gives what was fetched before."""

    url: str


@dataclass(frozen=True, slots=True)
class RetryLater:
    """The host does not want to be asked before a moment."""

    url: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing stands at the address any more (404, 410)."""

    url: str
    status: int


Outcome: TypeAlias = Fetched | NotModified | RetryLater | Gone


class FetchError(SourceError):
    """An address gave nothing that can be read: which, why, what to do.

    With the status, where there was an answer.
    """

    def __init__(self, source: str, reason: str, status: int | None = None) -> None:
        super().__init__(source, reason)
        self.status = status


class ClosedAddress(FetchError):
    """An address that is not open to programs, or not to everybody: what stands there will not be read later either."""
