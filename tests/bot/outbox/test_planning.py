"""From a report to deliveries: who is told and when, and all chats once, also where planning ended in the middle."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from bot.models import Delivery
from bot.outbox import planning as module
from bot.outbox.chats import Chats
from bot.outbox.delivery import DeliveryKind, PlannedDelivery
from bot.outbox.outbox import Outbox
from bot.outbox.planning import AlertPlanner, answer_deliveries, correction_delivery, incident_deliveries
from bot.outbox.readers import Readers
from bot.outbox.schedule import Clock, QuietHours
from bot.settings import BotSettings
from retrieval.library.answered.shown import ShownMessage
from retrieval.library.database import read_session, write_transaction
from retrieval.library.editing import retract, take_back_retraction
from retrieval.library.incident_models import Rhythm, Watch
from retrieval.library.models import Article, Quotation
from retrieval.services import Services
from retrieval.watches.matching import IncidentUpdate
from retrieval.watches.terms import Terms
from retrieval.watches.watches import Standing
from tests.keeping import DAMASCUS, NOW, draft, keep

SHELLS = "Three people were killed when shells fell on Tal Tamr on Saturday, residents said."
DAILY = Rhythm.DAILY
CHATS = (11, 12, 13, 14, 15)


@pytest.fixture(autouse=True)
def two_chats_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHATS_A_STEP", 2)


@pytest.fixture
def planner(services: Services) -> AlertPlanner:
    """Five chats that watch Tal Tamr, each in two ways, and a report of it that nobody was told of."""
    for place in ("tamr", "hasakah"):
        for chat_id in CHATS:
            services.watches.add(chat_id, None, Terms(places=((place, ""),)), NOW)
    keep(services, draft(SHELLS))
    engine = services.library.engine
    return AlertPlanner(services.matcher, Outbox(engine), Readers(engine, services.settings.zone))


def planned(services: Services) -> list[int]:
    """The chats of all deliveries."""
    with read_session(services.library.engine) as session:
        return sorted(session.exec(select(Delivery.chat_id)))


def test_every_chat_is_planned_for_once_however_many_steps_it_takes(planner: AlertPlanner, services: Services) -> None:
    assert planner.catch_up(NOW) == 1
    assert planned(services) == list(CHATS)
    assert planner.catch_up(NOW) == 0
    assert planned(services) == list(CHATS)


def test_planning_that_ended_in_the_middle_is_taken_up_and_nobody_is_planned_for_twice(
    planner: AlertPlanner, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, steps = Outbox.plan, []

    def killed(outbox: Outbox, session: Session, deliveries: Sequence[PlannedDelivery]) -> None:
        steps.append(deliveries)
        if len(steps) == 2:
            raise KeyboardInterrupt
        plan(outbox, session, deliveries)

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "plan", killed)
        with pytest.raises(KeyboardInterrupt):
            planner.catch_up(NOW)
    assert planned(services) == [11, 12]
    assert planner.catch_up(NOW) == 1
    assert planned(services) == list(CHATS)


def watch(id_: int, chat_id: int, rhythm: str = "instant", message_id: int | None = None) -> Watch:
    return Watch(
        id=id_, chat_id=chat_id, terms={}, fingerprint="", rhythm=rhythm, hour=8, message_id=message_id, made_at=NOW
    )


def test_a_chat_with_several_watches_is_told_once_because_of_the_one_that_tells_first() -> None:
    clocks = {11: Clock(DAMASCUS), 12: Clock(DAMASCUS)}
    watches = [watch(1, 11, "weekly"), watch(2, 11), watch(3, 11, "daily"), watch(4, 12, "daily")]
    first, second = incident_deliveries(9, NOW, watches, clocks)
    assert (first.chat_id, first.subject, first.watch_id, first.due_at, first.waited) == (11, 9, 2, NOW, False)
    assert (second.chat_id, second.watch_id, second.waited) == (12, 4, True)
    assert second.due_at == datetime(2024, 11, 18, 8, tzinfo=DAMASCUS)


def test_of_watches_that_tell_at_the_same_moment_the_older_one_counts() -> None:
    (one,) = incident_deliveries(9, NOW, [watch(1, 11), watch(2, 11)], {11: Clock(DAMASCUS)})
    assert one.watch_id == 1


def test_an_answer_comes_under_the_message_that_asked_and_after_quiet_hours() -> None:
    quiet = Clock(DAMASCUS, QuietHours(11 * 60, 13 * 60))
    (one,) = answer_deliveries(NOW, [watch(3, 11, message_id=40)], {11: quiet})
    assert (one.kind, one.subject, one.reply_to) == (DeliveryKind.ANSWER, 3, 40)
    assert one.due_at == datetime(2024, 11, 17, 13, tzinfo=DAMASCUS)


def test_a_correction_goes_to_the_forum_topic_of_the_message() -> None:
    one = correction_delivery(ShownMessage(-5, 2, 77, "A7F3Q2"), 4, Clock(DAMASCUS), NOW)
    assert (one.chat_id, one.thread_id, one.reply_to, one.subject, one.due_at) == (-5, 2, 0, 4, NOW)


MEANWHILE: dict[str, tuple[Callable[[AlertPlanner], object], int]] = {
    "another rhythm": (lambda one: _each_watch(one, lambda id_: one.matcher.watches.set_rhythm(id_, DAILY, 8)), 5),
    "a pause": (lambda one: _each_watch(one, lambda id_: one.matcher.watches.pause(id_, True)), 0),
    "the end": (lambda one: _each_watch(one, lambda id_: one.matcher.watches.stop([id_])), 0),
    "a mute": (lambda one: [one.readers.set(chat, muted_until=NOW + timedelta(hours=9)) for chat in CHATS], 5),
}


def _each_watch(planner: AlertPlanner, change: Callable[[int], None]) -> None:
    for chat_id in CHATS:
        for one in planner.matcher.watches.of_chat(chat_id):
            change(one.id or 0)


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_a_reader_changes_while_it_is_planned_holds_for_what_is_planned(
    planner: AlertPlanner, services: Services, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    change, left = MEANWHILE[what]
    untold = AlertPlanner._untold

    def changed(self: AlertPlanner, sighting: IncidentUpdate) -> list[Watch]:
        found = untold(self, sighting)
        change(planner)
        return found

    monkeypatch.setattr(AlertPlanner, "_untold", changed)
    planner.catch_up(NOW)
    with read_session(services.library.engine) as session:
        due = [delivery.due_at for delivery in session.exec(select(Delivery))]
    assert len(due) == left and all(moment is not None and moment > NOW for moment in due)


@pytest.fixture
def groups_move(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each chat becomes one of another id while it is planned for, between two looks at its watches."""
    chats, in_steps = Chats(services.library.engine, services.watches, BotSettings.read()), AlertPlanner._in_steps

    def moved(self: AlertPlanner, watches: Iterable[Watch], deliveries: Any) -> None:
        found = list(watches)
        for chat_id in {watch.chat_id for watch in found}:
            chats.move(chat_id, -chat_id)
        in_steps(self, found, deliveries)

    monkeypatch.setattr(AlertPlanner, "_in_steps", moved)


@pytest.mark.usefixtures("groups_move")
def test_groups_that_become_supergroups_while_they_are_planned_for_are_told_as_such(
    planner: AlertPlanner, services: Services
) -> None:
    planner.readers.set(11, muted_until=NOW + timedelta(hours=9))
    planner.catch_up(NOW)
    assert planned(services) == [-15, -14, -13, -12, -11]
    with read_session(services.library.engine) as session:
        waiting = session.exec(select(Delivery.chat_id).where(col(Delivery.due_at) > NOW)).all()
    assert waiting == [-11]


@pytest.mark.usefixtures("groups_move")
def test_a_standing_question_of_a_group_that_becomes_a_supergroup_is_answered_there(services: Services) -> None:
    unanswered = services.answerer.ask("what happened in Tal Tamr this week", now=NOW, zone=DAMASCUS)
    services.watches.add(11, None, Terms(places=(("tamr", ""),)), NOW, Standing(unanswered.answer_id, {}, 40))
    keep(services, draft(SHELLS))
    planner_of(services).catch_up(NOW)
    assert planned(services) == [-11]


@pytest.mark.usefixtures("groups_move")
def test_what_is_back_is_told_to_the_supergroup_that_a_group_becomes_meanwhile(
    planner: AlertPlanner, services: Services
) -> None:
    planner.catch_up(NOW)
    with write_transaction(services.library.engine) as session:
        session.execute(delete(Delivery))
        (article_id,) = session.exec(select(Article.id))
    retract(services.library.engine, article_id, "wrong", NOW)
    take_back_retraction(services.library.engine, article_id, NOW)
    planner.catch_up(NOW)
    assert planned(services) == list(CHATS)  # each moved twice


URL = "https://wire.example.org/1"


@pytest.fixture
def shown(services: Services) -> Services:
    """A report that two chats were shown, one of them twice, and that has changed since."""
    keep(services, draft(SHELLS, url=URL))
    for chat_id, messages in ((11, (1, 2)), (12, (3,))):
        for message in messages:
            answer = services.answerer.ask("what happened in Tal Tamr this week", now=NOW, zone=DAMASCUS)
            services.dialogues.remember(chat_id, None, [message], answer.answer_id)
    keep(services, draft(SHELLS.replace("Three", "Five"), url=URL))
    return services


def planner_of(services: Services) -> AlertPlanner:
    engine = services.library.engine
    return AlertPlanner(services.matcher, Outbox(engine), Readers(engine, services.settings.zone))


def corrections(services: Services) -> list[Delivery]:
    with read_session(services.library.engine) as session:
        rows = session.exec(select(Delivery).where(Delivery.kind == DeliveryKind.CORRECTION.value))
        return sorted(rows, key=lambda one: one.chat_id)


def test_a_change_is_planned_once_for_each_chat_however_many_messages_show_it_and_replicas_plan(
    shown: Services,
) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: planner_of(shown).catch_up(NOW), range(6)))
    planner_of(shown).catch_up(NOW)
    assert [one.chat_id for one in corrections(shown)] == [11, 12]


def test_a_message_with_the_old_words_that_arrives_later_makes_its_correction_due_again(shown: Services) -> None:
    with read_session(shown.library.engine) as session:
        old = session.exec(select(Quotation.answer_id).order_by(col(Quotation.id))).first()
    planner_of(shown).catch_up(NOW)
    with write_transaction(shown.library.engine) as session:
        session.execute(update(Delivery).values(due_at=None, sent_at=NOW, message_id=9))
    assert planner_of(shown).catch_up(NOW) == 0
    shown.dialogues.remember(11, None, [4], old or "")
    assert planner_of(shown).catch_up(NOW) == 1
    assert [one.due_at for one in corrections(shown)] == [NOW, NOW]
