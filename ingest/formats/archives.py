"""The files in a ZIP archive, and what gzip has packed, read in memory and within bounds.

Nothing is unpacked to disk.
"""

import gzip
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ingest.formats.drafts import Failure
from retrieval.sentences import Sentence, sentence

# Files of one archive, each of which costs time to look at.
MAX_MEMBERS = 10_000
# Bytes, uncompressed.
MAX_TOTAL = 500 * 2**20
# Uncompressed to compressed; text reaches 20.
MAX_RATIO = 200
# The same of all files together, against the archive as it lies on the disk.
MAX_RATIO_IN_ALL = 50
# Bytes; below it a high ratio is harmless.
_SMALL = 2**20
_SMALL_IN_ALL = 8 * 2**20

# What reading a damaged or unusual member raises.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,  # of a name that says it is UTF-8
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name, printable, for its kind and for reports, never a path on disk."""

    name: str
    _archive: zipfile.ZipFile
    _info: zipfile.ZipInfo

    def open(self) -> zipfile.ZipExtFile:
        """The member's bytes as a stream.

        Reading it may raise one of `DAMAGED`.
        """
        return cast(zipfile.ZipExtFile, self._archive.open(self._info))


def members(path: Path) -> Iterator[Member | Failure]:
    """The files of an archive in its order, a Failure for each that cannot or must not be read.

    An archive over the bounds above is one Failure and nothing of it is read. A member can be read until the
    iterator is closed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
            if fault := too_much(infos, path.stat().st_size):
                yield Failure(str(path), fault)
                return
            for info in infos:
                name = _printable(info.filename)
                fault = _refused(info)
                yield Failure(f"{path}!{name}", fault) if fault else Member(name, archive, info)
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError) as error:
        yield Failure(str(path), f"is not a ZIP archive that can be read ({error}); pack it again")


class BoundedGzip(gzip.GzipFile):
    """An unpacked stream that fails with OSError where much more comes out of it than went in."""

    def read1(self, size: int = -1) -> bytes:
        data = super().read1(size)
        packed = cast(gzip.GzipFile, self.fileobj).tell()
        if self.tell() > _SMALL_IN_ALL and self.tell() > MAX_RATIO_IN_ALL * packed:
            raise OSError(f"it unpacks to over {MAX_RATIO_IN_ALL} times its size; refused as a bomb")
        return data


def fault_of_members(infos: list[zipfile.ZipInfo], size: int) -> Sentence | None:
    """Why an archive of so many bytes must not be read as one document, such as a DOCX.

    None where it may.
    """
    return too_much(infos, size) or next(filter(None, map(_refused, infos)), None)


def too_much(infos: list[zipfile.ZipInfo], size: int) -> Sentence | None:
    """Why an archive of so many bytes is not read at all.

    What it says of its files is measured by its own size: many small ones, or ones that share their bytes, are a bomb
    as well, though each may be harmless.
    """
    if len(infos) > MAX_MEMBERS:
        return sentence(
            "holds {count} files; at most {most} are read, so divide it", count=len(infos), most=MAX_MEMBERS
        )
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL:
        return sentence(
            "holds {size} MiB uncompressed; at most {most} are read, so divide it",
            size=total // 2**20,
            most=MAX_TOTAL // 2**20,
        )
    if total > _SMALL_IN_ALL and total > MAX_RATIO_IN_ALL * size:
        return sentence("unpacks to over {ratio} times its size; refused as a ZIP bomb", ratio=MAX_RATIO_IN_ALL)
    return None


def _refused(info: zipfile.ZipInfo) -> Sentence | None:
    if info.flag_bits & 1:
        return sentence("is encrypted; pack it again without a password")
    if info.file_size > _SMALL and info.file_size > MAX_RATIO * info.compress_size:
        return sentence("unpacks to over {ratio} times its size; refused as a ZIP bomb", ratio=MAX_RATIO)
    if info.filename.lower().endswith(".zip"):
        return sentence("is a ZIP in a ZIP; import it by itself")
    return None


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name)
