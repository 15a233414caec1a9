"""Who the editors and readers are, beside the owners that the settings name: by numeric id, with who made them so."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, func, select

from bot.models import Invitation, Person
from bot.people import audit
from bot.settings import LARGEST_USER_ID
from retrieval.library.database import read_session, write_transaction


class Role(StrEnum):
    """What a person is to the bot."""

    OWNER = "owner"  # named in DATELINE_ADMINS
    EDITOR = "editor"
    READER = "reader"


class People:
    """The people with a role in one library.

    Every call blocks.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def role(self, user_id: int) -> Role | None:
        """The role that somebody was given.

        None where they were given none.
        """
        with read_session(self._engine) as session:
            person = session.get(Person, user_id)
        return Role(person.role) if person else None

    def is_editor(self, user_id: int) -> bool:
        """Whether somebody was made an editor."""
        return self.role(user_id) is Role.EDITOR

    def make_editor(self, user_id: int, by: int | None) -> bool:
        """Make somebody an editor, and note it in the audit trail.

        False where they were one before.
        """
        with write_transaction(self._engine) as session:
            is_new = give(session, user_id, Role.EDITOR, by)
            if is_new:
                audit.note(session, by, "editors add", user_id)
        return is_new

    def remove(self, user_id: int, by: int | None) -> bool:
        """Take away a role, end the invitations that the person made, and note it.

        False where they had no role.
        """
        with write_transaction(self._engine) as session:
            person = session.get(Person, user_id)
            if person is None:
                return False
            session.delete(person)
            session.execute(delete(Invitation).where(col(Invitation.made_by) == user_id))
            audit.note(session, by, "editors remove", user_id, {"role": person.role})
        return True

    def editors(self) -> list[Person]:
        """All editors, those made first before the others."""
        with read_session(self._engine) as session:
            return list(session.exec(select(Person).where(Person.role == Role.EDITOR).order_by(col(Person.since))))

    def readers(self) -> int:
        """How many readers were invited."""
        with read_session(self._engine) as session:
            return session.exec(select(func.count()).select_from(Person).where(Person.role == Role.READER)).one()


def give(session: Session, user_id: int, role: Role, by: int | None) -> bool:
    """Note that somebody has a role.

    False where they have it, or a higher one, already.
    """
    person = session.get(Person, user_id)
    if person is not None and person.role in (role, Role.EDITOR):
        return False
    session.merge(Person(user_id=user_id, role=role, since=datetime.now(UTC), given_by=by))
    return True


def numeric_id(text: str) -> int | None:
    """The id of a person that a text states.

    None where it states none: a name is nobody's for good.
    """
    text = text.strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_USER_ID))
    return int(text) if is_number and 0 < int(text) < LARGEST_USER_ID else None
