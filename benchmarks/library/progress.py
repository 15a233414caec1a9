"""How far a measurement is, on standard error."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 0.5  # seconds between two drawings


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A function to call with how many more are done; where no terminal is, only the last line is written."""
    done, drawn, start = 0, 0.0, time.monotonic()

    def count(more: int = 1) -> None:
        nonlocal done, drawn
        done += more
        if sys.stderr.isatty() and time.monotonic() - drawn > EVERY:
            drawn = time.monotonic()
            sys.stderr.write(f"\r{done}/{total} {what}")
            sys.stderr.flush()

    yield count
    opening = "\r" if sys.stderr.isatty() else ""
    sys.stderr.write(f"{opening}{done}/{total} {what}, {time.monotonic() - start:.0f} s\n")
