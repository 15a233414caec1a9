"""The file of a backup: an ordinary ZIP that ends in the SHA-256 of all its bytes before, so that none can be altered.

It is written to a file beside and takes its name when all of it is on the disk. What is read is verified first: the
whole file by the digest at its end, each member by the manifest.
"""

import errno
import fcntl
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from retrieval.errors import BackupError, StoreFullError

MANIFEST = "manifest.json"

# Of the layout of the file; grows when an older Dateline could not read it any more.
FORMAT = 1

# Bytes read or written at a time.
CHUNK = 2**20

# Bytes of a manifest that is read: a member takes some 150.
LONGEST_MANIFEST = 2**26

_SEAL = b"sha256="
_DIGITS = 64

Progress = Callable[[str, int, int | None], None]
"""Told what is being done, how many bytes of it are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    dateline: str  # the version that made it
    made_at: str
    database: str  # "sqlite" or "postgresql"
    schema: str  # the revision of its tables
    counts: Mapping[str, int]  # rows, by table
    members: tuple[Member, ...]
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of all members."""
        return sum(member.size for member in self.members)

    def plain(self) -> bytes:
        """The manifest as it stands in the file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


class Writer:
    """Adds members to a backup that is being made."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: list[Member] = []

    def add(self, name: str, chunks: Iterable[bytes], *, packed: bool = False) -> None:
        """Add a file; `packed` says that it is compressed already."""
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o600 << 16
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self.members.append(Member(name, size, digest.hexdigest()))

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest, the last member."""
        self._archive.writestr(MANIFEST, manifest.plain(), zipfile.ZIP_DEFLATED)


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """A backup that is made in the block and stands at `target` after it, or leaves no trace.

    Only another backup is replaced. `BackupError` where the file cannot be written.
    """
    _refuse_other_file(target)
    beside = target.with_name(f".{target.name}.partial")
    try:
        with _alone(beside, target) as file:
            with zipfile.ZipFile(file, "w") as archive:
                archive.comment = _SEAL + b"0" * _DIGITS
                yield Writer(archive)
            file.flush()
            digest = _digest(file, file.seek(0, os.SEEK_END) - _DIGITS)
            file.seek(-_DIGITS, os.SEEK_END)
            file.write(digest)
            file.flush()
            os.fsync(file.fileno())
            beside.replace(target)
            _sync_folder(target.parent)
    except OSError as error:
        raise _unwritable(target, error) from error


@contextmanager
def _alone(beside: Path, target: Path) -> Iterator[IO[bytes]]:
    """The file that a backup is written to, empty and this process's own; what a killed one left there is taken over.

    After the block it is gone, unless it was renamed.
    """
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_RDWR, 0o600), "w+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"another backup is being written to {target}; wait until it is done") from error
        file.truncate(0)
        try:
            yield file
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def reading(path: Path, progress: Progress) -> Iterator[tuple[Manifest, zipfile.ZipFile]]:
    """A backup whose every byte was verified, and what it says of itself.

    `BackupError` where it is cut off, altered, no backup, or of a newer layout.
    """
    with ExitStack() as opened:
        try:
            _verify_whole(path, progress)
            archive = opened.enter_context(zipfile.ZipFile(path))
            manifest = _manifest(path, archive)
            _verify_members(path, archive, manifest, progress)
        except OSError as error:
            raise BackupError(f"{path} cannot be read: {error.strerror or error}") from error
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
            raise _damaged(path) from error
        yield manifest, archive


def chunks_of(archive: zipfile.ZipFile, member: Member) -> Iterator[bytes]:
    """The bytes of a member, no more than its manifest says."""
    left = member.size
    with archive.open(member.name) as file:
        while chunk := file.read(min(CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                return
            yield chunk


def file_chunks(path: Path, size: int | None = None) -> Iterator[bytes]:
    """The bytes of a file, or the first `size` of them."""
    left = path.stat().st_size if size is None else size
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def is_backup(path: Path) -> bool:
    """Whether a file ends as backups end."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _DIGITS - len(_SEAL)))
        return file.read(len(_SEAL)) == _SEAL


def _refuse_other_file(target: Path) -> None:
    if target.is_dir():
        raise BackupError(f"{target} is a folder; name the file that is to be made, like {target / 'dateline.backup'}")
    if target.exists() and not is_backup(target):
        raise BackupError(f"{target} is there already and no backup; it is left as it is: name another file")


def _verify_whole(path: Path, progress: Progress) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _DIGITS - len(_SEAL)))
        seal = file.read()
        if not seal.startswith(_SEAL) or len(seal) != len(_SEAL) + _DIGITS:
            raise _damaged(path)
        if _digest(file, size - _DIGITS, progress) != seal[len(_SEAL) :]:
            raise _damaged(path)


def _digest(file: Any, size: int, progress: Progress | None = None) -> bytes:
    digest, done = hashlib.sha256(), 0
    file.seek(0)
    while done < size and (chunk := file.read(min(CHUNK, size - done))):
        digest.update(chunk)
        done += len(chunk)
        if progress is not None:
            progress("File verified", done, size)
    return digest.hexdigest().encode()


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        with archive.open(MANIFEST) as file:
            read = json.loads(file.read(LONGEST_MANIFEST))
        if read["format"] > FORMAT:
            raise BackupError(
                f"{path} was made by Dateline {read['dateline']}, in a layout that this version does not read; "
                "install that version or a newer one"
            )
        members = tuple(Member(str(one["name"]), int(one["size"]), str(one["sha256"])) for one in read["members"])
        return Manifest(**read | {"members": members})
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(f"{path} is no backup of Dateline's: its manifest cannot be read") from error


def _verify_members(path: Path, archive: zipfile.ZipFile, manifest: Manifest, progress: Progress) -> None:
    """Every member is in the manifest and every one of the manifest is there, once, as it says, and stays inside."""
    named = [member.name for member in manifest.members]
    if sorted([*named, MANIFEST]) != sorted(archive.namelist()) or len(set(named)) != len(named):
        raise _damaged(path)
    done = 0
    for member in manifest.members:
        if not _stays_inside(member.name):
            raise BackupError(f"{path} holds {member.name!r}, which leaves the data dir; nothing of it is restored")
        digest, size = hashlib.sha256(), 0
        for chunk in chunks_of(archive, member):
            digest.update(chunk)
            size += len(chunk)
            progress("Members verified", done + size, manifest.size)
        done += size
        if (digest.hexdigest(), size) != (member.sha256, archive.getinfo(member.name).file_size):
            raise _damaged(path)


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    plain = not path.is_absolute() and ".." not in path.parts and str(path) == name and name != "."
    return plain and not any(mark in name for mark in ("\\", "\0", ":"))


def _damaged(path: Path) -> BackupError:
    return BackupError(f"{path} is cut off, was altered, or is no backup; nothing of it is restored: take another copy")


def _unwritable(target: Path, error: OSError) -> Exception:
    if error.errno == errno.ENOSPC:
        return StoreFullError(f"no room left for the backup {target}; free some space, or name a file on another disk")
    return BackupError(f"the backup {target} cannot be written: {error.strerror or error}")


def _sync_folder(folder: Path) -> None:
    """Let the disk know the new name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
