"""Files and folders that nobody else on the machine may read: the library's, what it was read from, copies of it."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Rights of the group and of others, and of others alone.
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_STRANGERS = stat.S_IRWXO

# What stands in a data dir by Dateline's hand: the beginnings of names.
_OURS = ("dateline.sqlite3", "captures", "chroma", "inbox", "models", "settings.env", ".restoring")


@contextmanager
def closed_to_others() -> Iterator[None]:
    """Whatever this process makes in the block, also through a library, belongs to its owner alone."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, that only its owner may open. What is there stays as it is.

    In a folder that is shared with its group on purpose, it is shared as well.
    """
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        if _is_shared(folder.parent):
            folder.chmod(stat.S_ISGID | 0o770)


def make_file(path: Path) -> None:
    """Make an empty file that only its owner may read, or its group where the folder is shared on purpose.

    One that is there stays as it is.
    """
    is_new = not path.exists()
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    if is_new and _is_shared(path.parent):
        path.chmod(0o660)


def open_to_others(data_dir: Path) -> list[Path]:
    """What of a data dir other users of the machine may read or change, itself among it.

    A data dir with the set-group-ID bit is shared with its group on purpose: then only those outside of it count. What
    Dateline has not put there, and a folder that is somebody's home or lies above one, is not looked at.
    """
    if not data_dir.is_dir():
        return []
    unwanted = _STRANGERS if _is_shared(data_dir) else _OTHERS
    own = [] if data_dir.resolve() in (Path.home(), *Path.home().parents) else [data_dir]
    return [path for path in (*own, *_ours(data_dir)) if path.stat().st_mode & unwanted]


def close_data_dir(data_dir: Path) -> list[Path]:
    """Close a data dir to other users of the machine.

    The result is what was open to them. `OSError` where a file belongs to somebody else.
    """
    found = open_to_others(data_dir)
    unwanted = _STRANGERS if found and _is_shared(data_dir) else _OTHERS
    for path in found:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~unwanted)
    return found


def _is_shared(folder: Path) -> bool:
    """Whether a folder has the set-group-ID bit."""
    return bool(folder.stat().st_mode & stat.S_ISGID)


def _ours(data_dir: Path) -> Iterator[Path]:
    for entry in sorted(data_dir.iterdir()):
        if not entry.name.startswith(_OURS) or not entry.exists():
            continue
        yield entry
        for folder, folders, files in os.walk(entry):
            inside = (Path(folder) / name for name in (*folders, *files))
            yield from (path for path in inside if not path.is_symlink())
