"""What feeds a library while the bot runs: the intake, and the durable engine that sees to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.addresses import Trusted
from ingest.connecting import Policy
from ingest.durable import Durable, open_durable
from ingest.fetch import Fetcher
from ingest.intake import Intake
from ingest.jobs import Jobs
from retrieval.services import Services
from retrieval.settings import Settings


@dataclass(frozen=True, slots=True)
class Feeding:
    """Takes jobs, and does them."""

    _intake: Intake
    _durable: Durable

    @property
    def jobs(self) -> Jobs:
        """The jobs of the library."""
        return self._intake.jobs

    def inbox(self, job_id: str) -> Path:
        """The folder in which a job's document waits to be read."""
        return self._intake.inbox(job_id)

    def take_in(self, job_id: str) -> None:
        """Have a job done."""
        self._durable.take_in(job_id)


@contextmanager
def open_feeding(services: Services) -> Iterator[Feeding]:
    """Take articles in for the length of the block, and go on with what a stop or a crash left undone.

    `StoreError` where the durable engine cannot use the database.
    """
    intake = Intake(services, fetcher_of(services.settings))
    with open_durable(services.settings.sql_url, intake.take_in) as durable:
        for job_id in intake.jobs.unfinished():
            durable.take_in(job_id)
        yield Feeding(intake, durable)


def fetcher_of(settings: Settings) -> Fetcher:
    """The fetcher that settings describe."""
    trusted = tuple(Trusted(host, port) for host, port in settings.fetch_allow)
    return Fetcher(settings.contact, Policy(trusted=trusted))
