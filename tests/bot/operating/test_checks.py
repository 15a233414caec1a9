"""What is wrong with a library is found, each fault with what to do, and nothing is found where nothing is wrong."""

import json
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.operating.checks.checking import check_library
from bot.operating.checks.finding import Finding
from ingest.keeping.captures import FOLDER
from retrieval.private_files import close_data_dir
from retrieval.services import Services
from tests.bot.commands import CLASH, Dateline

HOUR = 3_600


def found(services: Services) -> list[Finding]:
    """What a check finds after the library was left by everybody."""
    services.indexer.close()
    close_data_dir(services.settings.data_dir)
    return list(check_library(services.settings, lambda _what, _done, _total: None))


def test_nothing_is_found_in_a_library_that_is_whole(asked: Services) -> None:
    assert found(asked) == []


def statement(*words: str) -> Callable[[Services], None]:
    """A hand that changes the tables."""

    def change(services: Services) -> None:
        with closing(sqlite3.connect(services.settings.data_dir / "dateline.sqlite3")) as connection, connection:
            for one in words:
                connection.execute(one)

    return change


def captured(services: Services) -> Path:
    [*_, path] = sorted((services.settings.data_dir / FOLDER).iterdir())
    return path


def altered_bytes(services: Services) -> None:
    content = bytearray(captured(services).read_bytes())
    content[-40] ^= 255
    captured(services).write_bytes(content)


def cut_off_bytes(services: Services) -> None:
    path = captured(services)
    path.write_bytes(path.read_bytes()[:-30])


def lost_bytes(services: Services) -> None:
    captured(services).unlink()


def unknown_file(services: Services) -> None:
    path = services.settings.data_dir / FOLDER / "dateline-20240101000000-00000000.warc.gz"
    path.write_bytes(b"x")
    os.utime(path, (time.time() - 2 * HOUR,) * 2)


def document_without_a_job(services: Services) -> None:
    (services.settings.data_dir / "inbox" / "no-job").mkdir(parents=True)


DAMAGES: dict[str, tuple[Callable[[Services], None], str, str]] = {
    "a text": (statement("UPDATE versions SET text = text || '.' WHERE id = 1"), "version", "restore it"),
    "a hash": (statement("UPDATE versions SET sha256 = 'x' WHERE id = 2"), "version", "restore it"),
    "an offset": (statement('UPDATE quotations SET "end" = 9999'), "quotation", "restore it"),
    "a turned quotation": (statement('UPDATE quotations SET start = "end"'), "quotation", "restore it"),
    "a lost version": (statement("DELETE FROM versions WHERE id = 1"), "quotation", "restore it"),
    "a lost answer": (statement("DELETE FROM answers"), "quotation", "restore it"),
    "a lost article": (statement("DELETE FROM articles"), "version", "restore it"),
    "a lost current version": (statement("UPDATE articles SET current_version = 9"), "article", "restore it"),
    "a passage too long": (statement('UPDATE passages SET "end" = 9999'), "passage", "reindex"),
    "an old passage that answers": (statement("UPDATE passages SET current = true"), "passage", "reindex"),
    "a passage without words": (statement("DELETE FROM passage_words"), "passage", "reindex"),
    "words without a passage": (
        statement("INSERT INTO passage_words (rowid, folded) VALUES (99, 'x')"), "words", "reindex",
    ),
    "a vector too short": (statement("UPDATE vectors SET vector = x'00'"), "vector", "reindex"),
    "another vector": (statement("UPDATE vectors SET vector = zeroblob(length(vector))"), "index", "reindex"),
    "a vector that the index lacks": (
        statement("UPDATE vectors SET passage_id = 99 WHERE passage_id = (SELECT max(passage_id) FROM vectors)"),
        "index", "reindex",
    ),
    "a vector that SQL lacks": (statement("DELETE FROM vectors WHERE passage_id = 2"), "index", "reindex"),
    "another generation": (statement("UPDATE facts SET value = 'gone' WHERE key = 'index_generation'"), "index",
                           "reindex"),
    "a lost capture": (statement("DELETE FROM captures WHERE id = 1"), "version", "restore it"),
    "altered bytes": (altered_bytes, "capture", "restore it"),
    "bytes cut off": (cut_off_bytes, "capture", "restore it"),
    "a lost file": (lost_bytes, "capture", "restore it"),
    "a file that nobody knows": (unknown_file, "orphan", "dateline prune"),
    "a capture that no row knows": (
        statement("UPDATE versions SET capture_id = NULL", "DELETE FROM captures WHERE id = 1"), "orphan", "prune",
    ),
    "a record that no capture reads": (
        statement("INSERT INTO capture_records (capture_id, record) VALUES (1, x'00')"), "orphan", "dateline prune",
    ),
    "a document in the database without a job": (
        statement("INSERT INTO job_documents (job_id, content) VALUES ('x', x'00')"), "orphan", "DELETE FROM",
    ),
    "a document without a job": (document_without_a_job, "orphan", "delete the folder"),
    "a watch that nothing selects": (
        statement(
            "INSERT INTO watches (chat_id, terms, fingerprint, rhythm, hour, weekday, paused, made_at) "
            "VALUES (4, '{}', 'x', 'instant', 8, 0, false, '2024-11-17 09:00:00.000000')"
        ),
        "watch", "set it up again",
    ),
    "an older schema": (statement("UPDATE alembic_version SET version_num = '0008'"), "schema", "bring it up"),
    "a newer schema": (statement("UPDATE alembic_version SET version_num = '9999'"), "schema", "use that version"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_wrong_is_found_and_says_what_to_do(asked: Services, damage: str) -> None:
    change, kind, todo = DAMAGES[damage]
    change(asked)
    faults = found(asked)
    assert any(one.kind == kind and todo in one.todo for one in faults), faults
    assert all(one.is_fault and "\n" not in str(one) for one in faults)


def test_a_data_dir_that_others_may_read_is_found(asked: Services) -> None:
    assert found(asked) == []
    (asked.settings.data_dir / "dateline.sqlite3").chmod(0o644)
    [fault] = check_library(asked.settings, lambda _what, _done, _total: None)
    assert fault.kind == "permissions" and "chmod" in fault.todo


def test_a_running_bot_keeps_its_index_and_nothing_is_wrong(asked: Services) -> None:
    close_data_dir(asked.settings.data_dir)
    [remark] = check_library(asked.settings, lambda _what, _done, _total: None)
    assert not remark.is_fault and "was not compared" in remark.wrong


def test_the_command_says_each_fault_in_a_line_and_ends_with_its_status(dateline: Dateline, tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text(json.dumps(CLASH), encoding="utf-8")
    dateline("import", articles)
    whole = dateline("check")
    assert (whole.status, whole.out) == (0, "Nothing is wrong.\n")
    (tmp_path / "data").chmod(0o755)
    wrong = dateline("check")
    assert wrong.status == 1 and wrong.out.startswith("permissions ") and wrong.out.count("\n") == 1
    [finding] = dateline("check", "--json").json["findings"]
    assert (finding["kind"], finding["is_fault"]) == ("permissions", True) and "chmod" in finding["do"]
