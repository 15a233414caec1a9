"""The constants in docs/quality.md are those of the code."""

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).parents[1] / "docs" / "quality.md"

_MODULE = re.compile(r"`((?:retrieval|ingest|bot)(?:/\w+)+)\.py`")
_CONSTANT = re.compile(r"`([A-Z][A-Z_]*)`")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def documented() -> Iterator[tuple[str, list[str], str]]:
    """Each row of constants: the modules to look in, the constants, the cell with their values."""
    modules: list[str] = []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            modules = named_modules(line)
        elif line.startswith("| `") and modules:
            name, value, *_ = (cell.strip() for cell in line.strip("|").split("|"))
            if constants := _CONSTANT.findall(name):
                yield named_modules(name) or modules, constants, value


def named_modules(text: str) -> list[str]:
    return [path.replace("/", ".") for path in _MODULE.findall(text)]


def values_in_code(modules: list[str], constant: str) -> list[object]:
    """What the constant is in each of the modules that define it."""
    loaded = [import_module(module) for module in modules]
    return [getattr(module, constant) for module in loaded if constant in vars(module)]


def in_days(value: object) -> object:
    return value.days if isinstance(value, timedelta) else value


ROWS = list(documented())


@pytest.mark.parametrize(("modules", "constants", "value"), ROWS, ids=[" ".join(row[1]) for row in ROWS])
def test_a_documented_constant_has_its_value_in_the_code(modules: list[str], constants: list[str], value: str) -> None:
    numbers = [float(number.replace(",", "")) for number in _NUMBER.findall(value)]
    assert len(numbers) >= len(constants), f"{value} says nothing of some of {constants}"
    for constant, number in zip(constants, numbers, strict=False):
        found = values_in_code(modules, constant)
        assert found, f"{constant} is in none of {', '.join(modules)}"
        if not isinstance(found[0], dict):
            assert number in map(in_days, found), f"{constant} is {found[0]} in the code"


def test_the_document_names_the_constants_of_every_gate_and_weight() -> None:
    named = {constant for _, constants, _ in ROWS for constant in constants}
    assert {"RRF", "STRUCTURE", "BACKGROUND", "DEPTH", "MOST_ROWS", "LEAD_PASSAGES", "SAME_NEWS", "REPRINT"} <= named
