"""Files that people and the bot send: kept whole, found by id or by path."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from tests.telegram.errors import bad_request
from tests.telegram.types import Json

LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_UNKNOWN_SIZE = (1280, 720)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on Telegram's side; a `size` beyond the content stands for one too big to hand out."""

    id: str
    unique_id: str
    path: str
    content: bytes
    size: int

    def to_json(self) -> Json:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    """Every file of a server."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, content: bytes, folder: str, suffix: str = "", size: int | None = None) -> StoredFile:
        """Keep a file in `documents` or `photos`; ids are opaque and the same in every run."""
        number = len(self._by_id)
        file = StoredFile(
            id=f"BQACAgIAAxkDAAI{number:06d}-{folder}",
            unique_id=f"AgAD{number:06d}",
            path=f"{folder}/file_{number}{suffix}",
            content=content,
            size=len(content) if size is None else size,
        )
        self._by_id[file.id] = self._by_path[file.path] = file
        return file

    def get(self, file_id: str) -> StoredFile:
        """Give a file by its id; raise ApiError for an id nobody was given."""
        if not file_id:
            raise bad_request("file_id not specified")
        if file_id not in self._by_id:
            raise bad_request("invalid file_id")
        return self._by_id[file_id]

    def at(self, path: str) -> StoredFile | None:
        """Give the file that is downloaded from a path."""
        file = self._by_path.get(path)
        return file if file and file.size <= LARGEST_DOWNLOAD else None


def image_size(content: bytes) -> tuple[int, int]:
    """Give width and height of a picture; raise ApiError for what is none, or has an impossible shape.

    Only PNG is measured; other formats count as 1280 x 720.
    """
    if not content.startswith(_IMAGES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    if not content.startswith(_IMAGES[0]):
        return _UNKNOWN_SIZE
    width, height = struct.unpack(">II", content[16:24])
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
