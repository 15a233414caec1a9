"""How much a chat may ask: in a minute and in a day, told once when it may go on, and shared by replicas."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.inbox.intake import Intake
from bot.inbox.limits import DAY, GROUP_FACTOR, TOLD_BEFORE, Limiter, Rates
from bot.inbox.updates import Lane, NewUpdate, Outcome
from bot.inbox.work import forget_old
from bot.models import Allowance, InboxRow
from bot.settings import Limits
from retrieval.library.database import read_session
from tests.bot.inbox.conftest import BOT, SEAL, Inbox, command, question

EDITOR = 900
THREE = Limits(a_minute=3, a_day=5)


def press(update_id: int, chat: int = 1) -> NewUpdate:
    return NewUpdate(update_id, chat, {"update_id": update_id}, Lane.SEARCH, is_press=True)


class Desk:
    """A process that takes updates in, with limits."""

    def __init__(self, inbox: Inbox, limits: Limits = THREE) -> None:
        self.inbox = inbox
        limiter = Limiter(limits, lambda person: person == EDITOR)
        self.intake = Intake(inbox.engine, BOT, SEAL, lambda: inbox.time, limiter)

    def takes(self, *updates: NewUpdate) -> None:
        self.intake.take(updates)

    def became(self) -> list[str]:
        """What became of each update: it waits, its reader is told when to go on, it is acknowledged, or left out."""
        with read_session(self.inbox.engine) as session:
            return [_fate(row, self.inbox) for row in session.exec(select(InboxRow).order_by(col(InboxRow.update_id)))]


def _fate(row: InboxRow, inbox: Inbox) -> str:
    if row.outcome == Outcome.LEFT_OUT.value:
        return "silent"
    if not row.left_out:
        return "waits"
    if row.ask_again_at is None:
        return "too many at once"
    return f"in {row.ask_again_at - inbox.time:.0f} s" if row.ask_again_at else "acknowledged"


@pytest.fixture(params=[True, False], ids=["in SQL", "in memory"])
def desk(inbox: Inbox, request: pytest.FixtureRequest) -> Desk:
    return Desk(inbox, Limits(a_minute=3, a_day=5, in_sql=request.param))


def test_the_first_question_too_many_is_told_when_to_go_on_and_further_ones_are_silent(desk: Desk) -> None:
    desk.takes(*(question(number) for number in range(1, 7)), command(7))
    assert desk.became() == ["waits"] * 3 + ["in 20 s", "silent", "silent", "waits"]


def test_after_that_time_one_more_may_be_asked_and_the_next_is_told_again(desk: Desk) -> None:
    desk.takes(*(question(number) for number in range(1, 5)))
    desk.inbox.worker().finish({4: Outcome.LEFT_OUT})
    desk.inbox.time += 20
    desk.takes(question(5), question(6), question(7))
    assert desk.became()[4:] == ["waits", "in 20 s", "silent"]


def test_a_day_has_its_own_limit(desk: Desk) -> None:
    for number in range(1, 8):
        desk.inbox.time += 60
        desk.takes(question(number))
    assert desk.became()[:5] == ["waits"] * 5
    assert desk.became()[5].startswith("in 1") and desk.became()[6] == "silent"


def test_an_update_that_comes_again_counts_once(desk: Desk) -> None:
    for _ in range(4):
        desk.takes(question(1))
    desk.takes(question(2), question(3))
    assert desk.became() == ["waits"] * 3


def test_editors_ask_as_much_as_they_like_and_a_group_counts_apart_and_more(desk: Desk) -> None:
    by_editor = [NewUpdate(n, EDITOR, {}, Lane.SEARCH, is_question=True, asker=EDITOR) for n in range(1, 9)]
    in_group = [NewUpdate(n, -5, {}, Lane.SEARCH, is_question=True, asker=1) for n in range(10, 10 + 3 * GROUP_FACTOR)]
    desk.takes(*by_editor, *in_group, question(30), question(31), question(32))
    assert set(desk.became()) == {"waits"}
    desk.takes(NewUpdate(40, -5, {}, Lane.SEARCH, is_question=True, asker=1), question(41))
    assert [fate.startswith("in ") for fate in desk.became()[-2:]] == [True, True]


def test_buttons_that_look_something_up_count_like_questions_and_are_acknowledged_without_a_word(desk: Desk) -> None:
    desk.takes(question(1), press(2), press(3), press(4), press(5), question(6))
    assert desk.became() == ["waits"] * 3 + ["in 20 s", "acknowledged", "silent"]


@pytest.mark.parametrize("most", [2, 3])
def test_who_was_told_of_too_many_waiting_is_not_told_a_second_time_of_the_limit(inbox: Inbox, most: int) -> None:
    desk = Desk(inbox)
    desk.takes(*(question(number, most=most) for number in range(1, 7)))
    assert desk.became() == ["waits"] * most + ["too many at once"] + ["silent"] * (5 - most)


def test_who_was_told_of_the_limit_is_not_told_a_second_time_of_too_many_waiting(inbox: Inbox) -> None:
    desk = Desk(inbox)
    desk.takes(*(question(number) for number in range(1, 5)))
    desk.takes(question(5, most=2), question(6, most=2))
    assert desk.became() == ["waits"] * 3 + ["in 20 s", "silent", "silent"]


def test_replicas_share_what_is_counted_in_the_database(inbox: Inbox) -> None:
    replicas = [Desk(inbox), Desk(inbox)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: replicas[number % 2].takes(question(number)), range(1, 21)))
    fates = replicas[0].became()
    assert fates.count("waits") == 3 and sum(fate.startswith("in ") for fate in fates) == 1


def test_what_is_off_counts_nothing(inbox: Inbox) -> None:
    desk = Desk(inbox, Limits(are_off=True))
    desk.takes(*(question(number) for number in range(1, 60)))
    assert set(desk.became()) == {"waits"}
    with read_session(inbox.engine) as session:
        assert session.exec(select(Allowance)).all() == []


def test_after_a_day_without_a_question_nothing_is_kept_of_a_chat(inbox: Inbox) -> None:
    desk = Desk(inbox)
    desk.takes(question(1), question(2, chat=2))
    inbox.time += DAY
    desk.takes(question(3))
    forget_old(inbox.engine, datetime.fromtimestamp(inbox.time + 1, UTC))
    with read_session(inbox.engine) as session:
        assert [one.chat_id for one in session.exec(select(Allowance))] == [1]


@given(st.lists(st.floats(0, 400), min_size=1, max_size=200), st.integers(1, 9), st.integers(1, 30))
def test_nobody_asks_more_than_the_limits_allow_and_whoever_waits_as_long_as_told_may_ask(
    pauses: list[float], a_minute: int, a_day: int
) -> None:
    rates = Rates.of(Limits(a_minute, a_day), 1)
    allowance, now, asked = rates.full(1, 0.0), 0.0, []
    for pause in pauses:
        now += pause
        again_at = rates.draw(allowance, now)
        if again_at is None:
            asked.append(now)
        elif again_at != TOLD_BEFORE:
            assert now < again_at
            now = again_at + 0.001
            assert rates.draw(allowance, now) is None
            asked.append(now)
    for number, first in enumerate(asked):
        within_a_minute = [moment for moment in asked[number:] if moment < first + 60]
        assert len(within_a_minute) <= 2 * a_minute
    assert len(asked) <= a_day + now / 86_400 * a_day + 1
