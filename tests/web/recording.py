"""A record of every address that a socket of this process connects to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


@contextmanager
def connections() -> Iterator[list[tuple[str, int]]]:
    """The (address, port) pairs of all connections that are tried meanwhile, by whatever library."""
    tried: list[tuple[str, int]] = []
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def note(address: Any) -> None:
        if isinstance(address, tuple):
            tried.append((str(address[0]), int(address[1])))

    def recorded(self: socket.socket, address: Any) -> None:
        note(address)
        connect(self, address)

    def recorded_ex(self: socket.socket, address: Any) -> int:
        note(address)
        return connect_ex(self, address)

    with patch.object(socket.socket, "connect", recorded), patch.object(socket.socket, "connect_ex", recorded_ex):
        yield tried
