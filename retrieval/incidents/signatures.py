"""What a passage tells of where, when and what happened, as keys under which reports of one event meet."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from math import floor

from retrieval.answers import EventWhen
from retrieval.dates.expressions.spans import PartOfDay
from retrieval.dates.intervals import Interval, shift_days
from retrieval.passages.passage import Candidate
from retrieval.places.families import SAME_TOWN_KM
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import KM_PER_DEGREE, apart_km
from retrieval.places.keys import PlaceKey
from retrieval.places.place import Place
from retrieval.topics.thesaurus import Thesaurus

# What is reported without a date happened this many days before at most: the second day's papers still carry it.
SAME_NEWS = 2

# Days of an event under which it is looked for: a longer one is no event but a time, and found by its first month.
MOST_DAYS = 31


BlockingKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class EventSignature:
    """Where, when and what, as far as one passage tells."""

    article_id: str
    spots: frozenset[str]  # the most specific of its places: "Tal Tamr", not also "Hasakah"
    around: frozenset[str]  # ids of what contains them
    towns: tuple[Place, ...]  # those of the spots whose position is known and that are no administrative unit
    kinds: frozenset[str]  # telling kinds with all that they are cases of
    event: EventWhen | None
    days: Interval | None  # in which it happened; none where nothing is known, or only a month or a year
    moments: tuple[object, ...]  # those days one by one, or the years of background: what is looked up

    @property
    def is_background(self) -> bool:
        """Whether a month or a year is all that it is dated by."""
        return self.event is not None and not self.event.is_exact

    @property
    def is_wide(self) -> bool:
        """Whether it names no more than a district, a governorate or a country."""
        return bool(self.spots) and not self.towns and not any(PlaceKey(spot).is_learned for spot in self.spots)


class SignatureReader:
    """Reads signatures.

    Places and kinds come up again and again, so what they lie in is looked up once.
    """

    def __init__(self, gazetteer: Gazetteer, thesaurus: Thesaurus) -> None:
        self._gazetteer = gazetteer
        self._thesaurus = thesaurus
        self._above: dict[str, frozenset[str]] = {}
        self._kinds: dict[frozenset[str], frozenset[str]] = {}

    def signature(self, passage: Candidate, places: frozenset[str]) -> EventSignature:
        """What a passage tells that names these places."""
        kinds = self._kinds_of(passage.topics or passage.article_topics)
        return self.restored(places, kinds, passage.event, _days(passage), passage.article_id)

    def restored(
        self,
        places: frozenset[str],
        kinds: frozenset[str],
        event: EventWhen | None,
        days: Interval | None,
        article_id: str = "",
    ) -> EventSignature:
        """The signature of what happened at these places on these days."""
        around = self.around(places)
        spots = places - around
        places_of_spots = (self._gazetteer.get(spot) for spot in sorted(spots))
        return EventSignature(
            article_id=article_id,
            spots=spots,
            around=around,
            towns=tuple(p for p in places_of_spots if p and not p.kind.is_unit and self._is_at_a_point(p)),
            kinds=kinds,
            event=event,
            days=days,
            moments=_moments(days, event),
        )

    def _is_at_a_point(self, place: Place) -> bool:
        """Whether it is known where a place is; two learned ones of one town would else be at one point."""
        learned = self._gazetteer.learned.get(place.id)
        return place.lat is not None and place.lon is not None and (learned is None or not learned.radius_km)

    def around(self, places: Iterable[str]) -> frozenset[str]:
        """Ids of all that contains any of the places."""
        return frozenset().union(*map(self._containing, places))

    def _containing(self, place: str) -> frozenset[str]:
        if place not in self._above:
            self._above[place] = frozenset(above.id for above in self._gazetteer.ancestors(place)) - {place}
        return self._above[place]

    def _kinds_of(self, topics: frozenset[str]) -> frozenset[str]:
        """A drone strike is an air strike to the next reporter: both are of the broader kind."""
        if topics not in self._kinds:
            broader = topics.union(*(self._thesaurus.broader(key) for key in topics))
            self._kinds[topics] = frozenset(self._thesaurus.telling(broader))
        return self._kinds[topics]


def _days(passage: Candidate) -> Interval | None:
    if passage.event is not None:
        return _event_days(passage.event) if passage.event.is_exact else None
    if passage.published_at is None:
        return None
    published = passage.published_at.date()
    return Interval(shift_days(published, -SAME_NEWS), published)


def _moments(days: Interval | None, event: EventWhen | None) -> tuple[object, ...]:
    if days is not None:
        return tuple(shift_days(days.start, number) for number in range(min(days.days, MOST_DAYS)))
    if event is None:
        return ()
    first, last = event.interval.start.year, event.interval.end.year
    return tuple(range(first, min(last, first + MOST_DAYS) + 1))


def _event_days(event: EventWhen) -> Interval:
    """The days of an event.

    "The night of the 14th" is the morning of the 15th to the next reporter.
    """
    days = event.interval
    return Interval(days.start, shift_days(days.end, 1)) if event.part == PartOfDay.NIGHT else days


def is_same_time(one: EventSignature, other: EventSignature) -> bool:
    """Whether both can tell of one day: days that overlap, or for background periods that do."""
    if one.days is not None and other.days is not None:
        return one.days.overlaps(other.days)
    if not (one.is_background and other.is_background) or one.event is None or other.event is None:
        return False
    return one.event.interval.overlaps(other.event.interval)


def is_same_spot(one: EventSignature, other: EventSignature) -> bool:
    """Whether both name one place, or two so near that they are one."""
    if not one.spots.isdisjoint(other.spots):
        return True
    return any(_is_near(town, place) for town in one.towns for place in other.towns)


def is_nested(one: EventSignature, other: EventSignature) -> bool:
    """Whether a place of one lies in a place of the other."""
    return not one.spots.isdisjoint(other.around) or not other.spots.isdisjoint(one.around)


def is_same_kind(one: EventSignature, other: EventSignature) -> bool:
    """Whether both tell of a kind in common, or one of no particular kind."""
    return not one.kinds or not other.kinds or not one.kinds.isdisjoint(other.kinds)


def _is_near(town: Place, other: Place) -> bool:
    apart = apart_km(town, other)
    return apart is not None and apart <= SAME_TOWN_KM


# Keys: two signatures of one event have one in common


def group_keys(signature: EventSignature) -> Iterator[BlockingKey]:
    """Under which a group that has this signature is found by reports of its place and time."""
    for moment in signature.moments:
        yield from (("spot", spot, moment) for spot in signature.spots)
        yield from (("cell", *_cell(town), moment) for town in signature.towns)


def lookup_keys(signature: EventSignature) -> Iterator[BlockingKey]:
    """Under which the groups are found that a passage with this signature may join."""
    yield ("article", signature.article_id)
    for moment in signature.moments:
        yield from (("spot", spot, moment) for spot in signature.spots)
        for town in signature.towns:
            row, column = _cell(town)
            yield from (("cell", row + r, column + c, moment) for r in (-1, 0, 1) for c in (-1, 0, 1))


def group_figure_keys(signature: EventSignature, figures: Collection[object]) -> Iterator[BlockingKey]:
    """Under which a group is found by reports of a place around or inside it that state the same."""
    for moment in signature.moments:
        for stated in figures:
            yield from (("inside", place, moment, stated) for place in signature.around)
            yield from (("around", place, moment, stated) for place in signature.spots)


def lookup_figure_keys(signature: EventSignature, figures: Collection[object]) -> Iterator[BlockingKey]:
    """Under which the groups are found around or inside the places of a passage that state the same."""
    for moment in signature.moments:
        for stated in figures:
            yield from (("inside", place, moment, stated) for place in signature.spots)
            yield from (("around", place, moment, stated) for place in signature.around)


# A cell in degrees: what is near lies in the same cell or one beside it (of longitude, up to 60° north).
_CELL = SAME_TOWN_KM / KM_PER_DEGREE


def _cell(town: Place) -> tuple[int, int]:
    return floor((town.lat or 0.0) / _CELL), floor((town.lon or 0.0) / (2 * _CELL))
