"""A search over everything that a library consists of: the raw bytes of every file, every column of every table."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Engine, text


def needles(*words: str, numbers: Iterable[int] = ()) -> dict[str, list[bytes]]:
    """What is looked for, in each form in which a file may hold it: UTF-8, UTF-16, JSON, SQLite's integers."""
    forms = {word: [word.encode(), word.encode("utf-16-le"), ascii(word)[1:-1].encode()] for word in words}
    for number in numbers:
        forms[str(number)] = [str(number).encode(), str(number).encode("utf-16-le"), number.to_bytes(6, "big")]
    return forms


def found_in_files(folder: Path, wanted: dict[str, list[bytes]]) -> list[tuple[str, str]]:
    """The files that hold something wanted, packed or unpacked, or are called so."""
    return [
        (str(path.relative_to(folder)), word)
        for path in sorted(folder.rglob("*"))
        for word, forms in wanted.items()
        for content in (str(path).encode(), *_contents(path))
        if any(form in content for form in forms)
    ]


def found_in_tables(engine: Engine, wanted: dict[str, list[bytes]]) -> list[tuple[str, str]]:
    """The tables, of every schema, of which a row holds something wanted in any column."""
    query = "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
    with engine.connect() as connection:
        tables = [row for row in connection.execute(text(query)) if row[0] not in ("pg_catalog", "information_schema")]
        return [
            (f"{schema}.{table}", word)
            for schema, table in tables
            for word in wanted
            if connection.execute(
                text(f'SELECT 1 FROM "{schema}"."{table}" AS t WHERE t::text ILIKE :word LIMIT 1'),
                {"word": f"%{word}%"},
            ).first()
        ]


def _contents(path: Path) -> Iterator[bytes]:
    if not path.is_file():
        return
    content = path.read_bytes()
    yield content
    if content.startswith(b"\x1f\x8b"):
        try:
            yield gzip.decompress(content)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise AssertionError(f"{path} cannot be unpacked, so it was not searched") from error
