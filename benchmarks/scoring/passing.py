"""Which incidents of a library may be passing mentions, by where and when the corpus' own list files their articles.

The list knows the civilian harm of one war and not all that its articles report, so what lies elsewhere is a candidate
for a passing mention and no more. The count is for comparing one state of the product with another.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlmodel import col, select

from retrieval.library.database import read_session
from retrieval.library.incident_models import IncidentPassage, IncidentRow
from retrieval.library.models import Article, Passage
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import distance_km
from retrieval.places.place import Place, PlaceKind

# What lies farther from where an article is filed, or is dated farther from it, is another event than that.
FAR_KM = 30.0
FAR = timedelta(days=3)

# A unit reaches so far around its middle, as `retrieval.places.sources.units` has it.
REACH_KM = {PlaceKind.SUBDISTRICT: 40.0, PlaceKind.DISTRICT: 80.0, PlaceKind.GOVERNORATE: 150.0}


class Filed(NamedTuple):
    """Where and when an article is filed; the position is unknown of some."""

    day: date
    position: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Passing:
    """How many incidents lie elsewhere than their articles are filed, and how many of the filed are there."""

    judged: int  # incidents of articles that are filed
    elsewhere: int  # of these, farther away than `FAR_KM` from all of it
    another_day: int  # of the others, farther than `FAR` from all of it
    filed: int  # pairs of an article and an incident of the list with a position, of which the article names the place
    told: int  # of these, those with an incident there and then

    def lines(self) -> Iterable[str]:
        """The counts, a line each."""
        candidates = self.elsewhere + self.another_day
        yield (
            f"{candidates} of {self.judged} incidents of listed articles may be passing mentions: {self.elsewhere} lie "
            f"farther than {FAR_KM:.0f} km from where their articles are filed, {self.another_day} more than "
            f"{FAR.days} days off"
        )
        yield f"of {self.filed} listed incidents, article by article, {self.told} are told there and then"


def passing(engine: Engine, gazetteer: Gazetteer, shared: Path) -> Passing:
    """The counts for the incidents of one library."""
    listed, named = _listed(shared)
    incidents = list(_incidents(engine))
    judged = elsewhere = another_day = 0
    there: set[tuple[str, Filed]] = set()
    for row, urls in incidents:
        filed = {one for url in urls for one in listed.get(url, ())}
        if not filed:
            continue
        places = [place for id_ in row.trace["places"] if (place := gazetteer.get(id_))]
        near = {one for one in filed if _is_near(places, one)}
        when = {one for one in filed if _is_then(row, one)}
        judged += 1
        elsewhere += not near
        another_day += bool(near) and not when
        there |= {(url, one) for url in urls for one in listed.get(url, ()) if one in near & when}
    known = {url for _, urls in incidents for url in urls} | _urls(engine)
    wanted = {(url, one) for url, some in named.items() if url in known for one in some if one.position}
    return Passing(judged, elsewhere, another_day, len(wanted), len(wanted & there))


def _listed(shared: Path) -> tuple[dict[str, set[Filed]], dict[str, set[Filed]]]:
    """Where the articles are filed by their addresses; and where they also name the place."""
    lines = (shared / "data/airwars/incidents.jsonl").read_text("utf-8").splitlines()
    incidents = {one["id"]: _filed(one) for one in map(json.loads, lines)}
    everywhere: dict[str, set[Filed]] = defaultdict(set)
    named: dict[str, set[Filed]] = defaultdict(set)
    head, *rows = (shared / "data/airwars/qrels.tsv").read_text("utf-8").splitlines()
    for line in rows:
        row = dict(zip(head.split("\t"), line.split("\t"), strict=False))
        filed = incidents[row["incident_id"]]
        everywhere[row["url"]].add(filed)
        if row["match"] == "A":
            named[row["url"]].add(filed)
    return everywhere, named


def _filed(one: dict[str, Any]) -> Filed:
    position = None if one["lat"] is None else (one["lat"], one["lon"])
    return Filed(date.fromisoformat(one["date"]), position)


def _incidents(engine: Engine) -> Iterable[tuple[IncidentRow, set[str]]]:
    """The incidents, each with the addresses of its articles."""
    with read_session(engine) as session:
        urls: dict[int, set[str]] = defaultdict(set)
        query = (
            select(IncidentPassage.incident_id, Article.url)
            .join(Passage, col(Passage.id) == col(IncidentPassage.passage_id))
            .join(Article, col(Article.id) == col(Passage.article_id))
        )
        for incident_id, url in session.exec(query):
            urls[incident_id].add(url)
        return [(row, urls[row.id or 0]) for row in session.exec(select(IncidentRow)) if urls[row.id or 0]]


def _urls(engine: Engine) -> set[str]:
    with read_session(engine) as session:
        return set(session.exec(select(Article.url)))


def _is_near(places: Sequence[Place], filed: Filed) -> bool:
    """Whether one of the places may be where it is filed; what has no position may be anywhere."""
    if filed.position is None or not places:
        return True
    return any(_reaches(place, filed.position) for place in places)


def _reaches(place: Place, position: tuple[float, float]) -> bool:
    if place.lat is None or place.lon is None or place.kind is PlaceKind.COUNTRY:
        return True
    return distance_km(place.lat, place.lon, *position) <= REACH_KM.get(place.kind, FAR_KM)


def _is_then(row: IncidentRow, filed: Filed) -> bool:
    return row.starts - FAR <= filed.day <= row.ends + FAR
