"""What somebody hands in, before anybody knows of which format it is."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from gzip import GzipFile
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any, TypeAlias, cast
from zipfile import ZipExtFile

from ingest.formats.archives import DAMAGED, BoundedGzip, fault_of_members
from ingest.formats.drafts import Unreadable
from retrieval.sentences import sentence

# Bytes of material that is read whole: a page, a text, a feed, an office document.
MAX_FILE = 32 * 2**20
# Bytes by which a format is recognised.
HEAD = 2**16

# Bytes that a reader takes as they come. Each has `peek` and `read1`.
Stream: TypeAlias = BufferedReader | GzipFile | ZipExtFile

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Material:
    """Bytes with a name: a file, a member of an archive, what an address gave."""

    name: str  # for reports
    url: str  # where it lies, or where it stands
    open: Callable[[], Stream]  # from its beginning, each time
    stated_type: str | None = None  # the media type that whoever gave it states: "text/html; charset=utf-8"

    @classmethod
    def of_bytes(cls, data: bytes, name: str, url: str, stated_type: str | None = None) -> "Material":
        """Material that is held in memory."""
        return cls(name, url, lambda: BufferedReader(cast(Any, BytesIO(data))), stated_type)

    @property
    def ending(self) -> str:
        """The ending of its name in small letters, with the dot, before that of gzip; "" where it has none."""
        return Path(self.name.lower().removesuffix(".gz")).suffix

    @cached_property
    def head(self) -> bytes:
        """Its first bytes, at most `HEAD`.

        Raises one of `DAMAGED` where it cannot be read.
        """
        with self.open() as stream:
            return stream.read(HEAD)

    @cached_property
    def head_text(self) -> str:
        """Its first bytes as text, in small letters, good enough to look for what is ASCII."""
        encoding = "utf-16" if self.head.startswith(_UTF16) else "utf-8"
        return self.head.decode(encoding, "replace").lstrip("\ufeff").lower()

    @property
    def is_text(self) -> bool:
        """Whether its first bytes are those of a text rather than of a program or a picture."""
        if self.head.startswith(_UTF16):
            return True
        controls = sum(self.head.count(code) for code in range(32) if code not in b"\t\n\f\r\x1b")
        return controls * 50 <= len(self.head)

    @property
    def is_zip(self) -> bool:
        """Whether it is a ZIP, whatever is in it."""
        return self.head.startswith(_ZIP)

    @cached_property
    def members(self) -> frozenset[str]:
        """The names in it where it is a ZIP, as office documents are; empty where it is none."""
        if not self.is_zip:
            return frozenset()
        try:
            with self.open() as stream, zipfile.ZipFile(cast(Any, stream)) as archive:
                return frozenset(archive.namelist())
        except (*DAMAGED, ValueError):
            return frozenset()

    def whole(self) -> bytes:
        """All of it. Raises Unreadable where it is empty or larger than `MAX_FILE`, and one of `DAMAGED`."""
        with self.open() as stream:
            data = stream.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise Unreadable(
                sentence("is larger than {most} MiB; one file is one article here", most=MAX_FILE // 2**20)
            )
        if not data.strip():
            raise Unreadable(sentence("is empty"))
        return data

    def package(self) -> zipfile.ZipFile:
        """The archive that it is, checked by the bounds of archives. Raises Unreadable for one beyond them."""
        data = self.whole()
        try:
            archive = zipfile.ZipFile(BytesIO(data))
        except (*DAMAGED, ValueError) as error:
            raise Unreadable(sentence("is damaged; get it again")) from error
        if fault := fault_of_members(archive.infolist(), len(data)):
            raise Unreadable(fault)
        return archive


def unpacked(material: Material) -> Material:
    """Material that gzip has packed, as it was before; all other as it is."""
    if not material.head.startswith(_GZIP):
        return material
    return replace(material, open=lambda: _unpacked(material))


def _unpacked(material: Material) -> Stream:
    """The stream that is in another. Closing it closes both."""
    unpacked = BoundedGzip(fileobj=material.open())
    unpacked.myfileobj = cast(Any, unpacked.fileobj)  # gzip closes only a file that it has opened by itself
    return unpacked
