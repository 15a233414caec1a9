"""Telegram fails and bots are killed: everybody is told everything, and nothing twice that anybody could know of."""

from pathlib import Path

from tests.flows.watching.killed_deliveries import deliver

READERS, KILL_EVERY = 60, 80


async def test_every_alert_arrives_and_none_twice_that_could_be_known(tmp_path: Path) -> None:
    told = await deliver({"DATELINE_DATA_DIR": str(tmp_path)}, READERS, KILL_EVERY, a_second=80)
    assert told.kills >= 2 and told.uncertain > 0
    assert (told.missing, told.unexplained) == (0, 0)


async def test_the_same_of_two_replicas_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    environment = {"DATELINE_DATA_DIR": str(tmp_path), "DATELINE_DATABASE_URL": postgres_url}
    told = await deliver(environment, READERS, KILL_EVERY, replicas=2, a_second=80)
    assert told.kills >= 2
    assert (told.missing, told.unexplained) == (0, 0)
