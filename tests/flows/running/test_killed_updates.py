"""Bots are killed and Telegram fails: everybody is answered, and nobody twice who could be known to be."""

from functools import partial
from pathlib import Path

from tests.flows.replicas.servers import new_database, primary, restart
from tests.flows.running.killed_updates import handle

READERS, DAYS, KILLS = 12, 4, 4

# Seconds, longer than the claim of an update holds there (`LEASE_SECONDS` of `tests.flows.watching.delivering`).
HANG = 6.0


async def test_every_update_is_answered_and_none_twice_that_could_be_known(tmp_path: Path) -> None:
    handled = await handle({"DATELINE_DATA_DIR": str(tmp_path)}, READERS, DAYS, KILLS)
    assert handled.kills >= 2 and handled.sent > READERS * DAYS
    assert (handled.unanswered, handled.unexplained, handled.failed, handled.open, handled.disordered) == (0,) * 5


async def test_the_same_of_two_replicas_by_webhook_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    environment = {"DATELINE_DATA_DIR": str(tmp_path), "DATELINE_DATABASE_URL": postgres_url}
    handled = await handle(environment, READERS, DAYS, KILLS, replicas=2)
    assert handled.kills >= 2
    assert (handled.unanswered, handled.unexplained, handled.failed, handled.open, handled.disordered) == (0,) * 5


async def test_replicas_that_hang_and_come_back_cost_no_answer_double_none_and_keep_the_order(
    tmp_path: Path, postgres_url: str, chroma_url: str
) -> None:
    environment = {
        "DATELINE_DATA_DIR": str(tmp_path),
        "DATELINE_DATABASE_URL": postgres_url,
        "DATELINE_CHROMA_URL": chroma_url,
    }
    handled = await handle(environment, READERS, DAYS, 2, replicas=2, hang=HANG)
    assert handled.kills == 2
    assert (handled.unanswered, handled.unexplained, handled.failed, handled.open, handled.disordered) == (0,) * 5


async def test_a_postgresql_that_crashes_twice_costs_no_answer_and_doubles_none(tmp_path: Path) -> None:
    with primary() as server:
        environment = {"DATELINE_DATA_DIR": str(tmp_path), "DATELINE_DATABASE_URL": new_database(server, "updates")}
        mishaps = [partial(restart, server)] * 2
        handled = await handle(environment, READERS, DAYS, 3, replicas=2, meanwhile=mishaps)
    assert handled.kills == 3
    assert (handled.unanswered, handled.unexplained, handled.failed, handled.open, handled.disordered) == (0,) * 5
