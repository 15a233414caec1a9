"""The commands that an operator gives: `backup` and `restore`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.lines import say
from retrieval.errors import BackupError

if TYPE_CHECKING:
    from bot.operating.backup.archive import Progress
    from bot.operating.backup.making import Made
    from bot.operating.backup.restoring import Restored

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
    with _bytes_shown() as progress:
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
    with _bytes_shown() as progress:
        restored = put_back(file, settings, progress)
    say("\n".join(_restored_lines(restored, settings.data_dir)))


def _made_lines(made: "Made") -> Iterator[str]:
    counts = made.manifest.counts
    yield (
        f"{made.path}: {made.size} bytes, tables of revision {made.manifest.schema}, {counts.get('articles', 0)} "
        f"articles, {counts.get('answers', 0)} answers, {counts.get('watches', 0)} watches."
    )
    if made.waiting:
        yield (
            f"{made.waiting} messages of readers waited to be dealt with and are not in it; where you move the bot, "
            "let it deal with them, stop it, and make the backup then."
        )
    if made.unsealed:
        yield (
            f"The words of {made.unsealed} standing questions are not in it: they are sealed for the bot's token, and "
            "TELEGRAM_TOKEN is not set."
        )
    for name in made.missing:
        yield f"Captured bytes are missing: captures/{name} is not there; `dateline check` says what that concerns."


def _restored_lines(restored: "Restored", data_dir: Path) -> Iterator[str]:
    manifest = restored.manifest
    counts = manifest.counts
    yield (
        f"Restored what Dateline {manifest.dateline} backed up at {manifest.made_at[:16]}: {counts.get('articles', 0)} "
        f"articles, {counts.get('answers', 0)} answers, {counts.get('watches', 0)} watches."
    )
    yield f"Its settings, without secrets, are in {data_dir / 'settings.env'}; the token has to be set anew."
    if restored.lost_questions:
        yield (
            f"{restored.lost_questions} standing questions were sealed for another token and are not asked any more; "
            "restore with the TELEGRAM_TOKEN of the backup to keep them."
        )
    yield "The next start builds the index from the vectors; `dateline check` tells whether all is well."


@contextmanager
def _bytes_shown() -> "Iterator[Progress]":
    """A bar for each thing that takes long, on a terminal."""
    from bot.cli.library import bars

    with bars() as shown:
        tasks: dict[str, int] = {}

        def progress(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=total)
            shown.update(tasks[what], completed=done, total=total)

        yield progress
