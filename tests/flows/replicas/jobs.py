"""A machine that begins a job and does not finish it."""

import time
from pathlib import Path

from ingest.feeding import durable
from ingest.feeding.durable import open_durable
from retrieval.library.database import open_database
from retrieval.library.shared import leading as leads
from tests.flows.replicas.leaders import BEAT, LEASE, reach

JOB = "3f0c6c1e-1d3f-4a6e-9d55-6a5a5b0e8f11"


def begin(url: str, folder: str, lease: float = LEASE) -> None:
    """Begin a job, and be at it until the process is ended or there is a file `go on`."""
    leads.LEASE_SECONDS, leads.BEAT_SECONDS, durable.POLL_SECONDS = lease, BEAT, 0.05
    signs = Path(folder)
    with open_durable(open_database(url), lambda _job: reach(signs)) as running:
        running.take_in(JOB)
        while True:
            time.sleep(0.01)


def scheduled(url: str, _folder: str) -> None:
    """Run a schedule that is due each second, until the process is ended."""
    with open_durable(open_database(url), lambda _job: None, [durable.Schedule("often", "* * * * * *", lambda: None)]):
        while True:
            time.sleep(0.01)
