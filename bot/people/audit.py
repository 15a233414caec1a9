"""The audit trail: what editors did, appended and never changed. People stand in it under pseudonyms.

Who has everything about them deleted is then nobody that is known; what they did stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.models import AuditEntry
from bot.people.pseudonyms import known_pseudonym, people_of, pseudonym_of
from retrieval.library.database import read_session, write_transaction

Detail = Mapping[str, Any]

# Opens the subject of an entry that is about a person; their pseudonym follows.
_PERSON = "person "


@dataclass(frozen=True, slots=True)
class Done:
    """An entry of the trail, with the ids of people who are known."""

    id: int
    done_at: datetime
    actor: int | None  # None: on the command line, or somebody who is forgotten
    pseudonym: int | None  # of the actor
    action: str
    subject: str | None
    detail: dict[str, Any] | None


def record(
    engine: Engine, actor: int | None, action: str, subject: str | None = None, detail: Detail | None = None
) -> None:
    """Append what somebody did: `actor` is their numeric id, None on the command line."""
    with write_transaction(engine) as session:
        note(session, actor, action, subject, detail)


def note(
    session: Session,
    actor: int | None,
    action: str,
    subject: str | int | None = None,
    detail: Detail | None = None,
) -> None:
    """Append what somebody does in this transaction: both are kept, or neither. A number as subject is a person."""
    entry = AuditEntry(
        done_at=datetime.now(UTC),
        actor=None if actor is None else pseudonym_of(session, actor),
        action=action,
        subject=f"{_PERSON}{pseudonym_of(session, subject)}" if isinstance(subject, int) else subject,
        detail=dict(detail) if detail else None,
    )
    session.add(entry)


def newest(engine: Engine, count: int, *, subject: str | None = None, actor: int | None = None) -> list[Done]:
    """The last entries, newest first.

    Only those about a subject or of a person, where one is given.
    """
    query = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(count)
    if subject is not None:
        query = query.where(AuditEntry.subject == subject)
    with read_session(engine) as session:
        if actor is not None:
            number = known_pseudonym(session, actor)
            if number is None:
                return []
            query = query.where(AuditEntry.actor == number)
        return _named(session, session.exec(query).all())


def entries_about(session: Session, action: str, subject: str) -> list[AuditEntry]:
    """What was ever done of a kind with a subject."""
    query = select(AuditEntry).where(AuditEntry.action == action, AuditEntry.subject == subject)
    return list(session.exec(query))


def line(entry: Done) -> str:
    """An entry as editors read it: when, who, what."""
    what = f"{entry.action} {entry.subject or ''}".rstrip()
    forgotten = "dateline" if entry.pseudonym is None else f"{_PERSON}{entry.pseudonym}"
    return " · ".join([f"{entry.done_at:%Y-%m-%d %H:%M} UTC", str(entry.actor or forgotten), what])


def _named(session: Session, entries: Iterable[AuditEntry]) -> list[Done]:
    """Entries with the ids of those who are known in the place of their pseudonyms."""
    entries = list(entries)
    about = {entry.id: number for entry in entries if (number := _person(entry.subject)) is not None}
    people = people_of(session, {*about.values(), *(entry.actor for entry in entries if entry.actor is not None)})
    return [
        Done(
            id=entry.id or 0,
            done_at=entry.done_at,
            actor=people.get(entry.actor or -1),
            pseudonym=entry.actor,
            action=entry.action,
            subject=str(people.get(about.get(entry.id, -1), entry.subject)) if entry.subject else None,
            detail=entry.detail,
        )
        for entry in entries
    ]


def _person(subject: str | None) -> int | None:
    """The pseudonym of the person that an entry is about."""
    number = (subject or "").removeprefix(_PERSON)
    return int(number) if subject != number and number.isdigit() else None
