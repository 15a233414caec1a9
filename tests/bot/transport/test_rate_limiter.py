"""Answers pass at once; deliveries wait while one is on its way, and for a moment after one to the same chat."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from bot.transport import rate_limiter
from bot.transport.rate_limiter import DELIVERY, AnswersFirst

AMINA, AZAD = 5_000_000_001, 5_000_000_008


@dataclass(slots=True)
class Clock:
    """The time that the limiter sees, in seconds; it goes on when a test says so."""

    now: float = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rate_limiter, "time", clock)
    monkeypatch.setattr(rate_limiter, "STEP", 0)
    return clock


@pytest.fixture
def limiter(clock: Clock) -> AnswersFirst:
    return AnswersFirst(25)


async def everybody_had_a_turn() -> None:
    """Let all tasks go on as far as they get without the clock."""
    for _ in range(100):
        await asyncio.sleep(0)


async def call(limiter: AnswersFirst, chat_id: int | None, going_on: asyncio.Event, kind: str | None = None) -> None:
    async def send() -> dict[str, Any]:
        await going_on.wait()
        return {}

    await limiter.process_request(send, (), {}, "sendMessage", {"chat_id": chat_id} if chat_id else {}, kind)


async def test_a_delivery_gives_way_to_an_answer_that_is_on_its_way_to_anybody(limiter: AnswersFirst) -> None:
    going_on = asyncio.Event()
    answering = asyncio.create_task(call(limiter, AMINA, going_on))
    await asyncio.sleep(0)
    waiting = asyncio.create_task(limiter.give_way(AZAD))
    await everybody_had_a_turn()
    assert not waiting.done()
    going_on.set()
    await asyncio.gather(answering, waiting)


async def test_a_delivery_waits_a_moment_after_an_answer_to_its_chat_and_not_to_another(
    limiter: AnswersFirst, clock: Clock
) -> None:
    going_on = asyncio.Event()
    going_on.set()
    await call(limiter, AMINA, going_on)
    to_amina, to_azad = (asyncio.create_task(limiter.give_way(chat)) for chat in (AMINA, AZAD))
    await everybody_had_a_turn()
    assert (to_amina.done(), to_azad.done()) == (False, True)
    clock.now += rate_limiter.CHAT_SECONDS
    await to_amina


async def test_a_poll_and_a_delivery_keep_nobody_waiting(limiter: AnswersFirst) -> None:
    going_on = asyncio.Event()
    polling = asyncio.create_task(call(limiter, None, going_on))
    delivering = asyncio.create_task(call(limiter, AMINA, going_on, DELIVERY))
    await asyncio.sleep(0)
    next_delivery = asyncio.create_task(limiter.give_way(AMINA))
    await everybody_had_a_turn()
    assert next_delivery.done()
    going_on.set()
    await asyncio.gather(polling, delivering)


async def test_under_a_flood_of_questions_a_delivery_waits_only_so_long(limiter: AnswersFirst, clock: Clock) -> None:
    answering = asyncio.create_task(call(limiter, AMINA, asyncio.Event()))
    await asyncio.sleep(0)
    waiting = asyncio.create_task(limiter.give_way(AZAD))
    await everybody_had_a_turn()
    assert not waiting.done()
    clock.now += rate_limiter.LONGEST_WAIT
    await waiting
    answering.cancel()


async def test_many_that_were_held_up_do_not_go_out_at_once(limiter: AnswersFirst) -> None:
    waiting = [asyncio.create_task(limiter.give_way(AMINA + number)) for number in range(40)]
    await everybody_had_a_turn()
    assert sum(task.done() for task in waiting) == 26
    for task in waiting:
        task.cancel()
