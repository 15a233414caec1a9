"""The rows and locks of several replicas, without Telegram: each does everything that writes, at the same time."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import bot.inbox.work as updates
import bot.outbox.claiming as deliveries
from bot.inbox.intake import Intake
from bot.inbox.seal import Seal
from bot.inbox.updates import Lane, NewUpdate, Outcome, SentMessage
from bot.inbox.work import Work
from bot.models import Delivery
from bot.outbox.claiming import Claims
from bot.outbox.outbox import Outbox
from bot.outbox.planning import AlertPlanner
from bot.outbox.readers import Readers
from bot.outbox.settlements import FirstTold, NothingLeft, Settlement
from bot.outbox.settling import Settling
from retrieval import services as parts
from retrieval.library.shared import leading as leads
from retrieval.library.shared.clock import SharedClock
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from retrieval.watches.terms import Terms
from tests.fakes import WordEmbedder
from tests.keeping import DAMASCUS, NOW, draft, keep
from tests.region import ensure_region

BOT, SEAL = 7, Seal("7:token")
CHATS = 12
PLACES = ("Kobani", "Qamishli", "Tal Tamr", "Ras al-Ain", "Hasakah")
DAYS = 20
LONG = 3600.0  # seconds of a claim that no busy machine outlasts: nobody hangs here
A_SECOND = 10_000.0  # nothing waits for its slot


@dataclass(slots=True)
class Done:
    """What one replica did, to be compared with what the others did."""

    handled: list[int] = field(default_factory=list)  # ids of updates
    sent: list[tuple[int, str, int]] = field(default_factory=list)  # chat, kind and subject of deliveries
    failures: list[str] = field(default_factory=list)


def work(url: str, folder: str, number: int, operations: int) -> None:
    """Do so many things in a random order, and write into a file what was done."""
    parts.ensure_shipped_places = ensure_region
    leads.LEASE_SECONDS = updates.LEASE_SECONDS = deliveries.LEASE_SECONDS = LONG
    settings = Settings.read(
        _env_file=None, DATELINE_DATABASE_URL=url, DATELINE_DATA_DIR=str(Path(folder) / str(number))
    )
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        replica = Replica(services, random.Random(number))
        for _ in range(operations):
            replica.does_something()
        replica.ends()
    done = replica.done
    (Path(folder) / f"{number}.json").write_text(json.dumps([done.handled, done.sent, done.failures]))


class Replica:
    """One process's share of the work."""

    def __init__(self, services: Services, chance: random.Random) -> None:
        engine = services.library.engine
        clock = SharedClock(engine)
        self.done = Done()
        self._services = services
        self._chance = chance
        self._intake, self._work = Intake(engine, BOT, SEAL, clock), Work(engine, BOT, SEAL, clock)
        self._outbox = Outbox(engine, clock)
        self._claims, self._settling = Claims(engine, A_SECOND, clock), Settling(engine, clock)
        self._readers = Readers(engine, DAMASCUS)
        self._planner = AlertPlanner(services.matcher, self._outbox, self._readers)

    def does_something(self) -> None:
        """One of the things that replicas do."""
        self._guarded(
            self._chance.choice(
                [self._takes, self._handles, self._handles, self._keeps, self._plans, self._sends, self._sends,
                 self._watches, self._reads, self._tidies]
            )
        )  # fmt: skip

    def ends(self) -> None:
        """See everything through that is left."""
        for _ in range(60):
            for step in (self._plans, self._handles, self._sends):
                self._guarded(step)

    def _guarded(self, step: Callable[[], object]) -> None:
        try:
            step()
        except Exception as error:  # what replicas get in each other's way with is what the story is about
            self.done.failures.append(f"{step.__name__}: {type(error).__name__}: {error}"[:300])

    def _takes(self) -> None:
        """Some updates, of which Telegram has sent some to another replica as well."""
        ids = {self._chance.randrange(400) for _ in range(6)}
        self._intake.take([NewUpdate(id_, id_ % CHATS + 1, {"update_id": id_}) for id_ in sorted(ids)])

    def _handles(self) -> None:
        for update in self._work.claim(Lane.QUICK, 3):
            if self._work.hand_over(update.update_id, True):
                self.done.handled.append(update.update_id)
                self._work.note_sent(update.update_id, [SentMessage(update.chat_id, update.update_id)])
                self._work.finish({update.update_id: Outcome.DONE})

    def _keeps(self) -> None:
        """A report that other replicas may be keeping at the same moment."""
        place, day = self._chance.choice(PLACES), self._chance.randrange(1, DAYS)
        toll = self._chance.randrange(1, 4)
        words = f"{toll} people were killed when shells fell on {place} on {day} November 2024, residents said."
        keep(
            self._services,
            draft(
                words, date(2024, 11, min(day + 1, 17)), url=f"https://n.example.org/{place}/{day}".replace(" ", "-")
            ),
        )

    def _plans(self) -> None:
        self._services.catch_up()
        self._planner.catch_up(NOW)

    def _sends(self) -> None:
        for parcel in self._claims.claim(NOW + timedelta(days=1), 5):
            if not self._claims.hand_over(parcel.deliveries):
                continue
            for one in parcel.deliveries:
                self._settling.settle([self._told(one)], one.message_id or self._chance.randrange(1, 2**31))

    def _told(self, one: Delivery) -> Settlement:
        """What comes of a delivery that Telegram takes; reading it may give the incident a new revision."""
        view = self._services.matcher.chronicle.read(one.subject, NOW)
        if view is None:
            return NothingLeft(one)
        if one.message_id is None:
            self.done.sent.append((one.chat_id, one.kind, one.subject))
        return FirstTold(one, view.revision, view.answer_id, NOW, view.killed)

    def _watches(self) -> None:
        chat = self._chance.randrange(1, CHATS + 1)
        self._services.watches.add(chat, None, Terms(killed=self._chance.randrange(1, 4)), NOW)

    def _reads(self) -> None:
        self._services.answerer.ask(f"{self._chance.choice(PLACES)} in November 2024", now=NOW, zone=DAMASCUS)

    def _tidies(self) -> None:
        self._services.tidy()
        chat = self._chance.randrange(1, CHATS + 1)
        self._readers.note_unreachable(chat, NOW, SharedClock(self._services.library.engine)())
        self._readers.note_reachable(chat, SharedClock(self._services.library.engine)() + 1)
        self._planner.plan_again(chat, NOW)
