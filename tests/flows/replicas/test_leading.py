"""Who leads a task passes it on without a hand, and does nothing twice."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, text

from retrieval.errors import LostLeadError
from retrieval.library.database import open_database, read_session, write_transaction
from retrieval.library.facts import read_fact, write_fact
from retrieval.library.shared import leading as leads
from retrieval.library.shared.leading import Lease, leading
from tests.bot.running import until
from tests.flows.processes import start
from tests.flows.replicas.leaders import BEAT, LEASE, TASK, lead, lead_in_transaction, stopped

LONG = 3600.0


@pytest.fixture
def engines(postgres_url: str) -> Iterator[list[Engine]]:
    """Two processes' ways to one PostgreSQL."""
    opened = [open_database(postgres_url) for _ in range(2)]
    yield opened
    for engine in opened:
        engine.dispose()


def run_out(engine: Engine) -> None:
    """Have every lease run out, as if its holder had not been heard of for long."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE leases SET until = clock_timestamp() - interval '1 second'"))


def by(engine: Engine) -> str | None:
    with read_session(engine) as session:
        return read_fact(session, "by")


def test_one_process_leads_and_the_next_one_when_it_has_ended(engines: list[Engine]) -> None:
    one, other = engines
    with leading(one, TASK) as first, leading(other, TASK) as second, leading(other, "another task") as third:
        assert (first, second, third) == (True, False, True)
    with leading(other, TASK) as second:
        assert second


def test_threads_of_one_process_do_not_lead_side_by_side(engines: list[Engine]) -> None:
    with leading(engines[0], TASK), leading(engines[0], TASK) as again:
        assert not again


def test_who_wakes_up_after_its_lease_writes_nothing(engines: list[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leads, "BEAT_SECONDS", LONG)
    one, other = engines
    with leading(one, TASK):
        run_out(one)
        assert Lease(other, TASK).take()
        with pytest.raises(LostLeadError, match="held up"), write_transaction(one) as session:
            write_fact(session, "by", "the one")
    assert by(one) is None
    with write_transaction(one) as session:  # outside of the block nothing is led, and nothing refused
        write_fact(session, "by", "the one")


def test_a_lead_that_nobody_took_meanwhile_goes_on(engines: list[Engine]) -> None:
    with leading(engines[0], TASK):
        run_out(engines[0])
        with write_transaction(engines[0]) as session:
            write_fact(session, "by", "the one")
    assert by(engines[1]) == "the one"


def test_a_lead_is_extended_while_its_work_goes_on(engines: list[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leads, "BEAT_SECONDS", BEAT / 10)
    beats = threading.Semaphore(0)
    extend = Lease.extend
    monkeypatch.setattr(Lease, "extend", lambda lease: beats.release() or extend(lease))
    with leading(engines[0], TASK):
        for _ in range(3):
            run_out(engines[0])
            assert beats.acquire(timeout=60) and beats.acquire(timeout=60)  # one began after the lease had run out
            with leading(engines[1], TASK) as taken:
                assert not taken


def test_work_that_hangs_while_its_process_lives_is_not_extended(
    engines: list[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leads, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(leads, "SILENT_SECONDS", 0.0)
    with leading(engines[0], TASK):
        run_out(engines[0])
        with leading(engines[1], TASK) as taken:
            assert taken


def test_a_lease_does_not_go_by_the_clock_of_a_machine(engines: list[Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    with leading(engines[0], TASK):
        monkeypatch.setattr("time.time", lambda: 9e9)
        with leading(engines[1], TASK) as taken:
            assert not taken


def test_a_leader_whose_connections_are_cut_goes_on_where_nobody_else_came(
    engines: list[Engine], postgres_url: str
) -> None:
    with leading(engines[0], TASK):
        with write_transaction(engines[0]) as session:
            write_fact(session, "by", "nobody")
        cut(postgres_url)
        with write_transaction(engines[0]) as session:
            write_fact(session, "by", "the one")
    assert by(engines[0]) == "the one"


def cut(url: str) -> None:
    """End every other connection to the database."""
    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def _leads(signs: Path) -> None:
    await until((signs / "leads").exists)


@pytest.mark.parametrize("leader", [lead, lead_in_transaction])
async def test_a_leader_that_hangs_is_followed_by_another_and_changes_nothing_when_it_wakes(
    postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    leader: Callable[[str, str], None],
) -> None:
    monkeypatch.setattr(leads, "LEASE_SECONDS", LEASE)
    engine = open_database(postgres_url)
    process = start(leader, {"PATH": ""}, postgres_url, str(tmp_path))
    try:
        await _leads(tmp_path)
        with stopped(process):
            await until(lambda: _writes(engine), within=60)
            (tmp_path / "go on").touch()
        await asyncio.to_thread(process.join, 60)
    finally:
        process.kill()
    assert by(engine) == "the second" and not (tmp_path / "written").exists()
    assert (tmp_path / "refused").read_text() in ("LostLeadError", "StoreError")
    engine.dispose()


def _writes(engine: Engine) -> bool:
    with leading(engine, TASK) as is_ours:
        if is_ours:
            with write_transaction(engine) as session:
                write_fact(session, "by", "the second")
        return is_ours


async def test_what_a_killed_leader_led_is_led_by_another(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(leads, "LEASE_SECONDS", LEASE)
    engine = open_database(postgres_url)
    process = start(lead, {"PATH": ""}, postgres_url, str(tmp_path))
    await _leads(tmp_path)
    process.kill()
    await until(lambda: _writes(engine), within=60)
    assert by(engine) == "the second" and "has not been heard of" in caplog.text
    engine.dispose()
