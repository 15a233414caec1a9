"""A PostgreSQL library of an older schema is opened by today's code with what editors did, and can be forgotten."""

import pytest
from sqlalchemy import text

from bot.people.audit import newest
from retrieval.library.database import open_database
from tests.flows.operating.stores import empty_database
from tests.libraries import library_at

EDITOR = 471_100_012_345


@pytest.fixture
def older(postgres: str) -> str:
    """The address of a library of revision 0008 in which an editor did something."""
    url = empty_database(postgres)
    with library_at(url, "0008") as connection:
        connection.execute(
            text(
                "INSERT INTO audit (done_at, actor, action, subject) VALUES (now(), NULL, 'editors add', :id), "
                "(now(), CAST(:id AS bigint), 'ingest', 'interview_with_azad.pdf')"
            ),
            {"id": str(EDITOR)},
        )
    return url


def test_people_of_the_trail_are_known_and_it_is_append_only_again(older: str) -> None:
    engine = open_database(older)
    done = [(entry.actor, entry.action, entry.subject) for entry in newest(engine, 9)]
    assert done == [(EDITOR, "ingest", "document"), (None, "editors add", str(EDITOR))]
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT t::text FROM audit AS t")).scalars().all()
        assert not any(str(EDITOR) in row or "azad" in row for row in rows)
        for words in ("UPDATE audit SET action = 'nothing'", "DELETE FROM audit", "TRUNCATE audit"):
            with pytest.raises(Exception, match="append-only"):
                connection.execute(text(words))
            connection.rollback()
    engine.dispose()
