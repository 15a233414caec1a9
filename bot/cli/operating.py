"""The commands that an operator gives: `backup`, `restore`, `check` and `prune`."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import say, say_json
from retrieval.errors import BackupError

if TYPE_CHECKING:
    from rich.progress import TaskID

    from bot.operating.backup.archive import Progress
    from bot.operating.backup.making import Made
    from bot.operating.backup.restoring import Restored
    from bot.operating.checks.finding import Finding

_AGE = re.compile(r"(\d{1,5})([dwy])")
_DAYS = {"d": 1, "w": 7, "y": 365}

_ARTICLE = re.compile(r"[0-9a-f]{16}")


def backup(file: Annotated[Path, typer.Argument(help="The file to make; another backup there is replaced.")]) -> None:
    """Copy the library into one file, while the bot runs: articles, answers, watches, captured bytes, settings.

    [bold]dateline backup /mnt/backups/dateline-monday.backup[/]

    Words of questions, the token and passwords are not in it. The file belongs to its owner alone: it holds the numbers
    of chats and what each watches. The exit status is 1 where captured bytes were missing; the rest is in the backup.
    """
    from bot.operating.backup.making import back_up
    from bot.settings import BotSettings

    settings = BotSettings.read()
    with _progress_shown() as progress:
        made = back_up(settings, file, settings.now(), progress)
    say("\n".join(_made_lines(made)))
    raise typer.Exit(1 if made.missing else 0)


def restore(file: Annotated[Path, typer.Argument(help="A file that `dateline backup` made.")]) -> None:
    """Put a backup back, into an empty data dir and, on PostgreSQL, an empty database.

    [bold]DATELINE_DATA_DIR=/srv/dateline dateline restore dateline-monday.backup[/]

    The whole file is verified before anything is written. A backup of an older version is brought up to this one.
    """
    from bot.operating.backup.restoring import restore as put_back
    from bot.settings import BotSettings

    if not file.exists():
        advice = "; `dateline reinstate ID` shows a withdrawn article again" if _ARTICLE.fullmatch(str(file)) else ""
        raise BackupError(f"there is no backup {file}{advice}")
    settings = BotSettings.read()
    with _progress_shown() as progress:
        restored = put_back(file, settings, progress)
    say("\n".join(_restored_lines(restored, settings.data_dir)))


def check(as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False) -> None:
    """Look whether the library is whole: texts, quotations, captured bytes, index, rights. Nothing is changed.

    [bold]dateline check[/]

    One line for each thing that is wrong, with what to do. The exit status is 1 where something is. While the bot runs,
    its index is not compared, unless it is on a Chroma server.
    """
    from bot.operating.checks.checking import check_library
    from retrieval.settings import Settings

    faults = 0
    found = []
    with _progress_shown() as progress:
        for finding in check_library(Settings.read(), progress):
            faults += finding.is_fault
            if as_json:
                found.append(finding)
            else:
                say(str(finding), err=not finding.is_fault)
    if as_json:
        say_json({"findings": [_plain(one) for one in found]})
    elif not faults:
        say("Nothing is wrong.")
    raise typer.Exit(1 if faults else 0)


def prune(
    older_than: Annotated[str, typer.Option(help="Only what is older: 180d, 26w, 2y.")],
    delete: Annotated[bool, typer.Option("--delete", help="Do it; else it is only said what would go.")] = False,
) -> None:
    """Delete captured bytes and old versions that nobody was shown; without --delete, say what would go.

    [bold]dateline prune --older-than 1y --delete[/]

    There is no way back but a backup. What was quoted stays with its captured bytes, and so do the current version of
    every article, receipts and the audit trail.
    """
    from bot.operating.pruning import prunable
    from bot.operating.pruning import prune as do_without
    from bot.people import audit
    from ingest.keeping.captures import Captures
    from retrieval.library.database import open_database
    from retrieval.settings import Settings

    settings = Settings.read()
    engine = open_database(settings.sql_url)
    captures = Captures.of(engine, settings)
    found = prunable(engine, captures, settings.now() - _age(older_than))
    words = (
        f"{len(found.versions)} old versions ({found.version_bytes} characters), {len(found.captures)} captures and "
        f"{len(found.files) + len(found.records)} files and records of captures that no row knows "
        f"({found.capture_bytes} bytes)"
    )
    if found.is_nothing:
        say("There is nothing to delete.")
    elif not delete:
        say(f"Would be deleted: {words}. Add --delete to do it.")
    else:
        refused = do_without(engine, captures, found)
        audit.record(
            engine, None, "prune", older_than, {"versions": len(found.versions), "captures": len(found.captures)}
        )
        say(f"Deleted: {words}. The room in the library's file is used again by what comes next.")
        for error in refused:
            say(f"Left as it is: {error}; `dateline check` says more.", err=True)
        raise typer.Exit(1 if refused else 0)


def _age(text: str) -> timedelta:
    """How old something is to be: a number of days (d), weeks (w) or years (y)."""
    found = _AGE.fullmatch(text.strip().lower())
    if found is None or not 0 < int(found[1]) * _DAYS[found[2]] < 36_500:
        raise typer.BadParameter(f"{text} is no age; write 180d, 26w or 2y", param_hint="--older-than")
    return timedelta(days=int(found[1]) * _DAYS[found[2]])


def _plain(finding: "Finding") -> dict[str, object]:
    return {
        "kind": finding.kind,
        "item": finding.item,
        "wrong": finding.wrong,
        "do": finding.todo,
        "is_fault": finding.is_fault,
    }


def _made_lines(made: "Made") -> Iterator[str]:
    manifest = made.manifest
    yield f"{made.path}: {made.size} bytes, tables of revision {manifest.schema}, {_counted(manifest.counts)}."
    if made.waiting:
        yield (
            f"{made.waiting} messages of readers waited to be dealt with and are not in it; where you move the bot, "
            "let it deal with them, stop it, and make the backup then."
        )
    if made.unsealed:
        yield (
            f"The readers' words for {made.unsealed} watches are not in it: they are sealed for the bot's token, and "
            "TELEGRAM_TOKEN is not set. The watches tell all the same; questions that wait for an answer end."
        )
    for name in made.missing:
        yield f"Captured bytes are missing: captures/{name} is not there; `dateline check` says what that concerns."


def _restored_lines(restored: "Restored", data_dir: Path) -> Iterator[str]:
    manifest = restored.manifest
    held = _counted(manifest.counts)
    yield f"Restored what Dateline {manifest.dateline} backed up at {manifest.made_at[:16]}: {held}."
    yield f"Its settings, without secrets, are in {data_dir / 'settings.env'}; the token has to be set anew."
    if restored.lost_questions:
        yield (
            f"{restored.lost_questions} questions that waited for an answer have ended: their words are sealed "
            "for another token; restore with the TELEGRAM_TOKEN of the backup to keep them."
        )
    yield "The next start builds the index from the vectors; `dateline check` tells whether all is well."


def _counted(counts: Mapping[str, int]) -> str:
    """What a backup holds: "1 article, 3 answers, 0 watches"."""
    things = (("articles", "article", "articles"), ("answers", "answer", "answers"), ("watches", "watch", "watches"))
    held = ((counts.get(table, 0), one, many) for table, one, many in things)
    return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in held)


@contextmanager
def _progress_shown() -> "Iterator[Progress]":
    """A bar for each thing that takes long, on a terminal."""
    from bot.terminal.progress import bars

    with bars() as shown:
        tasks: dict[str, TaskID] = {}

        def progress(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=total)
            shown.update(tasks[what], completed=done, total=total)

        yield progress
