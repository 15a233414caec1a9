"""All machines claim and pause by one clock, whatever their own ones say."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from bot.inbox.intake import Intake
from bot.inbox.seal import Seal
from bot.inbox.updates import Lane, NewUpdate
from bot.inbox.work import Work
from bot.outbox.claiming import Claims
from bot.outbox.delivery import DeliveryKind, PlannedDelivery
from bot.outbox.outbox import Outbox
from retrieval.errors import StoreError
from retrieval.library.database import open_database, write_transaction
from retrieval.library.shared import clock as clocks
from retrieval.library.shared.clock import SharedClock

HOUR = 3600.0
BOT, SEAL = 7, Seal("7:token")


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    engine = open_database(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture
def wrong_clock(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> SharedClock:
    """The clock of a machine whose own one is two hours ahead and jumps."""
    clock = SharedClock(engine)
    right = time.time
    monkeypatch.setattr("time.time", lambda: right() + 2 * HOUR)
    clock()
    monkeypatch.setattr("time.time", lambda: right() - 5 * HOUR)
    return clock


def test_a_machine_whose_clock_is_wrong_goes_by_the_database_s(engine: Engine) -> None:
    right, before = time.time, time.time()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", lambda: right() + 2 * HOUR)
        shown = SharedClock(engine)()
    assert before - 1 <= shown <= right() + 1  # one machine plays both here


def test_an_update_that_one_machine_handles_is_not_taken_over_by_one_that_is_ahead(
    engine: Engine, wrong_clock: SharedClock
) -> None:
    Intake(engine, BOT, SEAL, SharedClock(engine)).take([NewUpdate(1, 5, {}), NewUpdate(2, 5, {})])
    assert [one.update_id for one in Work(engine, BOT, SEAL, SharedClock(engine)).claim(Lane.QUICK, 9)] == [1]
    assert Work(engine, BOT, SEAL, wrong_clock).claim(Lane.QUICK, 9) == []


def test_a_delivery_that_one_machine_sends_is_not_sent_by_one_that_is_ahead_and_the_pace_is_kept(
    engine: Engine, wrong_clock: SharedClock
) -> None:
    now = datetime(2024, 11, 17, tzinfo=UTC)
    outbox, right = Outbox(engine), SharedClock(engine)
    planned = [
        PlannedDelivery(chat_id=chat, kind=DeliveryKind.INCIDENT, subject=1, due_at=now, made_at=now) for chat in (1, 2)
    ]
    with write_transaction(engine) as session:
        outbox.plan(session, planned)
    (first,) = Claims(engine, 0.5, right).claim(now, 1)
    (second,) = Claims(engine, 0.5, lambda: wrong_clock() + 2).claim(now, 9)
    assert (first.chat_id, second.chat_id) == (1, 2)
    assert 2 <= second.slot - first.slot < HOUR


def test_a_clock_that_cannot_look_goes_on(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SharedClock(engine)
    before = clock()
    monkeypatch.setattr(clocks, "LOOK_SECONDS", -1.0)

    def away() -> object:
        raise StoreError("the database is away")

    monkeypatch.setattr(engine, "connect", away)
    assert before <= clock() < before + HOUR
