"""A backup becomes a library again, in a place where there is none: verified first, then staged, then put in place."""

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text, update
from sqlalchemy.engine import URL, make_url

from bot.operating.backup import postgres_dump, sqlite_copy, watches
from bot.operating.backup.archive import Manifest, Member, Progress, chunks_of, reading
from bot.operating.backup.files import CAPTURES, DOCUMENTS, SETTINGS
from bot.settings import BotSettings
from retrieval import private_files
from retrieval.errors import BackupError, StoreFullError
from retrieval.index.indexing import GENERATION
from retrieval.library.database import open_database, store_errors, write_transaction
from retrieval.library.models import Vector
from retrieval.library.schema import known_revisions

# What may stand in a data dir that counts as empty: models that were unpacked, what a file system puts there, and what
# a restore that was cut short left behind.
_NOTHING = frozenset({"models", "lost+found", ".restoring"})

_STAGE = ".restoring"

# The folders of a data dir that a backup fills.
_PLACES = (CAPTURES.rstrip("/"), DOCUMENTS.rstrip("/"))


@dataclass(frozen=True, slots=True)
class Restored:
    """A library that was put back."""

    manifest: Manifest
    lost_questions: int  # standing questions that ended, since they were sealed for another token or none


def restore(path: Path, settings: BotSettings, progress: Progress) -> Restored:
    """Put a backup into the data dir and the database that the settings name, and bring it up to this version.

    Files of captures go into the folder that is set for them. `BackupError` where the backup is damaged, of a newer
    Dateline or of another kind of database, where data dir or database is not empty, and where that folder has some of
    the files already: nothing is written then.
    """
    with reading(path, progress) as (manifest, archive):
        url = make_url(settings.sql_url)
        _check(path, manifest, url)
        _check_empty(settings, url)
        captured = _captured(manifest, settings)
        _check_not_there(captured)
        stage = settings.data_dir / _STAGE
        with _empty_again(settings, url, stage, captured):
            private_files.make_folder(settings.data_dir)
            _unpack(archive, manifest, stage, settings.data_dir, progress)
            lost = _put_back(manifest, stage, settings, url, progress)
            _take_place(stage, settings, url)
    return Restored(manifest, lost)


@contextmanager
def _empty_again(settings: BotSettings, url: URL, stage: Path, captured: list[Path]) -> Iterator[None]:
    """Leave a place that was empty before as empty, where the block fails. What was staged goes in any case."""
    try:
        yield
    except BaseException as error:
        for name in _PLACES:
            shutil.rmtree(settings.data_dir / name, ignore_errors=True)
        for path in (settings.data_dir / SETTINGS, *captured):
            path.unlink(missing_ok=True)
        if url.get_backend_name() != "sqlite":
            postgres_dump.make_empty(settings.sql_url)
        if isinstance(error, OSError):
            raise BackupError(f"{settings.data_dir} cannot be written: {error.strerror or error}") from error
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _check(path: Path, manifest: Manifest, url: URL) -> None:
    if manifest.schema not in known_revisions():
        raise BackupError(
            f"{path} was made by Dateline {manifest.dateline}, whose tables (revision {manifest.schema}) this version "
            "does not know; install that version or a newer one"
        )
    if manifest.database != url.get_backend_name():
        wanted = (
            "unset DATELINE_DATABASE_URL" if manifest.database == "sqlite" else "let DATELINE_DATABASE_URL name one"
        )
        raise BackupError(
            f"{path} is of a library on {manifest.database}, and {url.get_backend_name()} is set; {wanted}: a "
            "backup goes back to the kind of database that it was made of"
        )


def _check_empty(settings: BotSettings, url: URL) -> None:
    folder = settings.data_dir
    there = sorted(entry.name for entry in folder.iterdir() if entry.name not in _NOTHING) if folder.is_dir() else []
    if there:
        raise BackupError(
            f"{folder} is not empty ({', '.join(there[:3])}{' …' if len(there) > 3 else ''}); move it away, or "
            "set DATELINE_DATA_DIR to another folder"
        )
    if url.get_backend_name() == "sqlite":
        if Path(str(url.database)).exists():
            raise BackupError(f"there is a library at {url.database} already; move it away, or name another file")
        return
    engine = create_engine(url)
    with store_errors(settings.sql_url), engine.connect() as connection:
        empty = postgres_dump.is_empty(connection)
    engine.dispose()
    if not empty:
        raise BackupError(
            f"the database {url.database} is not empty; make a new one and name it in DATELINE_DATABASE_URL"
        )


def _captured(manifest: Manifest, settings: BotSettings) -> list[Path]:
    """Where the files of captures will stand, if a folder is set for them."""
    names = [member.name.removeprefix(CAPTURES) for member in manifest.members if member.name.startswith(CAPTURES)]
    return [settings.captures_dir / name for name in names] if settings.captures_dir else []


def _check_not_there(captured: list[Path]) -> None:
    there = [path for path in captured if path.exists()]
    if there:
        raise BackupError(
            f"{there[0]} is there already, maybe of the library that was backed up; set DATELINE_CAPTURES_DIR to "
            "another folder, or unset it"
        )


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, stage: Path, data_dir: Path, progress: Progress) -> None:
    if shutil.disk_usage(data_dir).free < manifest.size:
        raise StoreFullError(f"no room for {manifest.size} bytes below {data_dir}; free some space, and restore again")
    shutil.rmtree(stage, ignore_errors=True)
    done = 0
    for member in manifest.members:
        target = stage / member.name
        private_files.make_folder(target.parent)
        _write(archive, member, target)
        done += member.size
        progress("Members unpacked", done, manifest.size)


def _write(archive: zipfile.ZipFile, member: Member, target: Path) -> None:
    private_files.make_file(target)
    with target.open("wb") as file:
        for chunk in chunks_of(archive, member):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _put_back(manifest: Manifest, stage: Path, settings: BotSettings, url: URL, progress: Progress) -> int:
    """Fill the database and bring it up to this version's revision."""
    if manifest.database == "sqlite":
        return _upgraded(f"sqlite:///{stage / sqlite_copy.MEMBER}", stage, settings)
    folder = stage / postgres_dump.TABLES
    tables = {path.stem: path for path in sorted(folder.iterdir())} if folder.is_dir() else {}
    postgres_dump.put_back(settings.sql_url, stage / postgres_dump.MEMBER, tables, progress)
    return _upgraded(settings.sql_url, stage, settings)


def _upgraded(url: str, stage: Path, settings: BotSettings) -> int:
    engine = open_database(url)
    try:
        with write_transaction(engine) as session:  # the index is built again: the old one may serve another library
            session.execute(text("DELETE FROM facts WHERE key = :key"), {"key": GENERATION})
            session.execute(update(Vector).values(indexed=False))
        token = settings.token.get_secret_value() if settings.token else None
        return watches.put_back(engine, (stage / watches.MEMBER).read_bytes(), token)
    finally:
        engine.dispose()


def _take_place(stage: Path, settings: BotSettings, url: URL) -> None:
    """Move what was staged to where it belongs, a library's file last: without it, no library is there."""
    if settings.captures_dir and (stage / CAPTURES).exists():
        private_files.make_folder(settings.captures_dir)
        for path in sorted((stage / CAPTURES).iterdir()):
            shutil.move(path, settings.captures_dir / path.name)
        (stage / CAPTURES).rmdir()
    for name in (*_PLACES, SETTINGS):
        if (stage / name).exists():
            (stage / name).replace(settings.data_dir / name)
    library = stage / sqlite_copy.MEMBER
    if library.exists():
        private_files.make_folder(Path(str(url.database)).parent)
        shutil.move(library, str(url.database))
