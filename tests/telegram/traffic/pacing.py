"""Telegram's limits on sending, and the pauses that it imposes."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from tests.telegram.errors import too_many_requests
from tests.telegram.text.entities import Remark

_SLACK = 0.05  # seconds that a bot's clock may be ahead


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages in a window of seconds; https://core.telegram.org/bots/faq#my-bot-is-hitting-limits"""

    chat: tuple[int, float] = (1, 1.0)
    chat_burst: int = 3  # more than one a second is let through for a moment
    group: tuple[int, float] = (20, 60.0)
    total: tuple[int, float] = (30, 1.0)


class Pacing:
    """Counts messages, refuses those that come too fast, and those during a pause that a 429 has imposed."""

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._sent: defaultdict[Hashable, deque[float]] = defaultdict(deque)
        self._pauses: dict[Hashable, float] = {}

    def pause(self, key: Hashable, seconds: int) -> None:
        """Refuse everything under a key for a while."""
        self._pauses[key] = self._clock() + seconds

    def check_pause(self, key: Hashable, remark: Remark) -> None:
        """Refuse a call within a pause, and remark on it: the bot was told to wait."""
        left = self._pauses.get(key, 0.0) - self._clock()
        if left > _SLACK:
            remark(f"called {left:.1f} s before retry_after was over")
            raise too_many_requests(math.ceil(left))

    def count(self, chat_id: int, is_group: bool) -> None:
        """Count a message, or refuse it and pause its chat."""
        if self.limits is None:
            return
        now = self._clock()
        windows = self._windows(chat_id, is_group)
        wait = max(self._wait(key, most, window, now) for key, most, window in windows)
        if wait > 0:
            self.pause(chat_id, math.ceil(wait))
            raise too_many_requests(math.ceil(wait))
        for key, _, _ in windows:
            self._sent[key].append(now)

    def _windows(self, chat_id: int, is_group: bool) -> list[tuple[Hashable, int, float]]:
        assert self.limits is not None
        most, window = self.limits.chat
        burst = max(most, self.limits.chat_burst)
        windows: list[tuple[Hashable, int, float]] = [
            (("chat", chat_id), burst, window * burst / most),
            ("total", *self.limits.total),
        ]
        return [*windows, (("group", chat_id), *self.limits.group)] if is_group else windows

    def _wait(self, key: Hashable, most: int, window: float, now: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= now - window:
            sent.popleft()
        return sent[0] + window - now if len(sent) >= most else 0.0
