"""Opening the library's database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

import bot.models
import ingest.feeding.models  # noqa: F401 - the tables of every floor
from retrieval.errors import StoreError, StoreVersionError
from retrieval.library.answered.shown import Dialogues
from retrieval.library.database import open_database, read_session, write_transaction
from retrieval.library.facts import read_fact, write_fact
from retrieval.library.models import SQLModel
from retrieval.library.schema import MIGRATIONS


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
    engine, config = create_engine(url), Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.execute(text("INSERT INTO handled_updates VALUES (5, '2024-11-17 00:00:00')"))
        connection.execute(
            text("INSERT INTO answers (id, answered_at, outcome) VALUES ('A', '2024-11-17', 'answered')")
        )
        connection.execute(text("INSERT INTO shown_answers VALUES (1, 2, 'A', NULL, '2024-11-17', 1)"))
    engine.dispose()
    engine = open_database(url)
    assert {"inbox"} == {"inbox", "handled_updates"} & set(inspect(engine).get_table_names())
    assert Dialogues(engine).shown_in(1, 2) == "A" and Dialogues(engine).shown_for(1, 7) == []
    engine.dispose()
