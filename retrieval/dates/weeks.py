"""On which day the week of whoever asks begins.

The rules that read words of time are told the day on which a question is asked and nothing else; on which day weeks
begin stays the same for all rules of one question, so it stands beside them, as the precision of `decimal` does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MONDAY = 0

_FIRST: ContextVar[int] = ContextVar("first weekday", default=MONDAY)


def first_weekday() -> int:
    """The weekday on which weeks begin here, Monday is 0."""
    return _FIRST.get()


@contextmanager
def weeks_begin(weekday: int) -> Iterator[None]:
    """Let weeks begin on a weekday (Monday is 0) in the block; other threads and tasks are not concerned."""
    before = _FIRST.set(weekday)
    try:
        yield
    finally:
        _FIRST.reset(before)
