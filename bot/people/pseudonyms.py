"""Numbers under which people stand in the audit trail: whose they are is known until a person has it forgotten."""

import secrets
from collections.abc import Collection

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from bot.models import Pseudonym
from retrieval.library.database import is_sqlite

# Pseudonyms that there may be: so many that no two people get the same one.
MOST = 2**40


def pseudonym_of(session: Session, user_id: int) -> int:
    """A person's pseudonym, a new one where they have none yet."""
    build = sqlite.insert if is_sqlite(session.get_bind()) else postgresql.insert
    row = build(Pseudonym).values(user_id=user_id, number=secrets.randbelow(MOST))
    session.execute(row.on_conflict_do_nothing(index_elements=["user_id"]))
    return session.exec(select(Pseudonym.number).where(Pseudonym.user_id == user_id)).one()


def known_pseudonym(session: Session, user_id: int) -> int | None:
    """A person's pseudonym. None where they have none."""
    return session.exec(select(Pseudonym.number).where(Pseudonym.user_id == user_id)).first()


def people_of(session: Session, numbers: Collection[int]) -> dict[int, int]:
    """The ids of people by their pseudonyms, without those who were forgotten."""
    query = select(Pseudonym.number, Pseudonym.user_id).where(col(Pseudonym.number).in_(numbers))
    return dict(session.exec(query).all())
