"""The page on security: each promise names tests that are there, and each table has its line."""

import importlib
import re
from pathlib import Path

from sqlmodel import SQLModel

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_each_promise_names_tests_that_are_there() -> None:
    promises = rows("Who, how, and what is promised")
    assert promises
    for *_, tests in promises:
        named = re.findall(r"`(tests/[^`]+)`", tests)
        assert named and all((ROOT / test).exists() for test in named), tests


def tables() -> list[str]:
    """The tables of the library, wherever they are declared."""
    for room in ("bot", "ingest", "retrieval"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if "table=True" in path.read_text(encoding="utf-8"):
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return sorted(SQLModel.metadata.tables)


def test_each_table_has_one_line_that_says_how_long_it_is_kept() -> None:
    written = [
        table for tables, *_ in rows("What is kept, and for how long") for table in re.findall(r"`(\w+)`", tables)
    ]
    assert sorted(written) == tables()
