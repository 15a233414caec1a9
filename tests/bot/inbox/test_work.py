"""Whose turn it is, and what becomes of updates when their processes end."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select

from bot.inbox import work
from bot.inbox.updates import Lane, Outcome, SentMessage
from bot.inbox.work import LEASE_SECONDS, Backlog, backlog, forget_old
from bot.models import InboxRow
from retrieval.library.database import read_session, write_transaction
from tests.bot.inbox.conftest import Inbox, command, ids, question


def test_a_chat_has_one_update_at_a_time_in_the_order_in_which_they_were_sent(inbox: Inbox) -> None:
    inbox.takes(command(3), command(1), command(2), command(4, chat=2))
    worker = inbox.worker()
    assert sorted(ids(worker.claim(Lane.QUICK, 9))) == [1, 4]
    assert worker.claim(Lane.QUICK, 9) == []
    worker.finish({1: Outcome.DONE})
    assert ids(worker.claim(Lane.QUICK, 9)) == [2]


def test_what_is_quick_waits_for_the_question_before_it_in_its_chat_and_for_no_other(inbox: Inbox) -> None:
    inbox.takes(question(1), command(2), command(3, chat=2))
    worker = inbox.worker()
    assert ids(worker.claim(Lane.QUICK, 9)) == [3]
    assert ids(worker.claim(Lane.SEARCH, 9)) == [1]
    assert worker.claim(Lane.QUICK, 9) == []


def test_who_asks_one_thing_goes_before_the_second_thing_of_who_asked_many(inbox: Inbox) -> None:
    inbox.takes(*(question(number) for number in range(1, 6)))
    inbox.time += 5
    inbox.takes(question(6, chat=2), question(7, chat=3))
    worker, served = inbox.worker(), []
    while claimed := worker.claim(Lane.SEARCH, 1):
        served += ids(claimed)
        worker.finish({claimed[0].update_id: Outcome.DONE})
    assert served == [1, 6, 7, 2, 3, 4, 5]


def test_a_claim_runs_out_where_nobody_says_that_it_holds(inbox: Inbox) -> None:
    inbox.takes(question(1))
    one, other = inbox.worker(), inbox.worker()
    assert ids(one.claim(Lane.SEARCH, 1)) == [1]
    inbox.time += LEASE_SECONDS - 1
    one.extend([1])
    inbox.time += LEASE_SECONDS - 1
    assert other.claim(Lane.SEARCH, 1) == []
    inbox.time += 2
    (again,) = other.claim(Lane.SEARCH, 1)
    assert again.attempts == 2
    assert not one.hand_over(1, known=True) and other.hand_over(1, known=True)


def test_what_was_sent_is_known_to_who_comes_next_and_what_was_in_the_air_is_counted(inbox: Inbox) -> None:
    inbox.takes(question(1))
    one = inbox.worker()
    one.claim(Lane.SEARCH, 1)
    one.hand_over(1, known=False)
    one.note_sent(1, [SentMessage(1, 77)])
    one.hand_over(1, known=True)
    inbox.time += LEASE_SECONDS + 1
    other = inbox.worker()
    (again,) = other.claim(Lane.SEARCH, 1)
    assert again.sent == (SentMessage(1, 77),)
    other.hand_over(1, known=False)
    other.finish({1: Outcome.DONE})
    with read_session(inbox.engine) as session:
        row = session.exec(select(InboxRow)).one()
    assert (row.uncertain, row.in_flight, row.outcome) == (1, False, "done")


def test_what_is_let_go_of_at_a_stop_is_begun_anew_and_does_not_count(inbox: Inbox) -> None:
    inbox.takes(question(1))
    one = inbox.worker()
    one.claim(Lane.SEARCH, 1)
    one.release([1])
    (again,) = inbox.worker().claim(Lane.SEARCH, 1)
    assert again.attempts == 1


def test_replicas_that_claim_at_the_same_time_never_get_the_same_chat(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "PATIENCE", 60.0)  # of a library that stays busy, updates are given out without a note
    inbox.takes(*(question(number, chat=number % 20) for number in range(1, 101)))

    def handle(_: int) -> list[int]:
        worker, mine = inbox.worker(), []
        while claimed := worker.claim(Lane.SEARCH, 3):
            mine += ids(claimed)
            worker.finish(dict.fromkeys(ids(claimed), Outcome.DONE))
        return mine

    with ThreadPoolExecutor(4) as pool:
        handled = list(pool.map(handle, range(4)))
    everything = [update_id for mine in handled for update_id in mine]
    while rest := handle(0):
        everything += rest
    assert sorted(everything) == list(range(1, 101))


def test_who_waits_long_is_told_once_for_all_that_waits_in_the_chat(inbox: Inbox) -> None:
    inbox.takes(question(1), question(2), question(3, chat=2), command(4, chat=3))
    worker = inbox.worker()
    later = datetime.fromtimestamp(inbox.time + 5, UTC)
    assert ids(worker.tell_who_waits(datetime.fromtimestamp(inbox.time - 5, UTC))) == []
    assert sorted(ids(worker.tell_who_waits(later))) == [1, 3]
    inbox.takes(question(5))
    assert worker.tell_who_waits(later) == []


def test_that_an_update_came_is_forgotten_when_telegram_repeats_it_no_more(inbox: Inbox) -> None:
    inbox.takes(question(1), question(2), question(3))
    inbox.worker().finish({1: Outcome.DONE, 2: Outcome.DONE})
    with write_transaction(inbox.engine) as session:
        row = session.exec(select(InboxRow).where(InboxRow.update_id == 1)).one()
        row.done_at = datetime.now(UTC) - timedelta(days=4)
    forget_old(inbox.engine, datetime.now(UTC))
    with read_session(inbox.engine) as session:
        assert sorted(session.exec(select(InboxRow.update_id))) == [2, 3]


@pytest.fixture
def busy(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    """A SQLite library that another process keeps busy, with two questions of one chat in it."""
    inbox = Inbox(engine)
    inbox.takes(question(1), question(2))
    monkeypatch.setattr(work, "PATIENCE", 0.01)
    with sqlite3.connect(str(engine.url.database), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        yield inbox
        other.execute("ROLLBACK")


def test_while_nothing_can_be_written_updates_are_given_out_one_after_the_other(busy: Inbox) -> None:
    worker = busy.worker()
    (first,) = worker.claim(Lane.SEARCH, 9)
    assert (first.update_id, first.is_noted) == (1, False)
    assert worker.claim(Lane.SEARCH, 9, besides=[1]) == []
    assert ids(worker.claim(Lane.SEARCH, 9, done=[1])) == [2]


def test_what_may_be_what_ends_processes_waits_after_a_start_so_that_others_come_first(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.takes(*(question(number, chat=number) for number in range(1, 4)))
    with write_transaction(engine) as session:
        for number in range(1, 4):
            session.execute(update(InboxRow).where(InboxRow.update_id == number).values(attempts=number, free_at=9e9))  # type: ignore[arg-type]
    worker = inbox.worker()
    with worker.taken_over():
        assert ids(worker.claim(Lane.SEARCH, 9)) == [1]
        inbox.time += 2
        assert ids(worker.claim(Lane.SEARCH, 9)) == [2]
        inbox.time += 8
        assert ids(worker.claim(Lane.SEARCH, 9)) == [3]


def test_a_second_process_on_the_same_file_leaves_the_first_ones_claims_alone(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.takes(question(1))
    one, other = inbox.worker(), inbox.worker()
    with one.taken_over():
        one.claim(Lane.SEARCH, 9)
        with other.taken_over():
            assert other.claim(Lane.SEARCH, 9) == []


def test_an_owner_is_told_what_waits_what_was_given_up_and_what_may_have_come_twice(inbox: Inbox) -> None:
    inbox.takes(question(1), question(2), question(3))
    worker = inbox.worker()
    worker.claim(Lane.SEARCH, 1)
    worker.hand_over(1, known=False)
    worker.hand_over(1, known=False)
    worker.finish({1: Outcome.DONE, 2: Outcome.GIVEN_UP})
    assert backlog(inbox.engine) == Backlog(waiting=1, uncertain=1, given_up=1)
