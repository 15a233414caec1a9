"""The space in Chroma's files that holds no vector: blank, and not what the process had in that memory before.

Its index (hnswlib) at first writes all the memory that it has allocated, also where no vector stands yet. What stood
there before, such as a message that a reader had sent, would be on the disk.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

# The head of an index, as Chroma's hnswlib writes it (seen with chromadb 1.5.9): version, offset, capacity, vectors,
# bytes of a vector with its links.
_HEAD = struct.Struct("<iQQQQ")
_VERSION = 1

# Bytes of a vector's length.
_LENGTH = 4


def blank_unused(folder: Path) -> None:
    """Blank what holds no vector in all index files below a folder, which nobody may have open.

    A file in another format is left alone.
    """
    for head in folder.rglob("header.bin"):
        for file, used in _files(head):
            _blank(file, used)


def _files(head: Path) -> Iterator[tuple[Path, int]]:
    """The files of an index, and how many of their bytes are in use."""
    data = head.read_bytes()
    if len(data) < _HEAD.size:
        return
    version, _, capacity, vectors, size = _HEAD.unpack_from(data)
    vectors_file, lengths_file = head.with_name("data_level0.bin"), head.with_name("length.bin")
    if version != _VERSION or not vectors_file.exists() or vectors_file.stat().st_size != capacity * size:
        return
    yield vectors_file, vectors * size
    if lengths_file.exists() and lengths_file.stat().st_size == capacity * _LENGTH:
        yield lengths_file, vectors * _LENGTH


def _blank(file: Path, used: int) -> None:
    unused = file.stat().st_size - used
    if unused > 0:
        with file.open("r+b") as opened:
            opened.seek(used)
            opened.write(bytes(unused))
