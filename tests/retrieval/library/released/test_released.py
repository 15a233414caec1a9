"""Every schema that was ever released is opened by today's code, and nothing of what was kept is missing afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel, select

from bot.models import ChatSettings, Delivery, Person
from bot.operating.checks.texts import check_texts
from bot.people.audit import newest
from retrieval.library.answered.receipts import asked, receipt
from retrieval.library.answered.shown import Dialogues
from retrieval.library.articles import Library
from retrieval.library.database import open_database, read_session
from retrieval.library.editing import corrections_of
from retrieval.library.incident_models import Watch, WatchKey
from retrieval.library.models import Alteration, Vector
from retrieval.library.schema import known_revisions
from retrieval.library.scrubbing import scrub
from retrieval.library.sources import Channel, Feed
from retrieval.watches.terms import Terms
from tests.retrieval.library.released import content
from tests.retrieval.library.released.dumping import dump, load, make, released

SCHEMAS = released()


@pytest.fixture(params=SCHEMAS)
def revision(request: pytest.FixtureRequest) -> str:
    """A schema that was released."""
    return str(request.param)


@pytest.fixture
def path(revision: str, tmp_path: Path) -> Path:
    """A library as that release left it."""
    load(revision, tmp_path / "dateline.sqlite3")
    return tmp_path / "dateline.sqlite3"


@pytest.fixture
def upgraded(path: Path) -> Iterator[Engine]:
    """The library, opened by today's code."""
    engine = open_database(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def rows(engine: Engine, table: type[SQLModel]) -> list[SQLModel]:
    with read_session(engine) as session:
        return list(session.exec(select(table)))


def test_the_schemas_stand_here_from_the_first_on_without_a_gap() -> None:
    assert sorted(known_revisions())[: len(SCHEMAS)] == SCHEMAS and SCHEMAS[0] == "0001"


def test_a_migration_that_was_released_still_makes_the_same_schema(revision: str, path: Path, tmp_path: Path) -> None:
    make(revision, tmp_path / "made.sqlite3")
    assert list(dump(tmp_path / "made.sqlite3")) == list(dump(path))


def test_every_article_is_there_with_all_its_versions(upgraded: Engine) -> None:
    library = Library(upgraded)
    shells, clash = library.article(content.SHELLS_ID), library.article(content.CLASH_ID)
    assert shells is not None and clash is not None
    assert [version.text for version in shells[1]] == [content.FIRST, content.SECOND]
    assert [version.text for version in clash[1]] == [content.CLASH]
    assert (shells[0].current_version, clash[0].publisher) == (2, "North Wire")
    assert list(check_texts(upgraded, lambda _what, _done, _total: None)) == []
    assert len(rows(upgraded, Vector)) == 2


def test_every_quotation_of_a_receipt_is_proven(upgraded: Engine) -> None:
    proofs = receipt(Library(upgraded), content.ANSWER_ID).proofs
    assert [proof.slice.text for proof in proofs if proof.slice] == [content.FIRST, content.CLASH]
    assert asked(upgraded, content.ANSWER_ID) == content.QUESTION


def test_what_a_chat_was_shown_is_known(upgraded: Engine, revision: str) -> None:
    expected = content.ANSWER_ID if revision >= "0002" else None
    assert Dialogues(upgraded).shown_in(content.CHAT, 12) == expected


def test_what_editors_did_and_follow_is_there(upgraded: Engine, revision: str) -> None:
    if revision < "0003":
        assert rows(upgraded, Feed) == newest(upgraded, 9) == []
        return
    assert [feed.added_by for feed in rows(upgraded, Feed)] == [content.EDITOR]  # type: ignore[attr-defined]
    assert len(rows(upgraded, Channel)) == len(rows(upgraded, Alteration)) == len(rows(upgraded, Person)) == 1
    with read_session(upgraded) as session:
        assert corrections_of(session, content.CLASH_ID) == {"publisher": "North Wire"}
    assert [(entry.actor, entry.action, entry.subject) for entry in newest(upgraded, 9)] == [
        (content.EDITOR, "ingest", "document"),
        (content.EDITOR, "correct", content.CLASH_ID),
        (None, "editors add", str(content.EDITOR)),
    ]


@pytest.mark.parametrize("words", ["UPDATE audit SET action = 'nothing'", "DELETE FROM audit"])
def test_the_audit_trail_is_append_only_again(upgraded: Engine, words: str, revision: str) -> None:
    with upgraded.connect() as connection:
        if revision < "0003":
            connection.exec_driver_sql(
                "INSERT INTO audit (done_at, action) VALUES ('2024-11-17 09:00:00.000000', 'correct')"
            )
        with pytest.raises(Exception, match="append-only"):
            connection.exec_driver_sql(words)


def test_every_watch_is_there_and_selected_and_its_chat_is_told_as_it_wants(upgraded: Engine, revision: str) -> None:
    kept = rows(upgraded, Watch), rows(upgraded, WatchKey), rows(upgraded, ChatSettings), rows(upgraded, Delivery)
    if revision < "0005":
        assert kept == ([], [], [], [])
        return
    [watch], [key], [reader], [delivery] = kept
    assert Terms.from_plain(watch.terms).plain() == content.TERMS  # type: ignore[attr-defined]
    assert (key.watch_id, reader.zone, delivery.message_id) == (1, "Europe/Berlin", 13)  # type: ignore[attr-defined]
    assert reader.first_weekday == (5 if revision >= "0008" else None)  # type: ignore[attr-defined]


def test_what_was_deleted_before_is_written_over_once(upgraded: Engine, path: Path) -> None:
    with upgraded.connect() as connection:
        assert connection.exec_driver_sql("SELECT value FROM facts WHERE key = 'free_pages'").scalar() == "not clean"
    assert scrub(upgraded)
    with upgraded.connect() as connection:
        assert connection.exec_driver_sql("SELECT value FROM facts WHERE key = 'free_pages'").scalar() is None
    assert path.exists()


def test_an_upgraded_library_has_the_tables_of_a_new_one(upgraded: Engine, tmp_path: Path) -> None:
    new = open_database(f"sqlite:///{tmp_path}/new.sqlite3")
    assert columns(upgraded) == columns(new)
    new.dispose()


def columns(engine: Engine) -> dict[str, dict[str, tuple[str, bool]]]:
    """The columns of each table, with type and whether they may be empty."""
    found = inspect(engine)
    return {
        table: {one["name"]: (str(one["type"]), one["nullable"]) for one in found.get_columns(table)}
        for table in found.get_table_names()
    }
