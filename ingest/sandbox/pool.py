"""The sandboxes of this process: few, used again, each replaced when it has been ended."""

import os
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

from ingest.sandbox.bounds import Bounds
from ingest.sandbox.process import Sandbox

# Single items that are read at the same time: one that takes its whole time does not stop the others.
AT_ONCE = 2
# Sandboxes that are kept when nothing is read; each holds some 70 MB.
MOST_IDLE = 2


class SandboxPool:
    """Sandboxes for all threads of this process."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._idle: list[Sandbox] = []
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        # Linux ends a process when the thread that started it ends, so one thread starts them all and stays.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="readers")

    def ask(self, said: Mapping[str, Any], body: bytes = b"") -> dict[str, Any]:
        """The one answer to a request.

        Raises `SandboxEnded`.
        """
        with self._turns, self.borrowed() as sandbox:
            return next(iter(list(sandbox.ask(said, body))), {})

    @contextmanager
    def borrowed(self) -> Iterator[Sandbox]:
        """A sandbox for the length of the block. One that is not through with its answers then is ended."""
        sandbox = self._taken() or Sandbox(self.bounds, self._starter)
        try:
            yield sandbox
        finally:
            self._give_back(sandbox)

    def close(self) -> None:
        """End the sandboxes that nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, []
        for sandbox in idle:
            sandbox.end()
        self._starter.shutdown(wait=False)

    def _taken(self) -> Sandbox | None:
        with self._lock:
            while self._idle:
                sandbox = self._idle.pop()
                if sandbox.is_alive():
                    return sandbox
                sandbox.end()
        return None

    def _give_back(self, sandbox: Sandbox) -> None:
        with self._lock:
            if sandbox.is_usable and len(self._idle) < MOST_IDLE:
                self._idle.append(sandbox)
                return
        sandbox.end()


def sandbox_pool() -> SandboxPool:
    """The pool of this process; one that was forked has its own."""
    return _pool_of(os.getpid())


@cache
def _pool_of(_process: int) -> SandboxPool:
    return SandboxPool()
