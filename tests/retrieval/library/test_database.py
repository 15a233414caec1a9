"""Opening the library's database."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

import bot.models
import ingest.feeding.models  # noqa: F401 - the tables of every floor
from retrieval.errors import StoreError, StoreVersionError
from retrieval.library import schema
from retrieval.library.answered.shown import Dialogues
from retrieval.library.database import ensure_current, open_database, read_session, write_transaction
from retrieval.library.facts import read_fact, write_fact
from retrieval.library.models import SQLModel
from tests.libraries import library_at


def test_an_empty_folder_becomes_a_library_with_every_table(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'new' / 'dateline.sqlite3'}")
    assert set(SQLModel.metadata.tables) <= set(inspect(engine).get_table_names())


def test_the_migrations_give_exactly_the_columns_of_the_models(tmp_path: Path) -> None:
    inspector = inspect(open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}"))
    for name, table in SQLModel.metadata.tables.items():
        assert {column["name"] for column in inspector.get_columns(name)} == {column.name for column in table.columns}


@pytest.mark.parametrize("words", ["UPDATE audit SET action = 'nothing'", "DELETE FROM audit"])
def test_the_audit_trail_takes_no_change(tmp_path: Path, words: str) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with write_transaction(engine) as session:
        session.add(bot.models.AuditEntry(done_at=datetime(2024, 11, 16, tzinfo=UTC), action="ingest"))
    with pytest.raises(StoreError, match="append-only"), write_transaction(engine) as session:
        session.connection().execute(text(words))


def test_a_library_of_another_version_is_refused_in_one_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreVersionError, match="another version of Dateline") as refused:
        open_database(url)
    assert "\n" not in str(refused.value)


def test_migrations_that_are_installed_while_it_runs_are_those_of_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    own = schema.head()
    newer = f'revision, down_revision, branch_labels, depends_on = "9999", "{own}", None, None\n'
    shutil.copytree(schema.MIGRATIONS, tmp_path / "newer")
    (tmp_path / "newer" / "versions" / "9999_newer.py").write_text(newer)
    monkeypatch.setattr(schema, "MIGRATIONS", tmp_path / "newer")
    ensure_current(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreVersionError, match="start that version"):
        ensure_current(engine)


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite3").write_text("this is not a database, it is a letter to a friend " * 50)
    with pytest.raises(StoreError, match="not a database"):
        open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")


def test_a_folder_that_cannot_be_made_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="DATELINE_DATA_DIR"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'below' / 'a.sqlite3'}")


def test_a_transaction_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with pytest.raises(ZeroDivisionError), write_transaction(engine) as session:
        write_fact(session, "key", "value")
        _ = 1 / 0
    with read_session(engine) as session:
        assert read_fact(session, "key") is None


def test_a_library_from_before_updates_were_kept_is_brought_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    with library_at(url, "0006") as connection:
        connection.execute(text("INSERT INTO handled_updates VALUES (5, '2024-11-17 00:00:00')"))
        connection.execute(
            text("INSERT INTO answers (id, answered_at, outcome) VALUES ('A', '2024-11-17', 'answered')")
        )
        connection.execute(text("INSERT INTO shown_answers VALUES (1, 2, 'A', NULL, '2024-11-17', 1)"))
    engine = open_database(url)
    assert {"inbox"} == {"inbox", "handled_updates"} & set(inspect(engine).get_table_names())
    assert Dialogues(engine).shown_in(1, 2) == "A" and Dialogues(engine).shown_for(1, 7) == []
    engine.dispose()


def test_corrections_that_were_told_before_become_what_the_chat_knows_and_one_of_each_is_left(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    with library_at(url, "0008") as connection:
        for statement in CORRECTED.strip().splitlines():
            connection.execute(text(statement))
        for subject, due, sent in ((1, None, "2024-11-17"), (2, None, "2024-11-18"), (3, "2024-11-19", None)):
            for message in (5, 6):
                row = {"subject": subject, "message": message, "due": due, "sent": sent}
                connection.execute(text(CORRECTION), row)
    engine = open_database(url)
    with engine.connect() as connection:
        told = connection.execute(text("SELECT chat_id, quotation_id, version_id, state FROM told_quotations"))
        left = connection.execute(text("SELECT chat_id, subject, reply_to, due_at IS NULL FROM deliveries ORDER BY id"))
        assert told.all() == [(1, 1, 1, "withdrawn")]
        assert left.all() == [(1, 1, 0, 1), (1, 2, 0, 1), (1, 3, 0, 0)]
    engine.dispose()


# Chat 1 was shown a quotation in messages 5 and 6. In both it was told of a change and of a retraction, and is to be
# told of another change.
CORRECTED = """
INSERT INTO articles (id, url, title, publisher, current_version, added_at) VALUES ('a', 'u', '', 'p', 3, '2024-11-17')
INSERT INTO versions VALUES (1, 'a', 1, '', '', 'x', '2024-11-17', NULL)
INSERT INTO versions VALUES (2, 'a', 2, '', '', 'y', '2024-11-17', NULL)
INSERT INTO answers (id, answered_at, outcome) VALUES ('A', '2024-11-17', 'answered')
INSERT INTO quotations (id, answer_id, incident, version_id, start, "end") VALUES (1, 'A', 0, 1, 0, 1)
INSERT INTO shown_answers (chat_id, message_id, answer_id, shown_at, in_dialogue) VALUES (1, 5, 'A', '2024-11-17', 1)
INSERT INTO shown_answers (chat_id, message_id, answer_id, shown_at, in_dialogue) VALUES (1, 6, 'A', '2024-11-17', 1)
INSERT INTO alterations VALUES (1, 'a', 'changed', '2024-11-17', 1, 2, NULL, 1)
INSERT INTO alterations VALUES (2, 'a', 'withdrawn', '2024-11-17', 1, NULL, NULL, 1)
INSERT INTO alterations VALUES (3, 'a', 'changed', '2024-11-17', 1, 2, NULL, 1)
INSERT INTO altered_quotations VALUES (1, 1)
INSERT INTO altered_quotations VALUES (2, 1)
INSERT INTO altered_quotations VALUES (3, 1)
"""

CORRECTION = """
INSERT INTO deliveries (chat_id, kind, subject, reply_to, due_at, sent_at, waited, free_at, revision, hushed, fixed,
                        attempts, taken, in_flight, uncertain, made_at)
VALUES (1, 'correction', :subject, :message, :due, :sent, 0, 0, 0, 0, 0, 0, 0, 0, 0, '2024-11-17')
"""
