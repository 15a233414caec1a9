"""Nobody else on the machine reads a data dir: made so, mended where an older version made it otherwise."""

import json
import logging
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from retrieval.library.database import open_database
from retrieval.private_files import close_data_dir, make_file, make_folder, open_to_others
from retrieval.services import Services
from retrieval.settings import Settings
from tests.bot.commands import CLASH, Dateline
from tests.keeping import draft, keep

Open = Callable[[], AbstractContextManager[Services]]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): mode(path) for path in folder.rglob("*")}


def test_a_library_is_made_closed_with_the_files_beside_it(settings: Settings) -> None:
    engine = open_database(settings.sql_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO facts VALUES ('a', 'b')")
        made = modes(settings.data_dir)
    engine.dispose()
    assert mode(settings.data_dir) == 0o700
    assert {name: made[name] for name in made if not name.endswith(".migrating")} == dict.fromkeys(
        ["dateline.sqlite3", "dateline.sqlite3-wal", "dateline.sqlite3-shm"], 0o600
    )


def test_everything_that_the_command_makes_is_closed(dateline: Dateline, settings: Settings, tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text(json.dumps(CLASH), encoding="utf-8")
    assert dateline("import", articles).status == 0
    assert any("chroma" in name for name in modes(settings.data_dir))
    assert open_to_others(settings.data_dir) == []


@pytest.mark.parametrize("beside", ["captures/a.warc.gz", "inbox/job/file.pdf", "chroma/x/y.bin", "models/m/w.onnx"])
def test_an_open_data_dir_is_closed_at_start_and_one_line_says_so(
    services: Services, open_again: Open, settings: Settings, beside: str, caplog: pytest.LogCaptureFixture
) -> None:
    other = settings.data_dir / beside
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_bytes(b"x")
    for path in (settings.data_dir, *settings.data_dir.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    services.indexer.close()
    with caplog.at_level(logging.WARNING), open_again():
        pass
    assert {mode(settings.data_dir), mode(other), mode(settings.data_dir / "dateline.sqlite3")} == {0o700, 0o600}
    assert mode(other.parent) == 0o700
    assert [record.message for record in caplog.records if "other users" in record.message] != []
    caplog.clear()
    assert open_to_others(settings.data_dir) == []


def test_a_data_dir_that_is_shared_with_its_group_stays_shared_with_it_alone(services: Services) -> None:
    keep(services, draft("Two shells fell in fields south of Tal Tamr on Saturday."))
    folder = services.settings.data_dir
    folder.chmod(0o2775)
    (folder / "dateline.sqlite3").chmod(0o664)
    close_data_dir(folder)
    assert (mode(folder), mode(folder / "dateline.sqlite3")) == (0o2770, 0o660)
    make_folder(folder / "captures")
    make_file(folder / "captures" / "a.warc.gz")
    assert (mode(folder / "captures"), mode(folder / "captures" / "a.warc.gz")) == (0o2770, 0o660)


def test_what_dateline_has_not_put_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "notes.txt").chmod(0o644)
    (tmp_path / "captures").mkdir(mode=0o755)
    (tmp_path / "captures" / "elsewhere").symlink_to(tmp_path / "notes.txt")
    close_data_dir(tmp_path)
    assert (mode(tmp_path / "notes.txt"), mode(tmp_path / "captures")) == (0o644, 0o700)


def test_nobody_s_home_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "people" / "amina"))
    tmp_path.chmod(0o755)
    (tmp_path / "dateline.sqlite3").touch(0o644)
    close_data_dir(tmp_path)
    assert (mode(tmp_path), mode(tmp_path / "dateline.sqlite3")) == (0o755, 0o600)
