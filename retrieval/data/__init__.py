"""The lists that ship (names and spellings of places, words of topics, figures, dialogues), each kind read one way."""

import tomllib
from collections.abc import Iterator
from csv import QUOTE_NONE, DictReader
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def text(name: str) -> str:
    """The whole of a file."""
    return files(__name__).joinpath(name).read_text("utf-8")


def toml(name: str) -> dict[str, Any]:
    """A TOML file as it is parsed, made anew for each caller."""
    return tomllib.loads(text(name))


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table with tabs between its cells; nothing is quoted, cells left out at the end are empty."""
    yield from DictReader(text(name).splitlines(), delimiter="\t", quoting=QUOTE_NONE, restval="")


def lines(name: str) -> list[str]:
    """The lines of a word list, without empty ones and those that begin with "#"."""
    return [line for line in text(name).splitlines() if line and not line.startswith("#")]
