"""Jobs whose process dies on them are set aside, and begun again only where somebody wants that."""

from datetime import UTC, datetime

import pytest

from ingest.feeding.intake import Intake
from ingest.feeding.jobs import Asker, JobKind, Jobs, JobState
from ingest.feeding.models import JobItem
from retrieval.errors import StoreError
from retrieval.services import Services

NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)


class Killed(BaseException):
    """A process that ends at once: nothing catches it, and nothing is noted."""


class Fetcher:
    """Ends the process at the addresses that it is told of."""

    def __init__(self, *deadly: str) -> None:
        self.deadly = deadly
        self.asked: list[str] = []

    def fetch(self, url: str) -> object:
        self.asked.append(url)
        if url in self.deadly:
            raise Killed
        raise StoreError("the disk is full") if url == "full" else ValueError("nothing is there")


def process(services: Services, fetcher: Fetcher) -> Intake:
    """An intake as a new process has it."""
    return Intake(services, fetcher, None)  # type: ignore[arg-type]


def job_of(services: Services, *urls: str) -> str:
    return Jobs(services.library.engine).ask(JobKind.ADDRESSES, {"urls": list(urls)}, Asker(1, 1), NOW, len(urls))


def die(services: Services, job_id: str, fetcher: Fetcher) -> None:
    with pytest.raises(Killed):
        process(services, fetcher).take_in(job_id)


def state(services: Services, job_id: str) -> str:
    progress = Jobs(services.library.engine).get(job_id)
    assert progress is not None
    return progress.job.state


def test_a_job_on_which_the_process_died_twice_is_not_begun_a_third_time(services: Services) -> None:
    fetcher, job_id = Fetcher("deadly"), job_of(services, "deadly", "other")
    die(services, job_id, fetcher)
    assert state(services, job_id) == JobState.RUNNING
    die(services, job_id, fetcher)
    process(services, fetcher).take_in(job_id)
    assert fetcher.asked == ["deadly", "deadly"]
    jobs = Jobs(services.library.engine)
    assert state(services, job_id) == JobState.SET_ASIDE
    assert [job.id for job in jobs.set_aside()] == [job_id]
    assert job_id not in jobs.unfinished()  # a start passes it over
    progress = jobs.get(job_id)
    assert progress is not None
    assert progress.is_over


def test_an_editor_can_have_it_begun_again_and_it_is_counted_anew(services: Services) -> None:
    fetcher, job_id = Fetcher("deadly"), job_of(services, "deadly", "other")
    die(services, job_id, fetcher)
    die(services, job_id, fetcher)
    process(services, fetcher).take_in(job_id)
    jobs = Jobs(services.library.engine)
    assert jobs.try_again(job_id)
    assert not jobs.try_again(job_id)
    assert jobs.unfinished() == [job_id]
    process(services, Fetcher()).take_in(job_id)
    assert state(services, job_id) == JobState.DONE
    progress = jobs.get(job_id)
    assert progress is not None
    assert progress.counts == {"failed": 2}


def test_one_death_is_chance(services: Services) -> None:
    job_id = job_of(services, "deadly")
    die(services, job_id, Fetcher("deadly"))
    process(services, Fetcher()).take_in(job_id)
    assert state(services, job_id) == JobState.DONE


def test_a_job_that_gets_on_between_two_deaths_goes_on(services: Services) -> None:
    job_id = job_of(services, "a", "b", "c")
    for deadly in ("a", "b", "c"):  # each is passed at the next start
        die(services, job_id, Fetcher(deadly))
    process(services, Fetcher()).take_in(job_id)
    assert state(services, job_id) == JobState.DONE


def test_a_process_that_stops_in_good_order_has_not_died(services: Services) -> None:
    job_id = job_of(services, "deadly")
    for _ in range(4):
        stopped = process(services, Fetcher("deadly"))
        with pytest.raises(Killed):
            stopped.take_in(job_id)
        stopped.leave()
    process(services, Fetcher()).take_in(job_id)
    assert state(services, job_id) == JobState.DONE


def test_a_library_that_cannot_be_written_is_no_death(services: Services) -> None:
    job_id, intake = job_of(services, "full"), process(services, Fetcher())
    for _ in range(4):  # as the durable engine tries it again
        with pytest.raises(StoreError):
            intake.take_in(job_id)
    assert state(services, job_id) == JobState.RUNNING


def test_a_job_that_was_stopped_stays_stopped_whatever_died(services: Services) -> None:
    job_id, jobs = job_of(services, "deadly", "other"), Jobs(services.library.engine)
    die(services, job_id, Fetcher("deadly"))
    assert jobs.cancel(job_id)
    process(services, Fetcher("deadly")).take_in(job_id)
    assert state(services, job_id) == JobState.CANCELLED


def test_what_was_done_before_is_kept_when_a_job_is_set_aside(services: Services) -> None:
    job_id, jobs = job_of(services, "a", "deadly"), Jobs(services.library.engine)
    die(services, job_id, Fetcher("deadly"))
    die(services, job_id, Fetcher("deadly"))
    die(services, job_id, Fetcher("deadly")) if state(services, job_id) == JobState.RUNNING else None
    process(services, Fetcher()).take_in(job_id)
    progress = jobs.get(job_id)
    assert progress is not None
    assert [(item.source, item.outcome) for item in progress.items] == [("a", "failed")]
    assert isinstance(progress.items[0], JobItem)
    assert state(services, job_id) == JobState.SET_ASIDE
