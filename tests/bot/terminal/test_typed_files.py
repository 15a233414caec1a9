"""Which files a typed `/ingest` names."""

from pathlib import Path

import pytest

from bot.terminal.typed_files import TypedFiles, typed_files


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("a.txt", "b c.pdf", "it's.html"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("/ingest a.txt", ["a.txt"]),
        ("/ingest 'b c.pdf' a.txt", ["b c.pdf", "a.txt"]),
        (r"/ingest b\ c.pdf", ["b c.pdf"]),
        ("/ingest ~/a.txt", ["a.txt"]),
        ("/ingest a.txt https://news.example.org/a", ["a.txt"]),
    ],
)
def test_files_are_named_as_in_a_shell(here: Path, line: str, names: list[str]) -> None:
    assert typed_files(line) == TypedFiles(tuple((here / name).resolve() for name in names), ())


@pytest.mark.parametrize(
    "line", ["/ingest", "/ingest https://news.example.org/a", "/ingest HTTP://X.example.org", "/article a.txt", "a.txt"]
)
def test_addresses_and_other_commands_name_no_file(line: str) -> None:
    assert typed_files(line) is None


def test_a_quotation_mark_that_is_not_closed_is_a_letter(here: Path) -> None:
    assert typed_files("/ingest it's.html") == TypedFiles(((here / "it's.html").resolve(),), ())
