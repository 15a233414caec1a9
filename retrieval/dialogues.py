"""Which answer stands in which message of a chat, so that the next question there can go on with it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete
from sqlmodel import col, select

from retrieval.database import reading, transaction
from retrieval.models import AnswerRow, ShownAnswer

# After so long a chat is no dialogue any more: who comes back after lunch asks something new.
IDLE = timedelta(minutes=30)


class Dialogues:
    """The dialogues of all chats, shared by every process on the same library; blocking.

    Kept are numbers: chat, forum topic, message, and the answer's id. The words of the questions stand with the
    answers, and both go together (`forget_unanswerable`).
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def remember(self, chat_id: int, thread_id: int | None, message_ids: Sequence[int], answer_id: str) -> None:
        """Note in which messages an answer was shown."""
        with transaction(self.engine) as session:
            for message_id in message_ids:
                shown = ShownAnswer(chat_id=chat_id, message_id=message_id, thread_id=thread_id, answer_id=answer_id)
                session.merge(shown)

    def shown_in(self, chat_id: int, message_id: int) -> str | None:
        """The id of the answer that a message shows, however old; None where it shows none that is known."""
        with reading(self.engine) as session:
            shown = session.get(ShownAnswer, (chat_id, message_id))
            return shown.answer_id if shown else None

    def latest(self, chat_id: int, thread_id: int | None) -> str | None:
        """The id of the newest answer of a chat and forum topic; None where its dialogue has been idle for long."""
        newest = (
            select(AnswerRow.id)
            .join(ShownAnswer, col(ShownAnswer.answer_id) == col(AnswerRow.id))
            .where(col(ShownAnswer.chat_id) == chat_id, col(AnswerRow.answered_at) > datetime.now(UTC) - IDLE)
            .where(
                col(ShownAnswer.thread_id).is_(None) if thread_id is None else col(ShownAnswer.thread_id) == thread_id
            )
            .order_by(col(AnswerRow.answered_at).desc(), col(ShownAnswer.message_id).desc())
        )
        with reading(self.engine) as session:
            return session.exec(newest.limit(1)).first()

    def forget(self, chat_id: int, thread_id: int | None) -> None:
        """Let the next question of a chat and forum topic be the first of a new dialogue."""
        thread = col(ShownAnswer.thread_id)
        here = thread.is_(None) if thread_id is None else thread == thread_id
        with transaction(self.engine) as session:
            session.execute(delete(ShownAnswer).where(col(ShownAnswer.chat_id) == chat_id, here))

    def forget_unanswerable(self) -> None:
        """Drop what leads to answers whose questions are no longer kept."""
        gone = select(AnswerRow.id).where(col(AnswerRow.question).is_(None))
        with transaction(self.engine) as session:
            session.execute(delete(ShownAnswer).where(col(ShownAnswer.answer_id).in_(gone)))
