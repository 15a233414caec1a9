"""Remember what was answered, and prove each quotation of it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Engine, func, update
from sqlmodel import Session, col, select

from retrieval.answers import Outcome
from retrieval.errors import QuestionError
from retrieval.library.articles import Library, Slice
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import AnswerRow, Quotation, ShownAnswer

# Ids are read aloud and typed: no letter or digit that looks like another.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
ID_LENGTH = 6

# How long a question's words are kept, for "More" and for follow-ups.
QUESTION_KEPT = timedelta(days=7)

# How long an answer may be on its way before it is known which message shows it: notes of it wait for a busy library.
ON_ITS_WAY = timedelta(minutes=10)


class QuotationRef(NamedTuple):
    """A quotation of an answer: the number of its incident, and the slice of a version that it is."""

    incident: int
    version_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A quotation of an answer, cut again from the stored version.

    None where its hash no longer matches.
    """

    incident: int
    version_id: int
    start: int
    end: int
    slice: Slice | None
    quotation_id: int = 0  # by which its stamp is found


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an answer showed."""

    answer_id: str
    answered_at: datetime
    outcome: Outcome
    proofs: tuple[Proof, ...]


def record(
    engine: Engine, outcome: Outcome, question: dict[str, Any] | None, quotations: Sequence[QuotationRef]
) -> str:
    """The new id of an answer, which is remembered with its quotations.

    An incident that is told to those who watch for it answers no question.
    """
    answer_id = new_id(engine)
    with write_transaction(engine) as session:
        add(session, answer_id, datetime.now(UTC), outcome, question, quotations)
    return answer_id


def new_id(engine: Engine) -> str:
    """An id that no answer has.

    Of a billion, so that two that are made at the same moment are not the same.
    """
    with read_session(engine) as session:
        while True:
            answer_id = "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))
            if session.get(AnswerRow, answer_id) is None:
                return answer_id


def add(
    session: Session,
    answer_id: str,
    answered_at: datetime,
    outcome: Outcome,
    question: dict[str, Any] | None,
    quotations: Sequence[QuotationRef],
) -> None:
    """Remember an answer in the session's transaction."""
    session.add(AnswerRow(id=answer_id, answered_at=answered_at, outcome=outcome.value, question=question))
    session.flush()
    _add_quotations(session, answer_id, quotations)


def add_more(session: Session, answer_id: str, quotations: Sequence[QuotationRef]) -> None:
    """Add the quotations of an answer's further incidents in the session's transaction, each once."""
    query = select(Quotation.version_id, Quotation.start, Quotation.end).where(Quotation.answer_id == answer_id)
    known = set(session.exec(query))
    _add_quotations(session, answer_id, [q for q in quotations if (q.version_id, q.start, q.end) not in known])


def quotations(engine: Engine, answer_id: str) -> list[QuotationRef]:
    """What an answer quoted, in the order in which it was recorded."""
    with read_session(engine) as session:
        query = select(Quotation).where(Quotation.answer_id == answer_id).order_by(col(Quotation.id))
        return [QuotationRef(one.incident, one.version_id, one.start, one.end) for one in session.exec(query)]


def asked(engine: Engine, answer_id: str) -> dict[str, Any]:
    """The question of an earlier answer.

    `QuestionError` when it is unknown or its words have been deleted.
    """
    with read_session(engine) as session:
        row = session.get(AnswerRow, answer_id)
        if row is None or row.question is None or "turns" not in row.question:
            raise QuestionError(f"the question of answer {answer_id} is no longer kept; ask it again")
        return row.question


def shown(engine: Engine, answer_id: str) -> int:
    """How many incidents of an answer the reader has seen, on all its pages."""
    with read_session(engine) as session:
        row = session.get(AnswerRow, answer_id)
        if row is None or row.outcome != Outcome.ANSWERED:
            return 0
        last = session.exec(select(func.max(Quotation.incident)).where(Quotation.answer_id == answer_id)).one()
    return 0 if last is None else int(last) + 1


def forget_old_questions(engine: Engine, now: datetime) -> None:
    """Delete the words of questions that no follow-up needs any more: by age, and where no message shows the answer.

    Receipts stay.
    """
    with write_transaction(engine) as session:
        old = update(AnswerRow).where(col(AnswerRow.answered_at) < now - QUESTION_KEPT)
        session.execute(old.where(col(AnswerRow.question).is_not(None)).values(question=None))
        forget_unshown(session, now - ON_ITS_WAY)


def forget_questions_of(session: Session, chat_id: int) -> None:
    """Delete the words of a chat's questions in the session's transaction.

    Those that no message shows belong to nobody that is known: they go as well, but for answers on their way.
    """
    shown_here = select(ShownAnswer.answer_id).where(ShownAnswer.chat_id == chat_id)
    here = update(AnswerRow).where(col(AnswerRow.id).in_(shown_here), col(AnswerRow.question).is_not(None))
    session.execute(here.values(question=None))
    forget_unshown(session, datetime.now(UTC) - ON_ITS_WAY)


def forget_unshown(session: Session, before: datetime) -> None:
    """Delete the words of questions whose answers no message shows, of those that were given before a moment."""
    shown_somewhere = select(ShownAnswer.answer_id).where(ShownAnswer.answer_id == AnswerRow.id).exists()
    unshown = update(AnswerRow).where(col(AnswerRow.answered_at) < before, col(AnswerRow.question).is_not(None))
    session.execute(unshown.where(~shown_somewhere).values(question=None))


def receipt(library: Library, answer_id: str) -> Receipt:
    """What an answer showed, each quotation cut again.

    `QuestionError` when there is no such answer.
    """
    with read_session(library.engine) as session:
        row = session.get(AnswerRow, answer_id.strip().upper())
        if row is None:
            raise QuestionError(f"there is no answer {answer_id}; its id stands at the end of every answer")
        query = select(Quotation).where(Quotation.answer_id == row.id).order_by(col(Quotation.id))
        quotations = list(session.exec(query))
    slices = library.slices([(q.version_id, q.start, q.end) for q in quotations])
    proofs = [
        Proof(q.incident, q.version_id, q.start, q.end, found, q.id or 0)
        for q, found in zip(quotations, slices, strict=True)
    ]
    return Receipt(row.id, row.answered_at, Outcome(row.outcome), tuple(proofs))


def _add_quotations(session: Session, answer_id: str, quotations: Sequence[QuotationRef]) -> None:
    for incident, version_id, start, end in quotations:
        session.add(Quotation(answer_id=answer_id, incident=incident, version_id=version_id, start=start, end=end))
