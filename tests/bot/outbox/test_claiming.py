"""What is due is claimed by one process, and everybody who sends keeps one pace."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from bot.models import Delivery
from bot.outbox.claiming import CHAT_SECONDS, GROUP_SECONDS, LEASE_SECONDS, Claims
from bot.outbox.delivery import DeliveryKind
from bot.outbox.outbox import Outbox
from bot.outbox.readers import Readers
from bot.outbox.settlements import NothingLeft
from bot.outbox.settling import Settling
from retrieval.library.database import write_transaction
from tests.bot.outbox.rows import AMINA, AZAD, GROUP, NOW, Ticking, claimed, plan, planned, rows
from tests.keeping import DAMASCUS


def test_a_chat_gets_one_message_at_a_time_and_everybody_their_slot(
    outbox: Outbox, ticking: Ticking, claims: Claims
) -> None:
    plan(outbox, planned(), planned(subject=2), planned(AZAD), planned(GROUP))
    parcels = claims.claim(NOW, 100)
    assert [p.chat_id for p in parcels] == [AMINA, AZAD, GROUP]
    assert [round(p.slot - ticking.at, 3) for p in parcels] == [0, 0.1, 0.2]
    assert claimed(claims) == []


def test_the_next_message_to_a_chat_waits_for_its_pace(
    outbox: Outbox, ticking: Ticking, claims: Claims, settling: Settling
) -> None:
    plan(outbox, planned(), planned(subject=2), planned(GROUP), planned(GROUP, subject=2))
    for parcel in claims.claim(NOW, 100):
        settling.settle(map(NothingLeft, parcel.deliveries))
    ticking.at += CHAT_SECONDS / 2
    assert claimed(claims) == []
    ticking.at += CHAT_SECONDS / 2 + 0.1
    assert claimed(claims) == [(AMINA, [2])]
    ticking.at += GROUP_SECONDS
    assert claimed(claims) == [(GROUP, [2])]


def test_no_more_is_claimed_than_the_pace_allows(outbox: Outbox, ticking: Ticking, claims: Claims) -> None:
    plan(outbox, *(planned(AMINA + number) for number in range(50)))
    taken = 0
    for _ in range(20):
        taken += len(claims.claim(NOW, 100))
        ticking.at += 0.1
    assert taken == pytest.approx(10 * (20 * 0.1 + 0.5), abs=1.1)


def test_what_is_not_due_or_held_back_is_left(
    outbox: Outbox, ticking: Ticking, claims: Claims, settling: Settling
) -> None:
    plan(outbox, planned(due_at=NOW + timedelta(hours=1)), planned(AZAD))
    settling.hold(AZAD, 5)
    assert claimed(claims) == []
    ticking.at += 5.1
    assert claimed(claims, NOW + timedelta(hours=1)) == [(AZAD, [1]), (AMINA, [1])]


def test_who_cannot_be_reached_is_left_alone_until_they_are_back(outbox: Outbox, claims: Claims) -> None:
    readers = Readers(outbox.engine, DAMASCUS)
    plan(outbox, planned())
    readers.note_unreachable(AMINA, NOW, 100)
    assert claimed(claims) == []
    assert readers.note_reachable(AMINA, 101) and not readers.note_reachable(AMINA, 102)
    readers.note_unreachable(AMINA, NOW, 100)  # a refusal that arrives later than the news that it is over
    assert claimed(claims) == [(AMINA, [1])]


def test_a_claim_that_nobody_settles_runs_out(outbox: Outbox, ticking: Ticking, claims: Claims) -> None:
    plan(outbox, planned())
    (parcel,) = claims.claim(NOW, 1)
    claims.hand_over(parcel.deliveries)
    ticking.at += LEASE_SECONDS + 1
    (again,) = claims.claim(NOW, 1)
    claims.hand_over(again.deliveries)
    assert rows(outbox)[0].uncertain == 1


def test_who_was_held_up_for_longer_than_its_claim_holds_sends_nothing(
    outbox: Outbox, ticking: Ticking, claims: Claims
) -> None:
    plan(outbox, planned(waited=True), planned(subject=2, waited=True))
    (parcel,) = claims.claim(NOW, 1)
    ticking.at += LEASE_SECONDS + 1
    (again,) = claims.claim(NOW, 1)
    assert not claims.hand_over(parcel.deliveries) and not rows(outbox)[0].in_flight
    assert claims.hand_over(again.deliveries) and [row.uncertain for row in rows(outbox)] == [0, 0]
    assert not claims.hand_over(parcel.deliveries)


def test_what_waited_goes_out_together_and_what_did_not_by_itself(outbox: Outbox, claims: Claims) -> None:
    later = NOW + timedelta(hours=8)
    plan(
        outbox,
        planned(waited=True),
        planned(subject=2, waited=True),
        planned(subject=3),
        planned(subject=4, waited=True, due_at=later),
    )
    assert claimed(claims) == [(AMINA, [1, 2])]


def test_incidents_that_a_chat_was_not_told_of_go_before_what_is_left_to_say_of_others(
    outbox: Outbox, ticking: Ticking, claims: Claims, settling: Settling
) -> None:
    old, correction = {"due_at": NOW - timedelta(hours=1)}, {"kind": DeliveryKind.CORRECTION, "watch_id": None}
    plan(outbox, planned(**old, **correction), planned(AZAD, **old, **correction), planned(GROUP, subject=2))
    plan(outbox, planned(subject=2))
    parcels = claims.claim(NOW, 100)
    assert [(one.chat_id, one.first.kind) for one in parcels] == [
        (GROUP, "incident"),
        (AMINA, "incident"),
        (AZAD, "correction"),
    ]


def test_what_was_forgotten_since_it_was_claimed_is_not_handed_over(outbox: Outbox, claims: Claims) -> None:
    plan(outbox, planned(), planned(AZAD))
    forgotten, other = claims.claim(NOW, 2)
    with write_transaction(outbox.engine) as session:
        session.execute(delete(Delivery).where(col(Delivery.chat_id) == forgotten.chat_id))
    assert not claims.hand_over(forgotten.deliveries) and claims.hand_over(other.deliveries)
    assert outbox.fresh(forgotten) == [] and len(outbox.fresh(other)) == 1


def test_whose_claim_ran_out_neither_sends_nor_lets_go_of_what_somebody_else_claimed(
    outbox: Outbox, claims: Claims, settling: Settling, ticking: Ticking
) -> None:
    plan(outbox, planned())
    (slow,) = claims.claim(NOW, 1)
    ticking.at += LEASE_SECONDS + 1
    (other,) = claims.claim(NOW, 1)
    assert outbox.fresh(slow) == [] and not claims.hand_over(slow.deliveries)
    settling.release(slow)
    ticking.at += CHAT_SECONDS
    assert claimed(claims) == [] and claims.hand_over(outbox.fresh(other))
    assert rows(outbox)[0].uncertain == 0


def test_what_moved_with_its_group_since_it_was_claimed_is_claimed_again_there(
    outbox: Outbox, claims: Claims, settling: Settling, ticking: Ticking
) -> None:
    plan(outbox, planned(GROUP))
    (parcel,) = claims.claim(NOW, 1)
    with write_transaction(outbox.engine) as session:
        session.execute(update(Delivery).values(chat_id=GROUP - 1))
    assert outbox.fresh(parcel) == []
    settling.release(parcel)
    ticking.at += GROUP_SECONDS
    assert claimed(claims) == [(GROUP - 1, [1])]
