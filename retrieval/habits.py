"""When a source is silent beyond its habit: the same rule for publishers in answers and for feeds and channels."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

# A source is silent when it has sent nothing for four times its usual pause, and for three days at the least.
SILENT_PAUSES = 4
SILENT_LEAST = timedelta(days=3)
HABIT_ARTICLES = 3  # fewer say nothing of a habit


def is_silent(sent: Sequence[datetime], now: datetime) -> bool:
    """Whether a source that sent something at these moments, in their order, should have done so again by now."""
    if len(sent) < HABIT_ARTICLES:
        return False
    return now - sent[-1] > max(SILENT_LEAST, SILENT_PAUSES * _usual_pause(sent))


def _usual_pause(sent: Sequence[datetime]) -> timedelta:
    return timedelta(seconds=median((later - earlier).total_seconds() for earlier, later in pairwise(sent)))
