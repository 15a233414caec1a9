"""The command line inside a test: what a command prints, says and ends with."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest

from bot.cli.main import main
from tests.fakes import WordEmbedder

CLASH = {
    "url": "https://north-wire.example.org/clash",
    "title": "Eight killed beside the silos",
    "text": "Eight fighters were killed in Ras al-Ain on Friday 15 November 2024 when two groups shot at each other.",
    "published_at": "2024-11-16",
    "publisher": "North Wire",
    "language": "en",
}
SHELLING = {
    "url": "https://jazira-post.example.org/shells",
    "title": "Shells fall near Tal Tamr",
    "text": "Two shells fell in fields south of Tal Tamr on Saturday 2 November 2024 and set a barn on fire.",
    "published_at": "2024-11-03",
    "publisher": "Jazira Post",
}
NOW = "2024-11-17T12:00:00+03:00"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    status: int | None
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its last line of output, as JSON."""
        return json.loads(self.out.splitlines()[-1])


Dateline: TypeAlias = Callable[..., Ran]


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Dateline:
    """The command `dateline` as a function, with an embedder that needs no model."""
    monkeypatch.setattr("retrieval.services.SentenceTransformerEmbedder", lambda name, _: WordEmbedder(name))
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: object, stdin: str | bytes = b"") -> Ran:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return Ran(stop.value.code or 0, out, err)  # type: ignore[arg-type]

    return run
