"""Articles from paths: a file by the ending of its name, a directory or a ZIP by the files in it."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from io import BufferedReader
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipExtFile

from ingest.formats.archives import DAMAGED, BoundedGzip, Member, members
from ingest.formats.dates import UNKNOWN, read_published
from ingest.formats.drafts import Drafts, Failure, Fallback, Fields, Unreadable, draft_from
from ingest.formats.feeds import read_feed
from ingest.formats.jsonl import Stream, read_jsonl
from ingest.formats.pages.page import read_page
from ingest.formats.pdf import read_pdf
from ingest.formats.texts import read_markdown, read_text
from retrieval.errors import SourceError

# Bytes of a file that is read whole: a page, a text, a feed.
MAX_FILE = 32 * 2**20
# Bytes; counting more than that would keep a person waiting.
MAX_COUNTED = 2**30

_LINES = (".jsonl", ".ndjson", ".jsonl.gz")
_FEEDS = (".xml", ".rss", ".atom")
_ARTICLES: dict[str, Callable[[bytes, str, datetime], Fields]] = {
    ".txt": lambda data, url, now: read_text(data, url),
    ".text": lambda data, url, now: read_text(data, url),
    ".md": lambda data, url, now: read_markdown(data, url),
    ".markdown": lambda data, url, now: read_markdown(data, url),
    ".html": lambda data, url, now: read_page(data, url, now=now),
    ".htm": lambda data, url, now: read_page(data, url, now=now),
    ".pdf": lambda data, url, now: read_pdf(data, url),
    ".xhtml": lambda data, url, now: read_page(data, url, now=now),
}
_KINDS = ".jsonl, .jsonl.gz, .html, .pdf, .md, .txt, .xml, .rss, .atom or .zip"

# What browsers save beside a page and archives carry along: passed over without a word.
_COMPANIONS = frozenset(
    {
        ".css",
        ".js",
        ".json",
        ".map",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".webp",
        ".avif",
        ".ico",
        ".bmp",
    }
    | {".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".webm", ".ogg", ".mov"}
)


@dataclass(frozen=True, slots=True)
class _File:
    """A file on disk or in an archive: its name for reports, its address, and how to open it."""

    name: str
    url: str
    open: Callable[[], BufferedReader | ZipExtFile]

    @property
    def ending(self) -> str:
        name = self.name.lower()
        return ".jsonl.gz" if name.endswith(".jsonl.gz") else Path(name).suffix


def read_articles(
    paths: Iterable[Path],
    *,
    published: date | datetime | None = None,
    publisher: str | None = None,
    now: datetime,
) -> Drafts:
    """An iterator over the articles that `paths` hold, in order, each read when it is asked for.

    What cannot be read is a Failure in its place. `published` and `publisher` fill in what an item does not
    state. Raises SourceError at once for a path that does not exist.
    """
    given = existing(paths)
    fallback = Fallback(now, read_published(published, now) if published else UNKNOWN, publisher)
    return (article for file in read_files(given, fallback) for article in file.items)


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file that is about to be read: which it is of all, its name for reports, and what it holds."""

    number: int
    name: str
    items: Drafts


def read_files(
    paths: Iterable[Path], fallback: Fallback, *, first: int = 0, passed_over: int = 0
) -> Iterator[FileReading]:
    """The files that `paths` hold, in order, from number `first` on, each read when its items are asked for.

    Of the first one, so many items are passed over without being read.
    """
    for number, file in enumerate(_all_files(paths)):
        if number >= first:
            skip = passed_over if number == first else 0
            yield (
                FileReading(number, file.source, iter([file][skip:]))
                if isinstance(file, Failure)
                else FileReading(number, file.name, _read_file(file, fallback, skip))
            )


def count_items(paths: Iterable[Path]) -> int | None:
    """How many articles and failures `read_articles` will yield, for a progress bar.

    Lines and feed entries are counted without being read, so the number may be a few off. None where that
    would take long, or take the articles away. Raises SourceError for a path that does not exist.
    """
    given = existing(paths)
    on_disk = (below for path in given for below in (_below(path) if path.is_dir() else [path]))
    sizes = [path.stat().st_size if path.is_file() else None for path in on_disk]
    if None in sizes or sum(filter(None, sizes)) > MAX_COUNTED:  # a pipe can be read only once
        return None
    return sum(1 if isinstance(file, Failure) else _count(file) for file in _all_files(given))


def existing(paths: Iterable[Path]) -> list[Path]:
    """The paths as they are given.

    Raises SourceError for one that does not exist.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise SourceError(str(path), "there is no such file or directory")
    return given


def _all_files(paths: Iterable[Path]) -> Iterator[_File | Failure]:
    for path in paths:
        for below in _below(path) if path.is_dir() else [path]:
            if below.suffix.lower() == ".zip":
                yield from _members(below)
            elif below is path or not _is_companion(below.name):
                yield _File(str(below), below.resolve().as_uri(), partial(_opened, below))


def _below(directory: Path) -> Iterator[Path]:
    """The files under a directory, sorted.

    Links to other directories are not followed.
    """
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (path for name in sorted(names) if (path := Path(folder, name)).is_file())


def _opened(path: Path) -> BufferedReader:
    return path.open("rb")


def _members(archive: Path) -> Iterator[_File | Failure]:
    for member in members(archive):
        if isinstance(member, Failure):
            yield member
        elif not _is_companion(member.name):
            yield _in_archive(archive, member)


def _in_archive(archive: Path, member: Member) -> _File:
    url = f"{archive.resolve().as_uri()}!/{quote(member.name)}"
    return _File(f"{archive}!{member.name}", url, member.open)


def _is_companion(name: str) -> bool:
    folder, _, last = name.rpartition("/")
    hidden = last.startswith(".") or folder.startswith("__MACOSX")
    return hidden or Path(last).suffix.lower() in _COMPANIONS


def _read_file(file: _File, fallback: Fallback, skip: int) -> Drafts:
    try:
        if file.ending in _LINES:
            with _lines_of(file) as stream:
                yield from read_jsonl(stream, file.name, fallback, skip)
        elif file.ending in _FEEDS:
            yield from read_feed(_whole(file), file.name, fallback, skip)
        elif skip:
            return
        elif file.ending in _ARTICLES:
            item = _ARTICLES[file.ending](_whole(file), file.url, fallback.now)
            yield draft_from(item, file.name, fallback)
        else:
            yield Failure(file.name, f"is of a kind that cannot be read; give {_KINDS}")
    except Unreadable as error:
        yield Failure(file.name, str(error))
    except DAMAGED as error:
        yield Failure(file.name, f"cannot be read ({str(error) or 'it ends too early'}); get it again")


@contextmanager
def _lines_of(file: _File) -> Iterator[Stream]:
    with file.open() as stream:
        if file.ending != ".jsonl.gz":
            yield stream
            return
        with BoundedGzip(fileobj=stream) as unpacked:
            yield unpacked


def _whole(file: _File) -> bytes:
    with file.open() as stream:
        data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Unreadable(f"is larger than {MAX_FILE // 2**20} MiB; one file is one article here")
    if not data.strip():
        raise Unreadable("is empty")
    return data


def _count(file: _File) -> int:
    try:
        if file.ending in _LINES:
            with _lines_of(file) as stream:
                return sum(chunk.count(b"\n") for chunk in iter(partial(stream.read, 2**20), b""))
        if file.ending in _FEEDS:
            data = _whole(file)
            return data.count(b"<item") + data.count(b"<entry")
    except (Unreadable, *DAMAGED):
        pass  # reading will say so
    return 1
