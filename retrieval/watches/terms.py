"""What a watch is for: places with what lies inside them, a circle, a topic, what is left out, least numbers."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Direction, Reach
from retrieval.places.reach import reached
from retrieval.questions.question import Question
from retrieval.topics.query import ANY_TOPIC, TopicQuery
from retrieval.watches.left_out import LeftOut

# Kilometres around a shared location that can be chosen.
RADII = (5, 10, 25, 50, 100)

# The highest thresholds that a watch may have.
MOST_PUBLISHERS, MOST_KILLED = 5, 1000


@dataclass(frozen=True, slots=True)
class Circle:
    """A point with what lies around it."""

    lat: float
    lon: float
    km: int


@dataclass(frozen=True, slots=True)
class Narrower:
    """The places of a watch before a button widened it, so that another one goes back."""

    places: tuple[tuple[str, str], ...]
    reaches: tuple[tuple[str, Reach], ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What has to be true of an incident, so that it is told.

    `places` are ids with the reader's own spelling; `ids` are ids that are meant beside what lies inside the places, or
    instead of it where the places have a reach: "around Tal Tamr", "between Kobani and Manbij". Neither places nor a
    circle: anywhere.
    """

    places: tuple[tuple[str, str], ...] = ()
    reaches: tuple[tuple[str, Reach], ...] = ()  # by the ids of the places that have one
    ids: tuple[str, ...] = ()
    circle: Circle | None = None
    topics: TopicQuery = ANY_TOPIC
    topic: str = ""  # the reader's words for them
    publishers: int = 1
    killed: int = 0
    left_out: LeftOut = field(default=LeftOut())
    narrower: Narrower | None = None  # it says nothing of what is watched

    @property
    def is_everything(self) -> bool:
        """Whether they leave nothing out, so that every report anywhere would be told."""
        return not self.places and self.circle is None and not self.topics

    @property
    def topic_keys(self) -> frozenset[str]:
        """The keys of which one is named by everything that is on topic.

        There are none where any topic will do.
        """
        return next(iter(self.topics.sets), frozenset())

    @property
    def place_ids(self) -> tuple[str, ...]:
        """The ids of the places."""
        return tuple(id_ for id_, _ in self.places)

    def changed(self, **values: Any) -> "Terms":
        """The same with other values."""
        return replace(self, **values)

    def widened_to(self, place_id: str) -> "Terms":
        """The same for an area around the place, with the way back to the place that was named first."""
        back = self.narrower or Narrower(self.places, self.reaches, self.ids)
        return replace(self, places=((place_id, ""),), reaches=(), ids=(), narrower=back)

    def narrowed_again(self) -> "Terms | None":
        """The same for the place that was named first. None where it was not widened."""
        back = self.narrower
        if back is None:
            return None
        return replace(self, places=back.places, reaches=back.reaches, ids=back.ids, narrower=None)

    def wordless(self) -> "Terms":
        """The same without the reader's own words: places are then called by their usual names."""
        places = tuple((id_, "") for id_ in self.place_ids)
        left_out = replace(self.left_out, places=tuple((id_, "") for id_, _ in self.left_out.places))
        back = self.narrower and replace(self.narrower, places=tuple((id_, "") for id_, _ in self.narrower.places))
        return replace(self, places=places, topic="", left_out=left_out, narrower=back)

    def plain(self) -> dict[str, Any]:
        """The terms as JSON keeps them."""
        return {
            **_plain_places(self.places, self.reaches, self.ids),
            "circle": [self.circle.lat, self.circle.lon, self.circle.km] if self.circle else None,
            "topics": self.topics.plain(),
            "topic": self.topic,
            "publishers": self.publishers,
            "killed": self.killed,
            **({"left_out": self.left_out.plain()} if self.left_out else {}),
            **({"narrower": _plain_places(back.places, back.reaches, back.ids)} if (back := self.narrower) else {}),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Terms":
        """The terms that were kept."""
        circle, narrower = plain.get("circle"), plain.get("narrower")
        return cls(
            **_kept_places(plain),
            circle=Circle(float(circle[0]), float(circle[1]), int(circle[2])) if circle else None,
            topics=TopicQuery.from_plain(plain.get("topics", ())),
            topic=str(plain.get("topic", "")),
            publishers=int(plain.get("publishers", 1)),
            killed=int(plain.get("killed", 0)),
            left_out=LeftOut.from_plain(plain.get("left_out", {})),
            narrower=Narrower(**_kept_places(narrower)) if narrower else None,
        )

    def fingerprint(self, *apart: object) -> str:
        """A hash by which the same terms are known again, however the reader spelt them.

        What is `apart` makes another hash of the same terms.
        """
        left_out = replace(self.left_out, places=tuple((id_, "") for id_, _ in sorted(self.left_out.places)))
        plain = replace(self, left_out=left_out, narrower=None).plain() | {
            "places": sorted(self.place_ids),
            "ids": sorted(self.ids),
            "topic": "",
        }
        return hashlib.sha256(json.dumps([plain, apart], sort_keys=True).encode()).hexdigest()


def terms_of(question: Question, gazetteer: Gazetteer) -> Terms:
    """What a question that stays is for: its places and its topic, whatever its period."""
    places = tuple((place.id, place.matched) for place in question.places)
    inside = set().union(*(reached(gazetteer, id_, None) for id_, _ in places)) if places else set()
    reaches = tuple((place.id, place.reach) for place in question.places if place.reach is not None)
    beside = question.place_ids if reaches else question.place_ids - inside
    return Terms(
        places=places,
        reaches=reaches,
        ids=tuple(id_ for id_ in sorted(beside) if gazetteer.get(id_) is not None),
        topics=question.topics,
        topic=question.topic if question.topics else "",
        left_out=LeftOut.of(question.excluded),
    )


def _plain_places(
    places: Iterable[tuple[str, str]], reaches: Iterable[tuple[str, Reach]], ids: Iterable[str]
) -> dict[str, Any]:
    return {
        "places": [list(place) for place in places],
        "reaches": [[id_, reach.km, reach.direction, reach.towards] for id_, reach in reaches],
        "ids": list(ids),
    }


def _kept_places(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "places": tuple((id_, words) for id_, words in plain.get("places", ())),
        "reaches": tuple((id_, _reach(*kept)) for id_, *kept in plain.get("reaches", ())),
        "ids": tuple(plain.get("ids", ())),
    }


def _reach(km: int | None = None, direction: str | None = None, towards: str | None = None) -> Reach:
    return Reach(km, Direction(direction) if direction else None, towards)
