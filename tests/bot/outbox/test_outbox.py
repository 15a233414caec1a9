"""The rows of what is on its way: planned once, claimed by one, paced together, planned anew when a clock changes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from bot.models import Delivery
from bot.outbox.claiming import CHAT_SECONDS, GROUP_SECONDS, LEASE_SECONDS
from bot.outbox.delivery import Kind
from bot.outbox.outbox import MOST_ATTEMPTS, Outbox
from bot.outbox.readers import Readers, ensure_in, move_in, set_in
from retrieval.library.database import read_session, write_transaction
from tests.keeping import DAMASCUS

NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)
AMINA, AZAD, GROUP = 5_000_000_001, 5_000_000_008, -1_002_000_000_001


class Ticking:
    """Unix time as a test sets it."""

    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()


@pytest.fixture
def outbox(engine: Engine, ticking: Ticking) -> Outbox:
    return Outbox(engine, 10, ticking)


def row(chat_id: int = AMINA, subject: int = 1, **values: Any) -> dict[str, Any]:
    made = {"chat_id": chat_id, "kind": Kind.INCIDENT.value, "subject": subject, "watch_id": 1}
    return made | {"due_at": NOW, "made_at": NOW} | values


def plan(outbox: Outbox, *rows: dict[str, Any]) -> None:
    with write_transaction(outbox.engine) as session:
        outbox.plan(session, rows)


def rows(outbox: Outbox) -> list[Delivery]:
    with read_session(outbox.engine) as session:
        return list(session.exec(select(Delivery).order_by(col(Delivery.id))))


def claimed(outbox: Outbox, now: datetime = NOW, most: int = 100) -> list[tuple[int, list[int]]]:
    return [(p.chat_id, [one.subject for one in p.deliveries]) for p in outbox.claim(now, most)]


def test_planning_twice_plans_once(outbox: Outbox) -> None:
    plan(outbox, row(), row(subject=2))
    plan(outbox, row(), row(subject=3))
    assert [one.subject for one in rows(outbox)] == [1, 2, 3]


def test_a_chat_gets_one_message_at_a_time_and_everybody_their_slot(outbox: Outbox, ticking: Ticking) -> None:
    plan(outbox, row(), row(subject=2), row(AZAD), row(GROUP))
    parcels = outbox.claim(NOW, 100)
    assert [p.chat_id for p in parcels] == [AMINA, AZAD, GROUP]
    assert [round(p.slot - ticking.at, 3) for p in parcels] == [0, 0.1, 0.2]
    assert claimed(outbox) == []


def test_the_next_message_to_a_chat_waits_for_its_pace(outbox: Outbox, ticking: Ticking) -> None:
    plan(outbox, row(), row(subject=2), row(GROUP), row(GROUP, subject=2))
    for parcel in outbox.claim(NOW, 100):
        outbox.settle_all(parcel.deliveries, due_at=None)
    ticking.at += CHAT_SECONDS / 2
    assert claimed(outbox) == []
    ticking.at += CHAT_SECONDS / 2 + 0.1
    assert claimed(outbox) == [(AMINA, [2])]
    ticking.at += GROUP_SECONDS
    assert claimed(outbox) == [(GROUP, [2])]


def test_no_more_is_claimed_than_the_pace_allows(outbox: Outbox, ticking: Ticking) -> None:
    plan(outbox, *(row(AMINA + number) for number in range(50)))
    taken = 0
    for _ in range(20):
        taken += len(outbox.claim(NOW, 100))
        ticking.at += 0.1
    assert taken == pytest.approx(10 * (20 * 0.1 + 0.5), abs=1.1)


def test_what_is_not_due_or_held_back_is_left(outbox: Outbox, ticking: Ticking) -> None:
    plan(outbox, row(due_at=NOW + timedelta(hours=1)), row(AZAD))
    outbox.hold(AZAD, 5)
    assert claimed(outbox) == []
    ticking.at += 5.1
    assert claimed(outbox, NOW + timedelta(hours=1)) == [(AZAD, [1]), (AMINA, [1])]


def test_who_cannot_be_reached_is_left_alone_until_they_are_back(outbox: Outbox) -> None:
    readers = Readers(outbox.engine, DAMASCUS)
    plan(outbox, row())
    readers.unreachable(AMINA, NOW, 100)
    assert claimed(outbox) == []
    assert readers.is_back(AMINA, 101) and not readers.is_back(AMINA, 102)
    readers.unreachable(AMINA, NOW, 100)  # a refusal that arrives later than the news that it is over
    assert claimed(outbox) == [(AMINA, [1])]


def test_a_claim_that_nobody_settles_runs_out(outbox: Outbox, ticking: Ticking) -> None:
    plan(outbox, row())
    (parcel,) = outbox.claim(NOW, 1)
    outbox.is_sending(parcel.deliveries)
    ticking.at += LEASE_SECONDS + 1
    (again,) = outbox.claim(NOW, 1)
    outbox.is_sending(again.deliveries)
    assert rows(outbox)[0].uncertain == 1


def test_what_waited_goes_out_together_and_what_did_not_by_itself(outbox: Outbox, ticking: Ticking) -> None:
    later = NOW + timedelta(hours=8)
    plan(
        outbox, row(waited=True), row(subject=2, waited=True), row(subject=3), row(subject=4, waited=True, due_at=later)
    )
    assert claimed(outbox) == [(AMINA, [1, 2])]


def test_a_failure_is_tried_again_ever_later_and_given_up_in_the_end(outbox: Outbox, ticking: Ticking) -> None:
    plan(outbox, row())
    waits = []
    while parcels := outbox.claim(NOW, 1):
        outbox.put_off(parcels[0], "Bad Gateway")
        waits.append(rows(outbox)[0].free_at - ticking.at)
        ticking.at += max(waits[-1], CHAT_SECONDS) + 1
    (given_up,) = rows(outbox)
    assert (given_up.failed, given_up.due_at, len(waits)) == ("Bad Gateway", None, MOST_ATTEMPTS)
    assert waits[:3] == [2, 4, 8]
    assert outbox.waiting(NOW).failed == 1


def test_a_pause_that_was_asked_for_is_no_failure(outbox: Outbox) -> None:
    plan(outbox, row())
    (parcel,) = outbox.claim(NOW, 1)
    outbox.put_off(parcel, "Too Many Requests", 7)
    assert (rows(outbox)[0].attempts, rows(outbox)[0].taken) == (0, False)


def test_a_revision_makes_old_messages_due_and_those_that_are_on_their_way(outbox: Outbox) -> None:
    plan(outbox, row(), row(AZAD), row(GROUP))
    amina, azad, _ = outbox.claim(NOW, 100)
    outbox.settle_all(amina.deliveries, due_at=None, message_id=5, revision=1)
    outbox.settle_all(azad.deliveries, due_at=None, message_id=6, revision=2)
    with write_transaction(outbox.engine) as session:
        outbox.revise(session, 1, 2, NOW + timedelta(hours=1))
    assert [one.due_at for one in rows(outbox)] == [NOW + timedelta(hours=1), None, NOW + timedelta(hours=1)]


def test_watches_that_end_take_what_waits_with_them_and_leave_what_was_told(outbox: Outbox) -> None:
    plan(outbox, row(), row(subject=2))
    (parcel,) = outbox.claim(NOW, 1)
    outbox.settle_all(parcel.deliveries, due_at=None, message_id=5)
    outbox.unwatch([1])
    assert [(one.subject, one.watch_id) for one in rows(outbox)] == [(1, None)]


def test_old_rows_are_forgotten_when_nothing_is_left_to_do(outbox: Outbox) -> None:
    plan(outbox, row(), row(subject=2, due_at=None))
    outbox.forget_old(NOW + timedelta(days=1))
    assert [one.subject for one in rows(outbox)] == [1]


def test_a_reader_s_settings_move_with_a_group_and_are_made_once(engine: Engine) -> None:
    with write_transaction(engine) as session:
        ensure_in(session, [GROUP, GROUP])
        set_in(session, GROUP, zone="Europe/Berlin", quiet_from=60, quiet_until=120)
    with write_transaction(engine) as session:
        move_in(session, GROUP, GROUP - 1)
        move_in(session, GROUP, GROUP - 1)
    readers = Readers(engine, DAMASCUS)
    assert str(readers.clock_of(GROUP - 1).zone) == "Europe/Berlin"
    assert readers.clock_of(GROUP).zone == DAMASCUS
