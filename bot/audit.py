"""The audit trail: what editors did, appended and never changed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from bot.models import AuditEntry
from retrieval.database import reading, transaction


def record(
    engine: Engine, actor: int | None, action: str, subject: str | None = None, detail: Mapping[str, Any] | None = None
) -> None:
    """Append what somebody did: `actor` is their numeric id, None on the command line."""
    entry = AuditEntry(
        done_at=datetime.now(UTC), actor=actor, action=action, subject=subject, detail=dict(detail) if detail else None
    )
    with transaction(engine) as session:
        session.add(entry)


def newest(engine: Engine, count: int, *, subject: str | None = None, actor: int | None = None) -> list[AuditEntry]:
    """The last entries, newest first; only those about a subject or of a person, where one is given."""
    query = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(count)
    if subject is not None:
        query = query.where(AuditEntry.subject == subject)
    if actor is not None:
        query = query.where(AuditEntry.actor == actor)
    with reading(engine) as session:
        return list(session.exec(query))
