"""Files that another process can open, and open again: what comes by a pipe is copied first."""

import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ingest.formats.drafts import ArticleDraft, Failure
from ingest.formats.files import MAX_COUNTED
from retrieval.errors import SourceError

# Bytes copied at a time.
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Files:
    """Paths that can be opened by name, and what those that were copied are called."""

    paths: list[Path]
    _copied: dict[str, str]

    def named(self, read: ArticleDraft | Failure) -> ArticleDraft | Failure:
        """What was read, by the name that was given."""
        for copy, given in self._copied.items():
            if copy in read.source:
                return replace(read, source=read.source.replace(copy, given))
        return read


@contextmanager
def regular(paths: list[Path]) -> Iterator[Files]:
    """The same paths, a copy in the place of each that is a pipe, for the length of the block."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        copied: dict[str, str] = {}
        files = [_copied(path, Path(folder), copied) if _is_stream(path) else path for path in paths]
        yield Files(files, copied)


def _is_stream(path: Path) -> bool:
    mode = path.stat().st_mode
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _copied(path: Path, folder: Path, copied: dict[str, str]) -> Path:
    copy, size = folder / f"{len(copied)}{path.suffix}", 0
    with path.open("rb") as source, copy.open("wb") as target:
        for piece in iter(partial(source.read, _PIECE), b""):
            size += len(piece)
            if size > MAX_COUNTED:
                raise SourceError(str(path), f"gives more than {MAX_COUNTED // 2**20} MiB; save it to a file first")
            target.write(piece)
    copied[str(copy)] = str(path)
    return copy
