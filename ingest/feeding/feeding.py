"""What feeds a library while the bot runs: the intake, the schedules, and the durable engine that sees to them."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.feeding.durable import Durable, Schedule, open_durable
from ingest.feeding.feed_checks import FeedChecks
from ingest.feeding.intake import Intake
from ingest.feeding.jobs import Jobs
from ingest.feeding.page_checks import PageChecks
from ingest.feeding.stamping import stamper_of
from ingest.feeding.subscriptions import Subscriptions
from ingest.web.addresses import Trusted
from ingest.web.connections import Policy
from ingest.web.fetch import Fetcher
from retrieval.errors import StoreError
from retrieval.services import Services
from retrieval.settings import Settings

log = logging.getLogger(__name__)

# Cron, in UTC: how often it is looked for what is due. What is due when is the business of each feed and page.
# Every half minute.
FEEDS = "*/30 * * * * *"
# Every five minutes.
PAGES = "*/5 * * * *"
# Every five minutes, between these.
STAMPS = "3-59/5 * * * *"


@dataclass(frozen=True, slots=True)
class Feeding:
    """Takes jobs, and does them."""

    _intake: Intake
    _checker: FeedChecks
    _durable: Durable

    @property
    def jobs(self) -> Jobs:
        """The jobs of the library."""
        return self._intake.jobs

    @property
    def feeds(self) -> Subscriptions:
        """The feeds that are followed."""
        return self._checker.subscriptions

    def inbox(self, job_id: str) -> Path:
        """The folder into which a job's document is fetched."""
        return self._intake.documents.folder(job_id)

    def hand_over(self, job_id: str, name: str) -> None:
        """Let whichever machine does the job have the document that was fetched."""
        self._intake.documents.hand_over(job_id, name)

    def take_in(self, job_id: str) -> None:
        """Have a job done."""
        self._durable.take_in(job_id)

    def try_again(self, job_id: str) -> bool:
        """Have a job done that was set aside.

        False where it was not set aside.
        """
        was_set_aside = self.jobs.try_again(job_id)
        if was_set_aside:
            self._durable.take_in(job_id, anew=True)
        return was_set_aside


@contextmanager
def open_feeding(services: Services) -> Iterator[Feeding]:
    """Take articles in for the length of the block, and go on with what a stop or a crash left undone.

    Feeds are checked and quoted pages looked at again when they are due. `StoreError` where the durable engine cannot
    use the database, `SettingsError` where an authority of time is set without its certificates.
    """
    fetcher = fetcher_of(services.settings)
    checker = FeedChecks(services, fetcher, services.settings.now)
    rechecks = PageChecks(services, fetcher, services.settings.now)
    intake = Intake(services, fetcher, checker)
    schedules = [
        Schedule("check feeds", FEEDS, _guarded("feeds", checker.check_due)),
        Schedule("look at quoted pages", PAGES, _guarded("quoted pages", rechecks.look_at_due)),
    ]
    stamper = stamper_of(services.settings, services.library.engine)
    if stamper is not None:
        schedules.append(Schedule("stamp", STAMPS, _guarded("stamps", stamper.stamp_due)))
    with open_durable(services.library.engine, intake.take_in, schedules) as durable:
        for job_id in intake.jobs.unfinished():
            durable.take_in(job_id)
        try:
            yield Feeding(intake, checker, durable)
        finally:
            intake.leave()


def fetcher_of(settings: Settings) -> Fetcher:
    """The fetcher that settings describe."""
    trusted = tuple(Trusted(host, port) for host, port in settings.fetch_allow)
    return Fetcher(settings.contact, Policy(trusted=trusted))


def _guarded(what: str, run: Callable[[], object]) -> Callable[[], None]:
    """A pass that cannot write the library is over, and said.

    The next one tries again.
    """

    def guarded() -> None:
        try:
            run()
        except StoreError as error:
            log.warning("The %s were not looked at: %s", what, error)

    return guarded
