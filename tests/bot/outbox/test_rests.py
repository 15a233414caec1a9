"""Much work in steps, with rests."""

import pytest

from bot.outbox import rests as module
from bot.outbox.rests import with_rests


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of every rest; each step takes a hundredth of one."""
    rested: list[float] = []
    moments = iter(range(100))
    monkeypatch.setattr(module.time, "perf_counter", lambda: next(moments) / 100)
    monkeypatch.setattr(module.time, "sleep", rested.append)
    return rested


def test_everything_comes_once_in_its_order_with_a_rest_between_two_steps(rests: list[float]) -> None:
    assert list(with_rests([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]
    assert rests == pytest.approx([module.REST / 100, module.REST / 100])


def test_a_rest_after_a_long_step_is_no_longer_than_it_may_be(
    rests: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_REST", 0.001)
    assert len(list(with_rests([1, 2], 1))) == 2
    assert rests == [0.001]


def test_what_is_done_in_one_step_needs_no_rest(rests: list[float]) -> None:
    assert list(with_rests([1, 2], 2)) == [[1, 2]]
    assert list(with_rests([], 2)) == []
    assert rests == []
