"""The rows of what chats are to be told: planned once, planned anew when a watch or an incident changes."""

from datetime import timedelta

from bot.outbox.claiming import Claims
from bot.outbox.outbox import Outbox
from retrieval.library.database import write_transaction
from tests.bot.outbox.rows import AZAD, GROUP, NOW, change, plan, planned, rows


def test_planning_twice_plans_once(outbox: Outbox) -> None:
    plan(outbox, planned(), planned(subject=2))
    plan(outbox, planned(), planned(subject=3))
    assert [one.subject for one in rows(outbox)] == [1, 2, 3]


def test_a_revision_makes_old_messages_due_and_those_that_are_on_their_way(outbox: Outbox, claims: Claims) -> None:
    plan(outbox, planned(), planned(AZAD), planned(GROUP))
    amina, azad, _ = claims.claim(NOW, 100)
    change(outbox, amina, due_at=None, message_id=5, revision=1)
    change(outbox, azad, due_at=None, message_id=6, revision=2)
    with write_transaction(outbox.engine) as session:
        outbox.revise(session, 1, 2, NOW + timedelta(hours=1))
    assert [one.due_at for one in rows(outbox)] == [NOW + timedelta(hours=1), None, NOW + timedelta(hours=1)]


def test_watches_that_end_take_what_waits_with_them_and_leave_what_was_told(outbox: Outbox, claims: Claims) -> None:
    plan(outbox, planned(), planned(subject=2))
    (parcel,) = claims.claim(NOW, 1)
    change(outbox, parcel, due_at=None, message_id=5)
    outbox.unwatch([1])
    assert [(one.subject, one.watch_id) for one in rows(outbox)] == [(1, None)]


def test_old_rows_are_forgotten_when_nothing_is_left_to_do(outbox: Outbox) -> None:
    plan(outbox, planned(), planned(subject=2, due_at=None))
    outbox.forget_old(NOW + timedelta(days=1))
    assert [one.subject for one in rows(outbox)] == [1]
