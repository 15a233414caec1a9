"""Bots are killed and Telegram fails: everybody is answered, and nobody twice who could be known to be."""

from pathlib import Path

from tests.flows.running.killed_updates import handle

READERS, DAYS, KILLS = 12, 4, 4


async def test_every_update_is_answered_and_none_twice_that_could_be_known(tmp_path: Path) -> None:
    handled = await handle({"DATELINE_DATA_DIR": str(tmp_path)}, READERS, DAYS, KILLS)
    assert handled.kills >= 2 and handled.sent > READERS * DAYS
    assert (handled.unanswered, handled.unexplained, handled.failed, handled.open) == (0, 0, 0, 0)


async def test_the_same_of_two_replicas_by_webhook_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    environment = {"DATELINE_DATA_DIR": str(tmp_path), "DATELINE_DATABASE_URL": postgres_url}
    handled = await handle(environment, READERS, DAYS, KILLS, replicas=2)
    assert handled.kills >= 2
    assert (handled.unanswered, handled.unexplained, handled.failed, handled.open) == (0, 0, 0, 0)
