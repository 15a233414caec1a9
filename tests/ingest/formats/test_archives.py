"""ZIP archives: what is read of them, and what is refused."""

import zipfile
from pathlib import Path

import pytest

from ingest.formats import archives
from ingest.formats.archives import DAMAGED, Member, members
from ingest.formats.drafts import Failure


def pack(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def read(path: Path) -> dict[str, bytes | str]:
    """The bytes of each member, the error of each failure."""
    return {
        result.name if isinstance(result, Member) else result.source: result.open().read()
        if isinstance(result, Member)
        else result.error
        for result in members(path)
    }


def test_every_file_is_given_in_the_order_of_the_archive(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"b.txt": b"B", "folder/": b"", "folder/a.txt": b"A"})
    assert read(path) == {"b.txt": b"B", "folder/a.txt": b"A"}


def test_a_name_is_never_a_path_on_disk(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"../../outside.txt": b"x", "/etc/new.txt": b"y", "a\nb\x1b.txt": b"z"})
    assert list(read(path)) == ["../../outside.txt", "/etc/new.txt", "a\ufffdb\ufffd.txt"]
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_a_file_without_a_name_is_read_like_any_other(tmp_path: Path) -> None:
    data = pack(tmp_path / "a.zip", {"x": b"words"}).read_bytes()
    directory = data.index(b"PK\x01\x02")
    nameless = bytearray(data[: directory + 46] + data[directory + 47 :])  # found by fuzzing
    nameless[directory + 28 : directory + 30] = b"\0\0"
    (tmp_path / "b.zip").write_bytes(bytes(nameless))
    results = list(members(tmp_path / "b.zip"))
    assert len(results) == 1


def test_too_many_files_or_bytes_refuse_the_whole_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pack(tmp_path / "a.zip", {f"{number}.txt": b"x" * 10 for number in range(5)})
    monkeypatch.setattr(archives, "MAX_MEMBERS", 4)
    assert "holds 5 files" in str(read(path)[str(path)])
    monkeypatch.setattr(archives, "MAX_MEMBERS", 5)
    monkeypatch.setattr(archives, "MAX_TOTAL", 49)
    assert "uncompressed" in str(read(path)[str(path)])


def test_a_bomb_is_refused_and_its_neighbour_read(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"bomb.txt": b"0" * 3_000_000, "a.txt": b"A"})
    results = read(path)
    assert results["a.txt"] == b"A"
    assert "refused as a ZIP bomb" in str(results[f"{path}!bomb.txt"])


def test_a_zip_in_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = pack(tmp_path / "inner.zip", {"a.txt": b"A"})
    path = pack(tmp_path / "a.zip", {"inner.ZIP": inner.read_bytes()})
    assert "is a ZIP in a ZIP" in str(read(path)[f"{path}!inner.ZIP"])


def test_an_encrypted_file_says_so(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": b"A"})
    data = bytearray(path.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + flags] |= 1
    path.write_bytes(data)
    assert "is encrypted" in str(read(path)[f"{path}!a.txt"])


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_archive_is_one_failure(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    (failure,) = members(path)
    assert isinstance(failure, Failure) and "is not a ZIP archive that can be read" in failure.error


def test_a_name_that_is_not_the_utf_8_it_says_damages_its_member_alone(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.txt": b"A", "b.txt": b"B"})
    data = bytearray(path.read_bytes())
    data[7] |= 8  # the local header says UTF-8
    data[30] = 0x99  # found by fuzzing
    path.write_bytes(data)
    for member in members(path):
        assert isinstance(member, Member)
        if member.name == "a.txt":
            with pytest.raises(DAMAGED):
                member.open()
        else:
            assert member.open().read() == b"B"
