"""How much a chat may ask: a bucket of tokens for the minute and one for the day, of which each question takes one.

A private chat is a reader, and a group counts apart from its members. Of what was asked nothing is kept.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from bot.models import Allowance
from bot.settings import Limits
from retrieval.library.database import is_sqlite

# How many times as much a group may ask as one reader: it is many persons.
GROUP_FACTOR = 4

MINUTE, DAY = 60.0, 86_400.0

# What a chat that was told when it may go on is told of what it asks before: nothing.
TOLD_BEFORE = 0.0


@dataclass(frozen=True, slots=True)
class Rates:
    """How many questions a chat may ask at once, and how many it gains again in a second: by the minute, by the day."""

    most: tuple[float, float]

    @classmethod
    def of(cls, limits: Limits, chat_id: int) -> "Rates":
        """Those of a chat: a group's are higher than a reader's."""
        factor = GROUP_FACTOR if chat_id < 0 else 1
        return cls((float(limits.a_minute * factor), float(limits.a_day * factor)))

    def draw(self, allowance: Allowance, now: float) -> float | None:
        """Take a token of each bucket.

        None where both had one. Else the Unix time at which they have, or `TOLD_BEFORE` where the chat was told that.
        """
        spans = (MINUTE, DAY)
        passed = max(0.0, now - allowance.at)
        had = (allowance.minute, allowance.day)
        left = [min(most, one + passed * most / span) for one, most, span in zip(had, self.most, spans, strict=True)]
        allowance.at = now
        if min(left) >= 1:
            allowance.minute, allowance.day = left[0] - 1, left[1] - 1
            allowance.told = False
            return None
        allowance.minute, allowance.day = left
        if allowance.told:
            return TOLD_BEFORE
        allowance.told = True
        waits = ((1 - one) * span / most for one, most, span in zip(left, self.most, spans, strict=True))
        return now + max(waits)

    def full(self, chat_id: int, now: float) -> Allowance:
        """The allowance of a chat that has asked nothing."""
        return Allowance(chat_id=chat_id, minute=self.most[0], day=self.most[1], at=now)


@dataclass(slots=True)
class Limiter:
    """Counts what chats ask, in the database or in this process.

    `is_exempt`: whether a person, by their id, may ask as much as they like; it blocks.
    """

    limits: Limits
    is_exempt: Callable[[int], bool]
    _kept: dict[int, Allowance] = field(default_factory=dict)  # where they are not in the database

    def opened(self, session: Session, chats: Collection[int], now: float) -> dict[int, Allowance]:
        """What chats may ask, held in the session's transaction: replicas wait for each other."""
        if self.limits.are_off:
            return {}
        full = {chat: Rates.of(self.limits, chat).full(chat, now) for chat in sorted(chats)}
        if not self.limits.in_sql:
            self._forget_full(now)
            return {chat: self._kept.setdefault(chat, allowance) for chat, allowance in full.items()}
        build = sqlite.insert if is_sqlite(session.get_bind()) else postgresql.insert
        if full:
            session.execute(build(Allowance).on_conflict_do_nothing(), [one.model_dump() for one in full.values()])
        here = select(Allowance).where(col(Allowance.chat_id).in_(list(full))).order_by(col(Allowance.chat_id))
        return {one.chat_id: one for one in session.scalars(here.with_for_update())}

    def draw(self, allowance: Allowance | None, asker: int | None, now: float) -> float | None:
        """Count a question of a chat.

        None where it may be asked; else what `Rates.draw` says.
        """
        if allowance is None:
            return None
        again_at = Rates.of(self.limits, allowance.chat_id).draw(allowance, now)
        if again_at is not None and allowance.chat_id > 0 and asker is not None and self.is_exempt(asker):
            allowance.told = False
            return None
        return again_at

    def _forget_full(self, now: float) -> None:
        for chat in [chat for chat, one in self._kept.items() if now - one.at > DAY]:
            del self._kept[chat]


def forget_full(session: Session, now: float) -> None:
    """Forget what chats asked that may ask as much as if they had asked nothing: after a day both buckets are full."""
    session.execute(delete(Allowance).where(col(Allowance.at) < now - DAY))
