"""What a watch leaves out: places with all inside them, kinds of incident, actors, publishers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from retrieval.library.publishers import outlet
from retrieval.passages.passage import PlacedPassage
from retrieval.places.gazetteer import Gazetteer
from retrieval.search.exclusions import is_on_excluded_topic
from retrieval.topics.thesaurus import Thesaurus
from retrieval.understood import Excluded


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What no report may be about that a watch is told of. `places` are ids with the reader's own spelling."""

    places: tuple[tuple[str, str], ...] = ()
    topics: tuple[frozenset[str], ...] = ()  # keys of the thesaurus; those of one set are left out together
    actors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()

    @classmethod
    def of(cls, excluded: Excluded) -> "LeftOut":
        """What a question leaves out, as a watch keeps it."""
        places = tuple((place.id, place.matched) for place in excluded.places)
        return cls(places, excluded.topics, excluded.actors, excluded.publishers)

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.places or self.topics or self.actors or self.publishers)

    def holds(self, report: PlacedPassage, gazetteer: Gazetteer, thesaurus: Thesaurus) -> bool:
        """Whether a report is left out: it names one of the places, tells of one of the kinds, is of one of them."""
        inside = (gazetteer.within(id_) | {id_} for id_, _ in self.places)
        if any(not report.places.isdisjoint(ids) for ids in inside):
            return True
        if outlet(report.passage.publisher, "") in {outlet(name, "") for name in self.publishers}:
            return True
        return is_on_excluded_topic(self.events, report.passage, thesaurus)

    @property
    def events(self) -> Excluded:
        """The kinds and actors that are left out."""
        return Excluded(topics=self.topics, actors=self.actors, publishers=self.publishers)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "places": [list(place) for place in self.places],
            "topics": [sorted(keys) for keys in self.topics],
            "actors": list(self.actors),
            "publishers": list(self.publishers),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "LeftOut":
        """What was kept."""
        return cls(
            tuple((id_, words) for id_, words in plain.get("places", ())),
            tuple(frozenset(keys) for keys in plain.get("topics", ())),
            tuple(plain.get("actors", ())),
            tuple(plain.get("publishers", ())),
        )
