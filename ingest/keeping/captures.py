"""The raw bytes of everything that was read, kept as WARC records (ISO 28500) with hash and time.

They stand in files of the data dir where the library is one machine's, and in the database where several may share it:
a receipt is proven on any of them. A folder that all machines share may be set instead. Files from before are read
where they are, in the data dir.
"""

import hashlib
import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Self

from sqlalchemy import Engine
from sqlmodel import col, select

from ingest.keeping.records import body_at, body_in, changing_alone
from ingest.web.outcomes import Fetched
from retrieval import private_files
from retrieval.errors import SourceError, StoreError
from retrieval.library.database import is_sqlite, read_session, write_transaction
from retrieval.library.models import Capture
from retrieval.library.shared.models import CaptureRecord
from retrieval.settings import Settings

# Below the data dir.
FOLDER = "captures"
# Bytes of a file; the standard's annex suggests a gigabyte.
LARGEST = 2**30

# The body is kept unpacked and whole, so what said how it was packed for the way would be wrong.
_OF_THE_WAY = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "set-cookie"})


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as they were read: of a page with its status and headers, or of a document."""

    url: str
    final_url: str
    body: bytes
    captured_at: datetime
    content_type: str | None = None
    status: int = 200
    headers: Mapping[str, str] | None = None  # None: it came by no HTTP

    @classmethod
    def of(cls, page: Fetched) -> "Raw":
        """The capture of a fetched page."""
        return cls(page.url, page.final_url, page.body, page.fetched_at, page.content_type, page.status, page.headers)


class Captures:
    """The captures of one library. Each process writes files of its own, so several may share a folder."""

    def __init__(self, engine: Engine, data_dir: Path, shared: Path | None = None) -> None:
        self._engine = engine
        self._shared = shared
        self._folder = shared or data_dir / FOLDER
        self._own_folder = data_dir / FOLDER
        self._in_files = shared is not None or is_sqlite(engine)
        self._lock = threading.Lock()
        self._file: Path | None = None

    @classmethod
    def of(cls, engine: Engine, settings: Settings) -> Self:
        """Those that settings place."""
        return cls(engine, settings.data_dir, settings.captures_dir)

    @property
    def shared(self) -> Path | None:
        """The folder that was set. Other libraries may keep captures there as well."""
        return self._shared

    def path(self, warc: str) -> Path:
        """Where a file of captures stands, or would stand."""
        path = self._folder / warc
        return path if path.exists() else self._own_folder / warc

    def files(self) -> Iterator[Path]:
        """Everything that stands where files of captures do."""
        for folder in dict.fromkeys((self._folder, self._own_folder)):
            yield from sorted(folder.iterdir()) if folder.is_dir() else []

    def keep(self, raw: Raw) -> int:
        """Keep bytes.

        The result is the id of their capture. A file is on the disk before the row is in the database.
        Bytes that the same address gave before are not written again. `StoreError` where the folder cannot be written.
        """
        digest = hashlib.sha256(raw.body).hexdigest()
        known = self._known(raw.url, digest)
        if known is not None:
            return known
        row = Capture(
            url=raw.url,
            final_url=raw.final_url,
            captured_at=raw.captured_at,
            status=raw.status,
            content_type=raw.content_type,
            sha256=digest,
            size=len(raw.body),
            warc="",
            offset=0,
        )
        record = warc_record(raw)
        if self._in_files:
            self._keep_in_file(row, record)
        else:
            self._keep_in_database(row, record)
        return row.id or 0

    def read(self, capture: Capture) -> bytes:
        """The bytes of a capture.

        `SourceError` where they are not kept any more.
        """
        source = f"{capture.warc} at {capture.offset}" if capture.warc else f"capture {capture.id}"
        try:
            body = (
                body_at(self.path(capture.warc), capture.offset)
                if capture.warc
                else body_in(self.record_of(capture.id or 0), source)
            )
        except OSError as error:
            raise SourceError(source, f"cannot be read ({error}); restore it from a backup") from error
        except SourceError as error:
            raise SourceError(source, f"{error.reason}; restore it from a backup") from error
        if hashlib.sha256(body).hexdigest() != capture.sha256:
            raise SourceError(source, "no longer holds the bytes that were kept; restore it from a backup")
        return body

    def record_of(self, capture_id: int) -> bytes:
        """The record of a capture that stands in the database; empty where there is none."""
        with read_session(self._engine) as session:
            row = session.get(CaptureRecord, capture_id)
        return row.record if row is not None else b""

    def _known(self, url: str, digest: str) -> int | None:
        with read_session(self._engine) as session:
            query = select(Capture.id).where(Capture.sha256 == digest, Capture.url == url).order_by(col(Capture.id))
            return session.exec(query).first()

    def _keep_in_database(self, row: Capture, record: bytes) -> None:
        with write_transaction(self._engine) as session:
            session.add(row)
            session.flush()
            session.add(CaptureRecord(capture_id=row.id or 0, record=record))

    def _keep_in_file(self, row: Capture, record: bytes) -> None:
        """Append a record to this process's file, and note where it begins once the disk has it."""
        try:
            with self._lock, changing_alone(self._current_file()) as file:
                row.warc, row.offset = Path(file.name).name, append(file, record)
                with write_transaction(self._engine) as session:
                    session.add(row)
        except OSError as error:
            raise StoreError(f"cannot write captures below {self._folder}: {error.strerror or error}") from error

    def _current_file(self) -> Path:
        private_files.make_folder(self._folder)
        if self._file is None or (self._file.exists() and self._file.stat().st_size >= LARGEST):
            self._file = self._folder / new_name()
        return self._file


def new_name() -> str:
    """The name of a file of captures that nobody else has."""
    return f"dateline-{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(4)}.warc.gz"


def append(file: IO[bytes], record: bytes) -> int:
    """Append a record to a file and wait until the disk has it.

    The result is where it begins.
    """
    offset = file.seek(0, os.SEEK_END)
    file.write(record)
    file.flush()
    os.fsync(file.fileno())
    return offset


def warc_record(raw: Raw) -> bytes:
    """The WARC record of bytes that were read, packed on its own, so that it can be read where it begins."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    packed = BytesIO()
    writer = WARCWriter(packed, gzip=True)
    moment = raw.captured_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    http = None
    if raw.headers is not None:
        kept = [(name, value) for name, value in raw.headers.items() if name.lower() not in _OF_THE_WAY]
        http = StatusAndHeaders(str(raw.status), kept, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        raw.final_url,
        "resource" if http is None else "response",
        payload=BytesIO(raw.body),
        http_headers=http,
        warc_content_type=(raw.content_type or "application/octet-stream") if http is None else "",
        warc_headers_dict={"WARC-Date": moment},
    )
    writer.write_record(record)
    return packed.getvalue()


def capture_of(engine: Engine, capture_id: int) -> Capture | None:
    """The row of a capture."""
    with read_session(engine) as session:
        return session.get(Capture, capture_id)
