"""Which answer stands in which message of a chat, so that the next question there can go on with it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, update
from sqlmodel import Session, col, select

from retrieval.database import reading, transaction
from retrieval.models import Alteration, AlteredQuotation, AnswerRow, Quotation, ShownAnswer

# After so long a chat is no dialogue any more: who comes back after lunch asks something new.
IDLE = timedelta(minutes=30)


class Dialogues:
    """The dialogues of all chats, shared by every process on the same library; blocking.

    Kept are numbers: chat, forum topic, message, and the answer's id. The words of the questions stand with the
    answers and go after a week; who was shown what is kept as long as corrections have to reach them.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def remember(self, chat_id: int, thread_id: int | None, message_ids: Sequence[int], answer_id: str) -> None:
        """Note in which messages an answer was shown."""
        with transaction(self.engine) as session:
            for message_id in message_ids:
                show(session, chat_id, thread_id, message_id, answer_id, in_dialogue=True)

    def shown_in(self, chat_id: int, message_id: int) -> str | None:
        """The id of the answer that a message shows, however old; None where it shows none that is known."""
        query = (
            select(ShownAnswer.answer_id)
            .where(ShownAnswer.chat_id == chat_id, ShownAnswer.message_id == message_id, col(ShownAnswer.in_dialogue))
            .order_by(col(ShownAnswer.shown_at).desc())
        )
        with reading(self.engine) as session:
            return session.exec(query.limit(1)).first()

    def latest(self, chat_id: int, thread_id: int | None) -> str | None:
        """The id of the newest answer of a chat and forum topic; None where its dialogue has been idle for long."""
        newest = (
            select(AnswerRow.id)
            .join(ShownAnswer, col(ShownAnswer.answer_id) == col(AnswerRow.id))
            .where(_here(chat_id, thread_id), col(ShownAnswer.in_dialogue))
            .where(col(AnswerRow.answered_at) > datetime.now(UTC) - IDLE, col(AnswerRow.question).is_not(None))
            .order_by(col(AnswerRow.answered_at).desc(), col(ShownAnswer.message_id).desc())
        )
        with reading(self.engine) as session:
            return session.exec(newest.limit(1)).first()

    def forget(self, chat_id: int, thread_id: int | None) -> None:
        """Let the next question of a chat and forum topic be the first of a new dialogue."""
        with transaction(self.engine) as session:
            session.execute(update(ShownAnswer).where(_here(chat_id, thread_id)).values(in_dialogue=False))


def show(
    session: Session, chat_id: int, thread_id: int | None, message_id: int, answer_id: str, *, in_dialogue: bool
) -> None:
    """Note in the session's transaction that a message shows an answer, or an incident that nobody asked for.

    What was altered while the message was on its way is passed on once more: nobody knew then that it shows it.
    """
    session.merge(
        ShownAnswer(
            chat_id=chat_id,
            message_id=message_id,
            answer_id=answer_id,
            thread_id=thread_id,
            shown_at=datetime.now(UTC),
            in_dialogue=in_dialogue,
        )
    )
    meanwhile = (
        select(AlteredQuotation.alteration_id)
        .join(Quotation, col(Quotation.id) == col(AlteredQuotation.quotation_id))
        .where(col(Quotation.answer_id) == answer_id)
    )
    ids = list(session.exec(meanwhile))
    if ids:
        session.execute(update(Alteration).where(col(Alteration.id).in_(ids)).values(passed_on=False))


def _here(chat_id: int, thread_id: int | None) -> ColumnElement[bool]:
    thread = col(ShownAnswer.thread_id)
    return (col(ShownAnswer.chat_id) == chat_id) & (thread.is_(None) if thread_id is None else thread == thread_id)
