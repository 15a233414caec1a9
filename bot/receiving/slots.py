"""How many updates of each lane are handled at the same time."""

import os
from collections import Counter

from bot.inbox.updates import Lane

# Questions that are looked up at the same time: two for each core, since half the time of an answer is Telegram's.
# What is quick hardly computes.
MOST = {Lane.SEARCH: 2 * (os.cpu_count() or 1), Lane.QUICK: 16}


class Slots:
    """The slots of one process."""

    def __init__(self) -> None:
        self._taken: Counter[Lane] = Counter()

    def free(self, lane: Lane) -> int:
        """How many more of a lane may be begun."""
        return max(0, MOST[lane] - self._taken[lane])

    def take(self, lane: Lane) -> None:
        """Begin one; also one that goes on after a rest, for which nobody else waits."""
        self._taken[lane] += 1

    def leave(self, lane: Lane) -> None:
        """End one, or let it rest."""
        self._taken[lane] -= 1
