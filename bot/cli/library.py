"""The commands that fill, check and rebuild the library."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import in_line, say, say_json
from bot.terminal.progress import bars, opened, spinner
from retrieval.errors import IndexUnavailableError, StoreError

if TYPE_CHECKING:
    from ingest.formats.drafts import ArticleDraft, Failure
    from ingest.keeping.pipeline import Report
    from retrieval.services import Services
    from retrieval.settings import Settings


def _path(text: str) -> Path:
    """A path as it is given.

    An empty one, which a shell's unset variable leaves, is not the current folder.
    """
    path = Path(text)
    if not text or not path.exists():
        raise typer.BadParameter(f"there is no {text or 'path in an empty argument'}")
    return path


CUT_SHORT = "stopped; what is counted above is kept, and the same command goes on with the rest."

# Failures printed one by one; of more, the rest is counted (all are in --json).
MOST_FAILURES = 20


def import_articles(
    paths: Annotated[
        list[Path], typer.Argument(parser=_path, help="JSON Lines, HTML, Markdown, text, RSS, Atom, ZIP, or folders.")
    ],
    published: Annotated[str | None, typer.Option(help="Publication date of what states none: 2024-11-16.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher of what states none.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """Import articles; what is known already stays unchanged, what cannot be read is reported and skipped.

    [bold]dateline import articles.jsonl.gz --publisher "North Wire"[/]

    A JSON line is {"url": …, "title": …, "text": …, "published_at": …, "publisher": …, "language": …}; url and
    text are required. The exit status is 1 when something could not be read; the rest is kept all the same.
    """
    from ingest.keeping.pipeline import Report
    from ingest.sandbox.readers import count_items, read_articles
    from retrieval.settings import Settings

    settings = Settings.read()
    items = read_articles(
        paths, published=_date(published, settings) if published else None, publisher=publisher, now=settings.now()
    )
    report = Report()
    with opened(settings, warm=True) as services, _told_when_cut_short(report, as_json):
        with spinner("counting the articles …"):
            total = count_items(paths)
        keep_with_progress(services, items, total, report)
        if as_json:
            say_json(_report_json(report))
        else:
            say(report_lines(report, services))
    raise typer.Exit(1 if report.failures else 0)


def import_places(
    paths: Annotated[
        list[Path],
        typer.Argument(
            parser=_path, help="GeoNames dumps, or CSV/TSV with id,name,alias,lang,lat,lon,kind,parent,country."
        ),
    ],
) -> None:
    """Add places and names, and look for them in the articles that are there already.

    [bold]dateline places import SY.txt alternateNamesV2.txt[/]

    Rows that name no place are left out and reported; the exit status is 1 only where a file held nothing else.
    """
    from ingest.keeping.pipeline import Pipeline
    from retrieval.library.place_store import add_places
    from retrieval.places.sources.files import read_places
    from retrieval.places.sources.merging import merge
    from retrieval.settings import Settings

    settings = Settings.read()
    left_out = new = empty = 0
    for path in paths:
        with opened(settings) as services:
            places, names, failures = read_places(path)
            fresh, spellings, _ = merge(services.gazetteer, places, names)
            new += add_places(services.library.engine, fresh, spellings)
        left_out += len(failures)
        empty += not names
        _print_failures([(failure.source, failure.error) for failure in failures])
    if left_out:
        say(f"{_count(left_out, 'row')} left out.")
    if new:
        with opened(settings, warm=False) as services:
            again = Pipeline(services).recognise_again()
        say(f"{new} new places and names; {_count(again, 'article')} read again.")
    else:
        say("Nothing new: every place and name is known.")
    raise typer.Exit(1 if empty else 0)


def status(as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False) -> None:
    """Show what the library holds, what is pending, and whether the index is well.

    [bold]dateline status --json[/]

    Articles that are kept but pending can be found by place, date and wording already, by meaning not yet.
    """
    from ingest.feeding.health import health_of_sources
    from ingest.feeding.jobs import Jobs
    from retrieval.services import open_services
    from retrieval.settings import Settings
    from retrieval.status import library_status

    settings = Settings.read()
    with open_services(settings, check_model=False) as services:
        found = library_status(services)
        sources = health_of_sources(services.library.engine, settings.now())
        found |= {"jobs set aside": len(Jobs(services.library.engine).set_aside())}
    found |= {"sources": len(sources), "troubled sources": sum(one.is_troubled for one in sources)}
    if as_json:
        say_json(found)
        return
    width = max(map(len, found))
    for name, value in found.items():
        say(f"{name.ljust(width)}  {'–' if value is None else value}")
    if found["model"] != found["model set"]:
        say("The vectors come from another model than the one that is set; run `dateline reindex`.")


def reindex() -> None:
    """Read the articles anew and build the index again: from the vectors in SQL, or, for another model, from the text.

    [bold]DATELINE_EMBEDDING_MODEL=intfloat/multilingual-e5-base dateline reindex[/]

    Needed after DATELINE_EMBEDDING_MODEL has changed, and for a new version of Dateline to find what it recognises in
    articles that were kept by an older one; harmless at any other time.
    """
    from retrieval.settings import Settings

    settings = Settings.read()
    with opened(settings, check_model=False) as services, services.indexer.lead() as is_mine:
        if not is_mine:
            raise IndexUnavailableError(
                "cannot reindex: another process feeds the index; stop the bots, or try again in a minute"
            )
        if not services.indexer.owns_index:
            raise IndexUnavailableError(f"cannot reindex: {services.indexer.trouble}")
        _read_and_index_again(services)
        say(f"The index holds {services.library.totals()['passages']} passages, by {settings.embedding_model}.")


def _read_and_index_again(services: "Services") -> None:
    from ingest.keeping.pipeline import Pipeline

    if services.model_changed():
        services.indexer.forget_vectors()
    with bars() as shown:
        read = shown.add_task("Articles read again", total=services.library.totals()["articles"])
        embedded = shown.add_task("Passages embedded", total=services.indexer.backlog.pending().unembedded)
        tasks = {"recognised": read, "embedded": embedded}
        Pipeline(services).recognise_again(lambda what, count: shown.advance(tasks[what], count))
        services.indexer.backlog.embed_all(lambda count: shown.advance(embedded, count))
        indexed = shown.add_task("Passages indexed", total=services.library.totals()["passages"])
        services.indexer.rebuild(lambda count: shown.advance(indexed, count))


def keep_with_progress(
    services: "Services", items: "Iterable[ArticleDraft | Failure]", total: int | None, report: "Report"
) -> None:
    """Keep articles with bars on a terminal, and note in `report` what became of each."""
    from ingest.keeping.pipeline import Pipeline

    with bars() as shown:
        articles = shown.add_task("Articles", total=total)
        embedded = shown.add_task("Passages embedded", total=None)
        tasks = {"kept": articles, "embedded": embedded}
        Pipeline(services).keep_all(items, lambda what, count: shown.advance(tasks[what], count), report)


def report_lines(report: "Report", services: "Services") -> str:
    """What an import did, for people: one line of counts, then the items that failed."""
    lines = [_counts(report)]
    pending = services.indexer.backlog.pending()
    if waiting := pending.unembedded + pending.unindexed:
        lines.append(
            f"{_count(waiting, 'passage')} {'waits' if waiting == 1 else 'wait'} for the index "
            f"({services.indexer.trouble or 'it is catching up'}); place, date and wording find them already."
        )
    for title, items in (("Failed", report.failures), ("Kept, but", report.warnings)):
        lines += [in_line(f"{title}: {item.source}: {item.error}") for item in items[:MOST_FAILURES]]
        if len(items) > MOST_FAILURES:
            lines.append(f"… and {len(items) - MOST_FAILURES} more; --json lists all.")
    return "\n".join(lines)


@contextmanager
def _told_when_cut_short(report: "Report", as_json: bool) -> "Iterator[None]":
    """Tell what was kept before the library could not be written any more, or Ctrl-C was pressed."""
    from ingest.formats.drafts import Failure

    try:
        yield
    except (StoreError, KeyboardInterrupt) as error:
        if isinstance(error, StoreError):
            report.failures.append(Failure("library", str(error)))
        if as_json:
            say_json(_report_json(report))
        else:
            say(_counts(report))
        if isinstance(error, StoreError):
            raise
        raise KeyboardInterrupt(CUT_SHORT) from None


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _counts(report: "Report") -> str:
    return (
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, {len(report.failures)} failed."
    )


def _report_json(report: "Report") -> dict[str, object]:
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "failed": len(report.failures),
        "failures": [{"source": item.source, "error": item.error} for item in report.failures],
        "warnings": [{"source": item.source, "warning": item.error} for item in report.warnings],
    }


def _print_failures(failures: list[tuple[str, str]]) -> None:
    for source, error in failures[:MOST_FAILURES]:
        say(in_line(f"dateline: {source}: {error}"), err=True)
    if len(failures) > MOST_FAILURES:
        say(f"dateline: … and {len(failures) - MOST_FAILURES} more", err=True)


def _date(text: str, settings: "Settings") -> date | datetime:
    from ingest.formats.dates import read_published
    from retrieval.article import PublishedPrecision

    found = read_published(text, settings.now())
    if found.at is None:
        reason = (found.warning or "").removesuffix("; kept as unknown")
        raise typer.BadParameter(f"{reason}; write a day of the past like 2024-11-16", param_hint="--published")
    return found.at.date() if found.precision is PublishedPrecision.DAY else found.at
