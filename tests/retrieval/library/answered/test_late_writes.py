"""An answer does not wait for a disk: its receipt comes a little later, or not at all where there is no room."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Engine

from retrieval.answers import Outcome
from retrieval.errors import QuestionError, StoreFullError
from retrieval.library.answered import late_writes, receipts
from retrieval.services import Services
from tests.keeping import ask, draft, keep

REPORT = "Shells fell on Kobani on 15 November, and a shop burned down."


@pytest.fixture(autouse=True)
def filled(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(services, draft(REPORT, date(2024, 11, 16)))
    monkeypatch.setattr(late_writes, "PATIENCE", 0.01)


@contextmanager
def kept_busy(engine: Engine) -> Iterator[None]:
    """Another process writes for the length of the block."""
    with sqlite3.connect(str(engine.url.database), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_question_is_answered_while_another_process_writes_and_its_receipt_follows(services: Services) -> None:
    library, dialogues = services.library, services.dialogues
    with kept_busy(library.engine):
        answer = ask(services, "what happened in Kobani this week")
        dialogues.remember(5, None, [77], answer.answer_id)
        with pytest.raises(QuestionError):
            receipts.receipt(library, answer.answer_id)
    services.answerer.late.catch_up()
    assert answer.outcome is Outcome.ANSWERED
    (proof,) = receipts.receipt(library, answer.answer_id).proofs
    assert proof.slice is not None and proof.slice.text in REPORT
    assert dialogues.shown_in(5, 77) == answer.answer_id
    assert ask(services, "and last month?", after=answer.answer_id).understood.places


def test_what_comes_while_something_waits_is_written_after_it(services: Services) -> None:
    with kept_busy(services.library.engine):
        answer = ask(services, "what happened in Kobani this week")
    services.dialogues.remember(5, None, [77], answer.answer_id)
    services.answerer.late.catch_up()
    assert services.dialogues.shown_in(5, 77) == answer.answer_id


def test_where_there_is_no_room_the_answer_has_no_receipt(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFullError("no room left")

    before = ask(services, "what happened in Kobani this week")
    with monkeypatch.context() as patched:
        patched.setattr(late_writes, "write_transaction", full)
        answer = ask(services, "what happened in Kobani this week")
        more = services.answerer.more(before.answer_id, after=0, now=before.now)
    assert (answer.outcome, answer.answer_id) == (Outcome.ANSWERED, "")
    assert (more.total, more.answer_id) == (1, "")


def test_what_waits_at_the_end_is_written(services: Services) -> None:
    with kept_busy(services.library.engine):
        answer = ask(services, "what happened in Kobani this week")
    services.catch_up()
    assert receipts.receipt(services.library, answer.answer_id).answer_id == answer.answer_id
