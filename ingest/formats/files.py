"""Articles from paths: a file by what it holds, a directory or a ZIP by the files in it."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from io import BufferedReader
from pathlib import Path
from urllib.parse import quote

from ingest.formats.archives import DAMAGED, members
from ingest.formats.companions import is_companion, is_hidden
from ingest.formats.dates import UNKNOWN, read_published
from ingest.formats.drafts import Drafts, Failure, Fallback, Unreadable
from ingest.formats.material import Material, unpacked
from ingest.formats.registry import READERS, reader_of
from retrieval.errors import SourceError
from retrieval.sentences import Sentence, sentence

# Bytes; counting more than that would keep a person waiting.
MAX_COUNTED = 2**30


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


def _all_files(paths: Iterable[Path]) -> Iterator[Material | Failure]:
    for path in paths:
        if not path.is_dir():
            yield from _in_file(_on_disk(path), path)
            continue
        for below in _below(path):
            file = _on_disk(below)
            if not is_hidden(below.name) and not is_companion(file, is_read=_is_recognised(file)):
                yield from _in_file(file, below)


def _on_disk(path: Path) -> Material:
    return Material(str(path), path.resolve().as_uri(), partial(_opened, path))


def _in_file(file: Material, path: Path) -> Iterator[Material | Failure]:
    """A file; of an archive that is no document itself, the files in it."""
    if file.ending == ".zip" or (file.is_zip and not _is_recognised(file)):
        yield from _members(path)
    else:
        yield file


def _is_recognised(file: Material) -> bool:
    try:
        return reader_of(unpacked(file)) is not None
    except DAMAGED:
        return False


def _below(directory: Path) -> Iterator[Path]:
    """The files under a directory, sorted.

    Links to other directories are not followed.
    """
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (path for name in sorted(names) if (path := Path(folder, name)).is_file())


def _opened(path: Path) -> BufferedReader:
    return path.open("rb")


def _members(archive: Path) -> Iterator[Material | Failure]:
    for member in members(archive):
        if isinstance(member, Failure):
            yield member
            continue
        url = f"{archive.resolve().as_uri()}!/{quote(member.name)}"
        file = Material(f"{archive}!{member.name}", url, member.open)
        if not is_hidden(member.name) and not is_companion(file, is_read=_is_recognised(file)):
            yield file


def _read_file(file: Material, fallback: Fallback, skip: int) -> Drafts:
    try:
        material = unpacked(file)
        reader = reader_of(material)
        if reader is None:
            yield Failure(file.name, _of_no_format(material))
        else:
            yield from reader.read(material, fallback, skip)
    except Unreadable as error:
        yield Failure(file.name, error.words)
    except DAMAGED:
        yield Failure(file.name, sentence("is damaged, or ends too early; get it again"))


def _of_no_format(material: Material) -> Sentence:
    if not material.head.strip():
        return sentence("is empty")
    formats = ", ".join(reader.name for reader in READERS)
    return sentence("is of a kind that cannot be read; these can be: {formats}", formats=formats)


def _count(file: Material) -> int:
    try:
        material = unpacked(file)
        reader = reader_of(material)
        return reader.count(material) if reader is not None else 1
    except (Unreadable, *DAMAGED):
        return 1  # reading will say so
