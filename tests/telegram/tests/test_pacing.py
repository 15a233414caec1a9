"""Limits and the pauses that they impose."""

from __future__ import annotations

import pytest

from tests.telegram.errors import ApiError
from tests.telegram.traffic.pacing import Limits, Pacing


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def counted(pacing: Pacing, chat_id: int, times: int, *, is_group: bool = False) -> int:
    """Count how many of so many messages are let through."""
    through = 0
    for _ in range(times):
        try:
            pacing.count(chat_id, is_group)
        except ApiError as refusal:
            assert refusal.code == 429
            assert refusal.parameters["retry_after"] >= 1
        else:
            through += 1
    return through


def test_nothing_is_paced_unless_limits_are_given() -> None:
    assert counted(Pacing(), 1, 100) == 100


def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    clock = Clock()
    pacing = Pacing(Limits(), clock)
    assert counted(pacing, 1, 10) == 3
    assert counted(pacing, 2, 1) == 1
    clock.time = 3.0
    assert counted(pacing, 1, 1) == 1


def test_a_group_takes_twenty_a_minute() -> None:
    clock = Clock()
    pacing = Pacing(Limits(), clock)
    through = 0
    while clock.time < 60:
        through += counted(pacing, -1, 1, is_group=True)
        clock.time += 1
    assert through == 20


def test_all_chats_together_take_thirty_a_second() -> None:
    pacing = Pacing(Limits(), Clock())
    assert sum(counted(pacing, chat_id, 1) for chat_id in range(50)) == 30


def test_a_call_during_a_pause_is_refused_and_remarked_on() -> None:
    clock, remarks = Clock(), list[str]()
    pacing = Pacing(clock=clock)
    pacing.pause(1, 5)
    clock.time = 3.5
    with pytest.raises(ApiError, match="retry after 2"):
        pacing.check_pause(1, remarks.append)
    pacing.check_pause(2, remarks.append)
    clock.time = 5.0
    pacing.check_pause(1, remarks.append)
    assert remarks == ["called 1.5 s before retry_after was over"]
