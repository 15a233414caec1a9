"""Questions go first: what is embedded beside them waits while one is answered."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# The nice value of threads that can wait (Linux): they get a tenth of a busy core.
NICE = 10

# Seconds that one piece of other work waits for questions at the most: under a steady load it still goes on.
LONGEST_WAIT = 1.0


class Priority:
    """Who is answering, for those who can wait."""

    def __init__(self) -> None:
        self._answering = 0
        self._changed = threading.Condition()

    @contextmanager
    def of_question(self) -> Iterator[None]:
        """Have other work wait for the length of the block."""
        with self._changed:
            self._answering += 1
        try:
            yield
        finally:
            with self._changed:
                self._answering -= 1
                self._changed.notify_all()

    def give_way(self) -> None:
        """Wait until no question is being answered, or `LONGEST_WAIT` is over."""
        until = time.monotonic() + LONGEST_WAIT
        with self._changed:
            while self._answering and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)


def lower_priority() -> None:
    """Have the system prefer other threads to this one from now on, where it knows threads (Linux)."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
