"""Matching: what a report among many watches takes, against one among few.

Run by `python -m benchmarks.timing.watching`.
The watches are invented: a reader each, anywhere in the gazetteer that ships, who watches a place, a circle or a topic,
often from a number of publishers or killed on. A report of one town concerns the same few of them in every library, a
report of another concerns many: what it takes should grow with the watches that are told, not with those that are kept.
"""

import random
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Engine, insert

from retrieval.library.database import open_database, write_transaction
from retrieval.library.incident_models import Watch, WatchKey
from retrieval.passages.passage import Candidate, PlacedPassage
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import distance_km
from retrieval.places.place import Place, PlaceKind
from retrieval.places.sources.shipped import builtin_places
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.watches.keys import keys_of
from retrieval.watches.terms import RADII, Circle, Terms
from retrieval.watches.watches import Watches

SIZES = (1_000, 100_000)
FEW, MANY = 20, 1_000  # watches that a report concerns
MOST_TIMES = 5.0
"""How many times as long a report may take among a hundred times the watches (the issue's "Speed")."""

ROUNDS = 60
SEED = 20241117
NOW = datetime(2024, 11, 17, tzinfo=UTC)
COUNTRIES = frozenset({"SY", "IQ", "TR"})

REPORTED = ("Tal Tamr", "Ain Issa")  # a report of the first concerns few, one of the second many
TOWNS = frozenset({PlaceKind.TOWN, PlaceKind.CITY})
TOPIC = "shelling"
TOPICS = ("air_strike", TOPIC, "abduction", "armed_clash", "drone_strike", "ied", "landmine", "arrest", "demonstration")


@dataclass(frozen=True, slots=True)
class Case:
    """A report that concerns `concerned` of `size` watches."""

    size: int
    concerned: int


class Scale(NamedTuple):
    """Milliseconds of each case, and how many times those of the fewest watches the most take for as many told."""

    milliseconds: dict[Case, float]
    ratio: float


def main() -> None:
    """Print the median of each case."""
    scale = measured()
    for case, milliseconds in scale.milliseconds.items():
        sys.stdout.write(f"{case.size:>8,} watches, {case.concerned:>5,} concerned {milliseconds:8.2f} ms\n")
    sys.stdout.write(f"{scale.ratio:.2f} times as long among {max(SIZES):,} as among {min(SIZES):,}\n")


def measured(sizes: Sequence[int] = SIZES, many: int = MANY, rounds: int = ROUNDS) -> Scale:
    """The medians of matching; cases take turns, so that what else the machine does falls on all of them."""
    gazetteer = Gazetteer(*builtin_places(COUNTRIES))
    quiet, busy = (town_named(name, gazetteer) for name in REPORTED)
    fewest, most = min(sizes), max(sizes)
    with TemporaryDirectory() as folder, ExitStack() as libraries:
        cases: dict[Case, tuple[Watches, Place]] = {}
        for size in sizes:
            watches = libraries.enter_context(_library(Path(folder) / f"{size}.sqlite3", gazetteer))
            _fill(watches, size, {quiet: FEW, busy: many if size == most else 0})
            cases[Case(size, FEW)] = watches, quiet
            if size == most:
                cases[Case(size, many)] = watches, busy
        took = [[_ms(*where, case.concerned) for case, where in cases.items()] for _ in range(rounds + 1)]
    columns = zip(*took[1:], strict=True)  # the first round warms the caches
    medians = dict(zip(cases, map(statistics.median, columns), strict=True))
    return Scale(medians, medians[Case(most, FEW)] / medians[Case(fewest, FEW)])


def _ms(watches: Watches, town: Place, concerned: int) -> float:
    report = _report(town)
    start = time.perf_counter()
    found = watches.satisfied_by([report], publishers=1, killed=None)
    took = 1000 * (time.perf_counter() - start)
    if len(found) != concerned:
        raise AssertionError(f"a report of {town.name} concerns {len(found)} watches, not {concerned}")
    return took


def _report(town: Place) -> PlacedPassage:
    """A passage that tells of shelling in a town."""
    passage = Candidate(1, 1, "a", 0, 0, 200, frozenset({TOPIC}), frozenset(), "Wire", NOW)
    return PlacedPassage(passage, frozenset({town.id}))


def town_named(name: str, gazetteer: Gazetteer) -> Place:
    """The town of that name."""
    return next(place for place in gazetteer.places if place.name == name and place.kind in TOWNS)


@contextmanager
def _library(path: Path, gazetteer: Gazetteer) -> Iterator[Watches]:
    """An empty one, for the length of the block."""
    engine = open_database(f"sqlite:///{path}")
    try:
        yield Watches(engine, gazetteer, default_thesaurus())
    finally:
        engine.dispose()


# Watches


def _fill(watches: Watches, size: int, concerned: Mapping[Place, int]) -> None:
    """Keep `size` watches, of which a report of each of the towns concerns so many."""
    chance, gazetteer, towns = random.Random(SEED), watches.gazetteer, list(concerned)
    wanted = [terms for town, most in concerned.items() for terms in islice(_watching(town, towns, gazetteer), most)]
    others = (terms for terms in _invented(chance, gazetteer) if not _told(terms, towns, gazetteer))
    wanted += islice(others, size - len(wanted))
    chance.shuffle(wanted)
    insert_watches(watches.engine, dict(enumerate(wanted, 1)))


def around(town: Place, gazetteer: Gazetteer) -> list[Terms]:
    """Terms that every report of a town satisfies: the town, what contains it, circles around it."""
    places = [Terms(places=((place.id, place.name),)) for place in (town, *gazetteer.ancestors(town.id))]
    return places + [Terms(circle=Circle(town.lat or 0.0, town.lon or 0.0, km)) for km in RADII]


def _watching(town: Place, towns: Sequence[Place], gazetteer: Gazetteer) -> Iterator[Terms]:
    """Without end, terms that a report of this one of the towns satisfies, and one of the others does not."""
    every = around(town, gazetteer)
    every += [terms.changed(topics=TopicQuery((frozenset({TOPIC}),))) for terms in every]
    return cycle([terms for terms in every if _told(terms, towns, gazetteer) == [town]])


def _invented(chance: random.Random, gazetteer: Gazetteer) -> Iterator[Terms]:
    """Without end, what somebody may watch for: two in three a place, one in six a circle, the others a topic."""
    places = [place for place in gazetteer.places if place.lat is not None]
    while True:
        place = chance.choice(places)
        topics = TopicQuery((frozenset({chance.choice(TOPICS)}),))
        match chance.randrange(6):
            case 0:
                terms = Terms(circle=Circle(place.lat or 0.0, place.lon or 0.0, chance.choice(RADII)))
            case 1:
                terms = Terms(topics=topics)
            case 2:
                terms = Terms(places=((place.id, place.name),), topics=topics)
            case _:
                terms = Terms(places=((place.id, place.name),))
        yield terms.changed(publishers=chance.choice((1, 1, 1, 2)), killed=chance.choice((0, 0, 0, 1, 3)))


def _told(terms: Terms, towns: Sequence[Place], gazetteer: Gazetteer) -> list[Place]:
    """The towns of which a report, as `_report` makes it, satisfies the terms."""
    if terms.publishers > 1 or terms.killed or not all(TOPIC in keys for keys in terms.topics.sets):
        return []
    return [town for town in towns if _is_inside(town, terms, gazetteer)]


def _is_inside(town: Place, terms: Terms, gazetteer: Gazetteer) -> bool:
    if (circle := terms.circle) is not None:
        return distance_km(circle.lat, circle.lon, town.lat or 0.0, town.lon or 0.0) <= circle.km
    around = {town.id, *(place.id for place in gazetteer.ancestors(town.id))}
    return not terms.places or not around.isdisjoint(terms.place_ids)


def insert_watches(engine: Engine, terms_of: Mapping[int, Terms]) -> None:
    """Keep a watch for each chat, whose id becomes its own as well: rows as `Watches.add` writes them, at once."""
    rows = [
        {
            "id": id_,
            "chat_id": id_,
            "terms": terms.plain(),
            "fingerprint": terms.fingerprint(None, None),
            "made_at": NOW,
        }
        for id_, terms in terms_of.items()
    ]
    keys = [
        {"key": key, "topic": topic, "killed": terms.killed, "publishers": terms.publishers, "watch_id": id_}
        for id_, terms in terms_of.items()
        for key in keys_of(terms)
        for topic in terms.topic_keys or ("",)
    ]
    with write_transaction(engine) as session:
        session.execute(insert(Watch).values(made_at=NOW), rows)
        session.execute(insert(WatchKey), keys)


if __name__ == "__main__":
    main()
