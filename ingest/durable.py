"""Durable work on the library's own database: what was asked for is done, whatever is killed meanwhile.

DBOS keeps which workflows are to be run; it is one to a process, and starts nothing before `open_durable`. The work
itself is idempotent (`ingest.intake`), so that running a workflow again after a crash repeats nothing.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version

from sqlalchemy.engine import make_url

from retrieval.errors import StoreError

NAME = "dateline"
QUEUE = "intake"
AT_ONCE = 2  # jobs that one process works on at the same time: a large document does not keep a page waiting
POLL_SECONDS = 0.5  # how soon a job that was asked for begins
STOP_SECONDS = 5  # how long a stop waits for the item that a job is at; what is cut off is done at the next start


@dataclass(frozen=True, slots=True)
class Durable:
    """The engine while it runs."""

    _enqueue: Callable[[str], None]

    def take_in(self, job_id: str) -> None:
        """Have a job done, by whichever process comes to it first; asking twice does it once."""
        self._enqueue(job_id)


@contextmanager
def open_durable(sql_url: str, take_in: Callable[[str], None]) -> Iterator[Durable]:
    """Run the engine for the length of the block, and go on with what was left behind.

    `take_in` deals with a job; it is called in a thread. `StoreError` where the engine cannot use the database.
    """
    from dbos import DBOS, DBOSConfig, SetWorkflowID
    from dbos import error as dbos_error

    _quieten()
    config: DBOSConfig = {
        "name": NAME,
        "system_database_url": _engine_url(sql_url),
        "application_version": f"{NAME}-{version(NAME)}",
        "executor_id": os.environ.get("HOSTNAME") or socket.gethostname(),
        "run_migrations": True,
        "enable_otlp": False,
        "console_log_level": "ERROR",
        "log_level": "ERROR",
    }
    DBOS(config=config)
    try:

        def deal_with(job_id: str) -> None:  # DBOS marks the function, and methods cannot be marked
            take_in(job_id)

        workflow = DBOS.workflow(name="take_in")(deal_with)
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=POLL_SECONDS)

        def enqueue(job_id: str) -> None:
            with SetWorkflowID(job_id):
                DBOS.enqueue_workflow(QUEUE, workflow, job_id)

        yield Durable(enqueue)
    except dbos_error.DBOSInitializationError as error:
        raise StoreError(f"durable work cannot use the library's database: {error}") from error
    finally:
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=STOP_SECONDS)


def _engine_url(sql_url: str) -> str:
    """The same database; on SQLite a file beside the library's.

    Both write often, and SQLite has one writer a file: in one, a question's receipt would wait for a workflow's row.
    """
    url = make_url(sql_url)
    if url.get_backend_name() != "sqlite":
        return url.render_as_string(hide_password=False)
    return f"sqlite:///{url.database}.durable"


def _quieten() -> None:
    for name in ("dbos", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)
