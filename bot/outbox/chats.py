"""All that is kept about a chat, wherever it stands: moved when a group becomes a supergroup, shown, and deleted."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, delete, func, select, update
from sqlmodel import Session, SQLModel, col

from bot.models import Allowance, ChatSettings, Delivery, Person
from bot.outbox import readers
from bot.outbox.delivery import DeliveryKind
from bot.outbox.forgetting import forget_chat
from ingest.feeding.models import Job
from retrieval.library.answered.altered import move_told
from retrieval.library.database import read_session, write_transaction
from retrieval.library.incident_models import Watch
from retrieval.library.models import AnswerRow, ShownAnswer
from retrieval.settings import Settings
from retrieval.watches.watches import Watches


@dataclass(frozen=True, slots=True)
class KeptData:
    """What is kept about a chat, and about the person whose private chat it is."""

    settings: ChatSettings | None
    watches: int
    deliveries: int
    shown: int  # messages of which it is known what they quote
    questions: int  # whose words are still kept
    has_asked: bool  # within a day, so that it is counted how much
    role: str | None
    jobs: int  # asked for as an editor

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is kept at all."""
        counts = (self.watches, self.deliveries, self.shown, self.questions, self.jobs)
        return self.settings is None and self.role is None and not self.has_asked and not any(counts)


class Chats:
    """The chats of one library.

    Every call blocks.
    """

    def __init__(self, engine: Engine, watches: Watches, settings: Settings) -> None:
        self._engine = engine
        self._watches = watches
        self._settings = settings

    def move(self, chat_id: int, to: int) -> None:
        """Move everything of a group to the supergroup that it became.

        Moving twice is moving once. Its messages have other numbers there, so that none of them can be edited any more.
        What both have counts once.
        """
        with write_transaction(self._engine) as session:
            self._watches.move(session, chat_id, to)
            readers.move_in(session, chat_id, to)
            there = select(col(Delivery.subject)).where(
                col(Delivery.chat_id) == to, col(Delivery.kind) == DeliveryKind.INCIDENT.value
            )
            here = update(Delivery).where(col(Delivery.chat_id) == chat_id)
            twice = (col(Delivery.kind) == DeliveryKind.INCIDENT.value) & col(Delivery.subject).in_(
                list(session.scalars(there))
            )
            session.execute(delete(Delivery).where(col(Delivery.chat_id) == chat_id, twice))
            session.execute(here.values(chat_id=to, fixed=True, free_at=0.0, taken=False))
            session.execute(update(ShownAnswer).where(col(ShownAnswer.chat_id) == chat_id).values(chat_id=to))
            move_told(session, chat_id, to)

    def kept(self, chat_id: int) -> KeptData:
        """What is kept about a chat."""
        with read_session(self._engine) as session:
            person = session.get(Person, chat_id)
            return KeptData(
                settings=session.get(ChatSettings, chat_id),
                watches=_count(session, Watch, chat_id),
                deliveries=_count(session, Delivery, chat_id),
                shown=_count(session, ShownAnswer, chat_id),
                questions=session.scalar(select(func.count()).select_from(AnswerRow).where(_asked_in(chat_id))) or 0,
                has_asked=session.get(Allowance, chat_id) is not None,
                role=person.role if person else None,
                jobs=session.scalar(select(func.count()).where(col(Job.asked_by) == chat_id)) or 0,
            )

    def forget(self, chat_id: int) -> None:
        """Delete all of that. Articles that somebody brought stay, without their name."""
        forget_chat(self._engine, self._watches, self._settings, chat_id)


def _asked_in(chat_id: int) -> ColumnElement[bool]:
    """The answers to questions of a chat whose words are still kept."""
    shown_here = select(col(ShownAnswer.answer_id)).where(col(ShownAnswer.chat_id) == chat_id)
    return col(AnswerRow.id).in_(shown_here) & col(AnswerRow.question).is_not(None)


def _count(session: Session, table: type[SQLModel], chat_id: int) -> int:
    query = select(func.count()).select_from(table).where(table.chat_id == chat_id)  # type: ignore[attr-defined]
    return session.scalar(query) or 0
