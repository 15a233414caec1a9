"""Claims of what is due: one message a chat, at the pace that all who send keep together."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, case, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.models import ChatSettings, Delivery, Pace
from bot.outbox.delivery import DeliveryKind, Parcel
from retrieval.library.database import is_sqlite, write_transaction

# How long a claim holds: longer than the longest call, which takes 10 s to connect, 20 to write, 20 to read, and 30 for
# a free connection.
LEASE_SECONDS = 90.0

# Between two messages to one chat: Telegram takes one a second, of groups 20 a minute
# (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits).
CHAT_SECONDS, GROUP_SECONDS = 1.0, 3.0

# How far ahead slots are taken: a claim is one transaction, and costs as much for ten as for one.
AHEAD_SECONDS = 0.5

# Incidents of which a chat was not told yet.
_IS_NEW = and_(col(Delivery.kind) == DeliveryKind.INCIDENT.value, col(Delivery.message_id).is_(None))

# The name of the pace that all who send keep together.
EVERYBODY = "deliveries"


class Claims:
    """Claims deliveries of one library for whoever sends.

    Every call blocks. `clock` gives Unix time, by which paces and claims go; what is due goes by the bot's time, which
    may stand still.
    """

    def __init__(self, engine: Engine, a_second: float, clock: Callable[[], float] = time.time) -> None:
        self.engine = engine
        self.a_second = a_second
        self._clock = clock

    def claim(self, now: datetime, most: int, only: int | None = None) -> list[Parcel]:
        """What is due and is this process's to send from now on, each with a slot of the common pace.

        At most `most` messages, one a chat; where `only` is given, what is for that chat alone.
        """
        clock = self._clock()
        with write_transaction(self.engine) as session:
            first_slot = self._free_at(session, clock)
            slots = min(most, int((clock + AHEAD_SECONDS - first_slot) * self.a_second) + 1)
            if slots < 1 or first_slot > clock + AHEAD_SECONDS:
                return []
            found = self._due(session, now, clock, slots, only)
            parcels = [
                Parcel(group[0].chat_id, group[0].thread_id, tuple(group), first_slot + number / self.a_second)
                for number, group in enumerate(found)
            ]
            self._take(session, parcels, clock)
        return parcels

    def hand_over(self, deliveries: Iterable[Delivery]) -> bool:
        """Note that a message is about to be handed to Telegram, and where one was that nobody heard of again.

        False where it may not be any more: one of the deliveries was forgotten, or the claim ran out and somebody else
        has it. Then nothing is noted.
        """
        claims = {delivery.id: delivery.free_at for delivery in deliveries}
        with write_transaction(self.engine) as session:
            query = select(col(Delivery.id), col(Delivery.free_at)).where(col(Delivery.id).in_(list(claims)))
            if dict(session.execute(query.order_by(col(Delivery.id)).with_for_update()).all()) != claims:
                return False
            doubt = col(Delivery.uncertain) + case((col(Delivery.in_flight), 1), else_=0)
            noted = update(Delivery).where(col(Delivery.id).in_(list(claims)))
            session.execute(noted.values(in_flight=True, uncertain=doubt))
        return True

    def take_over(self) -> None:
        """End the claims of a process that is no more, where there is no other process but this one."""
        if is_sqlite(self.engine):
            with write_transaction(self.engine) as session:
                session.execute(update(Delivery).where(col(Delivery.taken)).values(free_at=0.0, taken=False))

    def _free_at(self, session: Session, clock: float) -> float:
        """The first slot that nobody has taken.

        The row is held until the transaction ends.
        """
        pace = session.scalars(select(Pace).where(col(Pace.name) == EVERYBODY).with_for_update()).first()
        if pace is None:
            build = sqlite.insert if is_sqlite(self.engine) else postgresql.insert
            session.execute(build(Pace).values(name=EVERYBODY, free_at=clock).on_conflict_do_nothing())
            session.scalars(select(Pace).where(col(Pace.name) == EVERYBODY).with_for_update()).one()
            return clock
        return max(pace.free_at, clock)

    def _due(self, session: Session, now: datetime, clock: float, slots: int, only: int | None) -> list[list[Delivery]]:
        """What is due, of each chat and forum topic that may be written to what goes out in one message.

        Incidents that a chat was not told of go before what is left to say of those it knows.
        """
        query = (
            select(Delivery)
            .outerjoin(ChatSettings, col(ChatSettings.chat_id) == col(Delivery.chat_id))
            .where(col(Delivery.due_at) <= now, col(Delivery.free_at) <= clock)
            .where(or_(col(ChatSettings.chat_id).is_(None), _may_be_written_to(clock)), ~_is_sending(clock))
            .where(true() if only is None else col(Delivery.chat_id) == only)
            .order_by(col(Delivery.due_at), col(Delivery.id))
            .limit(4 * slots)
        )
        chosen: dict[int, list[Delivery]] = {}
        for some in (query.where(_IS_NEW), query.where(~_IS_NEW)):
            for delivery in session.scalars(some) if len(chosen) < slots else ():
                if delivery.chat_id not in chosen and len(chosen) < slots:
                    chosen[delivery.chat_id] = self._together(session, delivery, now, clock)
        return list(chosen.values())

    def _together(self, session: Session, delivery: Delivery, now: datetime, clock: float) -> list[Delivery]:
        """A delivery with those that waited with it, so that a morning brings one message and not ten."""
        if not delivery.waited or delivery.message_id is not None or delivery.kind != DeliveryKind.INCIDENT:
            return [delivery]
        query = select(Delivery).where(
            col(Delivery.chat_id) == delivery.chat_id,
            col(Delivery.kind) == DeliveryKind.INCIDENT.value,
            col(Delivery.waited),
            col(Delivery.message_id).is_(None),
            col(Delivery.due_at) <= now,
            col(Delivery.free_at) <= clock,
        )
        with_it = session.scalars(query.order_by(col(Delivery.id)))
        return [one for one in with_it if one.thread_id == delivery.thread_id]

    def _take(self, session: Session, parcels: Sequence[Parcel], clock: float) -> None:
        if not parcels:
            return
        ids = [delivery.id for parcel in parcels for delivery in parcel.deliveries]
        lease = clock + LEASE_SECONDS
        session.execute(update(Delivery).where(col(Delivery.id).in_(ids)).values(free_at=lease, taken=True))
        for parcel in sorted(parcels, key=lambda one: one.chat_id):  # in the order in which planning holds chats
            gap = CHAT_SECONDS if parcel.chat_id > 0 else GROUP_SECONDS
            free_at = parcel.slot + gap
            session.execute(
                update(ChatSettings).where(col(ChatSettings.chat_id) == parcel.chat_id).values(free_at=free_at)
            )
        last = parcels[-1].slot + 1 / self.a_second
        session.execute(update(Pace).where(col(Pace.name) == EVERYBODY).values(free_at=last))


def _is_sending(clock: float) -> ColumnElement[bool]:
    """Whether a message to the chat is on its way: what comes of it decides about the next one."""
    other = aliased(Delivery)
    here = (col(other.chat_id) == col(Delivery.chat_id)) & col(other.taken) & (col(other.free_at) > clock)
    return select(col(other.id)).where(here).exists()


def _may_be_written_to(clock: float) -> ColumnElement[bool]:
    return and_(col(ChatSettings.unreachable_since).is_(None), col(ChatSettings.free_at) <= clock)
