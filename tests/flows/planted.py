"""Words, names, ids and secrets that a story plants, and a search for them in everything that is left behind.

plants = (Plant("word", "vorpelzang"), Plant("id", "7391846205"))
assert not found_in(b"…", plants)                      # bytes, whatever they are packed in
assert not found_in_files([tmp_path], plants)          # files and folders
assert found_in_tables(engine, plants) <= {("answers.question", "word")}
"""

import base64
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import Engine, MetaData, inspect, select


class Plant(NamedTuple):
    """Something that is planted: what it is, and how it is written."""

    what: str  # "word", "name", "id", "token" …
    text: str


def found_in(data: bytes, plants: Iterable[Plant]) -> set[Plant]:
    """What is found in bytes: as it is written, encoded as JSON, addresses, UTF-16 or base64, or packed."""
    contents = [content.lower() for content in _contents(data)]
    return {plant for plant in plants if any(_holds(content, plant) for content in contents)}


def found_in_files(paths: Iterable[Path], plants: Iterable[Plant]) -> set[tuple[str, Plant]]:
    """What is found in files and in everything below folders, or in their names, with the name of the file."""
    sought = tuple(plants)
    return {
        (str(file), plant)
        for file in _files(paths)
        for data in (str(file).encode(), _bytes_of(file))
        for plant in found_in(data, sought)
    }


def found_in_tables(engine: Engine, plants: Iterable[Plant]) -> set[tuple[str, Plant]]:
    """What is found in a database, with "table.column", of all its schemas."""
    sought = tuple(plants)
    return {(where, plant) for where, value in _values(engine) for plant in found_in(value, sought)}


def _holds(content: bytes, plant: Plant) -> bool:
    if plant.what == "id":  # digits stand in many a number: an id is a whole one
        whole = re.search(rb"(?<![0-9a-f])" + plant.text.encode() + rb"(?![0-9a-f])", content) is not None
        return whole or any(form.lower() in content for form in _integers(plant.text))
    return any(form.lower() in content for form in (*_forms(plant.text), *_integers(plant.text)))


def _integers(text: str) -> Iterator[bytes]:
    """How SQLite writes a number that takes more than four bytes: shorter ones stand everywhere."""
    if text.isdigit() and 2**31 <= int(text) < 2**47:
        yield int(text).to_bytes(6, "big")


def _forms(text: str) -> Iterator[bytes]:
    """How a text may be written."""
    yield text.encode()
    yield json.dumps(text)[1:-1].encode()
    yield quote(text).encode()
    yield text.encode("utf-16-le")
    for before in range(3):  # base64 has three ways to begin
        encoded = base64.b64encode(b"\0" * before + text.encode())
        yield encoded[(4 if before else 0) : len(encoded) // 4 * 4 - 4]


def _contents(data: bytes) -> Iterator[bytes]:
    """Bytes, and what is packed in them, to any depth."""
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield from _contents(_gunzipped(data))
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield from _contents(packed.read(name))
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as packed:
            for member in packed:
                file = packed.extractfile(member)
                yield from _contents(file.read()) if file else ()


def _gunzipped(data: bytes) -> bytes:
    """What is packed, up to where it breaks off: a file may be written at this moment."""
    whole = b""
    while data.startswith(b"\x1f\x8b"):
        reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            whole += reader.decompress(data)
        except zlib.error:
            return whole
        data = reader.unused_data
    return whole


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        assert path.exists(), f"{path} is not there, so nothing is proven by a search in it"
        yield from (file for file in sorted(path.rglob("*")) if file.is_file()) if path.is_dir() else [path]


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:  # deleted meanwhile
        return b""


def _values(engine: Engine) -> Iterator[tuple[str, bytes]]:
    inspector = inspect(engine)
    schemas = [None] if engine.dialect.name == "sqlite" else [
        name for name in inspector.get_schema_names() if name not in ("information_schema", "pg_catalog")
    ]  # fmt: skip
    with engine.connect() as connection:
        for schema in schemas:
            tables = MetaData()
            tables.reflect(connection, schema=schema, resolve_fks=False)
            for table in tables.tables.values():
                for row in connection.execute(select(table)).mappings():
                    for column, value in row.items():
                        yield f"{table.name}.{column}", _as_bytes(value)


def _as_bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)).encode()
