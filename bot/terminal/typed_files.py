"""The files that a typed `/ingest` names, as documents that Telegram would have delivered."""

import mimetypes
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = "/ingest"

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypedFiles:
    """What an `/ingest` of files names, and what of it is no file."""

    files: tuple[Path, ...]
    faults: tuple[str, ...]


def typed_files(line: str) -> TypedFiles | None:
    """The files behind an `/ingest`.

    None for another command, and where it names nothing but addresses.
    """
    command, _, rest = line.partition(" ")
    try:
        words = shlex.split(rest) if command == COMMAND else []
    except ValueError:  # a quotation mark that is not closed
        words = rest.split()
    paths = [Path(word).expanduser() for word in words if not _ADDRESS.match(word)]
    if not paths:
        return None
    files = tuple(path.resolve() for path in paths if path.is_file())
    return TypedFiles(files, tuple(_fault(path) for path in paths if not path.is_file()))


def as_document(path: Path) -> dict[str, Any]:
    """A file as the document of a message; its id is its path."""
    return {
        "file_id": str(path),
        "file_unique_id": str(path),
        "file_name": path.name,
        "file_size": path.stat().st_size,
        "mime_type": mimetypes.guess_type(path.name)[0] or "application/octet-stream",
    }


def as_file(file_id: str) -> dict[str, Any]:
    """What getFile says of a document: it lies here already."""
    return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id}


def _fault(path: Path) -> str:
    return f"{path} is a folder; `dateline import` reads folders." if path.is_dir() else f"There is no file {path}."
