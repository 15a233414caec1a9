"""Who the editors are, beside the owners that the settings name: by numeric id, with who made them so."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import col, select

from bot.models import Person
from retrieval.database import reading, transaction

EDITOR = "editor"


class People:
    """The people with a role in one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def is_editor(self, user_id: int) -> bool:
        """Whether somebody was made an editor."""
        with reading(self._engine) as session:
            person = session.get(Person, user_id)
        return person is not None and person.role == EDITOR

    def make_editor(self, user_id: int, by: int | None) -> bool:
        """Make somebody an editor; off where they were one before."""
        with transaction(self._engine) as session:
            known = session.get(Person, user_id)
            if known is not None and known.role == EDITOR:
                return False
            person = known or Person(user_id=user_id, role=EDITOR, since=datetime.now(UTC), given_by=by)
            person.role, person.since, person.given_by = EDITOR, datetime.now(UTC), by
            session.add(person)
        return True

    def remove(self, user_id: int) -> bool:
        """Take somebody's role away; off where they had none."""
        with transaction(self._engine) as session:
            person = session.get(Person, user_id)
            if person is None:
                return False
            session.delete(person)
        return True

    def editors(self) -> list[Person]:
        """All editors, those made first before the others."""
        with reading(self._engine) as session:
            return list(session.exec(select(Person).where(Person.role == EDITOR).order_by(col(Person.since))))
