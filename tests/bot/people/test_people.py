"""Who has which role, and what counts as somebody's id."""

import pytest
from sqlalchemy import Engine

from bot.people.audit import newest
from bot.people.people import People, Role, give, numeric_id
from bot.settings import LARGEST_USER_ID
from retrieval.library.database import write_transaction

OWNER, AMINA = 4712, 5_000_000_001


@pytest.mark.parametrize(
    ("text", "id_"), [("4712", 4712), (" 5000000001 ", AMINA), (str(LARGEST_USER_ID - 1), 2**52 - 1)]
)
def test_a_number_is_an_id(text: str, id_: int) -> None:
    assert numeric_id(text) == id_


@pytest.mark.parametrize("text", ["", "amina", "@amina", "-5", "0", "4712 4713", "٤٧", str(LARGEST_USER_ID), "9" * 40])
def test_a_name_is_nobody_s_id(text: str) -> None:
    assert numeric_id(text) is None


def test_who_is_an_editor_already_is_not_made_one_and_the_trail_names_each_change_once(engine: Engine) -> None:
    people = People(engine)
    assert people.make_editor(AMINA, OWNER) and not people.make_editor(AMINA, OWNER)
    assert people.remove(AMINA, OWNER) and not people.remove(AMINA, OWNER)
    assert [entry.action for entry in newest(engine, 10)] == ["editors remove", "editors add"]
    assert people.role(AMINA) is None


def test_an_editor_is_not_made_a_reader_and_a_reader_may_become_an_editor(engine: Engine) -> None:
    with write_transaction(engine) as session:
        assert give(session, AMINA, Role.READER, OWNER)
        assert give(session, AMINA, Role.EDITOR, OWNER)
        assert not give(session, AMINA, Role.READER, OWNER)
    assert People(engine).role(AMINA) is Role.EDITOR
