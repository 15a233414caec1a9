"""Sandboxes: used again, replaced, ended, and never in each other's way."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from ingest.sandbox import pool as pools
from ingest.sandbox.bounds import Bounds
from ingest.sandbox.pool import SandboxPool
from ingest.sandbox.process import SandboxEnded
from tests.ingest.formats.test_files import FEED

URL = "https://valley-post.example.org/rain"


@pytest.fixture
def pool() -> Iterator[SandboxPool]:
    pool = SandboxPool()
    yield pool
    pool.close()


def test_a_process_is_used_again_and_replaced_when_it_is_gone(pool: SandboxPool) -> None:
    pool.ask({"task": "feed", "url": URL}, FEED)
    (first,) = pool._idle
    pool.ask({"task": "feed", "url": URL}, FEED)
    assert pool._idle == [first]
    first._process.kill()
    first._process.wait()
    assert pool.ask({"task": "feed", "url": URL}, FEED)["value"]["title"] == "Valley Post"
    assert first not in pool._idle


def test_a_process_is_used_again_also_by_one_that_holds_much_memory(pool: SandboxPool) -> None:
    held = b"\1" * (450 * 2**20)  # as the model does; Linux tells a child's highest value from its parent's on
    pool.ask({"task": "feed", "url": URL}, FEED)
    assert len(pool._idle) == 1
    assert held


@pytest.mark.parametrize(("ending", "said"), [(signal.SIGSEGV, "SIGSEGV"), (signal.SIGKILL, "SIGKILL")])
def test_a_process_that_ends_by_itself_is_told_by_its_signal(
    ending: signal.Signals, said: str, pool: SandboxPool
) -> None:
    with pytest.raises(SandboxEnded, match=said), pool.borrowed() as process:
        asked = process.ask({"task": "feed", "url": URL}, FEED)
        os.kill(process._process.pid, ending)
        list(asked)
    pool.close()


def test_a_process_that_hangs_without_computing_is_ended() -> None:
    pool = SandboxPool(Bounds(waiting=0.5))
    with pytest.raises(SandboxEnded, match="within 20 seconds"), pool.borrowed() as process:
        os.kill(process._process.pid, signal.SIGSTOP)
        list(process.ask({"task": "feed", "url": URL}, FEED))
    pool.close()


def test_one_hostile_item_does_not_stop_those_beside_it(pool: SandboxPool) -> None:
    entered = threading.Event()

    def hold() -> None:
        with pool._turns:
            entered.set()
            release.wait(30)

    release = threading.Event()
    thread = threading.Thread(target=hold)
    thread.start()
    entered.wait(10)
    assert pool.ask({"task": "feed", "url": URL}, FEED)["value"]["title"] == "Valley Post"
    release.set()
    thread.join()
    assert pools.AT_ONCE == 2
