"""Which messages show which answers and quotations.

The next question of a chat goes on with the answer that it was shown last; a correction reaches every message that
shows what it touched.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, delete, update
from sqlmodel import Session, col, select

from retrieval.library.answered.late_writes import LateWrites
from retrieval.library.answered.models import ToldQuotation
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Alteration, AlteredQuotation, AnswerRow, Quotation, ShownAnswer, Version

# After so long a chat is no dialogue any more: who comes back after lunch asks something new.
IDLE = timedelta(minutes=30)


class Dialogues:
    """The dialogues of all chats, shared by every process on the same library.

    All calls block. Kept are numbers: chat, forum topic, message, and the answer's id. The words of the questions
    stand with the answers and go after a week. Who was shown what is kept as long as corrections have to reach them.
    """

    def __init__(self, engine: Engine, late: LateWrites | None = None) -> None:
        self.engine = engine
        self._late = late or LateWrites(engine)  # that of the answers, whose receipts are written before

    def remember(
        self,
        chat_id: int,
        thread_id: int | None,
        message_ids: Sequence[int],
        answer_id: str,
        asked_in: int | None = None,
    ) -> None:
        """Note in which messages an answer was shown, a little later where another process keeps the library busy.

        `asked_in` is the message that asked, where there is one.
        """

        def write(session: Session) -> None:
            for message_id in message_ids:
                show(session, chat_id, thread_id, message_id, answer_id, in_dialogue=True, asked_in=asked_in)

        self._late.write(write)

    @property
    def is_behind(self) -> bool:
        """Whether another process keeps the library busy, so that what was just answered is not noted yet."""
        return self._late.is_behind

    def shown_in(self, chat_id: int, message_id: int) -> str | None:
        """The id of the answer that a message shows, however old.

        None where it shows none that is known.
        """
        query = (
            select(ShownAnswer.answer_id)
            .where(ShownAnswer.chat_id == chat_id, ShownAnswer.message_id == message_id, col(ShownAnswer.in_dialogue))
            .order_by(col(ShownAnswer.shown_at).desc())
        )
        with read_session(self.engine) as session:
            return session.exec(query.limit(1)).first()

    def was_shown(self, chat_id: int, answer_id: str) -> bool:
        """Whether a chat was shown an answer: nobody else may go on with it, though its id may be passed on."""
        self._late.catch_up()
        query = select(ShownAnswer.answer_id).where(ShownAnswer.chat_id == chat_id, ShownAnswer.answer_id == answer_id)
        with read_session(self.engine) as session:
            return session.exec(query.limit(1)).first() is not None

    def shown_for(self, chat_id: int, asked_in: int) -> list[ShownAnswer]:
        """The messages that answer a message, in their order."""
        query = select(ShownAnswer).where(ShownAnswer.chat_id == chat_id, ShownAnswer.asked_in == asked_in)
        with read_session(self.engine) as session:
            return list(session.exec(query.order_by(col(ShownAnswer.message_id))))

    def replaced(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Forget what messages showed, and the words that asked for it: they show something else now, or are gone."""
        here = (col(ShownAnswer.chat_id) == chat_id) & col(ShownAnswer.message_id).in_(list(message_ids))

        def write(session: Session) -> None:
            answers = list(session.exec(select(ShownAnswer.answer_id).where(here)))
            session.execute(delete(ShownAnswer).where(here))
            elsewhere = select(ShownAnswer.answer_id).where(col(ShownAnswer.answer_id).in_(answers))
            gone = update(AnswerRow).where(col(AnswerRow.id).in_(answers), col(AnswerRow.id).not_in(elsewhere))
            session.execute(gone.values(question=None))

        self._late.write(write)

    def latest(self, chat_id: int, thread_id: int | None) -> str | None:
        """The id of the newest answer of a chat and forum topic.

        None where its dialogue has been idle for long.
        """
        newest = (
            select(AnswerRow.id)
            .join(ShownAnswer, col(ShownAnswer.answer_id) == col(AnswerRow.id))
            .where(_here(chat_id, thread_id), col(ShownAnswer.in_dialogue))
            .where(col(AnswerRow.answered_at) > datetime.now(UTC) - IDLE, col(AnswerRow.question).is_not(None))
            .order_by(col(AnswerRow.answered_at).desc(), col(ShownAnswer.message_id).desc())
        )
        with read_session(self.engine) as session:
            return session.exec(newest.limit(1)).first()

    def forget(self, chat_id: int, thread_id: int | None) -> None:
        """Let the next question of a chat and forum topic be the first of a new dialogue."""
        with write_transaction(self.engine) as session:
            session.execute(update(ShownAnswer).where(_here(chat_id, thread_id)).values(in_dialogue=False))


def show(
    session: Session,
    chat_id: int,
    thread_id: int | None,
    message_id: int,
    answer_id: str,
    *,
    in_dialogue: bool,
    asked_in: int | None = None,
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
            asked_in=asked_in,
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


class QuotedWords(NamedTuple):
    """Words of an article that a chat was shown, whichever of its versions they are cut from."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message that shows quotations which were altered, and the id of the answer that stands in it."""

    chat_id: int
    thread_id: int | None
    message_id: int
    answer_id: str


def unpassed(engine: Engine) -> list[Alteration]:
    """The alterations of which nobody has been told yet, oldest first."""
    with read_session(engine) as session:
        query = select(Alteration).where(~col(Alteration.passed_on)).order_by(col(Alteration.id))
        return list(session.scalars(query))


def passed_on(session: Session, alteration_id: int) -> None:
    """Note in the session's transaction that everybody is on the list of those to be told of an alteration."""
    session.execute(update(Alteration).where(col(Alteration.id) == alteration_id).values(passed_on=True))


def shown_to(session: Session, alteration_id: int) -> list[ShownMessage]:
    """The messages that show what an alteration touched, as the session sees them, those shown last first."""
    touched = (
        select(col(Quotation.answer_id))
        .join(AlteredQuotation, col(AlteredQuotation.quotation_id) == col(Quotation.id))
        .where(col(AlteredQuotation.alteration_id) == alteration_id)
    )
    query = (
        select(ShownAnswer)
        .where(col(ShownAnswer.answer_id).in_(touched))
        .order_by(col(ShownAnswer.shown_at).desc(), col(ShownAnswer.message_id).desc())
    )
    rows = session.scalars(query)
    return [ShownMessage(row.chat_id, row.thread_id, row.message_id, row.answer_id) for row in rows]


def quoted_in(engine: Engine, chat_id: int, article_ids: Collection[str]) -> set[QuotedWords]:
    """What a chat was shown of articles, in whichever message."""
    query = (
        select(col(Version.article_id), col(Quotation.start), col(Quotation.end))
        .join(Version, col(Version.id) == col(Quotation.version_id))
        .join(ShownAnswer, col(ShownAnswer.answer_id) == col(Quotation.answer_id))
        .where(col(ShownAnswer.chat_id) == chat_id, col(Version.article_id).in_(list(article_ids)))
    )
    with read_session(engine) as session:
        return {QuotedWords(*row) for row in session.execute(query)}


def forget_shown(session: Session, before: datetime) -> None:
    """Forget which messages showed what, where it is so long ago that nobody is told of corrections any more.

    What was told of them goes as well.
    """
    session.execute(delete(ShownAnswer).where(col(ShownAnswer.shown_at) < before))
    session.execute(delete(ToldQuotation).where(col(ToldQuotation.told_at) < before))


def _here(chat_id: int, thread_id: int | None) -> ColumnElement[bool]:
    thread = col(ShownAnswer.thread_id)
    return (col(ShownAnswer.chat_id) == chat_id) & (thread.is_(None) if thread_id is None else thread == thread_id)
