"""Much work in steps with rests between them, so that nobody who asks a question meanwhile waits for it."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

# How many times as long as a step took the rest after it is. Two threads that both compute wait for each other at
# every turn of the interpreter: with no rests the median question took 2.1 times as long as idle, with these 1.3.
REST = 2.0

# Seconds: on a busy machine, too, ten thousand readers are planned for within seconds.
LONGEST_REST = 0.05


def with_rests(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in steps of so many.

    After each step but the last this thread rests.
    """
    for start in range(0, len(items), size):
        begun = time.perf_counter()
        yield items[start : start + size]
        if start + size < len(items):
            time.sleep(min(REST * (time.perf_counter() - begun), LONGEST_REST))
