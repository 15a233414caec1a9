"""What the library knows about itself, as named strings."""

from sqlmodel import Session

from retrieval.library.models import Fact


def read_fact(session: Session, key: str) -> str | None:
    """The value kept under `key`, or None."""
    row = session.get(Fact, key)
    return row.value if row else None


def write_fact(session: Session, key: str, value: str) -> None:
    """Keep `value` under `key` in the session's transaction."""
    session.merge(Fact(key=key, value=value))
