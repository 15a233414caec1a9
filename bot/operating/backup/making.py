"""A running library becomes a backup: one state of its tables, then what that state refers to."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.operating.backup import files, snapshot, watches
from bot.operating.backup.archive import Manifest, Progress, Writer, writing
from bot.operating.backup.postgres_dump import PostgresSource
from bot.operating.backup.sqlite_copy import SqliteSource
from bot.settings import BotSettings
from ingest.keeping.captures import FOLDER
from retrieval import private_files
from retrieval.library.database import library_revision, store_errors


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made."""

    path: Path
    size: int
    manifest: Manifest
    waiting: int  # updates that nobody has dealt with yet, which are not in it
    missing: tuple[str, ...]  # files of captures that were not there
    unsealed: int  # watches whose words are not in it, since there is no token to seal them with


def back_up(settings: BotSettings, target: Path, now: datetime, progress: Progress) -> Made:
    """Make a backup while the library is in use.

    `BackupError` where there is no library, or the file cannot be written; what was there before is then still there.
    """
    library_revision(settings.sql_url)
    with (
        writing(target) as writer,
        _room_for_a_copy(target) as folder,
        store_errors(settings.sql_url),
        _source(settings, folder).snapshot(progress) as found,
    ):
        made = _write(writer, found, settings, now, progress)
    return Made(target, target.stat().st_size, *made)


@contextmanager
def _room_for_a_copy(target: Path) -> Iterator[Path]:
    """An empty folder beside the backup, where there is room for what goes into it. It is gone after the block."""
    folder = target.with_name(f".{target.name}.copy")
    shutil.rmtree(folder, ignore_errors=True)  # of a backup that was killed; one that runs holds the file
    private_files.make_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _source(settings: BotSettings, folder: Path) -> snapshot.Source:
    url = make_url(settings.sql_url)
    if url.get_backend_name() != "sqlite":
        return PostgresSource(settings.sql_url)
    return SqliteSource(Path(str(url.database)), folder)


def _write(
    writer: Writer, found: snapshot.Snapshot, settings: BotSettings, now: datetime, progress: Progress
) -> tuple[Manifest, int, tuple[str, ...], int]:
    connection = found.connection
    token = settings.token.get_secret_value() if settings.token else None
    kept, waiting = watches.watches(connection), snapshot.waiting_updates(connection)
    schema, records = snapshot.revision(connection), snapshot.last_records(connection)
    jobs = snapshot.waiting_documents(connection)
    found.write(writer, progress)
    counts = snapshot.counts(connection)
    missing = files.add_captures(writer, _places(settings), records, progress)
    files.add_documents(writer, settings.data_dir, jobs)
    files.add_settings(writer, settings)
    writer.add(watches.MEMBER, watches.packed(kept, token))
    manifest = Manifest(version("dateline"), now.isoformat(), found.kind, schema, counts, tuple(writer.members))
    writer.finish(manifest)
    return manifest, waiting, tuple(missing), 0 if token else len(kept)


def _places(settings: BotSettings) -> tuple[Path, ...]:
    """The folders in which files of captures stand, the one that is written to first."""
    return tuple(folder for folder in (settings.captures_dir, settings.data_dir / FOLDER) if folder)
