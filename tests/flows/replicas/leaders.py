"""Processes that lead a task, for stories in which one of them hangs or is killed."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

from retrieval.errors import StoreError
from retrieval.library import database
from retrieval.library.database import open_database, write_transaction
from retrieval.library.facts import write_fact
from retrieval.library.shared import leading as leads
from retrieval.library.shared.leading import leading
from tests.telegram.feed import PATIENCE

TASK = "a task"

# Instead of 20, 5 and 30 seconds: a lease has to run out within a story, and so has a transaction that hangs.
LEASE, BEAT, IDLE = 2.0, 0.2, 1


def lead(url: str, folder: str, *, in_transaction: bool = False) -> None:
    """Lead a task until there is a file `go on`, then write a fact; files say how far it is."""
    leads.LEASE_SECONDS, leads.BEAT_SECONDS, database.IDLE_SECONDS = LEASE, BEAT, IDLE
    engine, signs = open_database(url), Path(folder)
    with leading(engine, TASK) as is_ours:
        assert is_ours
        try:
            if in_transaction:
                with write_transaction(engine) as session:
                    write_fact(session, "by", "the first")
                    reach(signs)
            else:
                reach(signs)
                with write_transaction(engine) as session:
                    write_fact(session, "by", "the first")
        except StoreError as error:
            (signs / "refused").write_text(type(error).__name__)
        else:
            (signs / "written").touch()


def lead_in_transaction(url: str, folder: str) -> None:
    """The same with the transaction open while it waits."""
    lead(url, folder, in_transaction=True)


def reach(signs: Path) -> None:
    """Say that the process leads, and wait to be let go on."""
    (signs / "leads").touch()
    while not (signs / "go on").exists():
        time.sleep(0.01)


def await_that(is_so: Callable[[], bool]) -> None:
    """Wait for what another process does, without an event loop."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def stopped(process: BaseProcess) -> Iterator[None]:
    """The process hangs for the length of the block."""
    assert process.pid is not None
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)
