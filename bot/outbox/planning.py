"""From what has become findable to deliveries: who is told of it, when, and because of which watch."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlmodel import Session, col

from bot.models import ChatSettings, Delivery
from bot.outbox.delivery import DeliveryKind, PlannedDelivery
from bot.outbox.outbox import Outbox
from bot.outbox.readers import Readers
from bot.outbox.rests import with_rests
from bot.outbox.schedule import Clock
from retrieval.incidents.news import FRESH
from retrieval.library.answered import shown
from retrieval.library.answered.shown import ShownMessage
from retrieval.library.database import read_session, write_transaction
from retrieval.library.incident_models import Watch
from retrieval.library.models import Alteration, Altered
from retrieval.library.shared.leading import leading
from retrieval.watches.matching import IncidentUpdate, LookResult, WatchMatcher

# What is led: of all processes that share the library, one plans at a time.
TASK = "alerting"

# Parameters of one statement, well below the 32,766 that SQLite takes.
CHATS_A_QUERY = 5_000

# Chats that one transaction plans for: some 20 ms, about as long as encoding a question.
CHATS_A_STEP = 250

Clocks = Mapping[int, Clock]  # by chat


@dataclass(frozen=True, slots=True)
class AlertPlanner:
    """Plans what watching chats are told.

    Every call blocks.
    """

    matcher: WatchMatcher
    outbox: Outbox
    readers: Readers

    def catch_up(self, now: datetime) -> int:
        """Plan for all that has become findable or was altered since.

        The result is how many passages and alterations were new. Plans nothing while another process plans. Killed
        anywhere, the next one plans the same again, once.
        """
        with leading(self.outbox.engine, TASK) as is_mine:
            if not is_mine:
                return 0
            hushed: set[int] = set()
            return sum(self._passages(now, hushed)) + sum(self._alterations(now, hushed))

    def due(self, delivery: Delivery, watch: Watch | None, now: datetime) -> datetime | None:
        """When a delivery is told after a clock or a watch has changed.

        None where nobody watches for it any more.
        """
        clock = self.readers.clock_of(delivery.chat_id)
        if delivery.kind != DeliveryKind.INCIDENT:
            return clock.undisturbed(now)
        return None if watch is None or watch.paused else _due(clock, watch, now)

    def plan_again(self, chat_id: int, now: datetime) -> None:
        """Plan anew what a chat has not been told yet."""
        watches = {watch.id: watch for watch in self.matcher.watches.of_chat(chat_id)}
        self.outbox.due_again(chat_id, lambda delivery: self.due(delivery, watches.get(delivery.watch_id), now))

    def _passages(self, now: datetime, hushed: set[int]) -> Iterator[int]:
        self._hush(hushed)
        while (seen := self.matcher.look(now)).passage_ids:
            self._hush(hushed)  # a new version came with what it altered
            self._plan(seen, now)
            yield len(seen.passage_ids)

    def _plan(self, seen: LookResult, now: datetime) -> None:
        """Plan for everything that one look brought, and last note that it was dealt with.

        Until then the next look brings it again. In steps, since whoever asks a question meanwhile writes, too, and
        SQLite has one writer at a time.
        """
        for sighting in seen.sightings:
            self._in_steps(self._untold(sighting), partial(incident_deliveries, sighting.known.id, now))
        self._in_steps(seen.standing, partial(answer_deliveries, now))
        with write_transaction(self.outbox.engine) as session:
            for sighting in seen.sightings:
                self.outbox.revise(session, sighting.known.id, sighting.known.revision, now)
            self.matcher.done(session, seen.passage_ids)

    def _untold(self, sighting: IncidentUpdate) -> list[Watch]:
        """The watches of chats that are not told of an incident yet."""
        with read_session(self.outbox.engine) as session:
            chats = self.outbox.known_chats(session, DeliveryKind.INCIDENT, sighting.known.id)
        return [watch for watch in sighting.watches if watch.chat_id not in chats]

    def _in_steps(
        self, watches: Iterable[Watch], deliveries: Callable[[Sequence[Watch], Clocks], list[PlannedDelivery]]
    ) -> None:
        """Plan what watches come to, some chats at a time.

        Those of one chat are planned together. Watches and clocks are read, and held, in the transaction that plans:
        who changes one meanwhile waits, and then plans anew what stands there (`plan_again`).
        """
        by_chat: dict[int, list[Watch]] = defaultdict(list)
        for watch in watches:
            by_chat[watch.chat_id].append(watch)
        for chats in with_rests(list(by_chat), CHATS_A_STEP):
            ids = [watch.id for chat_id in chats for watch in by_chat[chat_id]]
            with write_transaction(self.outbox.engine) as session:
                held = select(Watch).where(col(Watch.id).in_(ids), ~col(Watch.paused)).order_by(col(Watch.id))
                as_they_are = list(session.scalars(held.with_for_update(read=True)))
                # Not `chats`: a group that became a supergroup meanwhile has taken its watches along.
                clocks = self._clocks(session, (watch.chat_id for watch in as_they_are))
                self.outbox.plan(session, deliveries(as_they_are, clocks))

    def _hush(self, hushed: set[int]) -> None:
        """What a correction is going to say of a toll needs no sound of its own.

        Corrections are planned after the alerts of what is new, so that this is noted before, of each alteration once.
        """
        for alteration in shown.unpassed(self.outbox.engine):
            if alteration.id in hushed:
                continue
            hushed.add(alteration.id or 0)
            with write_transaction(self.outbox.engine) as session:
                messages = shown.shown_to(session, alteration.id or 0)
                self.outbox.hush(session, [(one.chat_id, one.message_id) for one in messages])

    def _alterations(self, now: datetime, hushed: Collection[int]) -> Iterator[int]:
        for alteration in shown.unpassed(self.outbox.engine):
            if alteration.id in hushed:
                self._pass_on(alteration, now)
                yield 1

    def _pass_on(self, alteration: Alteration, now: datetime) -> None:
        """Everybody who was shown what was altered is told, and messages about its incidents are brought up to it.

        It is marked before it is looked who was shown it: a message that is noted meanwhile takes the mark off again.
        """
        id_ = alteration.id or 0
        sightings = self.matcher.look_again(alteration.article_id, now)
        if alteration.kind in (Altered.RESTORED, Altered.RETURNED):
            self._tell_what_is_back(sightings, now)
        with write_transaction(self.outbox.engine) as session:
            shown.passed_on(session, id_)
            messages = shown.shown_to(session, id_)
            newest = {one.chat_id: one for one in reversed(messages)}
            clocks = self._clocks(session, newest)
            planned = [correction_delivery(one, id_, clocks[one.chat_id], now) for one in newest.values()]
            self.outbox.plan_corrections(session, planned)
            for sighting in sightings:
                self.outbox.revise(session, sighting.known.id, sighting.known.revision, now)

    def _tell_what_is_back(self, sightings: Iterable[IncidentUpdate], now: datetime) -> None:
        """Incidents of which nothing was left to show when they were to be told are told now, where they are news."""
        for sighting in sightings:
            if now - sighting.known.opened_at < FRESH:
                self._in_steps(self._untold(sighting), partial(incident_deliveries, sighting.known.id, now))

    def _clocks(self, session: Session, chat_ids: Iterable[int]) -> dict[int, Clock]:
        """The clocks of chats.

        Those that have set nothing share one.
        """
        wanted = sorted(set(chat_ids))
        clocks = dict.fromkeys(wanted, Clock(self.readers.default))
        for start in range(0, len(wanted), CHATS_A_QUERY):
            some = wanted[start : start + CHATS_A_QUERY]
            held = select(ChatSettings).where(col(ChatSettings.chat_id).in_(some)).order_by(col(ChatSettings.chat_id))
            for settings in session.scalars(held.with_for_update(read=True)):
                clocks[settings.chat_id] = self.readers.clock(settings)
        return clocks


def incident_deliveries(
    incident_id: int, now: datetime, watches: Sequence[Watch], clocks: Clocks
) -> list[PlannedDelivery]:
    """A delivery for each chat that watches for an incident.

    Of several watches, the one that tells it first counts.
    """
    first: dict[int, PlannedDelivery] = {}
    for watch in watches:
        due = _due(clocks[watch.chat_id], watch, now)
        other = first.get(watch.chat_id)
        if other is None or other.due_at is None or due < other.due_at:
            first[watch.chat_id] = PlannedDelivery(
                chat_id=watch.chat_id,
                thread_id=watch.thread_id,
                kind=DeliveryKind.INCIDENT,
                subject=incident_id,
                watch_id=watch.id,
                due_at=due,
                waited=due > now,
                made_at=now,
            )
    return list(first.values())


def answer_deliveries(now: datetime, watches: Sequence[Watch], clocks: Clocks) -> list[PlannedDelivery]:
    """A delivery for each standing question that may have an answer now, under the message that asked it."""
    return [
        PlannedDelivery(
            chat_id=watch.chat_id,
            thread_id=watch.thread_id,
            kind=DeliveryKind.ANSWER,
            subject=watch.id or 0,
            watch_id=watch.id,
            reply_to=watch.message_id or 0,
            due_at=clocks[watch.chat_id].undisturbed(now),
            made_at=now,
        )
        for watch in watches
    ]


def correction_delivery(message: ShownMessage, alteration_id: int, clock: Clock, now: datetime) -> PlannedDelivery:
    """A delivery that tells a chat what has become of what a message showed it.

    It goes to the topic of that message; to which message it replies is known when it leaves.
    """
    return PlannedDelivery(
        chat_id=message.chat_id,
        thread_id=message.thread_id,
        kind=DeliveryKind.CORRECTION,
        subject=alteration_id,
        due_at=clock.undisturbed(now),
        made_at=now,
    )


def _due(clock: Clock, watch: Watch, now: datetime) -> datetime:
    return clock.due(now, watch.rhythm, watch.hour, watch.weekday)
