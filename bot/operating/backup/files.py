"""What a library has beside its tables: captured bytes, documents that wait to be read, settings."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from bot.operating.backup.archive import Progress, Writer, file_chunks
from bot.operating.backup.snapshot import LastRecord
from bot.settings import BotSettings
from ingest.feeding.documents import INBOX
from ingest.keeping.captures import FOLDER
from ingest.keeping.records import record_at
from retrieval.errors import SourceError

CAPTURES = f"{FOLDER}/"
DOCUMENTS = f"{INBOX}/"
SETTINGS = "settings.env"

_HEAD = (
    "# The settings of the library that was backed up. Tokens, passwords and secrets are left out: set them anew.\n"
    "# Nothing reads this file; take what you need into your .env.\n"
)


def add_captures(writer: Writer, places: Sequence[Path], records: list[LastRecord], progress: Progress) -> list[str]:
    """Add the captured bytes in files up to the last record that the tables know, from whichever folder has them.

    The result is the files that cannot be read; the rest is in the backup all the same.
    """
    missing = []
    for number, last in enumerate(records, 1):
        path = next((folder / last.warc for folder in places if (folder / last.warc).exists()), None)
        try:
            if path is None:
                raise FileNotFoundError(last.warc)
            writer.add(f"{CAPTURES}{last.warc}", file_chunks(path, _end(path, last)), packed=True)
        except FileNotFoundError:
            missing.append(last.warc)
        progress("Files of captures", number, len(records))
    return missing


def add_documents(writer: Writer, data_dir: Path, jobs: list[str]) -> None:
    """Add the documents that wait to be read. One that was read meanwhile is not there any more."""
    for job in jobs:
        folder = data_dir / INBOX / job
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            content = _read_whole(path)
            if content is not None:
                writer.add(f"{DOCUMENTS}{job}/{path.name}", [content])


def add_settings(writer: Writer, settings: BotSettings) -> None:
    """Add the settings without secrets."""
    lines = [f"{name}={value}\n" for name, value in plain_settings(settings, _given())]
    writer.add(SETTINGS, ["".join([_HEAD, *lines]).encode()])


def plain_settings(settings: BotSettings, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The settings that were given, without secrets: no token, no password, no address that holds one."""
    token = settings.token.get_secret_value() if settings.token else ""
    for field, about in type(settings).model_fields.items():
        name = str(about.validation_alias)
        value = given.get(name, "")
        is_secret = isinstance(getattr(settings, field), SecretStr) or (token and token in value)
        if value and not is_secret:
            yield name, _without_credentials(value)


def _given() -> dict[str, str]:
    """The settings as they were written, by the environment or the file .env."""
    from dotenv import dotenv_values

    file = BotSettings.model_config.get("env_file")
    written = dotenv_values(str(file)) if file else {}
    return {name: value for name, value in (written | dict(os.environ)).items() if value}


def _without_credentials(value: str) -> str:
    """An address without user, password and query; everything else as it is."""
    if "://" not in value:
        return value
    parts = urlsplit(value)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _end(path: Path, last: LastRecord) -> int:
    """Where the last record ends; the whole file where it cannot be read."""
    try:
        return record_at(path, last.offset).end
    except SourceError:
        return path.stat().st_size


def _read_whole(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
