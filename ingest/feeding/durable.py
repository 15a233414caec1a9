"""Durable work on the library's own database: what was asked for is done, whatever is killed meanwhile.

DBOS keeps which workflows are to be run; it is one to a process, and starts nothing before `open_durable`. The work
itself is idempotent (`ingest.feeding.intake`, `ingest.feeding.feed_checks`), so that running a workflow again after a
crash repeats nothing.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from ingest.feeding.executors import Executors
from retrieval.errors import StoreError

NAME = "dateline"
INTAKE = "intake"
SCHEDULED = "scheduled"
# Jobs that one process works on at the same time: a large document does not keep a page waiting.
AT_ONCE = 2
# How soon a job that was asked for begins.
POLL_SECONDS = 0.5
# How long a stop waits for the item that a job is at; what is cut off is done at the next start.
STOP_SECONDS = 5
# For how long the engine remembers what it has finished.
KEPT = timedelta(days=7)
# Workflows at a time.
MOST_FORGOTTEN = 10_000
# Cron: after ten minutes.
TRYING_AGAIN = "2-59/10 * * * *"
# Cron: twice a minute, the first field is the second.
TAKING_OVER = "13,43 * * * * *"
# Cron: in a quiet hour, and not on the hour.
TIDYING = "7 3 * * *"
_FAILED = ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work that recurs: one process of all that share the database does it each time."""

    name: str
    cron: str  # with six fields, the first one is the second
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Durable:
    """The engine while it runs."""

    _enqueue: Callable[[str, bool], None]

    def take_in(self, job_id: str, *, anew: bool = False) -> None:
        """Have a job done, by whichever process comes to it first.

        Asking twice does it once, unless it is to be done `anew`, after it was set aside.
        One that failed before, because the library could not be written, goes on.
        """
        self._enqueue(job_id, anew)


@contextmanager
def open_durable(
    engine: Engine, take_in: Callable[[str], None], schedules: Sequence[Schedule] = ()
) -> Iterator[Durable]:
    """Run the durable engine for the length of the block, and go on with what was left behind.

    `take_in` deals with a job, and schedules run when it is their time, each in a thread. `StoreError` where the
    durable engine cannot use the database of `engine`.
    """
    from dbos import DBOS, SetWorkflowID
    from dbos import error as dbos_error

    _quieten()
    executors = Executors(engine)
    DBOS(config=_config(engine, executors.own_name))
    _log_as_others_do()
    try:

        def deal_with(job_id: str) -> None:  # DBOS marks the function, and methods cannot be marked
            take_in(job_id)

        workflow = DBOS.workflow(name="take_in")(deal_with)

        def enqueue(job_id: str, anew: bool = False) -> None:
            known = DBOS.get_workflow_status(job_id)
            if known is not None and (known.status in _FAILED or (anew and known.status == "SUCCESS")):
                DBOS.delete_workflow(job_id)
            with SetWorkflowID(job_id):
                DBOS.enqueue_workflow(INTAKE, workflow, job_id)

        recurring = [_recurring(schedule) for schedule in (*schedules, *_own_schedules(enqueue, executors))]
        DBOS.launch()
        DBOS.register_queue(INTAKE, worker_concurrency=AT_ONCE, polling_interval_sec=POLL_SECONDS)
        DBOS.register_queue(SCHEDULED, worker_concurrency=len(recurring), polling_interval_sec=POLL_SECONDS)
        DBOS.apply_schedules(recurring)
        with executors.alive():
            yield Durable(enqueue)
    except dbos_error.DBOSInitializationError as error:
        raise StoreError(f"durable work cannot use the library's database: {error}") from error
    finally:
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=STOP_SECONDS)


def _own_schedules(enqueue: Callable[[str], None], executors: Executors) -> list[Schedule]:
    """What the engine does for itself."""
    return [
        Schedule("try again", TRYING_AGAIN, lambda: _try_again(enqueue)),
        Schedule("tidy", TIDYING, _forget_finished),
        Schedule("take over", TAKING_OVER, lambda: _take_over(executors)),
    ]


def _config(engine: Engine, executor: str) -> Any:
    return {
        "name": NAME,
        "system_database_url": _engine_url(engine),
        "application_version": NAME,  # the same for all: what an older release left behind is done by a newer one
        "executor_id": executor,
        "run_migrations": True,
        "enable_otlp": False,
        "console_log_level": "ERROR",
        "log_level": "ERROR",
    }


def _recurring(schedule: Schedule) -> Any:
    """A schedule as DBOS takes it."""
    from dbos import DBOS

    def run(_due_at: datetime, _context: object) -> None:
        schedule.run()

    workflow = DBOS.workflow(name=schedule.name)(run)
    return {
        "schedule_name": schedule.name,
        "workflow_fn": workflow,
        "schedule": schedule.cron,
        "queue_name": SCHEDULED,
    }


def _try_again(enqueue: Callable[[str], None]) -> None:
    """Go on with the jobs that failed as a whole: by now the disk may have room again."""
    from dbos import DBOS

    failed = DBOS.list_workflows(status=list(_FAILED), name="take_in", load_input=False, load_output=False)
    for workflow in failed:
        enqueue(workflow.workflow_id)


def _take_over(executors: Executors) -> None:
    """Go on with what processes were at that are no more, or that hang.

    One that wakes up again may do an item a second time, which changes nothing.
    """
    from dbos import DBOS

    at_it = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    gone = executors.gone({workflow.executor_id for workflow in at_it if workflow.executor_id})
    if gone:
        # Not `resume_workflow`, which forgets how often a workflow was begun, and so begins one that kills for ever.
        DBOS._recover_pending_workflows(gone)


def _forget_finished() -> None:
    """Delete what the engine remembers of work that was finished long ago: a schedule leaves a row each time."""
    from dbos import DBOS

    before = (datetime.now(UTC) - KEPT).isoformat()
    finished = DBOS.list_workflows(
        status="SUCCESS",
        completed_before=before,
        limit=MOST_FORGOTTEN,
        load_input=False,
        load_output=False,
    )
    DBOS.delete_workflows([workflow.workflow_id for workflow in finished])


def _engine_url(engine: Engine) -> str:
    """The same database.

    On SQLite it is a file beside the library's.
    Both write often, and SQLite has one writer a file: in one, a question's receipt would wait for a workflow's row.
    """
    url = engine.url
    if url.get_backend_name() != "sqlite":
        return url.render_as_string(hide_password=False)
    return f"sqlite:///{url.database}.durable"


def _quieten() -> None:
    for name in ("dbos", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _log_as_others_do() -> None:
    """Take the handler away that the engine has made for itself: what it says is logged where all else is."""
    engine = logging.getLogger("dbos")
    engine.handlers.clear()
    engine.propagate = True
