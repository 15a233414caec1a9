"""The commands that fill, check and rebuild the library."""

import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from ingest.drafts import ArticleDraft, Failure
    from ingest.pipeline import Report
    from retrieval.services import Services

# Failures printed one by one; of more, the rest is counted (all are in --json).
MOST_FAILURES = 20

def import_articles(
    paths: Annotated[list[Path], typer.Argument(help="JSON Lines, HTML, Markdown, text, RSS, Atom, ZIP, or folders.")],
    published: Annotated[str | None, typer.Option(help="Publication date of what states none: 2024-11-16.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher of what states none.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """Import articles; what is known already stays unchanged, what cannot be read is reported and skipped.

    [bold]dateline import articles.jsonl.gz --publisher "North Wire"[/]

    A JSON line is {"url": …, "title": …, "text": …, "published_at": …, "publisher": …, "language": …}; url and
    text are required.
    """
    from ingest.files import count_items, read_articles
    from retrieval.services import open_services
    from retrieval.settings import Settings

    settings = Settings.read()
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        _refuse(f"there is no {', '.join(missing)}")
    items = read_articles(
        paths, published=_date(published) if published else None, publisher=publisher, now=settings.now()
    )
    with open_services(settings, warm=True) as services:
        report = keep_with_progress(services, items, total=count_items(paths))
        if as_json:
            sys.stdout.write(json.dumps(_report_json(report), ensure_ascii=False) + "\n")
        else:
            typer.echo(report_lines(report, services))
    raise typer.Exit(1 if report.failures else 0)


def import_places(
    paths: Annotated[
        list[Path],
        typer.Argument(help="GeoNames dumps, or CSV/TSV with id,name,alias,lang,lat,lon,kind,parent,country."),
    ],
) -> None:
    """Add places and names, and look for them in the articles that are there already.

    [bold]dateline places import SY.txt alternateNamesV2.txt[/]

    Rows that name no place are left out and reported; the exit status is 1 only where a file held nothing else.
    """
    from ingest.pipeline import Pipeline
    from retrieval.gazetteer import merge, read_places
    from retrieval.place_store import add_places
    from retrieval.services import open_services
    from retrieval.settings import Settings

    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        _refuse(f"there is no {', '.join(missing)}")
    settings = Settings.read()
    left_out = new = empty = 0
    for path in paths:
        with open_services(settings) as services:
            places, names, failures = read_places(path)
            fresh, spellings, _ = merge(services.gazetteer, places, names)
            new += add_places(services.library.engine, fresh, spellings)
        left_out += len(failures)
        empty += not names
        _print_failures([(failure.source, failure.error) for failure in failures])
    if left_out:
        typer.echo(f"{left_out} rows left out.")
    if new:
        with open_services(settings, warm=False) as services:
            again = Pipeline(services).recognise_again()
        typer.echo(f"{new} new places and names; {again} articles read again.")
    else:
        typer.echo("Nothing new: every place and name is known.")
    raise typer.Exit(1 if empty else 0)


def article(
    article_id: Annotated[str, typer.Argument(help="The article's id, as answers and receipts give it.")],
    version: Annotated[int | None, typer.Option(help="This version instead of the current one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object, with the exact text.")] = False,
) -> None:
    """Print an article as it is kept."""
    from retrieval.answer_json import published_json
    from retrieval.database import open_database
    from retrieval.library import Library
    from retrieval.settings import Settings

    found = Library(open_database(Settings.read().sql_url)).article(article_id)
    if found is None:
        _refuse(f"there is no article {article_id}; ids stand in `dateline ask --json` and `dateline receipt`", 1)
    row, versions = found
    shown = next((v for v in versions if v.number == (version or row.current_version)), None)
    if shown is None:
        _refuse(f"article {article_id} has no version {version}; it has {len(versions)}", 1)
    if as_json:
        sys.stdout.write(
            json.dumps(
                {
                    "id": row.id,
                    "url": row.url,
                    "title": shown.title,
                    "publisher": row.publisher,
                    "language": row.language,
                    "published_at": published_json(row.published_at, row.published_precision),
                    "version": shown.number,
                    "versions": len(versions),
                    "sha256": shown.sha256,
                    "kept_at": shown.kept_at.isoformat(),
                    "text": shown.text,
                },
                ensure_ascii=False,
            )
            + "\n"
        )
        return
    date = published_json(row.published_at, row.published_precision) or "date not known"
    typer.echo(
        f"{shown.title}\n{row.publisher}, {date}, version {shown.number} of {len(versions)}\n{row.url}\n\n{shown.text}"
    )


def receipt(
    answer_id: Annotated[str, typer.Argument(help="The six characters at the end of an answer.")],
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> None:
    """Prove each quotation of an answer: where its words stand, in which version, and that nothing was changed."""
    from bot.receipt_text import receipt_json, receipt_text
    from retrieval.database import open_database
    from retrieval.library import Library
    from retrieval.receipts import receipt as find_receipt
    from retrieval.settings import Settings

    found = find_receipt(Library(open_database(Settings.read().sql_url)), answer_id)
    typer.echo(json.dumps(receipt_json(found), ensure_ascii=False) if as_json else receipt_text(found))
    raise typer.Exit(0 if all(proof.slice for proof in found.proofs) else 1)


def status(as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False) -> None:
    """Show what the library holds, what is pending, and whether the index is well."""
    from retrieval.services import open_services
    from retrieval.settings import Settings
    from retrieval.status import library_status

    with open_services(Settings.read(), check_model=False) as services:
        found = library_status(services)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    width = max(map(len, found))
    for name, value in found.items():
        typer.echo(f"{name.ljust(width)}  {'–' if value is None else value}")


def reindex() -> None:
    """Build the index again: from the vectors kept in SQL, or, for another model, from the passages' text.

    Needed after DATELINE_EMBEDDING_MODEL has changed; harmless at any other time.
    """
    from rich.progress import Progress

    from retrieval.services import open_services
    from retrieval.settings import Settings

    settings = Settings.read()
    with open_services(settings, check_model=False) as services:
        _need_index(services)
        if services.model_changed():
            services.indexer.forget_vectors()
        with Progress(transient=True) as bar:
            waiting = services.indexer.pending().unembedded
            task = bar.add_task("Embedding", total=waiting)
            services.indexer.embed_pending(lambda count: bar.advance(task, count))
            task = bar.add_task("Indexing", total=services.library.totals()["passages"])
            services.indexer.rebuild(lambda count: bar.advance(task, count))
        typer.echo(f"The index holds {services.library.totals()['passages']} passages, by {settings.embedding_model}.")


def keep_with_progress(services: "Services", items: "Iterable[ArticleDraft | Failure]", total: int | None) -> "Report":
    """Keep articles with a bar on a terminal; returns the report."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from ingest.pipeline import Pipeline

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        articles = bar.add_task("Articles", total=total)
        embedded = bar.add_task("Passages embedded", total=None)
        tasks = {"kept": articles, "embedded": embedded}
        return Pipeline(services).keep_all(items, lambda what, count: bar.advance(tasks[what], count))


def report_lines(report: "Report", services: "Services") -> str:
    """What an import did, for people: one line of counts, then the items that failed."""
    lines = [
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, {len(report.failures)} failed."
    ]
    pending = services.indexer.pending()
    if pending.unembedded or pending.unindexed:
        lines.append(
            f"{pending.unembedded + pending.unindexed} passages wait for the index "
            f"({services.indexer.trouble or 'it is catching up'}); they can be found by place, date and wording."
        )
    for title, items in (("Failed", report.failures), ("Kept, but", report.warnings)):
        lines += [f"{title}: {item.source}: {item.error}" for item in items[:MOST_FAILURES]]
        if len(items) > MOST_FAILURES:
            lines.append(f"… and {len(items) - MOST_FAILURES} more; --json lists all.")
    return "\n".join(lines)


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
        typer.echo(f"dateline: {source}: {error}", err=True)
    if len(failures) > MOST_FAILURES:
        typer.echo(f"dateline: … and {len(failures) - MOST_FAILURES} more", err=True)


def _need_index(services: "Services") -> None:
    if not services.indexer.owns_index:
        _refuse(f"cannot reindex: {services.indexer.trouble}", 1)


def _date(text: str) -> date | datetime:
    from ingest.dates import read_published
    from retrieval.settings import Settings

    found = read_published(text, Settings.read().now())
    if found.at is None:
        _refuse(f"--published {text} is not a date; write it like 2024-11-16")
    return found.at.date() if found.precision == "day" else found.at


def _refuse(message: str, status: int = 2) -> NoReturn:
    typer.echo(f"dateline: {message}", err=True)
    raise typer.Exit(status)
