"""What was read is kept byte by byte, in files that other programs read, and found again."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from warcio.archiveiterator import ArchiveIterator

from ingest.keeping.captures import Captures, Raw, capture_of
from retrieval.errors import SourceError, StoreError
from retrieval.library.models import Capture

NOW = datetime(2024, 11, 16, 8, 10, tzinfo=UTC)
PAGE = "<p>Three people were wounded – ثلاثة جرحى.</p>".encode()
URL = "https://north-wire.example.org/story"


def page(body: bytes = PAGE, url: str = URL) -> Raw:
    headers = {"content-type": "text/html", "content-encoding": "gzip", "etag": '"1"', "set-cookie": "id=1"}
    return Raw(url, url + "?a", body, NOW, "text/html", 200, headers)


@pytest.fixture
def captures(engine: Engine, tmp_path: Path) -> Captures:
    return Captures(engine, tmp_path)


def row(engine: Engine, id_: int) -> Capture:
    found = capture_of(engine, id_)
    assert found is not None
    return found


def test_the_bytes_come_back_as_they_were(captures: Captures, engine: Engine) -> None:
    pages = [page(b"x" * size, f"{URL}/{size}") for size in (0, 1, 70_000)] + [page()]
    ids = [captures.keep(one) for one in pages]
    assert [captures.read(row(engine, id_)) for id_ in ids] == [one.body for one in pages]


def test_a_capture_says_what_stood_where_and_when(captures: Captures, engine: Engine) -> None:
    kept = row(engine, captures.keep(page()))
    assert (kept.url, kept.final_url, kept.captured_at, kept.status, kept.size) == (
        URL,
        URL + "?a",
        NOW,
        200,
        len(PAGE),
    )


def test_the_files_are_warc_as_other_programs_read_it(captures: Captures, tmp_path: Path) -> None:
    captures.keep(page())
    captures.keep(Raw("https://t.me/wire/5", "https://t.me/wire/5", b"words", NOW, "text/plain"))
    (path,) = (tmp_path / "captures").iterdir()
    with path.open("rb") as file:
        records = [
            (r.rec_type, r.rec_headers["WARC-Target-URI"], r.rec_headers["WARC-Date"], r.content_stream().read())
            for r in ArchiveIterator(file, check_digests="raise")
        ]
    assert records == [
        ("response", URL + "?a", "2024-11-16T08:10:00Z", PAGE),
        ("resource", "https://t.me/wire/5", "2024-11-16T08:10:00Z", b"words"),
    ]
    assert b"set-cookie" not in path.read_bytes()


def test_the_same_bytes_of_the_same_address_are_kept_once(captures: Captures, engine: Engine) -> None:
    first = captures.keep(page())
    assert captures.keep(page()) == first
    assert captures.keep(page(PAGE + b" ")) != first
    assert captures.keep(page(url=URL + "/copy")) != first


def test_two_processes_write_side_by_side(engine: Engine, tmp_path: Path) -> None:
    writers = [Captures(engine, tmp_path) for _ in range(2)]
    ids = [writer.keep(page(b"%d" % n, f"{URL}/{n}")) for n, writer in enumerate(writers * 3)]
    assert [writers[0].read(row(engine, id_)) for id_ in ids] == [b"%d" % n for n in range(6)]


def test_a_file_that_was_changed_proves_nothing(captures: Captures, engine: Engine, tmp_path: Path) -> None:
    kept = row(engine, captures.keep(page()))
    (path,) = (tmp_path / "captures").iterdir()
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError, match="backup"):
        captures.read(kept)
    path.unlink()
    with pytest.raises(SourceError, match="backup"):
        captures.read(kept)


@pytest.mark.parametrize(
    "harm", [lambda _: b"", lambda held: held[:60], lambda held: bytes(len(held)), lambda held: b"<html>" * 90]
)
def test_a_file_that_holds_something_else_proves_nothing(
    captures: Captures, engine: Engine, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    kept = row(engine, captures.keep(page()))
    (path,) = (tmp_path / "captures").iterdir()
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(SourceError, match="backup") as refused:
        captures.read(kept)
    assert len(str(refused.value)) < 300


def test_a_folder_that_cannot_be_written_is_said(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "captures").write_text("in the way")
    with pytest.raises(StoreError, match="captures"):
        Captures(engine, tmp_path).keep(page())
