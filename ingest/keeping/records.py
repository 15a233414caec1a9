"""WARC records, in a file by where they begin or by themselves: what each holds; and files that are changed alone."""

import fcntl
import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from retrieval import private_files
from retrieval.errors import SourceError

# Bytes read at a time.
CHUNK = 2**20
# Characters of what the library says of a file that is none: it names all of its first line.
MOST_SAID = 100


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it stands in its file."""

    sha256: str  # of its body, as it was read, after content decoding
    size: int  # bytes of that
    end: int  # where the next record begins
    address: str  # under which it was kept


def record_at(path: Path, offset: int) -> StoredRecord:
    """The record that begins there.

    `FileNotFoundError` where there is no such file, `SourceError` where no record can be read there.
    """
    with path.open("rb") as file, _opened(file, path.name, offset) as (records, record):
        return _stored(records, record, offset)


def address_at(path: Path, offset: int) -> str:
    """The address under which the record that begins there was kept; its bytes are not read.

    The same errors as `record_at`.
    """
    with path.open("rb") as file, _opened(file, path.name, offset) as (_, record):
        return _address(record)


def record_in(content: bytes, source: str) -> StoredRecord:
    """The record that bytes are. `SourceError`, which names `source`, where they are none."""
    with _opened(BytesIO(content), source, 0) as (records, record):
        return _stored(records, record, 0)


def address_in(content: bytes, source: str) -> str:
    """The address under which the record that bytes are was kept. The same error as `record_in`."""
    with _opened(BytesIO(content), source, 0) as (_, record):
        return _address(record)


def body_at(path: Path, offset: int) -> bytes:
    """The bytes that the record that begins there holds. The same errors as `record_at`."""
    with path.open("rb") as file, _opened(file, path.name, offset) as (_, record):
        return bytes(record.content_stream().read())


def body_in(content: bytes, source: str) -> bytes:
    """The bytes that the record that bytes are holds. The same error as `record_in`."""
    with _opened(BytesIO(content), source, 0) as (_, record):
        return bytes(record.content_stream().read())


@contextmanager
def _opened(file: IO[bytes], name: str, offset: int) -> Iterator[tuple[Any, Any]]:
    """The records of a file from an offset on, and the first of them."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    file.seek(offset)
    try:
        records = ArchiveIterator(file)
        record = next(records, None)
        if record is None:
            raise SourceError(f"{name} at {offset}", "holds no record")
        yield records, record
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error) as error:
        raise SourceError(f"{name} at {offset}", f"holds no whole record ({str(error)[:MOST_SAID]})") from error


def _stored(records: Any, record: Any, offset: int) -> StoredRecord:
    sha256, size = _measured(record)
    return StoredRecord(sha256, size, offset + records.get_record_length(), _address(record))


def _address(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI") or "")


@contextmanager
def changing_alone(path: Path) -> Iterator[IO[bytes]]:
    """A file of records, open at its end and this process's own for the length of the block.

    It is made where it is not there. Whoever changes such a file holds it until the rows say what it has become.
    """
    while True:
        private_files.make_file(path)
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if _is_there(file, path):
                yield file
                return


def _is_there(file: IO[bytes], path: Path) -> bool:
    """Whether an open file still has its name: who held it before may have put another in its place."""
    try:
        return os.fstat(file.fileno()).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False


def _measured(record: Any) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    body = record.content_stream()
    while chunk := body.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
