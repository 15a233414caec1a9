"""A year of the development corpus, day by day, for 200 readers who watch: who is told of what, and why.

What the product tells is compared with what a walk over all watches and all passages finds, written here a second time
and without any index: `make eval`.
"""

import random
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from sqlmodel import col, select

from benchmarks.library.corpus import ARTICLES, CACHE, DATELINE, PLACES, run, settings_of
from benchmarks.scoring.passing import Passing, passing
from bot.delivery.deliveries import Deliveries
from bot.delivery.steps import SendMode, Step
from bot.models import Delivery
from bot.outbox.claiming import Claims
from bot.outbox.outbox import Outbox
from bot.outbox.planning import AlertPlanner
from bot.outbox.readers import Readers
from bot.outbox.settling import Settling
from ingest.formats.drafts import ArticleDraft
from ingest.formats.files import read_articles
from ingest.keeping.pipeline import Pipeline
from retrieval.library.database import read_session
from retrieval.library.incident_models import IncidentPassage, Rhythm, Watch
from retrieval.library.models import Article as ArticleRow
from retrieval.library.models import Mention, Passage, Period, Role
from retrieval.places.geometry import distance_km
from retrieval.services import Services, open_services
from retrieval.topics.query import TopicQuery
from retrieval.watches.terms import RADII, Circle, Terms
from tests.fakes import WordEmbedder

YEAR = 2022  # the one with the most articles
DAYS = 365
READERS = 200
SEED = 7
TOPICS = ("air_strike", "shelling", "abduction", "armed_clash", "drone_strike", "ied", "landmine")
RHYTHMS = (Rhythm.INSTANT, Rhythm.INSTANT, Rhythm.INSTANT, Rhythm.DAILY, Rhythm.WEEKLY)


@dataclass(slots=True)
class Told:
    """What readers were told, as the replay goes on."""

    first: Counter[tuple[int, int]] = field(default_factory=Counter)  # (reader, incident): messages that were new
    edits: int = 0
    sounds: int = 0  # higher tolls
    additions: int = 0
    messages: int = 0
    untrue: int = 0  # outside what was watched


@dataclass(frozen=True, slots=True)
class Outcome:
    """The counts of a replay."""

    days: int
    articles: int
    incidents: int
    told: int  # pairs of a reader and an incident
    messages: int
    edits: int
    sounds: int
    additions: int
    untrue: int  # told because of a watch that the incident does not satisfy
    twice: int  # pairs that were told twice
    missed: int  # pairs that should have been told and were not
    split: int  # incidents of the corpus' own list whose reports of two days were told as several
    whole: int  # those told as one
    passing: Passing

    @property
    def is_wrong(self) -> bool:
        """Whether somebody was told what they do not watch, told twice, or not told."""
        return bool(self.untrue or self.twice or self.missed)

    def lines(self) -> Iterator[str]:
        """The counts, a line each."""
        yield f"{self.days} days, {self.articles} articles, {self.incidents} incidents, {READERS} readers"
        yield f"{self.told} times a reader was told of an incident, in {self.messages} messages"
        yield f"{self.edits} edits in place, {self.sounds} higher tolls, {self.additions} replies after two days"
        yield f"{self.untrue} told outside what was watched, {self.twice} told twice, {self.missed} missed"
        known = self.whole + self.split
        yield f"of {known} listed incidents with several reports, {self.whole} were one here, {self.split} several"
        yield from self.passing.lines()


def replay(shared: Path) -> Outcome:
    """Let a year pass; the library is made anew each time."""
    data_dir = CACHE / "replay"
    shutil.rmtree(data_dir, ignore_errors=True)
    run([DATELINE, "places", "import", str((shared / PLACES).resolve())], data_dir, check=True, capture_output=True)
    with open_services(settings_of(data_dir), embedder=WordEmbedder(), check_model=False) as services:
        by_day = _by_day(shared)
        year = _Year(services, by_day)
        year.readers()
        for number in range(DAYS):
            day = date(YEAR, 1, 1) + timedelta(days=number)
            year.passes(day, by_day.get(day, []))
        return year.outcome(shared)


def _by_day(shared: Path) -> dict[date, list[ArticleDraft]]:
    found: dict[date, list[ArticleDraft]] = defaultdict(list)
    for draft in read_articles([shared / ARTICLES], now=datetime(YEAR + 2, 1, 1, tzinfo=UTC)):
        if isinstance(draft, ArticleDraft) and draft.published_at and draft.published_at.year == YEAR:
            found[draft.published_at.date()].append(draft)
    return found


class _Year:
    """The library of one replay, and what its readers are told."""

    def __init__(self, services: Services, by_day: dict[date, list[ArticleDraft]]) -> None:
        self._services = services
        self._by_day = by_day
        self._ticks = count(1)
        engine = services.library.engine
        self._outbox = Outbox(engine, self._clock)
        self._claims = Claims(engine, 1e9, self._clock)
        self._settling = Settling(engine, self._clock)
        self._readers = Readers(engine, services.settings.zone)
        self._alerting = AlertPlanner(services.matcher, self._outbox, self._readers)
        self._deliveries = Deliveries(services, self._outbox, self._readers)
        self._numbers = count(1)
        self._told = Told()
        self._expected: set[tuple[int, int]] = set()
        self._watches: list[tuple[Watch, Terms]] = []
        self._terms: dict[int, tuple[int, Terms]] = {}
        self._placed: dict[int, list[_Placed]] = {}
        self._known: dict[int, int] = {}  # incidents with the number of their passages

    def readers(self) -> None:
        """Two hundred readers with one to three watches each: towns, governorates, circles, topics, thresholds."""
        chance = random.Random(SEED)
        for chat_id in range(1, READERS + 1):
            for _ in range(chance.randint(1, 3)):
                terms = _terms(chance, self._services)
                watch, is_new = self._services.watches.add(chat_id, None, terms, datetime(YEAR, 1, 1, tzinfo=UTC))
                if is_new:
                    self._services.watches.set_rhythm(watch.id or 0, chance.choice(RHYTHMS))
        kept = (watch for chat_id in range(1, READERS + 1) for watch in self._services.watches.of_chat(chat_id))
        self._watches = [(watch, Terms.from_plain(watch.terms)) for watch in kept]
        self._terms = {watch.id or 0: (watch.chat_id, terms) for watch, terms in self._watches}

    def passes(self, day: date, published: Sequence[ArticleDraft]) -> None:
        """Let the articles of a day come in at noon, and everything be delivered that evening."""
        noon = datetime.combine(day, time(12), UTC)
        if published:
            Pipeline(self._services).keep_all(published)
            self._services.catch_up()
            self._alerting.catch_up(noon)
            self._expect(noon)
        self._deliver(noon + timedelta(hours=10))

    def outcome(self, shared: Path) -> Outcome:
        """What came of it."""
        self._deliver(datetime(YEAR + 1, 1, 10, tzinfo=UTC))
        told = set(self._told.first)
        with read_session(self._services.library.engine) as session:
            incidents = set(session.exec(select(IncidentPassage.incident_id)))
            kept = len(session.exec(select(ArticleRow.id)).all())
        split, whole = self._split(shared)
        return Outcome(
            days=DAYS,
            articles=kept,
            incidents=len(incidents),
            told=len(told),
            messages=self._told.messages,
            edits=self._told.edits,
            sounds=self._told.sounds,
            additions=self._told.additions,
            untrue=self._told.untrue,
            twice=sum(times > 1 for times in self._told.first.values()),
            missed=len(self._expected - told),
            split=split,
            whole=whole,
            passing=passing(self._services.library.engine, self._services.gazetteer, shared),
        )

    # Delivering, without Telegram

    def _clock(self) -> float:
        """Unix time that leaps, so that no pace has to be waited for."""
        return next(self._ticks) * 1000.0

    def _deliver(self, now: datetime) -> None:
        while parcels := self._claims.claim(now, 10_000):
            for parcel in parcels:
                for step in self._deliveries.steps(parcel, now):
                    self._take(step)

    def _take(self, step: Step) -> None:
        if step.message is None:
            self._settling.settle(step.settlements)
            return
        self._note(step)
        message_id = step.message_id if step.mode is SendMode.EDIT else next(self._numbers)
        self._settling.settle(step.settlements, message_id)

    def _note(self, step: Step) -> None:
        told = self._told
        if step.mode is SendMode.EDIT:
            told.edits += 1
            return
        told.messages += 1
        if step.reply_to:
            told.sounds += step.mode is SendMode.SEND
            told.additions += step.mode is SendMode.WHISPER
            return
        for delivery in step.deliveries:
            pair = (delivery.chat_id, delivery.subject)
            told.first[pair] += 1
            told.untrue += not self._is_true(delivery)

    # The same a second time, without an index

    def _expect(self, now: datetime) -> None:
        """Who should be told, by a walk over every watch and every passage of the incidents that this day reports."""
        placed = self._placed = _placed(self._services)
        touched = [id_ for id_, some in placed.items() if len(some) != self._known.get(id_)]
        self._known |= {id_: len(placed[id_]) for id_ in touched}
        for incident_id in touched:
            view = self._services.matcher.chronicle.read(incident_id, now)
            if view is None:
                continue
            for watch, terms in self._watches:
                enough = len(view.incident.publishers) >= terms.publishers and (view.killed or 0) >= terms.killed
                if enough and any(_satisfies(one, terms, self._services) for one in placed[incident_id]):
                    self._expected.add((watch.chat_id, incident_id))

    def _is_true(self, delivery: Delivery) -> bool:
        """Whether an incident, as it is known when it is told, satisfies the watch because of which it is told.

        Later it may not: a place that articles taught lies elsewhere once a nearer report has come.
        """
        watch_id = delivery.watch_id or 0
        chat_id, terms = self._terms[watch_id]
        passages = self._placed[delivery.subject]
        return chat_id == delivery.chat_id and any(_satisfies(one, terms, self._services) for one in passages)

    def _split(self, shared: Path) -> tuple[int, int]:
        """How many incidents of the corpus' own list, with reports that name their place, are several here, and one."""
        urls = _listed(shared)
        with read_session(self._services.library.engine) as session:
            query = (
                select(ArticleRow.url, IncidentPassage.incident_id)
                .join(Passage, col(Passage.article_id) == col(ArticleRow.id))
                .join(IncidentPassage, col(IncidentPassage.passage_id) == col(Passage.id))
            )
            of_article: dict[str, set[int]] = defaultdict(set)
            for url, incident_id in session.exec(query):
                of_article[url].add(incident_id)
        several = [[of_article[url] for url in some if url in of_article] for some in urls]
        shared_by_all = [bool(set.intersection(*some)) for some in several if len(some) > 1]
        return shared_by_all.count(False), shared_by_all.count(True)


def _listed(shared: Path) -> list[list[str]]:
    """The addresses of the reports of each incident in the corpus' list that name its place."""
    by_incident: dict[str, list[str]] = defaultdict(list)
    lines = (shared / "data/airwars/qrels.tsv").read_text("utf-8").splitlines()
    names = lines[0].split("\t")
    for line in lines[1:]:
        row = dict(zip(names, line.split("\t"), strict=False))
        if row["match"] == "A" and row["incident_date"] == row["published_at"]:
            by_incident[row["incident_id"]].append(row["url"])
    return list(by_incident.values())


@dataclass(frozen=True, slots=True)
class _Placed:
    """A passage of an incident, as plainly as it can be read from the tables."""

    places: frozenset[str]
    topics: frozenset[str]
    article_topics: frozenset[str]
    dated: bool  # by words of its own


def _placed(services: Services) -> dict[int, list[_Placed]]:
    """The passages of every incident."""
    with read_session(services.library.engine) as session:
        passages = session.exec(
            select(Passage, IncidentPassage.incident_id)
            .join(IncidentPassage, col(IncidentPassage.passage_id) == col(Passage.id))
            .where(col(Passage.current))
        ).all()
        own: dict[int, set[str]] = defaultdict(set)
        lent: dict[int, set[str]] = defaultdict(set)
        for mention in session.exec(select(Mention).where(col(Mention.role) != Role.DATELINE.value)):
            (own if mention.role == Role.TEXT else lent)[mention.passage_id].add(mention.place_id)
        dated = set(session.exec(select(Period.passage_id).where(Period.role == Role.TEXT.value)))
    found: dict[int, list[_Placed]] = defaultdict(list)
    for passage, incident_id in passages:
        places = _known_in(own[passage.id or 0], services) or _known_in(lent[passage.id or 0], services)
        topics, lent_topics = frozenset(passage.topics.split()), frozenset(passage.article_topics.split())
        found[incident_id].append(_Placed(places, topics, lent_topics, passage.id in dated))
    return found


def _known_in(places: Iterable[str], services: Services) -> frozenset[str]:
    return frozenset(id_ for id_ in places if services.gazetteer.get(id_) is not None)


def _satisfies(one: _Placed, terms: Terms, services: Services) -> bool:
    return _is_inside(one.places, terms, services) and _is_on_topic(one, terms, services)


def _is_inside(places: Iterable[str], terms: Terms, services: Services) -> bool:
    if terms.circle is not None:
        return any(_is_near(id_, terms.circle, services) for id_ in places)
    if not terms.places:
        return True
    terms_places = set(terms.place_ids)
    return any(id_ in terms.ids or not terms_places.isdisjoint(_around(id_, services)) for id_ in places)


def _around(id_: str, services: Services) -> set[str]:
    """A place with all that its chain of parents leads to."""
    found: set[str] = set()
    place = services.gazetteer.get(id_)
    while place is not None and place.id not in found:
        found.add(place.id)
        place = services.gazetteer.get(place.parent_id) if place.parent_id else None
    return found


def _is_near(id_: str, circle: Circle, services: Services) -> bool:
    place = services.gazetteer.get(id_)
    if place is None or place.lat is None or place.lon is None or place.kind in ("country", "governorate", "district"):
        return False
    return distance_km(circle.lat, circle.lon, place.lat, place.lon) <= circle.km


def _is_on_topic(one: _Placed, terms: Terms, services: Services) -> bool:
    thesaurus = services.thesaurus
    own = one.dated or bool(thesaurus.telling(one.topics))
    for asked in terms.topics.sets:
        found = one.topics if own and thesaurus.telling(asked) else one.topics | one.article_topics
        if not any(thesaurus.matches(key, found) for key in asked):
            return False
    return True


def _terms(chance: random.Random, services: Services) -> Terms:
    places = [place for place in services.gazetteer.places if place.country == "SY" and place.lat is not None]
    towns = [place for place in places if place.kind in ("town", "city")]
    governorates = [place for place in places if place.kind == "governorate"]
    topics = TopicQuery((frozenset({chance.choice(TOPICS)}),))
    match chance.randrange(6):
        case 0:
            terms = Terms(places=((chance.choice(governorates).id, ""),))
        case 1:
            town = chance.choice(towns)
            terms = Terms(circle=Circle(town.lat or 0.0, town.lon or 0.0, chance.choice(RADII)))
        case 2:
            terms = Terms(topics=topics)
        case 3:
            terms = Terms(places=((chance.choice(governorates).id, ""),), topics=topics)
        case _:
            terms = Terms(places=((chance.choice(towns).id, ""),))
    return terms.changed(publishers=chance.choice((1, 1, 1, 2)), killed=chance.choice((0, 0, 0, 1, 3)))


def main(shared: Path) -> None:
    """Replay, print the counts, and leave with an error where a reader was told wrongly."""
    sys.stderr.write("A year of articles, day by day, for 200 readers who watch: about two minutes.\n")
    outcome = replay(shared)
    sys.stdout.write("\nA year of watching\n" + "".join(f"{line}\n" for line in outcome.lines()))
    if outcome.is_wrong:
        sys.exit("readers were told wrongly: see the counts above")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
