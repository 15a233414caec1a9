"""The reading processes of this process: few, used again, each replaced when it has been ended."""

import os
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

from ingest.confined.bounds import Bounds
from ingest.confined.process import ReadingProcess

# Single items that are read at the same time: one that takes its whole time does not stop the others.
AT_ONCE = 2
# Processes that are kept when nothing is read; each holds some 70 MB.
MOST_IDLE = 2


class ReadingPool:
    """Processes that read, for all threads of this one."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._idle: list[ReadingProcess] = []
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        # Linux ends a process when the thread that started it ends, so one thread starts them all and stays.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="readers")

    def ask(self, said: Mapping[str, Any], body: bytes = b"") -> dict[str, Any]:
        """The one answer to a request.

        Raises `ReaderEnded`.
        """
        with self._turns, self.borrowed() as process:
            return next(iter(list(process.ask(said, body))), {})

    @contextmanager
    def borrowed(self) -> Iterator[ReadingProcess]:
        """A process for the length of the block. One that is not through with its answers then is ended."""
        process = self._taken() or ReadingProcess(self.bounds, self._starter)
        try:
            yield process
        finally:
            self._give_back(process)

    def close(self) -> None:
        """End the processes that nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()
        self._starter.shutdown(wait=False)

    def _taken(self) -> ReadingProcess | None:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.is_alive():
                    return process
                process.end()
        return None

    def _give_back(self, process: ReadingProcess) -> None:
        with self._lock:
            if process.is_usable and len(self._idle) < MOST_IDLE:
                self._idle.append(process)
                return
        process.end()


def reading_pool() -> ReadingPool:
    """The pool of this process; one that was forked has its own."""
    return _pool_of(os.getpid())


@cache
def _pool_of(_process: int) -> ReadingPool:
    return ReadingPool()
