"""A backup's file is whole or refused, wherever it was cut, and no member leaves its folder."""

import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operating.backup.archive import FORMAT, Manifest, Member, chunks_of, reading, writing
from retrieval.errors import BackupError

MEMBERS = {"library.sqlite3": b"tables " * 400, "captures/a.warc.gz": os.urandom(300), "settings.env": b""}


def silent(_what: str, _done: int, _total: int | None) -> None:
    """Nobody watches."""


def manifest(members: list[Member], *, format: int = FORMAT) -> Manifest:
    return Manifest("0.1.0", "2024-11-17T09:00:00+00:00", "sqlite", "0001", {"articles": 3}, tuple(members), format)


def write(path: Path, members: dict[str, bytes] = MEMBERS) -> Path:
    with writing(path) as writer:
        for name, content in members.items():
            writer.add(name, [content[:100], content[100:]], packed=name.endswith(".gz"))
        writer.finish(manifest(writer.members))
    return path


def read(path: Path) -> dict[str, bytes]:
    with reading(path, silent) as (found, archive):
        return {member.name: b"".join(chunks_of(archive, member)) for member in found.members}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write(tmp_path_factory.mktemp("whole") / "a.backup").read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


def test_what_was_written_is_read_and_an_ordinary_zip_tool_reads_it_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.backup")
    assert read(path) == MEMBERS
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.backup"]


@given(st.data())
def test_a_file_that_is_cut_off_anywhere_is_refused(whole: bytes, folder: Path, data: st.DataObject) -> None:
    path = folder / "cut"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(BackupError, match="cut off"):
        read(path)


@given(st.data())
def test_a_file_with_any_byte_altered_is_refused(whole: bytes, folder: Path, data: st.DataObject) -> None:
    path, at = folder / "altered", data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :])
    with pytest.raises(BackupError, match="altered"):
        read(path)


@given(st.data())
def test_a_file_to_which_something_was_added_is_refused(whole: bytes, folder: Path, data: st.DataObject) -> None:
    path, at = folder / "longer", data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:at] + data.draw(st.binary(min_size=1, max_size=100)) + whole[at:])
    if path.read_bytes() != whole:
        with pytest.raises(BackupError):
            read(path)


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/etc/outside",
        "captures/../../outside",
        "C:\\outside",
        "captures\\..\\outside",
        "captures//x",
        ".",
    ],
)
def test_a_name_that_leaves_the_folder_is_refused_though_every_checksum_is_right(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "a.backup", {name: b"x"})
    with pytest.raises(BackupError, match="nothing of it is restored"):
        read(path)


def forged(tmp_path: Path, members: dict[str, bytes], said: list[Member]) -> Path:
    """A backup with a right seal whose manifest says something else than it holds."""
    path = tmp_path / "forged.backup"
    with writing(path) as writer:
        for name, content in members.items():
            writer.add(name, [content])
        writer.finish(manifest(said))
    return path


OTHER = Member("library.sqlite3", 3, "0" * 64)
RIGHT = Member("library.sqlite3", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")  # of "abc"


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"library.sqlite3": b"abc"}, [OTHER]),  # another content
        ({"library.sqlite3": b"abc" * 10**6}, [RIGHT]),  # more than it says
        ({"library.sqlite3": b"ab"}, [RIGHT]),  # less
        ({"library.sqlite3": b"abc", "more": b""}, [RIGHT]),  # a member that is not in the manifest
        ({}, [RIGHT]),  # one that is not there
        ({"library.sqlite3": b"abc"}, [RIGHT, RIGHT]),  # one twice
    ],
)
def test_members_that_are_others_than_the_manifest_says_are_refused(
    tmp_path: Path, members: dict[str, bytes], said: list[Member]
) -> None:
    with pytest.raises(BackupError):
        read(forged(tmp_path, members, said))


def test_a_layout_of_a_newer_dateline_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    with writing(path) as writer:
        writer.finish(manifest([], format=FORMAT + 1))
    with pytest.raises(BackupError, match="layout that this version does not read"):
        read(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 500])
def test_what_is_no_backup_is_neither_read_nor_written_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "dateline.sqlite3"
    path.write_bytes(content)
    with pytest.raises(BackupError, match="no backup"):
        read(path)
    with pytest.raises(BackupError, match="left as it is"):
        write(path)
    assert path.read_bytes() == content


def test_the_backup_before_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "a.backup")
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), writing(path) as writer:
        writer.add("library.sqlite3", (bytes(1 // left) for left in (1, 0)))
    assert path.read_bytes() == before
    write(path, {"library.sqlite3": b"new"})
    assert read(path) == {"library.sqlite3": b"new"}


def test_two_backups_are_not_written_to_one_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    with writing(path) as writer:
        with pytest.raises(BackupError, match="another backup is being written"):
            write(path)
        writer.finish(manifest([]))
    assert read(path) == {}


def test_what_a_killed_backup_left_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / ".a.backup.partial").write_bytes(b"half" * 10_000)
    assert read(write(tmp_path / "a.backup")) == MEMBERS
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.backup"]


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.operating.backup.archive.os.fsync", refuse)
    yield


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no room left for the backup"):
        write(tmp_path / "a.backup")
    assert list(tmp_path.iterdir()) == []
