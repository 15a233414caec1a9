"""The search itself: it finds what was planted, however it is packed, and nothing else."""

import base64
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text

from tests.flows.planted import Plant, found_in, found_in_files, found_in_tables

WORD, NAME, ID = Plant("word", "vorpelzang"), Plant("name", "Zéphyrina"), Plant("id", "7391846205")
PLANTS = (WORD, NAME, ID)


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", data)
    return packed.getvalue()


def tarred(data: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("a")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: data,
    "among other bytes": lambda data: b"\0\xff\xfe" + data + b"\xc3\x28",
    "in capitals": lambda data: data.decode().upper().replace("É", "é").encode(),
    "gzip": gzip.compress,
    "gzip twice over": lambda data: gzip.compress(b"first") + gzip.compress(data),
    "gzip that breaks off": lambda data: gzip.compress(data * 50)[:-8],
    "zip": zipped,
    "tar in gzip": lambda data: gzip.compress(tarred(data)),
    "zip in tar": lambda data: tarred(zipped(data)),
}


@pytest.mark.parametrize("how", PACKED)
def test_what_is_planted_is_found_however_it_is_packed(how: str) -> None:
    data = f"what {WORD.text} said to {NAME.text} ({ID.text})".encode()
    assert found_in(PACKED[how](data), PLANTS) == set(PLANTS)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: json.dumps(f"a {text} b").encode(),
        lambda text: quote(f"a {text} b").encode(),
        lambda text: f"a {text} b".encode("utf-16-le"),
        *(lambda text, n=n: base64.b64encode(f"{'x' * n} {text} and more".encode()) for n in range(4)),
    ],
)
def test_it_is_found_however_it_is_written(encode: Callable[[str], bytes]) -> None:
    for plant in (WORD, NAME):
        assert found_in(encode(plant.text), PLANTS) == {plant}


@pytest.mark.parametrize("data", [b"", b"vorpel zang", b"17391846205", b"73918462051", b"a7391846205f", b"Zephyrina"])
def test_what_is_like_it_is_not_it(data: bytes) -> None:
    assert not found_in(data, PLANTS)


def test_files_and_tables_are_named_in_which_it_is_found(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.gz").write_bytes(gzip.compress(b"vorpelzang"))
    (tmp_path / "7391846205.txt").write_bytes(b"")
    assert found_in_files([tmp_path], PLANTS) == {
        (str(tmp_path / "deep" / "a.gz"), WORD),
        (str(tmp_path / "7391846205.txt"), ID),
    }
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (id INTEGER, words TEXT, other JSON, packed BLOB)"))
        values = {"id": 7391846205, "words": "Vorpelzang", "other": '{"names": ["Z\\u00e9phyrina"]}', "packed": b"\0"}
        connection.execute(text("INSERT INTO t VALUES (:id, :words, :other, :packed)"), values)
        connection.commit()
    assert found_in_tables(engine, PLANTS) == {("t.id", ID), ("t.words", WORD), ("t.other", NAME)}
    engine.dispose()


def test_a_number_is_found_as_sqlite_writes_it_also_where_its_row_is_gone(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("PRAGMA secure_delete = OFF"))
        connection.execute(text("CREATE TABLE t (id INTEGER)"))
        connection.execute(text("INSERT INTO t VALUES (7391846205)"))
        connection.execute(text("DELETE FROM t"))
    engine.dispose()
    assert found_in_files([tmp_path], PLANTS) == {(str(tmp_path / "a.sqlite3"), ID)}


def test_a_file_that_is_missing_proves_nothing(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="nothing is proven"):
        found_in_files([tmp_path / "no-such-file"], PLANTS)
