"""From a report to rows of the outbox, in steps: all chats once, also where planning ended in the middle."""

from typing import Any

import pytest
from sqlmodel import Session, select

from bot.models import Delivery
from bot.outbox import planning as module
from bot.outbox.outbox import Outbox
from bot.outbox.planning import AlertPlanner
from bot.outbox.readers import Readers
from retrieval.library.database import read_session
from retrieval.services import Services
from retrieval.watches.terms import Terms
from tests.keeping import NOW, draft, keep

SHELLS = "Three people were killed when shells fell on Tal Tamr on Saturday, residents said."
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
    return AlertPlanner(services.matcher, Outbox(engine, 25), Readers(engine, services.settings.zone))


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

    def killed(outbox: Outbox, session: Session, rows: list[dict[str, Any]]) -> None:
        steps.append(rows)
        if len(steps) == 2:
            raise KeyboardInterrupt
        plan(outbox, session, rows)

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "plan", killed)
        with pytest.raises(KeyboardInterrupt):
            planner.catch_up(NOW)
    assert planned(services) == [11, 12]
    assert planner.catch_up(NOW) == 1
    assert planned(services) == list(CHATS)
