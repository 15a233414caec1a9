"""The measurements of watching measure what they say: so many told of so many, all queued, nothing refused."""

import pytest

from benchmarks.timing.telling import REPORTS, delivered, fanned_out, watched
from benchmarks.timing.watching import FEW, Case, measured
from bot.outbox.outbox import Outbox
from bot.outbox.planning import AlertPlanner
from bot.outbox.readers import Readers
from retrieval.services import Services


def test_a_report_concerns_as_many_watches_in_every_library() -> None:
    scale = measured(sizes=(60, 600), many=40, rounds=1)  # raises where it concerns more or fewer
    assert list(scale.milliseconds) == [Case(60, FEW), Case(600, FEW), Case(600, 40)]
    assert scale.ratio > 0


def test_every_report_is_queued_for_every_reader_while_questions_are_asked(services: Services) -> None:
    engine = services.library.engine
    watched(services, range(1, 21))
    done = fanned_out(services, AlertPlanner(services.matcher, Outbox(engine), Readers(engine, services.settings.zone)))
    assert done["queued"] == 20 * len(REPORTS)
    assert done["questions"] >= len(REPORTS)


@pytest.mark.usefixtures("small_region")
async def test_deliveries_are_counted_as_telegram_took_them() -> None:
    done = await delivered(0.3)
    assert done["sent"] >= 1 and done["left"] >= 1
    assert (done["too_many"], done["slips"]) == (0, 0)
