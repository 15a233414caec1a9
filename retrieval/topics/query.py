"""What is asked about: kinds of incident, targets and actors, of which a report has to name some."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicQuery:
    """Alternatives of the thesaurus: of each of the sets, one key has to be named. No sets ask for nothing."""

    sets: tuple[frozenset[str], ...] = ()

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.sets)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all sets, one set after the other."""
        return tuple(key for keys in self.sets for key in keys)

    def is_met_by(self, topics: frozenset[str]) -> bool:
        """Whether `topics` hold one key of each set; they are all that a passage satisfies (`Thesaurus.satisfied`)."""
        return not any(keys.isdisjoint(topics) for keys in self.sets)

    def only(self, is_wanted: Callable[[frozenset[str]], object]) -> "TopicQuery":
        """Those of its sets that are wanted."""
        return TopicQuery(tuple(keys for keys in self.sets if is_wanted(keys)))

    def joined(self, other: "TopicQuery") -> "TopicQuery":
        """The sets of both, each once."""
        return TopicQuery(tuple(dict.fromkeys((*self.sets, *other.sets))))

    def plain(self) -> list[list[str]]:
        """The query as JSON keeps it."""
        return [sorted(keys) for keys in self.sets]

    @classmethod
    def from_plain(cls, plain: Iterable[Iterable[str]]) -> "TopicQuery":
        """The query that was kept."""
        return cls(tuple(map(frozenset, plain)))


# Asks for nothing in particular: whatever happened meets it.
ANY_TOPIC = TopicQuery()
