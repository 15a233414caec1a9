"""Much work in steps, with rests."""

import pytest

from retrieval import gently as module
from retrieval.gently import gently


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of every rest; each step takes one second."""
    rested: list[float] = []
    moments = iter(range(100))
    monkeypatch.setattr(module.time, "perf_counter", lambda: float(next(moments)))
    monkeypatch.setattr(module.time, "sleep", rested.append)
    return rested


def test_everything_comes_once_in_its_order_with_a_rest_between_two_steps(rests: list[float]) -> None:
    assert list(gently([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]
    assert rests == [module.REST, module.REST]


def test_what_is_done_in_one_step_needs_no_rest(rests: list[float]) -> None:
    assert list(gently([1, 2], 2)) == [[1, 2]]
    assert list(gently([], 2)) == []
    assert rests == []
