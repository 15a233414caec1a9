"""Ports for servers of the tests: none is given out twice, whatever else runs tests on this machine."""

import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import BinaryIO

# Below those that the system hands out by itself (`net.ipv4.ip_local_port_range` begins at 32768).
FIRST, END = 20_000, 32_768


def free_port() -> int:
    """A port that nothing listens on, and that no other process of the tests takes while this one lives.

    This process gives it out once.
    """
    for port in _left():
        if _is_ours(port) and _is_free(port):
            return port
    raise AssertionError(f"no port from {FIRST} to {END - 1} is free")


@cache
def _left() -> Iterator[int]:
    """The ports that this process has not tried, from a place of its own on.

    What a process that ended a moment ago has left behind is not taken up at once.
    """
    start = FIRST + os.getpid() * 97 % (END - FIRST)
    return chain(range(start, END), range(FIRST, start))


@cache
def _locks() -> BinaryIO:
    """The file of which each process locks a byte for each of its ports.

    It is never closed: the system then frees all locks of this process, as it does when the process ends.
    """
    path = Path(tempfile.gettempdir()) / f"ports-of-tests-{os.getuid()}"
    return path.open("ab")


def _is_ours(port: int) -> bool:
    with suppress(OSError):  # another process has it
        fcntl.lockf(_locks(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
        return True
    return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe, suppress(OSError):
        probe.bind(("127.0.0.1", port))
        return True
    return False
