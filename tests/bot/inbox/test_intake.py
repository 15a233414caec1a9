"""What is taken in, once, and what is left out."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from bot.inbox import intake
from bot.inbox.intake import Intake
from bot.inbox.seal import Seal
from bot.inbox.updates import Lane, NewUpdate, Outcome
from bot.models import InboxRow
from retrieval.errors import StoreBusyError
from retrieval.library.database import read_session
from tests.bot.inbox.conftest import BOT, OTHER_BOT, SEAL, Inbox, command, ids, question


def rows(inbox: Inbox) -> list[InboxRow]:
    with read_session(inbox.engine) as session:
        return list(session.exec(select(InboxRow).order_by(col(InboxRow.update_id))))


def test_an_update_that_comes_again_changes_nothing_whether_it_was_handled_or_not(inbox: Inbox) -> None:
    inbox.takes(question(1), question(2))
    worker = inbox.worker()
    assert ids(worker.claim(Lane.SEARCH, 9)) == [1]
    worker.finish({1: Outcome.DONE})
    inbox.takes(question(1), question(2), question(2))
    assert ids(worker.claim(Lane.SEARCH, 9)) == [2]
    assert len(rows(inbox)) == 2


def test_the_same_number_of_another_bot_is_another_update(inbox: Inbox) -> None:
    inbox.takes(question(1))
    inbox.takes(question(1), bot=OTHER_BOT)
    assert ids(inbox.worker().claim(Lane.SEARCH, 9)) == [1]
    assert ids(inbox.worker(OTHER_BOT).claim(Lane.SEARCH, 9)) == [1]


def test_of_many_replicas_that_are_sent_an_update_one_keeps_it(inbox: Inbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: inbox.takes(question(1), question(2)), range(8)))
    assert [row.update_id for row in rows(inbox)] == [1, 2]


def test_of_too_many_questions_of_a_chat_one_is_told_so_and_the_rest_is_left_out(inbox: Inbox) -> None:
    inbox.takes(*(question(number, most=3) for number in range(1, 8)), question(8, chat=2, most=3), command(9))
    assert [(row.left_out, row.outcome) for row in rows(inbox)] == [
        *[(False, None)] * 3,
        (True, None),
        *[(False, Outcome.LEFT_OUT.value)] * 3,
        (False, None),
        (False, None),
    ]


def test_who_was_told_may_ask_again_once_there_is_room(inbox: Inbox) -> None:
    inbox.takes(*(question(number, most=1) for number in (1, 2, 3)))
    inbox.worker().finish({1: Outcome.DONE, 2: Outcome.LEFT_OUT})
    inbox.takes(question(4, most=1))
    assert [row.update_id for row in rows(inbox) if row.done_at is None] == [4]


def test_words_stand_in_no_file_of_the_library_before_or_after_they_are_answered(
    engine: Engine, tmp_path: Path
) -> None:
    update = NewUpdate(1, 1, {"update_id": 1, "message": {"text": "a planted word"}}, Lane.SEARCH)
    Intake(engine, BOT, SEAL).take([update])
    worker = Inbox(engine, time=10**10).worker()
    (claimed,) = worker.claim(Lane.SEARCH, 1)
    before = everything_in(engine)
    worker.finish({1: Outcome.DONE})
    assert claimed.body == update.body
    assert b"planted" not in before and b"planted" not in everything_in(engine)
    with read_session(engine) as session:
        row = session.exec(select(InboxRow)).one()
    assert (row.body, row.chat_id) == (None, None)


def everything_in(engine: Engine) -> bytes:
    folder = Path(str(engine.url.database)).parent
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def test_what_cannot_be_written_soon_is_not_waited_for(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "PATIENCE", 0.01)
    with sqlite3.connect(str(engine.url.database), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError, match="kept busy"):
            Intake(engine, BOT, SEAL).take([question(1)])
        other.execute("ROLLBACK")


def test_a_body_that_was_sealed_for_another_token_is_empty() -> None:
    assert Seal("70:other").open(SEAL.seal({"update_id": 1})) == {}
    assert SEAL.open(None) == {}
