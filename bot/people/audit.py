"""The audit trail: what editors did, appended and never changed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.models import AuditEntry
from retrieval.library.database import read_session, write_transaction

Detail = Mapping[str, Any]


def record(
    engine: Engine, actor: int | None, action: str, subject: str | None = None, detail: Detail | None = None
) -> None:
    """Append what somebody did: `actor` is their numeric id, None on the command line."""
    with write_transaction(engine) as session:
        note(session, actor, action, subject, detail)


def note(
    session: Session, actor: int | None, action: str, subject: str | None = None, detail: Detail | None = None
) -> None:
    """Append what somebody does in this transaction: both are kept, or neither."""
    entry = AuditEntry(
        done_at=datetime.now(UTC), actor=actor, action=action, subject=subject, detail=dict(detail) if detail else None
    )
    session.add(entry)


def newest(engine: Engine, count: int, *, subject: str | None = None, actor: int | None = None) -> list[AuditEntry]:
    """The last entries, newest first.

    Only those about a subject or of a person, where one is given.
    """
    query = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(count)
    if subject is not None:
        query = query.where(AuditEntry.subject == subject)
    if actor is not None:
        query = query.where(AuditEntry.actor == actor)
    with read_session(engine) as session:
        return list(session.exec(query))


def has_done(session: Session, actor: int, action: str, subject: str) -> bool:
    """Whether somebody has ever done this."""
    query = select(AuditEntry.id).where(AuditEntry.actor == actor, AuditEntry.action == action)
    return session.exec(query.where(AuditEntry.subject == subject).limit(1)).first() is not None


def line(entry: AuditEntry) -> str:
    """An entry as editors read it: when, who, what."""
    what = f"{entry.action} {entry.subject or ''}".rstrip()
    return " · ".join([f"{entry.done_at:%Y-%m-%d %H:%M} UTC", str(entry.actor or "dateline"), what])
