"""The commands that feed the library and keep its record straight, as editors do it in their chat."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import say, say_json
from bot.terminal.progress import bars, opened
from retrieval.errors import QuestionError

if TYPE_CHECKING:
    from ingest.feeding.intake import Intake
    from ingest.feeding.jobs import Progress
    from retrieval.services import Services

ARTICLE_ID = typer.Argument(help="The article's id, as answers and receipts give it.")


def ingest(
    urls: Annotated[list[str], typer.Argument(help="Addresses of pages: https://…")],
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """Read pages from the web and keep their articles.

    [bold]dateline ingest https://news.example.org/story[/]

    The exit status is 1 when a page could not be read; the others are kept all the same. Files are read by
    `dateline import`. Where this is cut short, the next `dateline run` reads what is left.
    """
    from ingest.feeding.jobs import Asker, JobKind

    wanted = list(dict.fromkeys(urls))
    with _intake() as (services, intake):
        now = services.settings.now()
        job_id = intake.jobs.ask(JobKind.ADDRESSES, {"urls": wanted}, Asker(), now, len(wanted))
        _take_in(intake, job_id, len(wanted))
        _audited(services, "ingest", str(len(wanted)), {"job": job_id})
        services.catch_up()
        progress = intake.jobs.get(job_id)
        if progress is not None:
            _tell(services, progress, as_json)
            raise typer.Exit(1 if progress.counts["failed"] else 0)


def retry(
    job_id: Annotated[str | None, typer.Argument(help="The job's id; without one, those set aside are listed.")] = None,
) -> None:
    """Begin a job again that was set aside, because its process ended twice while it was at it.

    [bold]dateline retry 6a7c1d5e-5c0e-4b1b-9d4f-0f5a0a1f7a11[/]
    """
    with _intake() as (services, intake):
        if job_id is None:
            for job in intake.jobs.set_aside():
                say(f"{job.id}  {job.kind}  {job.asked_at:%Y-%m-%d %H:%M} UTC")
            return
        if not intake.jobs.try_again(job_id.strip()):
            raise QuestionError(f"there is no job {job_id[:40]} that was set aside; `dateline retry` lists those")
        _audited(services, "retry", job_id.strip(), None)
        _take_in(intake, job_id.strip(), None)
        services.catch_up()
        progress = intake.jobs.get(job_id.strip())
        if progress is not None:
            _tell(services, progress, as_json=False)


def retract(
    article_id: Annotated[str, ARTICLE_ID],
    reason: Annotated[list[str], typer.Argument(help="Why; it is told to those who were shown the article.")],
) -> None:
    """Withdraw an article: no answer shows it from now on, and the record keeps it.

    [bold]dateline retract 3f2a9c41d07be856 the agency took it back[/]
    """
    from retrieval.library.editing import retract as withdraw

    with _services() as services:
        done = withdraw(services.library.engine, article_id, " ".join(reason), services.settings.now())
        _audited(services, "retract", done.article.id, {"reason": " ".join(reason)})
    say(f"Withdrawn: {done.article.title or done.article.url}")


def reinstate(article_id: Annotated[str, ARTICLE_ID]) -> None:
    """Show a withdrawn article in answers again; in the chat this is /restore.

    [bold]dateline reinstate 3f2a9c41d07be856[/]
    """
    from retrieval.library.editing import take_back_retraction

    with _services() as services:
        done = take_back_retraction(services.library.engine, article_id, services.settings.now())
        _audited(services, "restore", done.article.id, None)
    say(f"Shown again: {done.article.title or done.article.url}")


def correct(
    article_id: Annotated[str, ARTICLE_ID],
    field: Annotated[str, typer.Argument(help="date, place, publisher or language.")],
    value: Annotated[list[str], typer.Argument(help="What is right: 2024-11-16, Tal Tamr, North Wire, ar.")],
) -> None:
    """Correct what an article says of itself; it stays so when the page changes or is read again.

    [bold]dateline correct 3f2a9c41d07be856 place Tal Tamr[/]
    """
    from ingest.keeping.pipeline import Pipeline
    from retrieval.library.editing import Correctable
    from retrieval.library.editing import correct as amend

    if field.lower() not in list(Correctable):
        raise typer.BadParameter(f"{field} is none of {', '.join(Correctable)}")
    with _services() as services:
        now = services.settings.now()
        said = " ".join(value)
        kept = amend(
            services.library.engine, services.gazetteer, article_id, Correctable(field.lower()), said, now, None
        )
        Pipeline(services).recognise_one_again(article_id.strip().lower())
        _audited(services, "correct", article_id.strip().lower(), {"field": field.lower(), "value": kept})
    say(f"The {field.lower()} is {kept}.")


def _tell(services: "Services", progress: "Progress", as_json: bool) -> None:
    from bot.feeding.job_messages import render_job
    from bot.feeding.job_progress import describe
    from bot.phrases.catalogues import phrases_for
    from ingest.feeding.jobs import FAILED

    if as_json:
        failures = [{"source": item.source, "error": item.detail} for item in progress.items if item.outcome == FAILED]
        counts = {name: progress.counts[name] for name in ("added", "updated", "unchanged", "failed")}
        say_json({**counts, "failures": failures})
        return
    phrases = phrases_for(None)
    say(render_job(progress, describe(services, progress.items, phrases), phrases).text)


def _take_in(intake: "Intake", job_id: str, total: int | None) -> None:
    with bars() as shown:
        task = shown.add_task("Pages", total=total)
        intake.take_in(job_id, lambda: shown.advance(task, 1))


def _audited(services: "Services", action: str, subject: str, detail: dict[str, str] | None) -> None:
    """Note in the audit trail what was done on the command line."""
    from bot.people import audit

    audit.record(services.library.engine, None, action, subject, detail)


@contextmanager
def _services() -> "Iterator[Services]":
    from retrieval.services import open_services
    from retrieval.settings import Settings

    with open_services(Settings.read(), check_model=False) as services:
        yield services


@contextmanager
def _intake() -> "Iterator[tuple[Services, Intake]]":
    """What takes articles in on the command line: at once, without the durable engine."""
    from ingest.feeding.feed_checks import FeedChecks
    from ingest.feeding.feeding import fetcher_of
    from ingest.feeding.intake import Intake
    from retrieval.settings import Settings

    with opened(Settings.read(), warm=True) as services:
        fetcher = fetcher_of(services.settings)
        intake = Intake(services, fetcher, FeedChecks(services, fetcher, services.settings.now))
        try:
            yield services, intake
        finally:
            intake.leave()
