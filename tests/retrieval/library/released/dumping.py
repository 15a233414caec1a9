"""Libraries of released schemas as text: SQL that makes a small one again, with content that was invented for it.

    python -m tests.retrieval.library.released.dumping 0009

writes `0009.sql` beside this module, from the migrations and the rows of `content.py`. A file that stands here is what
was released: it is never made again. 0001, 0002, 0004, 0005 and 0006 were compared with libraries that the code of
their day had made, and are the same; 0003, 0007 and 0008 were not compared.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.libraries import library_at
from tests.retrieval.library.released.content import ROWS

FOLDER = Path(__file__).parent

# SQLite makes these itself for a full text index.
_SHADOWS = ("passage_words_data", "passage_words_idx", "passage_words_content", "passage_words_docsize",
            "passage_words_config")  # fmt: skip


def released() -> list[str]:
    """The schemas of which a library stands here, oldest first."""
    return sorted(path.stem for path in FOLDER.glob("*.sql"))


def load(revision: str, path: Path) -> None:
    """Make the library of a released schema."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FOLDER / f"{revision}.sql").read_text(encoding="utf-8"))


def dump(path: Path, *, rows: bool = True) -> Iterator[str]:
    """The statements that make a library again, or only its schema."""
    with closing(sqlite3.connect(path)) as connection:
        made = "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL ORDER BY name"
        tables = [row for row in connection.execute(made, ("table",)) if _is_ours(row[0])]
        yield from (f"{sql};" for _, sql in tables)
        for name, _ in tables if rows else []:
            yield from _inserts(connection, name)
        for kind in ("index", "trigger"):
            yield from (f"{sql};" for _, sql in connection.execute(made, (kind,)))


def _is_ours(table: str) -> bool:
    return table not in _SHADOWS and not table.startswith("sqlite_")


def _inserts(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    first = "rowid, " if table == "passage_words" else ""
    names = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    quoted = ", ".join(f"quote({name})" for name in (*(["rowid"] if first else []), *(f'"{name}"' for name in names)))
    columns = first + ", ".join(f'"{name}"' for name in names)
    for row in connection.execute(f'SELECT {quoted} FROM "{table}" ORDER BY rowid'):
        yield f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join(row)});'


def make(revision: str, path: Path) -> None:
    """Make a library of a schema from the migrations, and put the invented content in, as far as the schema has it."""
    with library_at(f"sqlite:///{path}", revision):
        pass
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, rows in ROWS.items():
            known = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
            for row in rows if known else []:
                kept = {name: value for name, value in row.items() if name in known or name == "rowid"}
                names, marks = ", ".join(f'"{name}"' for name in kept), ", ".join("?" * len(kept))
                connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(kept.values()))


def main() -> None:
    """Write the dump of a schema that is about to be released."""
    revision = sys.argv[1]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite3"
        make(revision, path)
        text = "\n".join(dump(path)) + "\n"
    (FOLDER / f"{revision}.sql").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
