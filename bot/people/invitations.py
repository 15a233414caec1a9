"""Invitations: links that give a role to whoever opens them, a few times and for a few days."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.models import Invitation
from bot.people import audit
from bot.people.invitation_terms import InvitationTerms
from bot.people.people import Role, give
from bot.people.pseudonyms import known_pseudonym
from retrieval.library.database import read_session, write_transaction

# Bytes of randomness: 43 characters of the 64 that Telegram lets a link carry.
PAYLOAD_BYTES = 32

# Characters of the hash, by which people name an invitation.
ID_LENGTH = 8

# Characters of a mark: of two people, two marks are the same once in 2^64 times.
MARK_LENGTH = 16


class Invitations:
    """The invitations of one library.

    Every call blocks. A payload is known to whoever was given the link and to nobody else: kept is its SHA-256, from
    which it cannot be found again.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self, terms: InvitationTerms, by: int | None, now: datetime) -> tuple[str, Invitation]:
        """A new invitation, and the payload of its link. Forgets those that are over."""
        payload = secrets.token_urlsafe(PAYLOAD_BYTES)
        invitation = Invitation(
            sha256=_hash(payload),
            role=terms.role,
            uses_left=terms.uses,
            expires_at=now + timedelta(days=terms.days),
            made_by=by,
            made_at=now,
        )
        is_over = or_(col(Invitation.uses_left) < 1, col(Invitation.expires_at) <= now)
        detail = {"role": terms.role, "uses": terms.uses, "days": terms.days}
        with write_transaction(self._engine) as session:
            session.execute(delete(Invitation).where(is_over))
            session.add(invitation)
            audit.note(session, by, "invite", short_id(invitation), detail)
        return payload, invitation

    def redeem(self, payload: str, user_id: int, now: datetime) -> Role | None:
        """The role that an invitation gives to who brings its payload, and has from now on.

        None where it gives none. Who has the role, or a higher one, uses nothing up. An invitation lets the same person
        in once: who was removed since does not come back by it. Of two people who bring its last use at one moment, one
        gets in.
        """
        wanted = _outstanding(now).where(Invitation.sha256 == _hash(payload))
        with read_session(self._engine) as session:  # a guess does not make a writer wait
            if session.exec(wanted).first() is None:
                return None
        with write_transaction(self._engine) as session:
            # PostgreSQL looks at the conditions again when whoever held the row is done; SQLite has one writer.
            invitation = session.exec(wanted.with_for_update()).first()
            if invitation is None or _was_let_in(session, invitation, payload, user_id):
                return None
            if not give(session, user_id, Role(invitation.role), invitation.made_by):
                return None
            invitation.uses_left -= 1
            detail = {"role": invitation.role, "mark": _mark(payload, user_id)}
            audit.note(session, user_id, "redeem", short_id(invitation), detail)
            return Role(invitation.role)

    def outstanding(self, roles: tuple[Role, ...], now: datetime) -> list[Invitation]:
        """Those to these roles that somebody could still open, the first to expire first."""
        query = _outstanding(now).where(col(Invitation.role).in_(roles)).order_by(col(Invitation.expires_at))
        with read_session(self._engine) as session:
            return list(session.exec(query))

    def revoke(self, id_: str, roles: tuple[Role, ...], by: int | None, now: datetime) -> bool:
        """End the invitation with that short id.

        False where none to these roles is outstanding.
        """
        named = [one for one in self.outstanding(roles, now) if short_id(one) == id_]
        with write_transaction(self._engine) as session:
            for invitation in named:
                session.execute(delete(Invitation).where(col(Invitation.sha256) == invitation.sha256))
                audit.note(session, by, "invite revoke", id_, {"role": invitation.role})
        return bool(named)


def _was_let_in(session: Session, invitation: Invitation, payload: str, user_id: int) -> bool:
    """Whether an invitation has let a person in before, though they may have been forgotten since."""
    mark, number = _mark(payload, user_id), known_pseudonym(session, user_id)
    entries = audit.entries_about(session, "redeem", short_id(invitation))
    return any((entry.detail or {}).get("mark") == mark or entry.actor == (number or -1) for entry in entries)


def _mark(payload: str, user_id: int) -> str:
    """What tells that a person has used an invitation, and tells nothing without its link, which is kept nowhere."""
    return hmac.new(payload.encode(), str(user_id).encode(), hashlib.sha256).hexdigest()[:MARK_LENGTH]


def short_id(invitation: Invitation) -> str:
    """The characters by which people name an invitation."""
    return invitation.sha256[:ID_LENGTH]


def _outstanding(now: datetime) -> SelectOfScalar[Invitation]:
    return select(Invitation).where(col(Invitation.uses_left) > 0, col(Invitation.expires_at) > now)


def _hash(payload: str) -> str:
    return hashlib.sha256(payload.encode()).hexdigest()
