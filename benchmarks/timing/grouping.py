"""Grouping: the time it takes by the number of passages, and how often it is right.

Run by `python -m benchmarks.timing.grouping`.
Right is judged on the development questions, by the incidents that Airwars links articles to: two articles of one
incident belong together, where each has a passage dated to it; two of different incidents do not.
"""

import argparse
import csv
import json
import random
import sys
import time
import timeit
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from benchmarks.library.corpus import development_library, question_files, require, settings_of
from retrieval.answers import EventWhen
from retrieval.dates.events import Precision
from retrieval.dates.intervals import one_day
from retrieval.incidents.grouping import Group, group
from retrieval.library.new_article import article_id
from retrieval.passages.passage import Candidate, Scored
from retrieval.passages.quoting import named_places
from retrieval.passages.texts import PassageTexts
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.sources.shipped import builtin_places
from retrieval.services import Services, open_services
from retrieval.topics.thesaurus import default_thesaurus

SIZES = (100, 1_000, 10_000)
ROUNDS = 5
SEED = 20241117

Labels = Mapping[str, set[str]]  # article id → incidents


class Scale(NamedTuple):
    """Seconds for each size, and how many times those of the smallest the largest takes for each passage."""

    seconds: dict[int, float]
    ratio: float


def main() -> None:
    """Print the time for each size; with the development data, precision and recall as well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, help="the folder that holds data/")
    options = parser.parse_args()
    scale = measured()
    for size, seconds in scale.seconds.items():
        sys.stdout.write(f"{size:>6} passages {1000 * seconds:8.1f} ms {1e6 * seconds / size:6.1f} µs each\n")
    sys.stdout.write(f"a passage among {SIZES[-1]:,} takes {scale.ratio:.2f} times one among {SIZES[0]:,}\n")
    if options.shared:
        require(options.shared, "bench")
        precision, recall, pairs = quality(options.shared)
        sys.stdout.write(f"pairs of articles: precision {precision:.3f}, recall {recall:.3f}, {pairs} to find\n")


def measured() -> Scale:
    """The time that grouping takes, by the number of passages; each passage as a search finds it, in random order."""
    gazetteer = _gazetteer()
    seconds = {size: _seconds(size, gazetteer) for size in SIZES}
    return Scale(seconds, (seconds[SIZES[-1]] / SIZES[-1]) / (seconds[SIZES[0]] / SIZES[0]))


def _gazetteer() -> Gazetteer:
    """The gazetteer that ships."""
    return Gazetteer(*builtin_places(frozenset({"SY", "IQ", "TR"})))


def _seconds(size: int, gazetteer: Gazetteer) -> float:
    """Processor seconds of the best of several rounds, as `timeit` takes them: without collecting garbage."""
    passages, places = _invented(size, gazetteer)
    thesaurus = default_thesaurus()
    took = timeit.repeat(
        lambda: group(passages, places, gazetteer, thesaurus, lambda _: {}),
        timer=time.process_time,
        repeat=ROUNDS,
        number=1,
    )
    return min(took)


def _invented(size: int, gazetteer: Gazetteer) -> tuple[list[Scored], dict[int, frozenset[str]]]:
    """Passages of a tenth as many events in a month, a third of them dated by their publication alone."""
    chance = random.Random(SEED)
    towns = [place.id for place in gazetteer.places if place.country == "SY" and place.parent_id]
    passages = []
    places = {}
    for number in range(size):
        event = chance.randrange(max(1, size // 10))
        town = towns[event % len(towns)]
        around = [place.id for place in gazetteer.ancestors(town)]
        places[number] = frozenset([town, *chance.sample(around, chance.randrange(len(around) + 1))])
        passages.append(Scored(_passage(number, event, dated=chance.random() < 2 / 3), 1.0))
    return passages, places


def _passage(number: int, event: int, *, dated: bool) -> Candidate:
    day = date(2024, 10, 1) + timedelta(days=event % 31)
    return Candidate(
        passage_id=number,
        version_id=number,
        article_id=f"article {number // 3}",
        ordinal=0,
        start=0,
        end=1,
        topics=frozenset({("shelling", "arrest", "demonstration")[event % 3]}),
        article_topics=frozenset(),
        publisher=f"publisher {number % 40}",
        published_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        event=EventWhen(one_day(day), Precision.DAY) if dated else None,
    )


def quality(shared: Path) -> tuple[float, float, int]:
    """Precision and recall of pairs of articles that are put together, and how many pairs belong together."""
    labels, days = _labels(shared)
    right = wrong = missed = 0
    with open_services(settings_of(development_library(shared))) as services:
        for groups in _groups(services, shared):
            for belong, together in _pairs(groups, labels, days):
                right += belong and together
                wrong += together and not belong
                missed += belong and not together
    return right / max(1, right + wrong), right / max(1, right + missed), right + missed


def _groups(services: Services, shared: Path) -> Iterator[list[Group]]:
    """What is found for each question, grouped."""
    answerer, engine = services.answerer, services.library.engine
    for question in (question for file in question_files(shared).values() for question in file):
        now = datetime.fromisoformat(question["now"]).astimezone(ZoneInfo(question.get("tz") or "Asia/Damascus"))
        found = answerer.search.find(answerer.reader.understand(question["question"], now.date())).passages
        texts = PassageTexts(services.library, found)
        places = named_places(engine, [scored.passage.passage_id for scored in found])
        yield group(found, places, services.gazetteer, services.thesaurus, texts.all_stated)


def _labels(shared: Path) -> tuple[Labels, Mapping[str, date]]:
    """The incidents of articles that name their place, and the day of each incident."""
    labels: dict[str, set[str]] = defaultdict(set)
    with (shared / "data/airwars/qrels.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["match"] == "A":
                labels[article_id(row["url"])].add(row["incident_id"])
    with (shared / "data/airwars/incidents.jsonl").open(encoding="utf-8") as lines:
        days = {row["id"]: date.fromisoformat(row["date"]) for row in map(json.loads, lines)}
    return labels, days


def _pairs(groups: Sequence[Group], labels: Labels, days: Mapping[str, date]) -> Iterator[tuple[bool, bool]]:
    """For each pair of labelled articles whether they belong together, and whether they are together."""
    where: dict[str, set[int]] = defaultdict(set)
    of: dict[str, set[str]] = defaultdict(set)
    for number, home in enumerate(groups):
        for member in home.members:
            incidents = _told(member.passage, labels, days)
            if incidents:
                where[member.passage.article_id].add(number)
                of[member.passage.article_id] |= incidents
    for one, other in combinations(where, 2):
        yield not of[one].isdisjoint(of[other]), not where[one].isdisjoint(where[other])


def _told(passage: Candidate, labels: Labels, days: Mapping[str, date]) -> set[str]:
    """The incidents of a passage's article that it can tell of by its date; an article brings up older ones as well."""
    if passage.event is not None and not passage.event.is_exact:
        return set()
    if passage.event is not None:
        first, last = passage.event.interval.start, passage.event.interval.end
    elif passage.published_at is not None:
        last = passage.published_at.date()
        first = last - timedelta(days=2)
    else:
        return set()
    return {incident for incident in labels.get(passage.article_id, ()) if first <= days[incident] <= last}


if __name__ == "__main__":
    main()
