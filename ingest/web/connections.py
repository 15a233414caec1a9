"""Connections that go where they were checked to go, and end when their time is over.

A name is resolved once; every address that it has is checked, and the connection is made to a checked one, not to the
name: an answer of the name server that changes between the check and the connection (DNS rebinding) changes nothing.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from ingest.web.addresses import PORTS, Allowed, Trusted, checked, is_public

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, as the name service gives them.

    Empty where there is none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


@dataclass(frozen=True, slots=True)
class Policy:
    """Where connections may go: addresses that are `allowed`, and hosts that an operator trusts by name and port."""

    allowed: Allowed = is_public
    resolve: Resolve = resolve
    trusted: tuple[Trusted, ...] = ()
    ports: frozenset[int] = PORTS


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses only, with a deadline for everything that happens on the connection."""

    def __init__(self, policy: Policy, deadline: float, *, trusting: bool) -> None:
        """Take a deadline on the clock of `time.monotonic`.

        `trusting` is off for what a stranger redirected to.
        """
        self._policy = policy
        self._deadline = deadline
        self._trusting = trusting
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a checked address of `host`.

        `RefusedAddress` where it has another.
        """
        trusted = self._trusting and Trusted(host, port) in self._policy.trusted
        allowed: Allowed = (lambda _: True) if trusted else self._policy.allowed
        address = checked(self._policy.resolve(host, port), host, allowed)
        stream = self._sockets.connect_tcp(
            str(address), port, _left(timeout, self._deadline), local_address, socket_options
        )
        return _TimedStream(stream, self._deadline)


class _TimedStream(httpcore.NetworkStream):
    """A stream on which no read outlives the deadline: a page that drips one byte a second ends like any other."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout, self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(timeout, self._deadline))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(timeout: float | None, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for this page is over")
    return left if timeout is None else min(timeout, left)


class CheckedTransport(httpx.HTTPTransport):
    """An httpx transport whose connections are made by a `CheckedBackend`."""

    def __init__(self, backend: CheckedBackend, tls: ssl.SSLContext) -> None:
        """Take how to connect and to whom to trust certificates."""
        super().__init__(verify=tls, trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, max_connections=1, max_keepalive_connections=0, http1=True, network_backend=backend
        )
